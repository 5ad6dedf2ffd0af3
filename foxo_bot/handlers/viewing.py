"""A reader's own view of a card in a channel. It is asked for by looking, so nothing is written."""

from foxo_bot import access
from foxo_bot.cards import case_card
from foxo_bot.cases.target import relations
from foxo_bot.directory import people as known_people
from foxo_bot.handlers.interaction import Interaction, PlatformUser, Reply, ShowCard
from foxo_bot.model import Case, NoSuchPost, Person, Post, Relation
from foxo_bot.store import cases, posts, recipients, sheets
from foxo_bot.store.db import Tx


def view(tx: Tx, act: Interaction) -> Reply:
    """The card as this reader sees it; NoSuchPost where it does not stand where they are."""
    post = posts.find(tx, act.post_id) if act.post_id is not None else None
    if post is None or post.recipient_id is None:
        raise NoSuchPost
    case = cases.get(tx, post.organisation_id, post.case_id)
    person = _reader(tx, act)
    held = _held(tx, person, case, post.recipient_id) if person else frozenset()
    if not access.may_view(held, is_before_them=_is_before_them(act, post)):
        raise NoSuchPost
    sheet = sheets.read(tx, case.organisation_id, case.id)
    card = case_card.view_of(sheet, post.recipient_id, held, post_id=post.id, now=act.now)
    return ShowCard(card, replace=True)


def _reader(tx: Tx, act: Interaction) -> Person | None:
    """Who looks, if they have ever acted or are listed: nobody is stored for having looked."""
    actor = act.actor
    if not isinstance(actor, PlatformUser):
        return None
    return known_people.known(
        tx, actor.transport, actor.user, workspace=actor.workspace, via=actor.via
    )


def _held(tx: Tx, person: Person, case: Case, recipient_id: int) -> frozenset[Relation]:
    recipient = recipients.get(tx, case.organisation_id, recipient_id)
    return relations(tx, person, case, recipient) if recipient else frozenset()


def _is_before_them(act: Interaction, post: Post) -> bool:
    """Whether they look from the very channel that the copy stands in: the platform says which."""
    place = act.place
    return place is not None and (place.transport, place.address) == (post.transport, post.address)
