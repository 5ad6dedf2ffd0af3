"""Draws what a row of the outbox asks for, from the state of this moment; or finds it moot."""

from collections.abc import Callable
from datetime import datetime

from foxo_bot.delivery import addresses, alarms, copies, duty, news, notices
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Codes, Moot, Work
from foxo_bot.model import AWAITING, RecipientSheet, State
from foxo_bot.signing import Links
from foxo_bot.store import acknowledgements, cases, messages, sheets
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message


def compose(tx: Tx, message: Message, codes: Codes, links: Links, now: datetime) -> Parcel | Moot:
    """The parcel for a row, or why it need not be sent any more."""
    if message.case_id is None:
        return _WITHOUT_CASE[message.data["what"]](tx, message, now)
    case = cases.get(tx, message.organisation_id, message.case_id)
    found = sheets.recipients_of(tx, case.organisation_id, case.id)
    about = {one.recipient.id: one for one in found}
    recipient = about[message.recipient_id] if message.recipient_id else None
    if recipient and _too_late(tx, message, recipient, case.sender_id):
        return Moot("acknowledged")
    work = Work(tx, message, case, found, recipient, codes, links, now)
    return _BY_KIND[message.kind](work)


def _too_late(tx: Tx, message: Message, shown: RecipientSheet, sender_id: int) -> bool:
    """Whether the row asks for what has been done meanwhile.

    A sender hears that nobody else has answered, even having acknowledged their own case.
    """
    if message.step is None and messages.HOLDER_ABSENT in message.data.values():
        return shown.absent_at is None and shown.state not in AWAITING
    if message.step is None:
        asks = messages.ASKED in message.data.values()
        return asks and (shown.asked_at is None or shown.recipient.claimer_id != message.person_id)
    if shown.state is not State.PARTLY or message.person_id is None:
        return shown.state not in AWAITING
    if messages.EXHAUSTED in message.data.values() and message.person_id == sender_id:
        return False
    return message.person_id in acknowledgements.given(tx, shown.recipient)


_BY_KIND: dict[Kind, Callable[[Work], Parcel | Moot]] = {
    Kind.POST: copies.post,
    Kind.REDRAW: copies.redraw,
    Kind.REPLY: copies.reply,
    Kind.NOTICE: notices.by_sms_or_email,
    Kind.TOLD: news.about_case,
}

_WITHOUT_CASE: dict[str, Callable[[Tx, Message, datetime], Parcel | Moot]] = {
    messages.CHANNEL_LOST: news.about_team,
    messages.CHANNEL_BACK: news.about_team,
    messages.DUTY_GAP: duty.about_a_roster,
    messages.DUTY_LOST: duty.about_a_roster,
    messages.DUTY_BACK: duty.about_a_roster,
    messages.ADDRESS_LOST: addresses.lost,
    messages.ADDRESS_OF_MEMBER_LOST: addresses.lost,
    messages.ADDRESS_OF_MEMBER_BACK: addresses.back,
    messages.NUMBER_CHECK: addresses.check,
    messages.NUMBER_CHECK_FAILED: addresses.check_failed,
    messages.ALARM: alarms.about_the_program,
}
