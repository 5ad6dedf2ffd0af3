"""Where a person was."""

from foxo_bot.edges.payload import text
from foxo_bot.handlers.interaction import Place
from foxo_bot.transports.teams.inbound.heard import NAME, Heard
from foxo_bot.transports.teams.inbound.who import is_outside


def place_of(heard: Heard, *, thread: str = "") -> Place:
    """The channel or chat; an outsider in a channel shows that it is shared."""
    shared = text(heard.body, "channelData", "channel", "type") == "shared"
    return Place(
        NAME,
        heard.via,
        heard.channel or heard.base,
        thread=thread or heard.thread or None,
        message=text(heard.body, "id") or None,
        shared=shared or (bool(heard.channel) and is_outside(heard)),
        direct=heard.personal,
    )
