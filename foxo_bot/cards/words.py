"""Words that several cards share: triage, states, ages, lists. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from foxo_bot.model import State, Triage, spoken

MARKS = {Triage.NORMAL: "🔵", Triage.HIGH: "🟡", Triage.URGENT: "🔴"}

PLATFORMS = {"slack": "Slack", "teams": "Microsoft Teams"}

STATES = {
    State.UNCLAIMED: "waiting",
    State.PARTLY: "acknowledged by some",
    State.CLAIMED: "acknowledged",
    State.COMPLETED: "completed",
    State.CLOSED: "closed",
    State.DECLINED: "declined, still waiting",
    State.WITHDRAWN: "withdrawn",
}
"""Where a recipient stands, in the fewest words."""

ELLIPSIS = "…"


def triage_word(triage: Triage) -> str:
    return triage.value.capitalize()


def marked(triage: Triage, number: int) -> str:
    """The case as every heading names it: "🔴 Urgent · Case 482-913"."""
    return f"{MARKS[triage]} {triage_word(triage)} · Case {spoken(number)}"


def joined(names: Sequence[str], last: str = "and") -> str:
    """A list as people say it: "A, B and C"."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 reply", "3 replies"."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def capitalised(text: str) -> str:
    """With a capital first letter; the rest as it is, for names stand in it."""
    return text[:1].upper() + text[1:]


def instant(at: datetime, zone: tzinfo = UTC) -> str:
    """An instant for places that draw none themselves, with the zone in which it is told."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def day(when: date) -> str:
    """A date of birth with the month in letters, so that nobody swaps day and month."""
    return f"{when.day} {when.strftime('%b')} {when.year:04d}"


def years(born: date, today: date) -> int:
    """A person's age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters: cut at a space near the end, with an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: max(0, limit - 1)]
    at_space = max(kept.rfind(" "), kept.rfind("\n"))
    if at_space > len(kept) * 3 // 4:
        kept = kept[:at_space]
    return kept.rstrip() + ELLIPSIS
