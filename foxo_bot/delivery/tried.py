"""What was tried to reach people, in words for the case."""

from collections.abc import Sequence

from foxo_bot.model import CaseSheet, RecipientSheet, TriedLine, Way
from foxo_bot.store import messages, outbox, people
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, Outcome

_VENDORS = {
    "slack": "Slack",
    "teams": "Teams",
    "sms": "the SMS service",
    "email": "the mail server",
}
_ASKED_TO_WAIT = frozenset({"ratelimited", "rate_limited", "queue_full", "http_429"})
_AWAY = frozenset({"unreachable", "timeout", "dropped", "connection_lost", "service_unavailable"})
"""`connection_lost` stands in what was sent before every transport called it `dropped`."""


def lines(tx: Tx, sheet: CaseSheet, shown: RecipientSheet) -> tuple[TriedLine, ...]:
    """Every attempt of one team's escalation, oldest first."""
    return _lines(tx, sheet, shown, _rows(tx, sheet, shown))


def in_search(tx: Tx, sheet: CaseSheet, shown: RecipientSheet) -> tuple[TriedLine, ...]:
    """The attempts to find somebody, without the news that nobody was found."""
    rows = [row for row in _rows(tx, sheet, shown) if messages.EXHAUSTED not in row.data.values()]
    return _lines(tx, sheet, shown, rows)


def _rows(tx: Tx, sheet: CaseSheet, shown: RecipientSheet) -> list[Message]:
    return [
        row
        for row in outbox.of_case(tx, sheet.case.organisation_id, sheet.case.id)
        if row.step is not None and row.recipient_id == shown.recipient.id
    ]


def _lines(
    tx: Tx, sheet: CaseSheet, shown: RecipientSheet, rows: Sequence[Message]
) -> tuple[TriedLine, ...]:
    names = people.names(tx, [row.person_id for row in rows])
    return tuple(
        TriedLine(
            at=row.sent_at or row.created_at or sheet.case.created_at,
            who=names.get(row.person_id or 0, "the channel" if _again(row) else "somebody"),
            own_number=bool(row.data.get(messages.OWN)),
            way=Way.POST if _again(row) else messages.way_of(row.transport),
            team_name=shown.team_name,
            outcome=outcome(row),
            in_vain=row.state in {Outcome.FAILED, Outcome.DROPPED},
        )
        for row in rows
    )


def _again(row: Message) -> bool:
    """Whether the row shows the case once more in a channel."""
    return row.kind is Kind.POST and row.person_id is None


def outcome(row: Message) -> str:
    """What became of a row, as a person reads it."""
    match row.state:
        case Outcome.SENT if row.delivered_at:
            return "delivered"
        case Outcome.SENT:
            return "sent"
        case Outcome.FAILED:
            return f"not delivered: {row.words or row.reason}"
        case Outcome.DROPPED:
            return "not needed any more"
        case Outcome.OPEN if row.attempts:
            return f"being tried again ({_why(row)})"
        case _:
            return "waiting to be sent"


def _why(row: Message) -> str:
    """Why it has not left yet; a code that needs no words for its reader stays a code."""
    vendor, code = _VENDORS.get(row.transport, row.transport), row.reason or ""
    if code in _ASKED_TO_WAIT:
        return f"{vendor} asks to wait"
    if code in _AWAY or code.startswith("http_5"):
        return f"{vendor} cannot be reached"
    return code or "no answer yet"
