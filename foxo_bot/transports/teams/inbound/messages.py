"""Messages as Interactions: a command, a reply under a case, or something said to the bot."""

from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.places import place_of
from foxo_bot.transports.teams.inbound.who import actor
from foxo_bot.transports.teams.inbound.words import plain, quoted

COMMANDS = frozenset({"case", "cases", "patients", "team", "help"})
_FILE = "application/vnd.microsoft.teams.file.download.info"


def message(heard: Heard) -> Interaction:
    """A message. In a thread everything is a reply, but for a command's bare name."""
    thread, words = quoted(heard.body) if heard.personal else (heard.thread, "")
    words = words or plain(heard.body)
    name, _, rest = words.partition(" ")
    name = name.lower()
    if name in COMMANDS and not (thread and rest):
        return Interaction(
            Kind.COMMAND, name, actor(heard), heard.now, text=rest.strip(), place=place_of(heard)
        )
    return Interaction(
        Kind.MESSAGE,
        "thread_reply" if thread else "said_to_bot",
        actor(heard),
        heard.now,
        text=words,
        place=place_of(heard, thread=thread),
        once=heard.once,
    )


def given(heard: Heard) -> list[Json]:
    """Files that a person gave the bot in their chat; elsewhere Teams gives bots none."""
    told = parts(heard.body, "attachments") if heard.personal else []
    return [file for file in told if text(file, "contentType") == _FILE]
