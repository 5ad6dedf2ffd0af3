"""The only words that leave by SMS, email and push preview, built from what may leave. Pure.

`Notice` is the wall: it has no field that could hold subject, details, a patient or a file name.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from html import escape

from foxo_bot.cards.words import triage_word
from foxo_bot.model import Triage, spoken


class Occasion(StrEnum):
    """Why somebody is told."""

    NEW_CASE = "new_case"
    WAITING = "waiting"
    EXHAUSTED = "exhausted"
    ACKNOWLEDGED = "acknowledged"
    TAKEN_OVER = "taken_over"
    DECLINED = "declined"
    COMPLETED = "completed"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    RETRIAGED = "retriaged"
    SHARED = "shared"
    REPLIED = "replied"
    ASKED = "asked"
    HANDED_BACK = "handed_back"
    LAPSED = "lapsed"
    UNDELIVERABLE = "undeliverable"
    HOLDER_ABSENT = "holder_absent"


class Reader(StrEnum):
    """Who is told: what they can do next differs."""

    TEAM = "team"
    SENDER = "sender"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything an SMS, an email or a preview may say.

    `who` is whoever answered or acted; `given` of `needed` people have acknowledged.
    """

    occasion: Occasion
    number: int
    triage: Triage
    team: str
    age: timedelta = timedelta()
    link: str = ""
    code: str = ""
    reader: Reader = Reader.TEAM
    who: str = ""
    given: int = 0
    needed: int = 1

    @property
    def partly(self) -> str:
        """How many have acknowledged, where some have and more must."""
        return f"{self.given} of {self.needed} have acknowledged" if self.given else ""


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    plain: str
    html: str


DONE = {
    Occasion.ACKNOWLEDGED: ("acknowledged", "acknowledged"),
    Occasion.TAKEN_OVER: ("took over", "taken over"),
    Occasion.DECLINED: ("declined", "declined"),
    Occasion.COMPLETED: ("completed", "completed"),
    Occasion.CLOSED: ("closed", "closed automatically"),
    Occasion.REOPENED: ("reopened", "reopened"),
    Occasion.WITHDRAWN: ("withdrew", "withdrawn"),
    Occasion.RETRIAGED: ("changed the triage of", "given another triage"),
    Occasion.SHARED: ("shared", "shared"),
    Occasion.REPLIED: ("replied to", "replied to"),
    Occasion.HANDED_BACK: ("handed back", "handed back"),
    Occasion.HOLDER_ABSENT: ("can no longer act on", "left by whoever held it"),
    Occasion.LAPSED: ("did nothing about", "acknowledged, but nothing was done"),
}
"""What somebody did to a case, and what was done to it where nobody is named."""

_A_WHILE = timedelta(minutes=1)
"""Who is told sooner is told because somebody else could not be: that it took 0 s is no news."""


def spoken_age(age: timedelta) -> str:
    """An age as people say it: "40 s", "3 min", "2 h 5 min", "4 days"."""
    seconds = max(0, int(age.total_seconds()))
    minutes = seconds // 60
    if seconds < 60:
        return f"{seconds} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"


def headline(notice: Notice) -> str:
    """One line for a preview, a subject line or the start of an SMS."""
    case = f"{triage_word(notice.triage)} case {spoken(notice.number)}"
    waited = spoken_age(notice.age)
    match notice.occasion:
        case Occasion.NEW_CASE:
            sent = "Sent: " if notice.reader is Reader.SENDER else ""
            return f"{sent}{case} for {notice.team}"
        case Occasion.WAITING:
            long = f"in {waited}" if notice.age >= _A_WHILE else "yet"
            so_far = notice.partly or f"nobody has acknowledged it {long}"
            return f"{case} for {notice.team}: {so_far}"
        case Occasion.EXHAUSTED:
            so_far = f"Only {notice.partly}" if notice.partly else "Nobody has answered"
            return f"{so_far} for {waited}: {case} for {notice.team}"
        case Occasion.ASKED:
            return f"Still on it? You acknowledged {case} for {notice.team}"
        case Occasion.UNDELIVERABLE:
            return f"{case} is not shown in the channel of {notice.team}"
        case done:
            did, was = DONE[done]
            named = f"{case} ({notice.team})"
            return f"{notice.who} {did} {named}" if notice.who else f"{named} was {was}"


