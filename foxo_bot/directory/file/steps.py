"""The escalation of a team in a directory file. Pure."""

from collections.abc import Mapping

from foxo_bot.directory.file import values
from foxo_bot.directory.file.blocks import Block
from foxo_bot.escalation.policy import DEFAULTS, Steps
from foxo_bot.model import Audience, Step, Triage, Way

_STEP = ("after", "by", "to", "every", "exhausted")


def escalation(team: Block) -> Mapping[Triage, Steps]:
    """The team's own steps for the triages that it gives any for, in order of time."""
    block = team.block("escalation", "an escalation", tuple(Triage))
    if block is None:
        return {}
    found = {}
    for triage in Triage:
        if not block.has(triage):
            continue
        entries = block.blocks(triage, "a step", _STEP)
        if not entries:
            block.wrong(triage, f"{triage} has no step; add one, or delete it for the default")
        steps = [_step(entry, triage) for entry in entries]
        found[triage] = tuple(sorted(steps, key=lambda step: step.after))
    return found


def _step(block: Block, triage: Triage) -> Step:
    """Left out, `to` is the members; the step that tells nobody answered tells all, by all ways."""
    exhausted = block.flag("exhausted", otherwise=False)
    usual = next(step for step in DEFAULTS[triage] if step.exhausted)
    by = tuple(dict.fromkeys(block.values("by", values.one_of(Way))))
    to = tuple(dict.fromkeys(block.values("to", values.one_of(Audience))))
    if not by and not exhausted:
        block.wrong("by", "a step needs by; add by: [dm], [sms] or [email]")
    return Step(
        after=block.required("after", values.after) or usual.after,
        by=by or usual.by,
        to=to or (usual.to if exhausted else (Audience.MEMBERS,)),
        every=block.value("every", values.every),
        exhausted=exhausted,
    )
