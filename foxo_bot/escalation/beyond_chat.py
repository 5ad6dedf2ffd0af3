"""News of a case for whom no chat reaches: by email, or where there is none by SMS.

Such are a sender of another tenant in a shared channel, for Teams lets no bot write to them, and a
member who has no chat account and acknowledged by SMS or email.
"""

from collections.abc import Iterator
from datetime import datetime

from foxo_bot.escalation import reach
from foxo_bot.model import Case, Person, PostRole, Recipient, Said, State, Way
from foxo_bot.store import messages, outbox, people, posts, recipients
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

REPLIED = "replied"
TO_ITS_HOLDER = frozenset({"taken_over", "withdrawn", "retriaged", "completed", "reopened"})
"""News (events by name) that whoever holds a case must hear even where no chat reaches them."""


def of_reply(tx: Tx, case: Case, recipient: Recipient, said: Said, now: datetime) -> None:
    """Tell the sender and whoever holds the case what another replied, where no copy shows it."""
    unseen = {person.id: (about, person) for about, person in _who_see_none(tx, case, recipient)}
    unseen.pop(said.person_id, None)
    rows = [
        news(about, person, REPLIED, key=f"reply:{said.id}:{person.id}", who=said.person_id)
        for about, person in unseen.values()
    ]
    outbox.put(tx, rows, now)


def news(
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


def _who_see_none(tx: Tx, case: Case, recipient: Recipient) -> Iterator[tuple[Recipient, Person]]:
    """Of the sender and those who hold it whom no copy of the case reaches, and for which team."""
    if _has_lost_their_copy(tx, case):
        yield recipient, people.find(tx, case.sender_id)
    for held in recipients.of_case(tx, case.organisation_id, case.id):
        if held.state is State.CLAIMED and held.claimer_id:
            holder = people.find(tx, held.claimer_id)
            if messages.chat_of(holder) is None:
                yield held, holder


def _has_lost_their_copy(tx: Tx, case: Case) -> bool:
    copies = posts.of_case(tx, case.organisation_id, case.id)
    own = [copy for copy in copies if copy.role is PostRole.SENDER]
    return bool(own) and all(copy.problem for copy in own)
