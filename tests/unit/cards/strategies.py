"""Random cases, cards and forms, with every text that a person could have written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from foxo_bot.cards import card as c
from foxo_bot.cards.case_card import personal_copy, sender_copy, team_post
from foxo_bot.model import (
    Attachment,
    Case,
    CaseSheet,
    PatientCard,
    Recipient,
    RecipientSheet,
    SaidLine,
    State,
    Triage,
)

NOW = datetime(2026, 3, 14, 3, 33, tzinfo=UTC)
thorough = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_MARKUP = [
    "*",
    "_",
    "~",
    "`",
    "```",
    ">",
    "&",
    "<",
    ">>>",
    "*bold*",
    "_it_",
    "~gone~",
    "`code`",
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1>",
    "<https://evil.example|Open>",
    "@here",
    "#general",
    "https://evil.example",
    ":fire:",
    ":+1:",
    "&lt;!channel&gt;",
    "\n",
    "\r\n",
    "\n> ",
    "\n- ",
    "[x](https://evil.example)",
    "\x00",
    "\u202e",
    "é",
    "👩🏽‍⚕️",
    " ",
    "a",
    "<!date^1^{date}|x>",
]
hostile = st.lists(st.sampled_from(_MARKUP), max_size=12).map("".join)
long = st.builds(lambda piece, times: piece * times, hostile, st.sampled_from([2, 9, 90]))
_EDGES = [n + over for n in (24, 75, 100, 150, 300, 2000, 3000) for over in (0, 1)]
edge = st.sampled_from(_EDGES).map(lambda length: "x" * length)
words = st.one_of(st.text(max_size=60), hostile, long, edge)
moments = st.integers(0, 4_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
ids = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=20)


def sheets(text: st.SearchStrategy[str] = words) -> st.SearchStrategy[CaseSheet]:
    """A case in one to three teams, in any states, with `text` wherever a person writes."""
    attachment = st.builds(
        Attachment,
        text,
        text,
        st.just("application/pdf"),
        st.integers(0, 10**8),
        st.just("https://files.example/1"),
    )
    return st.builds(
        CaseSheet,
        case=st.builds(
            Case,
            id=st.just(1),
            organisation_id=st.just(1),
            number=st.integers(1, 999_999),
            sender_id=st.just(1),
            subject=text,
            details=text,
            triage=st.sampled_from(Triage),
            created_at=st.just(NOW - timedelta(minutes=31)),
        ),
        sender_name=text,
        sender_organisation=text,
        recipients=st.lists(_recipients(text), min_size=1, max_size=3).map(_numbered),
        patient=st.none() | _patients(text),
        attachments=st.lists(attachment, max_size=8).map(tuple),
        replies=st.lists(st.builds(SaidLine, text, text, moments), max_size=20).map(tuple),
    )


def _patients(text: st.SearchStrategy[str]) -> st.SearchStrategy[PatientCard]:
    return st.builds(
        PatientCard,
        id=st.just(1),
        organisation_id=st.just(1),
        name=text,
        born=st.none() | st.dates(date(1900, 1, 1), date(2026, 3, 14)),
        sex=st.none() | text,
        identifiers=st.lists(st.tuples(text, text), max_size=3).map(tuple),
        source=text,
    )


def _recipients(text: st.SearchStrategy[str]) -> st.SearchStrategy[RecipientSheet]:
    return st.builds(
        RecipientSheet,
        recipient=st.builds(
            Recipient,
            id=st.just(1),
            organisation_id=st.just(1),
            case_id=st.just(1),
            team_id=st.just(1),
            team_organisation_id=st.just(1),
            state=st.sampled_from(State),
            claimer_id=st.just(1),
            state_changed_at=moments,
            decline_reason=st.none() | text,
        ),
        team_name=text,
        claimer_name=st.none() | text,
        changed_by=st.none() | text,
        exhausted_at=st.none() | moments,
        next_due=st.none() | moments,
        confirms_close=st.booleans(),
        trouble=st.none() | text,
    )


def _numbered(recipients: list[RecipientSheet]) -> tuple[RecipientSheet, ...]:
    """Ids 1, 2, 3: a team's own line must be findable."""
    return tuple(
        replace(sheet, recipient=replace(sheet.recipient, id=position))
        for position, sheet in enumerate(recipients, start=1)
    )


