"""Each kind of Reply, handed to the surface where the person acted."""

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    Home,
    OpenForm,
    Options,
    PostHere,
    Reply,
    ShowCard,
    Tell,
)
from foxo_bot.transports.slack.surfaces.base import Surface


async def answer(reply: Reply, surface: Surface) -> BoltResponse:
    """Slack's answer; what does not fit in it is on its way."""
    match reply:
        case OpenForm(form):
            return await surface.open(form)
        case ShowCard(card, replace):
            return await surface.show(drawn.message(card), card, replace=replace)
        case PostHere(card, say):
            return await surface.post(card, say)
        case FormErrors(errors):
            return await surface.refuse(errors)
        case _:
            return await _small(reply, surface)


async def _small(reply: Tell | Done | Options | Home, surface: Surface) -> BoltResponse:
    match reply:
        case Options(options):
            return await surface.offer(options)
        case Home(card):
            return await surface.home(card)
        case Tell(line):
            return await surface.tell(line)
        case Done(say):
            return await surface.finish(say)
