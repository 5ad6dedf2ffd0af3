"""Where conversations are reached: the connector's address, the tenant, the chat with a person.

The SDK's ConversationReference loses the tenant (docs/adr/0012), so this is our own, kept through
the Front and remembered here.
"""

import json
from dataclasses import asdict, dataclass, replace

from foxo_bot.handlers.ports import Front
from foxo_bot.transports.teams.inbound.heard import Heard

KIND = "teams_reference"
_HOME = "home"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Reference:
    """`conversation` is the chat with a person, where there is one."""

    service_url: str
    tenant: str
    bot: str
    conversation: str = ""


class References:
    """What was learnt from activities, by channel, person and tenant."""

    def __init__(self, front: Front, home: Reference) -> None:
        self._front = front
        self._default = home
        self._known: dict[str, Reference | None] = {}

    async def channel(self, tenant: str, address: str) -> Reference:
        """How a channel is reached, although the bot may never have heard from it."""
        found = await self._find(address) or await self._find(tenant)
        return replace(found or await self._home(), tenant=tenant, conversation="")

    async def person(self, user: str) -> Reference:
        """How a person is reached, although they may never have written to the bot."""
        return await self._find(user) or await self._home()

    async def met(self, user: str, at: Reference) -> None:
        """Somebody was seen in a channel that is reached like this."""
        home = await self._home()
        if user not in self._known and (home.service_url, home.tenant) == (
            at.service_url,
            at.tenant,
        ):
            return  # reached like everybody: nothing to keep, nor to look up for a whole roster
        known = await self.person(user)
        if (known.service_url, known.tenant) != (at.service_url, at.tenant):
            await self._keep(user, replace(at, conversation=known.conversation))

    async def talking(self, user: str, at: Reference) -> None:
        """The chat with a person is `at.conversation`."""
        await self._keep(user, at)

    async def left(self, user: str) -> None:
        """A person took the app away: the chat with them is no more."""
        known = await self._find(user)
        if known:
            await self._keep(user, replace(known, conversation=""))

    async def learn(self, heard: Heard) -> None:
        """Note where an activity came from. Addresses move, so the newest counts."""
        at = Reference(heard.service_url, heard.via, heard.bot)
        if not (heard.via and heard.bot):
            return
        await self._keep(heard.via, at)
        if not self._default.tenant:
            await self._keep(_HOME, at)
        if heard.channel:
            await self._keep(heard.channel, at)
        if not heard.user.startswith("29:"):
            return
        if heard.personal:
            await self._keep(heard.user, replace(at, conversation=heard.base))
        else:
            await self.met(heard.user, at)

    async def _home(self) -> Reference:
        """The bot's own tenant; in anonymous mode, the one heard from last."""
        home = self._default
        if not home.tenant:
            return await self._find(_HOME) or home
        known = await self._find(home.tenant)
        return known or home

    async def _find(self, name: str) -> Reference | None:
        if name not in self._known:
            content = await self._front.secret(KIND, name[:_LONGEST_NAME]) if name else None
            self._known[name] = Reference(**json.loads(content)) if content else None
        return self._known[name]

    async def _keep(self, name: str, at: Reference) -> None:
        if await self._find(name) != at:
            self._known[name] = at
            await self._front.keep_secret(KIND, name[:_LONGEST_NAME], json.dumps(asdict(at)))