def sms(notice: Notice) -> str:
    """An SMS of about two segments; names are cut so that code and link always fit."""
    parts = [f"Foxo: {headline(_shortened(notice))}.", _next_step(notice)]
    if notice.code:
        asked = notice.occasion is Occasion.ASKED
        parts.append(f"Reply {notice.code} {'if you are' if asked else 'to acknowledge'}.")
    if notice.link:
        parts.append(f"{'Or open' if notice.code else 'Open'} {notice.link}")
    return " ".join(filter(None, parts))


def mail(notice: Notice) -> Mail:
    """An email with a plain and an HTML part that say the same."""
    line = headline(notice)
    said = [f"{line}.", _next_step(notice)]
    advice = _LINK_ADVICE.get(notice.occasion, _TO_ACKNOWLEDGE) if notice.link else ""
    about = _ABOUT[notice.reader]
    plain = "\n\n".join(filter(None, [" ".join(filter(None, said)), notice.link, advice, about]))
    button = (
        f'<p><a href="{escape(notice.link, quote=True)}" style="background:#0b5cad;color:#fff;'
        f'padding:12px 20px;border-radius:4px;text-decoration:none;display:inline-block">'
        f"Open case {spoken(notice.number)}</a></p><p>{advice}</p>"
        if notice.link
        else ""
    )
    step = f"<p>{escape(_next_step(notice))}</p>" if _next_step(notice) else ""
    html = (
        '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:16px">'
        f"<p><strong>{escape(line)}.</strong></p>{step}{button}<p>{about}</p></body></html>"
    )
    return Mail(subject=_one_line(line), plain=plain + "\n", html=html)


_TO_ACKNOWLEDGE = (
    "Open the link and confirm, and the sender is told that you have taken it. "
    "Nothing happens until you confirm."
)
_LINK_ADVICE = {
    Occasion.ASKED: "Open the link and confirm that you are still on it. "
    "Nothing happens until you confirm."
}
_ABOUT = {
    Reader.TEAM: "The case itself stands in chat. It is never sent by email.",
    Reader.SENDER: "To read the case, ask Foxo Bot for your cases where you sent it from. "
    "The case itself is never sent by email.",
    Reader.FALLBACK: "You are this organisation's fallback contact. "
    "The case itself is never sent by email.",
}


WHILE_IT_WAITS = {
    Reader.TEAM: "",
    Reader.SENDER: "Its reminders go on. If it cannot wait, phone the team.",
    Reader.FALLBACK: "Its reminders go on. If it cannot wait, find someone in the team.",
}
"""What whoever may not answer for the team can do; for the others a code and a link say it."""

_ADVICE = {
    Occasion.WAITING: WHILE_IT_WAITS,
    Occasion.REPLIED: {
        Reader.TEAM: "Read it in chat.",
        Reader.SENDER: "Ask Foxo Bot for your cases to read it.",
        Reader.FALLBACK: "Ask Foxo Bot for your cases to read it.",
    },
    Occasion.EXHAUSTED: {
        Reader.TEAM: "The sender is being told.",
        Reader.SENDER: "Please phone the team now. Reminders go on.",
        Reader.FALLBACK: "Please find someone in the team who can take it.",
    },
    Occasion.HOLDER_ABSENT: {
        Reader.TEAM: "Please take it over, or find somebody who can.",
        Reader.SENDER: "It waits for somebody else in the team.",
        Reader.FALLBACK: "Please find someone in the team who can take it.",
    },
    Occasion.ASKED: dict.fromkeys(Reader, "If nothing follows, others are asked."),
}


def _next_step(notice: Notice) -> str:
    """What the reader can do where a code or a link does not say it."""
    return _ADVICE.get(notice.occasion, {}).get(notice.reader, "")


def _shortened(notice: Notice, limit: int = 40) -> Notice:
    # Three dots, not an ellipsis: one character outside GSM 03.38 would halve the segment.
    team, who = (
        name if len(name) <= limit else name[: limit - 3].rstrip() + "..."
        for name in (notice.team, notice.who)
    )
    return replace(notice, team=team, who=who)


def _one_line(text: str) -> str:
    return " ".join(text.split())
