"""What people write under a case or to the bot."""

from dataclasses import replace

from foxo_bot.cards import case_buttons, guide
from foxo_bot.cards.card import Card, Paragraph
from foxo_bot.cases import moving, reply, target
from foxo_bot.cases.reply import Enclosed
from foxo_bot.handlers import commands, trays
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, Reply, ShowCard, Tell
from foxo_bot.model import Verb, spoken
from foxo_bot.store import posts


def on_thread_reply(ctx: Context) -> Reply:
    """A message in the thread of a post is a reply to its case; other threads are not ours."""
    place, files = ctx.act.place, ctx.act.values.get("files")
    text = ctx.act.text.strip()
    if place is None or not place.thread or not (text or files):
        return Done()
    post = posts.at(ctx.tx, place.transport, place.address, place.thread)
    if post is None:
        return on_said_to_bot(ctx) if files and place.direct else Done()
    about = target.of_post(ctx.tx, post.id)
    moving.permitted(ctx.tx, ctx.doing, about, Verb.REPLY)
    tray, problems = trays.collect(ctx)
    if not text and problems and not trays.waits(ctx, tray):
        return Tell((" ".join(problems),))
    still_open = reply.reply(
        ctx.tx, ctx.doing, about, text, in_thread=True, enclosed=Enclosed(tray=tray)
    )
    if problems:
        return Tell(("Your reply was passed on. " + " ".join(problems),))
    if still_open is None:
        return Done()
    text = (
        f"Your reply was passed on. Nobody has acknowledged case {spoken(about.case.number)} "
        "yet, so reminders go on."
    )
    buttons = case_buttons.verb_buttons([Verb.ACKNOWLEDGE], post_id=post.id)
    return ShowCard(Card(preview="Not acknowledged yet", blocks=(Paragraph((text,)), buttons)))


def on_thread_edit(ctx: Context) -> Reply:
    """Who changes what they wrote in a thread corrects what was passed on of it."""
    if not ctx.act.text.strip():
        return Done()
    corrected = replace(ctx.act, text=f"Corrected: {ctx.act.text}")
    return on_thread_reply(replace(ctx, act=corrected))


def on_said_to_bot(ctx: Context) -> Reply:
    """A direct message or a mention: the way in for guests, who have no commands."""
    place = ctx.act.place
    if ctx.act.values.get("files") and place is not None and place.direct:
        return trays.on_given(ctx)
    prefix = commands.prefix_of(ctx.act)
    return ShowCard(guide.help_card(external=ctx.person.external, prefix=prefix))
