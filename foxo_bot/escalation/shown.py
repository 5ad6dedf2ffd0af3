"""Where a case is shown: its copies, and the rows by which they are drawn as it now stands."""

from foxo_bot.model import Case, Post
from foxo_bot.store import messages, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def copies(tx: Tx, case: Case) -> list[Post]:
    """Every copy of a case that can be redrawn."""
    return [post for post in posts.of_case(tx, case.organisation_id, case.id) if not post.problem]


def redraws(tx: Tx, case: Case) -> list[Message]:
    """Draw every copy of the case anew, on every platform."""
    return [messages.redraw(post) for post in copies(tx, case)]
