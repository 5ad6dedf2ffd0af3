"""Lists of cases: the answer to `/foxo cases`, and the bot's home page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from foxo_bot.cards.addresses import REACH
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Item,
    Note,
    Paragraph,
    Tone,
)
from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import MARKS, STATES, counted, cut, triage_word
from foxo_bot.model import AWAITING, State, Triage, Verb, spoken

SUBJECT, ON_HOME = 100, 15


class Which(StrEnum):
    """Whose cases a list shows."""

    MINE = "mine"
    TEAMS = "teams"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class CasesView:
    """What a list of cases shows; the value of every button that leads to another list."""

    which: Which = Which.TEAMS
    ended: bool = False
    page: int = 1

    @property
    def value(self) -> str:
        return f"{self.which.value}:{'ended' if self.ended else 'open'}:{self.page}"

    @classmethod
    def of(cls, value: str) -> "CasesView":
        """The view that a button's value names; the first one where it names none."""
        which, _, rest = value.partition(":")
        state, _, page = rest.partition(":")
        if which not in set(Which) or not page.isdecimal() or not page.isascii():
            return cls()
        return cls(Which(which), state == "ended", max(1, int(page[:6])))


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in one receiving team, as a list shows it. `age` is since it was sent.

    `value` is what the details button brings back.
    """

    number: int
    triage: Triage
    subject: str
    team: str
    state: State
    age: timedelta
    value: str
    holder: str = ""


_TITLES = {
    Which.MINE: "Cases you hold",
    Which.TEAMS: "Cases of your teams",
    Which.SENT: "Cases you sent",
}
_FILTERS = {
    Which.MINE: ("cases_mine", "Mine"),
    Which.TEAMS: ("cases_teams", "My teams"),
    Which.SENT: ("cases_sent", "Sent by me"),
}
_NEW_CASE = Button("new_case", "New case", tone=Tone.GOOD)


def cases_list(entries: Sequence[CaseLine], *, view: CasesView, pages: int) -> Card:
    """One page of a list, with the buttons that lead to the others.

    The actions are `cases_mine`, `cases_teams`, `cases_sent`, `cases_ended`, `cases_page` and
    `cases_page_back`; the value of each is the whole `CasesView` that it leads to.
    """
    kind = "Ended" if view.ended else "Open"
    where = f", page {view.page} of {pages}" if pages > 1 else ""
    return Card(
        preview=_TITLES[view.which],
        blocks=(
            Heading(_TITLES[view.which]),
            _filters(view),
            Note((f"{kind} cases{where}, most urgent first.",)),
            *_items(entries, f"No {kind.lower()} cases here."),
            *_paging(view, pages),
        ),
    )


def home(
    *,
    waiting: Sequence[CaseLine],
    mine: Sequence[CaseLine],
    waiting_in_all: int = 0,
    mine_in_all: int = 0,
    own: tuple[Block, ...] = (),
    outsider: bool = False,
) -> Card:
    """The bot's home page: what waits for somebody in the person's teams, and what they hold.

    Each list holds the first of so many in all; the rest is counted. `own` are their shifts. An
    outsider is not escalated to, and so not asked how they are reached.
    """
    return Card(
        preview="Foxo Bot",
        blocks=(
            Buttons(
                (
                    _NEW_CASE,
                    Button("cases_teams", "All cases", CasesView().value),
                    Button("patients", "Patients"),
                    *(() if outsider else (REACH,)),
                )
            ),
            *_section("Waiting in your teams", waiting, waiting_in_all, "Nothing is waiting."),
            Divider(),
            *_section("You hold", mine, mine_in_all, "You hold no open case."),
            *((Divider(), *own) if own else ()),
        ),
    )


def _section(title: str, entries: Sequence[CaseLine], in_all: int, empty: str) -> tuple[Block, ...]:
    number = max(in_all, len(entries))
    more = number - ON_HOME
    return (
        Heading(f"{title} ({number})" if entries else title),
        *_items(entries[:ON_HOME], empty),
        *((Note((f"{counted(more, 'more case')}: see All cases.",)),) if more > 0 else ()),
    )


def _items(entries: Sequence[CaseLine], empty: str) -> tuple[Block, ...]:
    return tuple(_item(entry) for entry in entries) or (Paragraph((empty,)),)


def _item(entry: CaseLine) -> Item:
    mark = f"{MARKS[entry.triage]} "
    number = Bold(f"{triage_word(entry.triage)} {spoken(entry.number)}")
    stands = _stands(entry)
    line = (mark, number, f" {cut(entry.subject, SUBJECT)}\n{entry.team}: {stands}")
    return Item(line, Button(Verb.DETAILS.value, "Details", entry.value))


def _stands(entry: CaseLine) -> str:
    if entry.state in AWAITING:
        return f"{STATES[entry.state]} {spoken_age(entry.age)}"
    who = f" by {entry.holder}" if entry.holder else ""
    return f"{STATES[entry.state]}{who}, sent {spoken_age(entry.age)} ago"


def _filters(view: CasesView) -> Buttons:
    buttons = [
        Button(
            action,
            f"✓ {label}" if which is view.which else label,
            CasesView(which, view.ended).value,
        )
        for which, (action, label) in _FILTERS.items()
    ]
    other = CasesView(view.which, ended=not view.ended)
    label = "Show open" if view.ended else "Show ended"
    return Buttons((*buttons, Button("cases_ended", label, other.value)))


def _paging(view: CasesView, pages: int) -> tuple[Buttons, ...]:
    back = Button("cases_page_back", "Previous page", replace(view, page=view.page - 1).value)
    on = Button("cases_page", "Next page", replace(view, page=view.page + 1).value)
    shown = (*((back,) if view.page > 1 else ()), *((on,) if view.page < pages else ()))
    return (Buttons(shown),) if shown else ()
