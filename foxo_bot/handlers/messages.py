"""What people write under a case or to the bot."""

from dataclasses import replace

from foxo_bot.cards import case_buttons, guide
from foxo_bot.cards.card import Card, Paragraph
from foxo_bot.cases import moving, reply, target
from foxo_bot.cases.reply import Enclosed
from foxo_bot.cases.target import Target
from foxo_bot.handlers import commands, trays
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, Place, Reply, ShowCard, Tell
from foxo_bot.model import Recipient, Verb, spoken
from foxo_bot.store import cases, outbox, posts


def on_thread_reply(ctx: Context) -> Reply:
    """A message under what shows a case, or tells of one, is a reply to it.

    Other threads are not ours, but whoever calls the bot there is answered.
    """
    text, files = ctx.act.text.strip(), ctx.act.values.get("files")
    about = _spoken_of(ctx)
    if about is None or not (text or files):
        return on_said_to_bot(ctx) if ctx.act.called else Done()
    moving.permitted(ctx.tx, ctx.doing, about, Verb.REPLY)
    tray, problems = trays.collect(ctx)
    if not text and problems and not trays.waits(ctx, tray):
        return Tell((" ".join(problems),))
    still_open = reply.reply(
        ctx.tx, ctx.doing, about, text, in_thread=True, enclosed=Enclosed(tray=tray)
    )
    passed_on = " ".join(["Your reply is being passed on.", *problems])
    if still_open is not None:
        return _not_acknowledged(ctx, about, still_open, passed_on)
    if problems:
        return Tell((passed_on,))
    if about.post is None:
        return Done((f"Your reply to case {spoken(about.case.number)} is being passed on.",))
    return Done()


def on_thread_edit(ctx: Context) -> Reply:
    """Who changes what they wrote in a thread corrects what was passed on of it."""
    if not ctx.act.text.strip():
        return Done()
    corrected = replace(ctx.act, text=f"Corrected: {ctx.act.text}", called=False)
    return on_thread_reply(replace(ctx, act=corrected))


def _spoken_of(ctx: Context) -> Target | None:
    """What the message that is answered shows or tells; None where it is none of ours."""
    place = ctx.act.place
    if place is None or not place.thread:
        return None
    post = posts.at(ctx.tx, place.transport, place.address, place.thread)
    if post is not None:
        return target.of_post(ctx.tx, post.id)
    return _told_of(ctx, place, place.thread) if place.direct else None


def _told_of(ctx: Context, place: Place, message: str) -> Target | None:
    """The case of news that this person was told, or of a reply that stands in their own chat."""
    for row in outbox.by_vendor_id(ctx.tx, place.transport, message):
        if row.case_id is not None and row.person_id == ctx.person.id:
            return target.of_case(ctx.tx, cases.get(ctx.tx, row.organisation_id, row.case_id))
        if row.post_id is not None:
            post = posts.get(ctx.tx, row.organisation_id, row.post_id)
            if post.vendor_place == place.address:
                return target.of_post(ctx.tx, post.id)
    return None


def _not_acknowledged(ctx: Context, about: Target, waiting: Recipient, passed_on: str) -> Reply:
    """A member's reply is no acknowledgement, and offers one."""
    text = (
        f"{passed_on} Nobody has acknowledged case {spoken(about.case.number)} "
        "yet, so reminders go on."
    )
    copies = posts.of_case(ctx.tx, about.case.organisation_id, about.case.id)
    theirs = [copy for copy in copies if copy.recipient_id == waiting.id]
    pressed = next(iter([about.post] if about.post else theirs), None)
    offer = (case_buttons.verb_buttons([Verb.ACKNOWLEDGE], post_id=pressed.id),) if pressed else ()
    return ShowCard(Card(preview="Not acknowledged yet", blocks=(Paragraph((text,)), *offer)))


def on_said_to_bot(ctx: Context) -> Reply:
    """A direct message or a mention: the way in for guests, who have no commands."""
    place = ctx.act.place
    if ctx.act.values.get("files") and place is not None and place.direct:
        return trays.on_given(ctx)
    prefix = commands.prefix_of(ctx.act)
    return ShowCard(guide.help_card(external=ctx.person.external, prefix=prefix))
