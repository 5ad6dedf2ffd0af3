"""News for a sender whom no chat can show their case: by email, or where there is none by SMS.

Somebody of another tenant in a shared channel is one: Teams lets no bot write to them.
"""

from datetime import datetime

from foxo_bot.escalation import reach
from foxo_bot.model import Case, PostRole, Recipient, Said, Way
from foxo_bot.store import messages, outbox, people, posts
from foxo_bot.store.db import Tx

REPLIED = "replied"


def hears_of_reply(tx: Tx, case: Case, recipient: Recipient, said: Said, now: datetime) -> None:
    """Tell the sender that somebody else replied, where their own copy cannot show it."""
    if said.person_id == case.sender_id or not _has_lost_their_copy(tx, case):
        return
    sender = people.find(tx, case.sender_id)
    way = next((way for way in (Way.EMAIL, Way.SMS) if sender.reachable_by(way)), None)
    if way is None:
        return
    number = reach.number_for(sender) if way is Way.SMS else None
    row = messages.notice(
        recipient,
        sender,
        way,
        step=None,
        occasion=REPLIED,
        key=f"reply:{said.id}:sender",
        own=number is not None and number.own,
        who=said.person_id,
    )
    outbox.put(tx, [row], now)


def _has_lost_their_copy(tx: Tx, case: Case) -> bool:
    copies = posts.of_case(tx, case.organisation_id, case.id)
    own = [copy for copy in copies if copy.role is PostRole.SENDER]
    return bool(own) and all(copy.problem for copy in own)
