"""Where a case is shown: its copies, and the rows by which they are drawn as it now stands."""

from foxo_bot.model import Case, Post, PostRole, Recipient, Team
from foxo_bot.store import channels, messages, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def in_channels(tx: Tx, case: Case, recipient: Recipient, team: Team) -> list[Post]:
    """A new copy in each channel of the receiving team, to be posted."""
    return [
        posts.insert_one(
            tx,
            case,
            PostRole.TEAM,
            (channel.transport, channel.workspace, channel.address),
            recipient_id=recipient.id,
        )
        for channel in channels.of_team(tx, team)
    ]


def copies(tx: Tx, case: Case) -> list[Post]:
    """Every copy of a case that can be redrawn."""
    return [post for post in posts.of_case(tx, case.organisation_id, case.id) if not post.problem]


def redraws(tx: Tx, case: Case) -> list[Message]:
    """Draw every copy of the case anew, on every platform."""
    return [messages.redraw(post) for post in copies(tx, case)]
