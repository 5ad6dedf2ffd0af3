"""Instants as people read them, in the time zone of this machine."""

import re
from datetime import UTC, datetime, timedelta

_TOKEN = re.compile(r"\{(\w+)\}")


def clock_time(at: datetime) -> str:
    """Hours and minutes."""
    return f"{at.astimezone():%H:%M}"


def exact_time(at: datetime) -> str:
    """With seconds."""
    return f"{at.astimezone():%H:%M:%S}"


def of_ts(ts: str) -> datetime:
    """The instant in a message's ts."""
    return datetime.fromtimestamp(float(ts), UTC)


def day(at: datetime, now: datetime) -> str:
    """Today, Yesterday, or the date."""
    gap = (now.astimezone().date() - at.astimezone().date()).days
    local = at.astimezone()
    return {0: "Today", 1: "Yesterday", -1: "Tomorrow"}.get(
        gap, f"{local:%A}, {local.day} {local:%B}"
    )


def duration(gap: timedelta) -> str:
    """How long until something, to the second: 4:05, 1:02:09, 23 h 10 min."""
    seconds = max(0, round(gap.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours >= 3:
        return f"{hours} h {minutes} min"
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def in_slack_format(at: datetime, wanted: str, now: datetime) -> str:
    """A date in Slack's own notation ({date_short_pretty} {time}), as its reference words them."""
    local = at.astimezone()
    short = f"{local:%b} {local.day}, {local.year}"
    pretty = {"Today": "today", "Yesterday": "yesterday", "Tomorrow": "tomorrow"}
    relative = pretty.get(day(at, now), "")
    written = {
        "date_num": f"{local:%Y-%m-%d}",
        "date": f"{local:%B} {local.day}, {local.year}",
        "date_short": short,
        "date_long": f"{local:%A}, {local:%B} {local.day}, {local.year}",
        "time": f"{local:%H:%M}",
        "time_secs": f"{local:%H:%M:%S}",
        "ago": f"{duration(now - at)} ago",
    }
    for name in ("date", "date_short", "date_long"):
        written[f"{name}_pretty"] = relative or written[name]
    text = _TOKEN.sub(lambda found: written.get(found[1], found[0]), wanted)
    return text[:1].upper() + text[1:] if text.startswith(relative or "\0") else text
