"""Lines of the audit trail in plain words, for the details of a case. Pure."""

from collections.abc import Mapping
from datetime import timedelta

from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import counted, joined

_PLAIN = {
    "submitted": "{who} sent the case",
    "received": "The case went to {team}",
    "acknowledged": "{who} acknowledged for {team}",
    "taken_over": "{who} took over for {team}",
    "replied": "{who} replied",
    "shared": "{who} shared the case with {team}",
    "declined": "{who} declined for {team}",
    "completed": "{who} completed it for {team}",
    "closed": "{who} closed it for {team}",
    "reopened": "{who} reopened it for {team}",
    "withdrawn": "{who} withdrew it from {team}",
    "settled": "Enough have acknowledged for {team}",
    "asked": "Whoever holds it for {team} is asked whether they are still on it",
    "still_on_it": "{who} is still on it for {team}",
    "handed_back": "{who} handed it back for {team}",
    "lapsed": "Nothing followed the acknowledgement for {team}: the case waits again",
    "holder_absent": "Whoever holds it for {team} is no longer in the team, or cannot be reached",
    "holder_back": "Whoever holds it for {team} is there again",
    "waits_again": "Whoever held it for {team} can no longer act on it: the case waits again",
    "viewed": "{who} looked at the details",
    "file_opened": "{who} opened a file",
    "sent_twice": "A message for {team} may have arrived twice",
    "not_shown_yet": "The channel of {team} cannot show it yet, so SMS and email begin at once",
    "clock_restarted": "No reminder was due for {team}; reminders have begun anew",
    "taken_away": "Somebody deleted the message that showed it to {team}",
    "dropped": "Waiting messages for {team} were dropped: no longer needed",
}

LOOKED = frozenset({"viewed", "file_opened"})
"""Events of somebody who only read."""


def words(
    kind: str, *, who: str, team: str, data: Mapping[str, str | int | bool | None]
) -> str | None:
    """One event as a sentence; None for events that say nothing to people."""
    if kind in _PLAIN:
        return _PLAIN[kind].format(who=who, team=team)
    match kind:
        case "escalated" | "exhausted":
            after = spoken_age(timedelta(seconds=int(data.get("after") or 0)))
            start = "Nobody had answered" if kind == "exhausted" else "Escalated"
            posted = "post" in str(data.get("ways")).split(",")
            gone = f" ({data['gone']}: no longer known)" if data.get("gone") else ""
            off = " (nobody was on duty, so all members)" if data.get("off_duty") else ""
            written = _written(int(data.get("people") or 0), posted=posted)
            return f"{start} for {team} after {after}: {written}{off}{gone}"
        case "retriaged":
            return f"{who} changed the triage from {data.get('before')} to {data.get('now')}"
        case "undeliverable":
            return f"A message for {team} could not be delivered: {data.get('words')}"
        case _:
            return None


def _written(people: int, *, posted: bool) -> str:
    """What a step had to say; whether each of it arrived is said where the attempts are listed."""
    parts = ["a new post in the channel"] if posted else []
    if people:
        parts.append(f"messages to {counted(people, 'person', 'people')}")
    return joined(parts) or "nobody could be told, so it went on at once"
