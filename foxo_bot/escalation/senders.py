"""News of a case for whom no chat reaches: by email, or where there is none by SMS.

Such are a sender of another tenant in a shared channel, for Teams lets no bot write to them, and a
member who has no chat account and acknowledged by SMS or email.
"""

from datetime import datetime

from foxo_bot.escalation import reach
from foxo_bot.model import Case, Person, PostRole, Recipient, Said, Way
from foxo_bot.store import messages, outbox, people, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

REPLIED = "replied"


def hears_of_reply(tx: Tx, case: Case, recipient: Recipient, said: Said, now: datetime) -> None:
    """Tell the sender that somebody else replied, where their own copy cannot show it."""
    if said.person_id == case.sender_id or not _has_lost_their_copy(tx, case):
        return
    sender, key = people.find(tx, case.sender_id), f"reply:{said.id}:sender"
    row = beyond_chat(recipient, sender, REPLIED, key=key, who=said.person_id)
    outbox.put(tx, [row], now)


def beyond_chat(
    recipient: Recipient, person: Person, occasion: str, *, key: str, who: int
) -> Message | None:
    """News of a case by email, else by SMS; None where neither works. `who` is an id."""
    way = next((way for way in (Way.EMAIL, Way.SMS) if person.reachable_by(way)), None)
    if way is None:
        return None
    number = reach.number_for(person) if way is Way.SMS else None
    own = number is not None and number.own
    return messages.notice(
        recipient, person, way, step=None, occasion=occasion, key=key, own=own, who=who
    )


def _has_lost_their_copy(tx: Tx, case: Case) -> bool:
    copies = posts.of_case(tx, case.organisation_id, case.id)
    own = [copy for copy in copies if copy.role is PostRole.SENDER]
    return bool(own) and all(copy.problem for copy in own)
