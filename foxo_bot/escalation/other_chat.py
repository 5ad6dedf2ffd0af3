"""Who has an account on two platforms: what the one cannot show them, the other does."""

from dataclasses import replace
from datetime import datetime

from foxo_bot.model import PostRole, Way
from foxo_bot.store import attempts, cases, messages, outbox, people, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.messages import Chat
from foxo_bot.store.outbox import Kind, Message

_BY_CHAT = {Kind.POST, Kind.TOLD}


def takes(tx: Tx, message: Message, words: str, now: datetime) -> bool:
    """Say it in a chat of the person's that has not been tried; False where there is none."""
    by_chat = message.kind in _BY_CHAT and messages.way_of(message.transport) is Way.DM
    if message.person_id is None or not by_chat:
        return False
    tried = {message.transport, *message.data.get(messages.CHATS, ())}
    if message.step is not None:
        tried |= attempts.tried_ways(tx, message)
    chats = messages.chats_of(people.find(tx, message.person_id))
    chat = next((one for one in chats if one[0] not in tried), None)
    if chat is None:
        return False
    again = messages.in_chat(message, chat)
    if message.post_id is not None:
        again = replace(again, post_id=_copy(tx, message, message.post_id, chat, words))
    outbox.put(tx, [again], now)
    return True


def _copy(tx: Tx, message: Message, post_id: int, chat: Chat, words: str) -> int:
    """A post of the other chat in place of the one that cannot be shown; its id."""
    lost = posts.get(tx, message.organisation_id, post_id)
    if lost.role is PostRole.SENDER:  # others may still be shown, and are then redrawn
        posts.set_problem(tx, lost, words)
    case = cases.get(tx, lost.organisation_id, lost.case_id)
    shown = posts.insert_one(
        tx, case, lost.role, chat, recipient_id=lost.recipient_id, person_id=lost.person_id
    )
    return shown.id
