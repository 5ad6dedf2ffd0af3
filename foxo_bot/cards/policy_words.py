"""An escalation policy in words, short enough to stand beside a choice. Pure."""

from collections.abc import Mapping, Sequence

from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import capitalised, joined, triage_word
from foxo_bot.model import Audience, Named, Naming, Step, Triage, Way, Whom

WAYS = {Way.DM: "DM", Way.SMS: "SMS", Way.EMAIL: "email", Way.POST: "post again"}
AUDIENCES = {
    Audience.MEMBERS: "members",
    Audience.LEADS: "leads",
    Audience.ON_DUTY: "those on duty",
    Audience.SENDER: "sender",
    Audience.FALLBACK: "fallback contact",
}
_WITHIN_TEAM = {Audience.MEMBERS, Audience.LEADS}


def describe(steps: Sequence[Step], *, whom: bool = True) -> str:
    """For example: "DM at 2 min, SMS at 5 min, then SMS every 5 min; sender told at 30 min".

    Senders are not told `whom`: a step may name people of the team.
    """
    asked = [step for step in steps if not step.exhausted]
    reminders = [
        _reminder(step, before, whom=whom)
        for before, step in zip([None, *asked], asked, strict=False)
    ]
    told = [f"sender told at {spoken_age(step.after)}" for step in steps if step.exhausted]
    words = "; ".join(filter(None, [", ".join(reminders), *told[:1]]))
    return capitalised(words) or "No reminders"


def own_times(policies: Mapping[Triage, Sequence[Step]]) -> str:
    """A team's own policies in so few words that they fit beside its name.

    For example: "Own times: Urgent SMS at 3 min, High email at 5 min".
    """
    firsts = [
        f"{triage_word(triage)} {_once(_first_beyond_chat(policies[triage]), whom=False)}"
        for triage in reversed(Triage)
        if triage in policies
    ]
    return f"Own times: {', '.join(firsts)}" if firsts else ""


def _first_beyond_chat(steps: Sequence[Step]) -> Step:
    beyond = {Way.SMS, Way.EMAIL}
    found = (step for step in steps if beyond & set(step.by) and not step.exhausted)
    return next(found, steps[0])


def _reminder(step: Step, before: Step | None, *, whom: bool) -> str:
    """A step that goes on with what the one before it began needs no time of its own."""
    if not step.every:
        return _once(step, whom=whom)
    every = spoken_age(step.every)
    goes_on = before and before.by == step.by and before.after + step.every == step.after
    if goes_on:
        return f"then {_how(step, whom=whom)} every {every}"
    return f"{_once(step, whom=whom)} and then every {every}"


def _once(step: Step, *, whom: bool) -> str:
    when = f"at {spoken_age(step.after)}" if step.after else "at once"
    return f"{_how(step, whom=whom)} {when}"


def _how(step: Step, *, whom: bool) -> str:
    how = joined([WAYS[way] for way in step.by])
    to = "" if not whom or _whole_team(step) else f" to {joined([_whom(one) for one in step.to])}"
    return f"{how}{to}"


def _whom(whom: Whom) -> str:
    if isinstance(whom, Named):
        return f"team {whom.name}" if whom.what is Naming.TEAM else whom.name
    return AUDIENCES[whom]


def _whole_team(step: Step) -> bool:
    """Leads are members too, so naming both adds nobody; a post is for the team at any rate."""
    if step.by == (Way.POST,):
        return True
    return Audience.MEMBERS in step.to and set(step.to) <= _WITHIN_TEAM
