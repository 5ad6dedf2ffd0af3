"""Messages as Interactions: a command, a reply under a case, or something said to the bot."""

from dataclasses import replace

from foxo_bot.cards import guide
from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.model import Upload
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.places import place_of
from foxo_bot.transports.teams.inbound.who import actor
from foxo_bot.transports.teams.inbound.words import names_bot, plain, quoted, things_in

_CASE = "case"
_FILE = "application/vnd.microsoft.teams.file.download.info"


def message(heard: Heard) -> Interaction:
    """A message. In a thread everything is a reply, but for a command's bare name; beside a file
    that was given in the bot's own chat everything is words that go with it."""
    thread, words = quoted(heard.body) if heard.personal else (heard.thread, "")
    words = words or plain(heard.body)
    name, *rest = words.split(maxsplit=1) or [""]
    typed = "".join(rest).strip()
    files = heard.personal and bool(given(heard))
    if files and name.lower() == _CASE:
        words = typed
    elif name.lower() in guide.COMMANDS and not files and not (thread and rest):
        return Interaction(
            Kind.COMMAND,
            name.lower(),
            actor(heard),
            heard.now,
            text=typed,
            place=place_of(heard),
        )
    return Interaction(
        Kind.MESSAGE,
        "thread_reply" if thread else "said_to_bot",
        actor(heard),
        heard.now,
        text=words,
        place=place_of(heard, thread=thread),
        once=heard.once,
        called=heard.personal or names_bot(heard.body),
    )


def edit(heard: Heard) -> Interaction | None:
    """A correction of what was written under a case; None where something else was changed."""
    changed = text(heard.body, "channelData", "eventType") == "editMessage"
    now = message(heard)
    if not changed or now.name != "thread_reply":
        return None
    return replace(
        now,
        name="thread_edit",
        once=f"{heard.once}:{text(heard.body, 'timestamp')}",
    )


def given(heard: Heard) -> list[Json]:
    """What came with a message: files in a person's chat (elsewhere Teams gives bots none), and
    pictures that were put between its words."""
    return [
        one
        for one in parts(heard.body, "attachments")
        if is_picture(one) or (heard.personal and text(one, "contentType") == _FILE)
    ]


def withheld(heard: Heard) -> Upload | None:
    """Files that stand in the message, but which Teams does not give to bots: in a channel, all."""
    missing = things_in(heard.body) - len(given(heard))
    if missing <= 0:
        return None
    name = "1 picture or file" if missing == 1 else f"{missing} pictures or files"
    return Upload(name, None, withheld=True)


def is_picture(given: Json) -> bool:
    """Whether it lies at the connector, without a name."""
    return text(given, "contentType").startswith("image/")
