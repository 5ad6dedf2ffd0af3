"""Write in a case's thread: it appears under every copy, on every platform."""

from dataclasses import dataclass

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target, relations
from foxo_bot.escalation import beyond_chat
from foxo_bot.escalation.shown import copies
from foxo_bot.model import AWAITING, Attachment, Case, Recipient, Relation, Verb
from foxo_bot.store import files, messages, outbox, replies
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What comes with a reply: `files` that the platform holds, `tray` of those given to us."""

    files: tuple[Attachment, ...] = ()
    tray: str = ""


def reply(
    tx: Tx,
    act: Act,
    target: Target,
    body: str,
    *,
    in_thread: bool,
    enclosed: Enclosed = Enclosed(),
) -> Recipient | None:
    """Add a reply; the recipient that the writer, as a member, could still acknowledge.

    `in_thread` says that it was written under `target.post` itself and stands there already.
    Files that come with it are the case's from then on, and the reply says so.
    """
    recipient = moving.permitted(tx, act, target, Verb.REPLY)[0]
    case, post = target.case, target.post
    names = _enclose(tx, act, case, enclosed)
    if names:
        body = f"{body}\n(Attached: {', '.join(names)})".strip()
    said = replies.insert_one(
        tx,
        case,
        person_id=act.person.id,
        body=body,
        post_id=post.id if post else None,
        now=act.now,
    )
    moving.note(tx, act, case, recipient, Verb.REPLY, reply=said.id, files=len(names))
    under = [copy for copy in copies(tx, case) if not (in_thread and post and copy.id == post.id)]
    outbox.put(tx, [messages.reply(copy, said) for copy in under], act.now)
    moving.redraw(tx, act, case)
    beyond_chat.of_reply(tx, case, recipient, said, act.now)
    is_member = Relation.MEMBER in relations(tx, act.person, case, recipient)
    return recipient if is_member and recipient.state in AWAITING else None


def _enclose(tx: Tx, act: Act, case: Case, enclosed: Enclosed) -> list[str]:
    """Give the case what comes with a reply; the names."""
    files.attach(tx, case, act.via, enclosed.files)
    names = [file.name for file in enclosed.files]
    if enclosed.tray:
        names += files.hand_over(tx, case, act.person, enclosed.tray, act.via)
    return names
