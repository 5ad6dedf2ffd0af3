"""Where a browser looks: as whom, at which conversation, thread and tabs. Lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from foxo_bot.sandbox.cast import Character, character
from foxo_bot.sandbox.slack.nouns import Channel
from foxo_bot.sandbox.slack.world import World

HOME = "home"
DEVICES = ("phone", "mail")
LOGS = ("events", "outbox", "calls")


@dataclass(frozen=True, slots=True)
class Looking:
    """`where` is a conversation's id, or HOME; empty for someone without Slack."""

    who: Character
    where: str
    thread: str = ""
    device: str = DEVICES[0]
    log: str = LOGS[0]

    def link(self, **changed: str) -> str:
        """The address with some of it changed; another person or conversation has no thread."""
        query = {"as": self.who.key, "in": self.where, "device": self.device, "log": self.log}
        if not {"as", "in"} & changed.keys():
            query["thread"] = self.thread
        if "as" in changed:
            del query["in"]
        query |= changed
        return "/?" + urlencode({name: value for name, value in query.items() if value})

    def act(self, name: str) -> str:
        """Where an act is posted to."""
        return f"/act/{name}" + self.link()[1:]


def looking(world: World, query: Mapping[str, str]) -> Looking:
    """What the address says, with something sensible for what it leaves out or gets wrong."""
    who = character(query.get("as", ""))
    there = [channel.id for channel in conversations(world, who)]
    where = query.get("in", "")
    if where not in {*there, HOME} or not there:
        where = there[0] if there else ""
    thread = query.get("thread", "")
    known = where in world.channels and world.channels[where].message(thread)
    return Looking(
        who,
        where,
        thread if known else "",
        _one_of(DEVICES, query.get("device", "")),
        _one_of(LOGS, query.get("log", "")),
    )


def conversations(world: World, who: Character) -> list[Channel]:
    """What stands in a person's sidebar: their channels by name, then the app's messages."""
    if not who.user:
        return []
    mine = [channel for channel in world.channels.values() if who.user in channel.members]
    channels = sorted((c for c in mine if c.kind != "im"), key=lambda c: c.name)
    return [*channels, *app_messages(world, who)]


def app_messages(world: World, who: Character) -> list[Channel]:
    """The app's direct messages with this person."""
    for install in world.installs:
        if not install.revoked and world.share_a_channel(install.team_id, who.user):
            return [world.dm(install, who.user)]
    return []


def _one_of(known: tuple[str, ...], wanted: str) -> str:
    return wanted if wanted in known else known[0]
