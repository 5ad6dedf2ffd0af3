"""The only words that leave by SMS, email and push preview, built from what may leave. Pure.

`Notice` is the wall: it has no field that could hold subject, details, a patient or a file name.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from html import escape

from foxo_bot.model import Triage, spoken


class Occasion(StrEnum):
    """Why somebody is told."""

    WAITING = "waiting"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything an SMS, an email or a preview may say."""

    occasion: Occasion
    number: int
    triage: Triage
    team: str
    age: timedelta
    link: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    plain: str
    html: str


def spoken_age(age: timedelta) -> str:
    """An age as people say it: "3 min", "2 h 5 min", "4 days"."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:  # noqa: PLR2004 - two days
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"


def headline(notice: Notice) -> str:
    """One line for a preview, a subject line or the start of an SMS."""
    case = f"{notice.triage.value.capitalize()} case {spoken(notice.number)}"
    waited = spoken_age(notice.age)
    match notice.occasion:
        case Occasion.EXHAUSTED:
            return f"Nobody has answered: {case} for {notice.team}, waiting {waited}."
        case Occasion.WAITING:
            return f"{case} for {notice.team} is waiting ({waited})."


def sms(notice: Notice) -> str:
    """An SMS of about two segments; the team's name is cut so that code and link always fit."""
    short = _with_short_team(notice)
    parts = [f"Foxo: {headline(short)}"]
    if notice.code:
        parts.append(f"Reply {notice.code} to acknowledge.")
    if notice.link:
        parts.append(f"Or open {notice.link}" if notice.code else f"Open {notice.link}")
    return " ".join(parts)


def mail(notice: Notice) -> Mail:
    """An email with a plain and an HTML part that say the same."""
    line = headline(notice)
    advice = (
        "Open the link and confirm, and the sender is told that you have taken it. "
        "Nothing happens until you confirm."
    )
    about = "Details stand in your team's channel. They are never sent by email."
    plain = "\n\n".join(
        filter(None, [line, notice.link, advice if notice.link else "", about])
    )
    button = (
        f'<p><a href="{escape(notice.link, quote=True)}" style="background:#0b5cad;color:#fff;'
        f'padding:12px 20px;border-radius:4px;text-decoration:none;display:inline-block">'
        f"Open case {spoken(notice.number)}</a></p><p>{advice}</p>"
        if notice.link
        else ""
    )
    html = (
        '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:16px">'
        f"<p><strong>{escape(line)}</strong></p>{button}<p>{about}</p></body></html>"
    )
    return Mail(subject=line, plain=plain + "\n", html=html)


def _with_short_team(notice: Notice, limit: int = 40) -> Notice:
    if len(notice.team) <= limit:
        return notice
    return Notice(
        occasion=notice.occasion,
        number=notice.number,
        triage=notice.triage,
        team=notice.team[: limit - 1] + "…",
        age=notice.age,
    )
