"""Write in a case's thread: it appears under every copy, on every platform."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target, copies, relations
from foxo_bot.model import AWAITING, Recipient, Relation, Verb
from foxo_bot.store import messages, outbox, replies
from foxo_bot.store.db import Tx


def reply(tx: Tx, act: Act, target: Target, body: str, *, in_thread: bool) -> Recipient | None:
    """Add a reply; the recipient that the writer, as a member, could still acknowledge.

    `in_thread` says that it was written under `target.post` itself and stands there already.
    """
    recipient = moving.permitted(tx, act, target, Verb.REPLY)[0]
    case, post = target.case, target.post
    said = replies.insert_one(
        tx,
        case,
        person_id=act.person.id,
        body=body,
        post_id=post.id if post else None,
        now=act.now,
    )
    moving.note(tx, act, case, recipient, Verb.REPLY, reply=said.id)
    under = [copy for copy in copies(tx, case) if not (in_thread and post and copy.id == post.id)]
    outbox.put(tx, [messages.reply(copy, said) for copy in under], act.now)
    moving.redraw(tx, act, case)
    is_member = Relation.MEMBER in relations(tx, act.person, case, recipient)
    return recipient if is_member and recipient.state in AWAITING else None
