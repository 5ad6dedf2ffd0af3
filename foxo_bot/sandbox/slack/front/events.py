"""The Events API: envelopes for what happens in a workspace, sent to where the app subscribed."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from foxo_bot.sandbox.slack.front.courier import Answer, Courier
from foxo_bot.sandbox.slack.front.event_shapes import change_event, envelope, message_event
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}


@dataclass(slots=True)
class Delivery:
    """One event sent to the app, with what came back for every attempt."""

    body: Json
    answers: list[Answer] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The event's type."""
        return str(self.body["event"]["type"])

    @property
    def ok(self) -> bool:
        """Whether the last attempt was answered with a 2xx in time."""
        return bool(self.answers) and self.answers[-1].ok


@dataclass(slots=True)
class Events:
    """Makes and sends events; everything sent stays readable in `sent`."""

    world: World
    courier: Courier
    sent: list[Delivery] = field(default_factory=list)
    _tasks: set[asyncio.Task[object]] = field(default_factory=set)

    async def tell(
        self,
        event: Json,
        install: Install,
        *,
        channel: Channel | None = None,
        subscription: str = "",
    ) -> Delivery | None:
        """Send an event and wait for the answer; None where the app did not subscribe."""
        if (subscription or event["type"]) not in self.world.app.bot_events:
            return None
        delivery = Delivery(envelope(self.world, event, install, channel))
        self.sent.append(delivery)
        delivery.answers.append(await self.courier.event(delivery.body))
        return delivery

    async def redeliver(self, delivery: Delivery, *, reason: str = "http_timeout") -> Answer:
        """Send it again as Slack's next retry does, whatever the earlier attempts brought."""
        attempt = len(delivery.answers)
        answer = await self.courier.event(delivery.body, attempt=attempt, reason=reason)
        delivery.answers.append(answer)
        return answer

    async def retry_failed(self) -> list[Delivery]:
        """Slack's next round of retries: three at most, none where the app forbade it."""
        again = [d for d in self.sent if _retries(d)]
        for delivery in again:
            await self.redeliver(delivery, reason=delivery.answers[-1].error)
        return again

    async def message(self, message: Message) -> list[Delivery]:
        """A message was posted: `message`, and `app_mention` where the bot is named."""
        channel = self.world.channels[message.channel_id]
        found = []
        for install in self._hearers(channel):
            event = message_event(self.world, channel, message)
            kind = _SUBSCRIPTION[channel.kind]
            found.append(await self.tell(event, install, channel=channel, subscription=kind))
            if f"<@{install.bot_user_id}>" in message.text and channel.kind != "im":
                mention = {k: v for k, v in event.items() if k not in {"channel_type", "subtype"}}
                mention["type"] = "app_mention"
                found.append(await self.tell(mention, install, channel=channel))
        return [delivery for delivery in found if delivery]

    async def message_changed(self, message: Message, *, deleted: bool) -> None:
        """A message was changed or deleted."""
        channel = self.world.channels[message.channel_id]
        event = change_event(self.world, channel, message, deleted=deleted)
        for install in self._hearers(channel):
            kind = _SUBSCRIPTION[channel.kind]
            await self.tell(event, install, channel=channel, subscription=kind)

    def later(self, message: Message, change: str) -> None:
        """Tell of the app's own message in the background, as its request is still open."""
        self.soon(self._own(message, change))

    def soon(self, telling: Coroutine[Any, Any, object]) -> None:
        """Send something in the background; `settled` waits for it."""
        self._tasks.add(task := asyncio.create_task(telling))
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing is under way to the app."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _own(self, message: Message, change: str) -> None:
        if change == "posted":
            await self.message(message)
        else:
            await self.message_changed(message, deleted=change == "deleted")

    def _hearers(self, channel: Channel) -> list[Install]:
        """One event per app: the first installation whose bot is in the conversation."""
        return self.world.installs_in(channel)[:1]


def _retries(delivery: Delivery) -> bool:
    most = 4  # the first attempt and three retries
    if delivery.ok or not 0 < len(delivery.answers) < most:
        return False
    headers = {name.lower(): value for name, value in delivery.answers[-1].headers.items()}
    return headers.get("x-slack-no-retry") != "1"
