"""Events that nobody is answered for: teams, channels and members that change, and installs."""

from foxo_bot.edges.payload import text
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.references import References
from foxo_bot.transports.teams.roster import Roster
from foxo_bot.transports.teams.surfaces.base import ACCEPTED, Answer

DELETED = "The Teams channel was deleted."

_CLOSED = {"channelDeleted": DELETED, "channelRestored": None}


class NewsListeners:
    """Events come more than once and name a team rather than its channels, so what they tell is
    only that the roster is worth reading again: it says who is there and whether the bot is."""

    def __init__(self, references: References, roster: Roster) -> None:
        self._references = references
        self._roster = roster

    async def changed(self, heard: Heard) -> Answer:
        """conversationUpdate: members, channels or the team itself."""
        await self._references.learn(heard)
        event = text(heard.body, "channelData", "eventType")
        channel = text(heard.body, "channelData", "channel", "id")
        if event in _CLOSED and channel:
            await self._roster.trouble(heard.via, channel, _CLOSED[event])
        else:
            self._roster.soon(heard.via)
        return ACCEPTED

    async def installed(self, heard: Heard) -> Answer:
        """installationUpdate: the app was added for a person or a team, or taken away."""
        removed = text(heard.body, "action").startswith("remove")
        if heard.personal and removed:
            await self._references.left(heard.user)
        else:
            await self._references.learn(heard)
        if not heard.personal:
            self._roster.soon(heard.via)
        return ACCEPTED
