"""The Events API: envelopes for what happens in a workspace, sent to where the app subscribed."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from foxo_bot.sandbox.slack.front.courier import Answer, Courier
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User
from foxo_bot.sandbox.slack.shapes import message_json
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im"}


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
        delivery = Delivery(self._envelope(event, install, channel))
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
            event = self._message_event(channel, message)
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
        shown, ts = message_json(self.world, message), self.world.next_ts()
        event: Json = {"type": "message", "hidden": True, "channel": channel.id, "ts": ts}
        event |= {"event_ts": ts, "channel_type": _CHANNEL_TYPE[channel.kind]}
        if deleted:
            event |= {"subtype": "message_deleted", "deleted_ts": message.ts}
            event["previous_message"] = shown
        else:
            before = {"text": message.earlier[-1].text, "blocks": message.earlier[-1].blocks}
            event |= {"subtype": "message_changed", "message": shown}
            event["previous_message"] = shown | before
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

    def member_event(self, kind: str, channel: Channel, user: User) -> Json:
        """member_joined_channel or member_left_channel."""
        return {
            "type": kind,
            "user": user.id,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C",
            "team": user.team_id,
            "event_ts": self.world.next_ts(),
        }

    async def _own(self, message: Message, change: str) -> None:
        if change == "posted":
            await self.message(message)
        else:
            await self.message_changed(message, deleted=change == "deleted")

    def _hearers(self, channel: Channel) -> list[Install]:
        """One event per app: the first installation whose bot is in the conversation."""
        return self.world.installs_in(channel)[:1]

    def _message_event(self, channel: Channel, message: Message) -> Json:
        event = message_json(self.world, message, metadata=True)
        event |= {
            "channel": channel.id,
            "channel_type": _CHANNEL_TYPE[channel.kind],
            "event_ts": message.ts,
        }
        if channel.is_shared_outside:
            event |= {"user_team": message.team_id, "source_team": message.team_id}
            event["files"] = [_stub(file_id) for file_id in message.file_ids]
        if not event.get("files"):
            event.pop("files", None)
        if not message.bot_id:
            event |= {"client_msg_id": self.world.mint("m"), "blocks": [_rich(message.text)]}
        return event

    def _envelope(self, event: Json, install: Install, channel: Channel | None) -> Json:
        shared = channel is not None and channel.is_shared_outside
        body: Json = {
            "token": "sandbox-verification-token",
            "team_id": install.team_id,
            "context_team_id": install.team_id,
            "context_enterprise_id": None,
            "api_app_id": self.world.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.world.mint("Ev"),
            "event_time": int(self.world.clock.seconds()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": install.team_id,
                    "user_id": install.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": shared,
        }
        if channel is not None:
            body["event_context"] = f"4-{event['type']}-{install.team_id}-{channel.id}"
        return body


def _rich(text: str) -> Json:
    """What people type comes as rich text beside the plain form."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def _stub(file_id: str) -> Json:
    """A file as events in Slack Connect channels show it: only files.info tells more."""
    return {
        "id": file_id,
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }


def _retries(delivery: Delivery) -> bool:
    most = 4  # the first attempt and three retries
    if delivery.ok or not 0 < len(delivery.answers) < most:
        return False
    headers = {name.lower(): value for name, value in delivery.answers[-1].headers.items()}
    return headers.get("x-slack-no-retry") != "1"
