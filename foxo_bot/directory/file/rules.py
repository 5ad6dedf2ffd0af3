"""What a team of a directory file decides besides its steps. Pure."""

from collections.abc import Callable
from typing import TypeVar

from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.mistakes import BadValue
from foxo_bot.model import Triage, rules_text
from foxo_bot.model.rules import FollowUp, Quiet, Rules

T = TypeVar("T")
KEYS = ("quiet_hours", "acknowledged_by", "follow_up")


def read_rules(team: Block) -> Rules:
    return Rules(_quiet(team), _acknowledged_by(team), _follow_up(team))


def _quiet(team: Block) -> Quiet | None:
    block = team.block("quiet_hours", "quiet hours", ("from", "to"))
    if block is None:
        return None
    begins = block.required("from", _checked(rules_text.clock_time))
    ends = block.required("to", _checked(rules_text.clock_time))
    if begins is None or ends is None:
        return None
    if begins == ends:
        block.wrong("to", "to: quiet hours must end at another time than they begin")
        return None
    return Quiet(begins, ends)


def _acknowledged_by(team: Block) -> dict[Triage, int]:
    block = team.block("acknowledged_by", "acknowledged_by", tuple(Triage))
    if block is None:
        return {}
    found = {
        triage: block.value(triage, _checked(rules_text.how_many))
        for triage in Triage
        if block.has(triage)
    }
    return {triage: number for triage, number in found.items() if number is not None}


def _follow_up(team: Block) -> dict[Triage, FollowUp | None]:
    block = team.block("follow_up", "follow_up", tuple(Triage))
    found: dict[Triage, FollowUp | None] = {}
    for triage in Triage if block else ():
        if block is None or not block.has(triage):
            continue
        if block.is_plain(triage):
            block.value(triage, _off(triage))
            found[triage] = None
            continue
        one = block.block(triage, "a follow-up", ("ask", "lapse"))
        ask = one.required("ask", _checked(rules_text.span)) if one else None
        lapse = one.required("lapse", _checked(rules_text.span)) if one else None
        if ask and lapse:
            found[triage] = FollowUp(ask, lapse)
    return found


def _off(triage: Triage) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.lower() not in {"off", "false", "no"}:
            raise BadValue("write {ask: 30m, lapse: 15m}, or off")
        if triage is Triage.URGENT:
            raise BadValue("Urgent cannot be off; write {ask: 30m, lapse: 15m}")
        return text

    return check


def _checked(read: Callable[[str], T]) -> Callable[[str], T]:
    """A check of the file from one of the notation's."""

    def check(text: str) -> T:
        try:
            return read(text)
        except rules_text.RuleError as mistake:
            words = str(mistake).rstrip(".")
            raise BadValue(words) from None

    return check
