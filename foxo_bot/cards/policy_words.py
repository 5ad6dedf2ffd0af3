"""An escalation policy in words, short enough to stand beside a choice. Pure."""

from collections.abc import Sequence

from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import capitalised, joined
from foxo_bot.model import Audience, Named, Naming, Step, Way, Whom

WAYS = {Way.DM: "DM", Way.SMS: "SMS", Way.EMAIL: "email", Way.POST: "post again"}
AUDIENCES = {
    Audience.MEMBERS: "members",
    Audience.LEADS: "leads",
    Audience.ON_DUTY: "those on duty",
    Audience.SENDER: "sender",
    Audience.FALLBACK: "fallback contact",
}
_WITHIN_TEAM = {Audience.MEMBERS, Audience.LEADS}


def describe(steps: Sequence[Step]) -> str:
    """For example: "DM at 2 min, SMS at 5 min, then SMS every 5 min; sender told at 30 min"."""
    reminders = [_reminder(step) for step in steps if not step.exhausted]
    told = [f"sender told at {spoken_age(step.after)}" for step in steps if step.exhausted]
    words = "; ".join(filter(None, [", ".join(reminders), *told[:1]]))
    return capitalised(words) or "No reminders"


def _reminder(step: Step) -> str:
    how = joined([WAYS[way] for way in step.by])
    whom = "" if _whole_team(step) else f" to {joined([_whom(one) for one in step.to])}"
    if step.every:
        return f"then {how}{whom} every {spoken_age(step.every)}"
    return f"{how}{whom} at {spoken_age(step.after)}"


def _whom(whom: Whom) -> str:
    if isinstance(whom, Named):
        return f"team {whom.name}" if whom.what is Naming.TEAM else whom.name
    return AUDIENCES[whom]


def _whole_team(step: Step) -> bool:
    """Leads are members too, so naming both adds nobody; a post is for the team at any rate."""
    if step.by == (Way.POST,):
        return True
    return Audience.MEMBERS in step.to and set(step.to) <= _WITHIN_TEAM
