"""The escalation of a team in a directory file. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from foxo_bot.directory.file import values
from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.entries import PersonEntry
from foxo_bot.escalation.policy import DEFAULTS, Steps
from foxo_bot.model import Audience, Named, Naming, Step, Triage, Way

Names = list[tuple[Block, Named]]
"""Whom steps name, with the step."""

_STEP = ("after", "by", "to", "every", "exhausted")


def escalation(team: Block, names: Names) -> Mapping[Triage, Steps]:
    """The team's own steps for the triages that it gives any for, in order of time.

    Whom they name is added to `names`, for `check_names`.
    """
    block = team.block("escalation", "an escalation", tuple(Triage))
    if block is None:
        return {}
    found = {}
    for triage in Triage:
        if not block.has(triage):
            continue
        entries = block.blocks(triage, "a step", _STEP)
        if not block.size(triage):
            block.wrong(triage, f"{triage} has no step; add one, or delete it for the default")
        steps = [_step(entry, triage, names) for entry in entries]
        found[triage] = tuple(sorted(steps, key=lambda step: step.after))
    return found


def check_names(names: Names, people: Sequence[PersonEntry], teams: Iterable[str]) -> None:
    """Note whom a step names that the organisation does not have."""
    team_names = {team.casefold() for team in teams}
    for block, named in names:
        if named.what is Naming.TEAM:
            if named.name.casefold() not in team_names:
                block.wrong(
                    "to", f"to: the organisation has no team {named.name}; add it, or name another"
                )
            continue
        found = [person for person in people if is_called(person, named.name)]
        if len(found) > 1:
            block.wrong(
                "to", f"to: several people are called {named.name}; write @ and the email of one"
            )
        elif not found:
            words = "list them as a member, a lead or the fallback contact"
            block.wrong("to", f"to: nobody here is called {named.name}; {words}")


def is_called(person: PersonEntry, name: str) -> bool:
    """Whether a step that names somebody by name or email means this person."""
    return name.casefold() in {person.name.casefold(), (person.email or "").casefold()}


def _step(block: Block, triage: Triage, names: Names) -> Step:
    """Left out, `to` is the members; the step that tells nobody answered tells all, by all ways."""
    exhausted = block.flag("exhausted", otherwise=False)
    usual = next(step for step in DEFAULTS[triage] if step.exhausted)
    by = tuple(dict.fromkeys(block.values("by", values.one_of(Way))))
    to = tuple(dict.fromkeys(block.values("to", values.whom)))
    names += [(block, whom) for whom in to if isinstance(whom, Named)]
    if block.lacks("by") and not exhausted:
        block.wrong("by", "a step needs by; add by: [dm], [sms], [email] or [post]")
    after = block.required("after", values.after)
    return Step(
        after=usual.after if after is None else after,
        by=by or usual.by,
        to=to or (usual.to if exhausted else (Audience.MEMBERS,)),
        every=block.value("every", values.every),
        exhausted=exhausted,
    )
