"""What the bot did, as lines to read: its events, its outbox, and the calls vendors received."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.model import spoken
from foxo_bot.sandbox.cast import CAST
from foxo_bot.sandbox.page.times import duration
from foxo_bot.sandbox.slack.nouns import ApiCall
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.sandbox.twilio.world import Sms
from foxo_bot.store import ledger
from foxo_bot.store.db import Tx
from foxo_bot.store.ledger import Errand, Happening

MOST = 60
_MACHINE = {"auth.test", "conversations.info", "conversations.members", "users.info"}
_TOLD = ("triage", "was", "reason", "words", "why")
_MARKS = {"open": "wait", "sent": "good", "failed": "bad"}
_VIA = {"slack": "in Slack", "teams": "in Teams", "sms": "by SMS", "email": "by email",
        "clock": "the clock"}  # fmt: skip
_STATES = {"open": "waiting", "sent": "sent", "failed": "failed", "dropped": "dropped"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `mark` is how it went (good, bad, wait or plain)."""

    key: str
    at: datetime
    what: str
    detail: str = ""
    mark: str = "plain"
    case: str = ""


def events(tx: Tx) -> list[Line]:
    """What happened to cases and the directory."""
    return [_event(one) for one in ledger.happenings(tx, MOST) if one.number]


def outbox(tx: Tx) -> list[Line]:
    """What was to be said to the outside, and how far each got."""
    return [_errand(one) for one in ledger.errands(tx, MOST)]


def calls(sandbox: Sandbox) -> list[Line]:
    """What arrived at the vendors, newest first."""
    lines = [
        Line(f"s{index}", call.at, f"Slack {call.method}", _slack(sandbox, call),
             "bad" if call.error or call.status != 200 else "good")
        for index, call in enumerate(sandbox.slack.world.calls)
        if call.method not in _MACHINE or call.error
    ]  # fmt: skip
    lines += [
        Line(sms.sid, sms.at, f"Twilio {_arrow(sms.direction)} {_owner(sms)}", _receipt(sms.status,
             sms.error_code), "bad" if sms.error_code else "good")
        for sms in sandbox.twilio.world.messages.values()
    ]  # fmt: skip
    lines += [
        Line(f"m{mail.at.timestamp()}{mail.recipients}", mail.at,
             f"Mail to {_names(mail.recipients)}", "250 queued", "good")
        for mail in sandbox.smtp.received
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def _event(one: Happening) -> Line:
    via = _VIA.get(one.via, one.via)
    who = f"{one.actor} {via}" if one.actor else via
    parts = [part for part in (one.team, who, _facts(one)) if part]
    return Line(one.id, one.at, one.kind.replace("_", " "), " · ".join(parts), case=_case(one))


def _facts(one: Happening) -> str:
    if one.kind == "escalated":
        after, people = timedelta(seconds=one.data["after"]), one.data["people"]
        ways = one.data["ways"].replace(",", " and ")
        return f"{ways} to {people} {'person' if people == 1 else 'people'} at {duration(after)}"
    return ", ".join(str(one.data[name]) for name in _TOLD if one.data.get(name))


def _errand(one: Errand) -> Line:
    to = one.to or one.team or "the channel"
    what = f"{one.transport} {one.kind} to {to}"
    tries = f"{one.attempts} {'attempt' if one.attempts == 1 else 'attempts'}"
    step = f"step at {duration(timedelta(seconds=one.step))}" if one.step is not None else ""
    parts = [_state(one), tries, step, one.words or one.reason or ""]
    mark = "bad" if one.words else _MARKS.get(one.state, "plain")
    detail = " · ".join(part for part in parts if part)
    return Line(str(one.id), one.created_at, what, detail, mark, _case(one))


def _state(one: Errand) -> str:
    return "delivered" if one.delivered_at else _STATES[one.state]


def _case(one: Happening | Errand) -> str:
    return spoken(one.number) if one.number else ""


def _slack(sandbox: Sandbox, call: ApiCall) -> str:
    world = sandbox.slack.world
    to = str(call.args.get("channel", ""))
    channel = world.channels.get(to)
    user = world.users.get(str(call.args.get("user") or call.args.get("user_id") or to))
    where = f"#{channel.name}" if channel and channel.kind != "im" else "a direct message"
    parts = [where if channel else "", f"for {user.real_name}" if user else ""]
    answer = f"{call.status} {call.error or 'ok'}" if call.status == 200 else str(call.status)
    return " · ".join(part for part in (*parts, answer) if part)


def _arrow(direction: str) -> str:
    return "from" if direction == "inbound" else "to"


def _owner(sms: Sms) -> str:
    number = sms.from_number if sms.direction == "inbound" else sms.to_number
    return next((one.name for one in CAST if one.phone == number), number)


def _names(addresses: tuple[str, ...]) -> str:
    names = {one.email: one.name for one in CAST}
    return ", ".join(names.get(address, address) for address in addresses)


def _receipt(status: str, error_code: int | None) -> str:
    return f"{status} ({error_code})" if error_code else status