_links = st.sampled_from(["https://ours.example/a?b=1|2", "http://x.example/<>", "ftp://no", ""])
spans = st.one_of(
    words,
    st.builds(c.Bold, words),
    st.builds(c.Moment, moments),
    st.builds(c.Link, words, _links),
)
lines = st.lists(spans, max_size=6).map(tuple)
buttons = st.builds(
    c.Button,
    action=ids,
    label=words,
    value=words,
    tone=st.sampled_from(c.Tone),
    confirm=st.none() | st.builds(c.Confirm, words, words, words, words),
    url=st.none() | st.sampled_from(["https://ours.example", "https://ours.example/" + "x" * 4000]),
)
blocks = st.one_of(
    st.builds(c.Heading, words),
    st.builds(c.Paragraph, lines),
    st.builds(c.UserText, words, st.integers(1, 5000)),
    st.builds(c.Facts, st.lists(st.tuples(st.text(max_size=80), lines), max_size=12).map(tuple)),
    st.builds(c.Note, lines),
    st.just(c.Divider()),
    st.builds(c.Buttons, st.lists(buttons, max_size=30).map(tuple)),
    st.builds(c.Item, lines, buttons),
)


def _many(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Few different ones, sometimes very often: a long list costs little to make."""
    few = st.lists(one, max_size=5)
    return st.builds(
        lambda some, times: tuple(some * times), few, st.sampled_from([1, 1, 1, 1, 1, 30])
    )


cards = st.builds(c.Card, preview=words, blocks=_many(blocks))
options = st.builds(c.Option, value=words, label=words, description=words)
_option_lists = _many(options)
controls = st.one_of(
    st.builds(c.TextInput, st.booleans(), st.integers(0, 5000), words, words),
    st.builds(c.Choice, _option_lists, words),
    st.builds(
        c.Select,
        _option_lists,
        st.lists(words, max_size=3).map(tuple),
        st.booleans(),
        st.booleans(),
        words,
    ),
    st.builds(c.Files, st.integers(0, 20)),
)


@st.composite
def forms(draw: st.DrawFn) -> c.Form:
    """A form whose fields have different ids, as every form's have."""
    names = draw(st.lists(ids, max_size=5, unique=True))
    fields = [
        draw(st.builds(c.Field, st.just(name), words, controls, st.booleans(), words))
        for name in names
    ]
    return c.Form(
        id=draw(ids),
        title=draw(words),
        content=(*draw(_many(blocks)), *fields),
        submit=draw(st.text(min_size=1, max_size=40)),
        close=draw(words),
        keeps=draw(st.dictionaries(ids, st.text(max_size=50), max_size=3)),
    )


def copies(sheet: CaseSheet) -> list[c.Card]:
    """A case as its team, a member and its sender see it."""
    return [
        team_post(sheet, 1, post_id=1, now=NOW),
        personal_copy(sheet, 1, post_id=1, now=NOW),
        sender_copy(sheet, post_id=1, now=NOW),
    ]


def every_block(one: str, two: str) -> c.Card:
    """People's words wherever a card can hold any."""
    line = (one, c.Bold("Label"), two)
    button = c.Button("details", one, two)
    blocks = (
        c.Paragraph(line),
        c.UserText(one),
        c.Facts((("Label", (one, two)),)),
        c.Note(line),
        c.Item(line, button),
        c.Buttons((button,)),
    )
    return c.Card(one, blocks)


def every_choice(one: str, two: str) -> c.Form:
    """People's words wherever a form offers a choice of them."""
    chosen = c.Option("1", one, two)
    fields = (c.Field("a", one, c.Choice((chosen,))), c.Field("b", two, c.Select((chosen,))))
    return c.Form("f", one, fields)
