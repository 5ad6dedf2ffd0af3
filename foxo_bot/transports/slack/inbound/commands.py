"""Typed commands and shortcuts as Interactions."""

from foxo_bot.edges.payload import text
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.slack.inbound.heard import Heard
from foxo_bot.transports.slack.inbound.places import place_of
from foxo_bot.transports.slack.inbound.who import presser, typist
from foxo_bot.transports.slack.inbound.words import plain


def command(heard: Heard) -> Interaction:
    """`/foxo case chest pain` -> COMMAND `case` with the text `chest pain`."""
    name, *rest = plain(text(heard.body, "text"), heard.known).split(maxsplit=1) or ["help"]
    return Interaction(
        Kind.COMMAND,
        name.lower(),
        typist(heard),
        heard.now,
        text="".join(rest).strip(),
        place=place_of(heard),
    )


def new_case(heard: Heard) -> Interaction:
    """The global shortcut."""
    return Interaction(Kind.COMMAND, "case", presser(heard), heard.now)


def case_from_message(heard: Heard) -> Interaction:
    """The message shortcut: the message's words, and the address where it stands as `value`."""
    return Interaction(
        Kind.COMMAND,
        "case_from_message",
        presser(heard),
        heard.now,
        text=plain(text(heard.body, "message", "text"), heard.known),
        value=permalink(heard),
        place=place_of(heard),
    )


def permalink(heard: Heard) -> str:
    """The message's address, built here: asking Slack for it would outlast the trigger."""
    body = heard.body
    channel, ts = text(body, "channel", "id"), text(body, "message", "ts")
    if not (channel and ts):
        return ""
    domain = text(body, "team", "domain")
    base = f"https://{domain}.slack.com/" if domain else heard.url
    if not base:
        return f"https://slack.com/app_redirect?team={heard.via}&channel={channel}&message_ts={ts}"
    address = f"{base}archives/{channel}/p{ts.replace('.', '')}"
    thread = text(body, "message", "thread_ts")
    return f"{address}?thread_ts={thread}&cid={channel}" if thread and thread != ts else address
