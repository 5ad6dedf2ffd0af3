"""Each kind of Reply, handed to the surface where the person acted."""

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
from foxo_bot.transports.teams.surfaces.base import Answer, Surface


async def answer(reply: Reply | str, surface: Surface) -> Answer:
    """What Teams is answered; a string is what to tell where something went wrong."""
    match reply:
        case str():
            return await surface.failed(reply)
        case OpenForm(form):
            return await surface.open(form)
        case FormErrors(errors):
            return await surface.refuse(errors)
        case PostHere(card, say):
            return await surface.post(card, say)
        case _:
            return await _small(reply, surface)


async def _small(reply: Tell | Done | Options | Home | ShowCard, surface: Surface) -> Answer:
    match reply:
        case ShowCard(card) | Home(card):
            return await surface.show(card)
        case Options(options):
            return await surface.offer(options)
        case Tell(line):
            return await surface.tell(line)
        case Done(say):
            return await surface.finish(say)
