"""Puts an act to the Front; whatever goes wrong, there are words for the person."""

import logging

from foxo_bot.edges.reporting import report
from foxo_bot.handlers.interaction import Interaction, Reply
from foxo_bot.handlers.ports import Front

log = logging.getLogger(__name__)

SORRY = (
    "Something went wrong and this was not saved. Try again, and phone if it is urgent. "
    "(Reference {reference})"
)


async def ask(front: Front, act: Interaction) -> Reply | str:
    """The Front's reply, or what to tell the person when there is none."""
    try:
        return await front.dispatch(act)
    except Exception as error:  # noqa: BLE001 - the person must hear of it, whatever it was
        return SORRY.format(reference=report(log, f"{act.actor.transport} act failed", error))
