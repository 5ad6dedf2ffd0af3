"""A person in the sandbox's Slack: does what a person can do."""

import re
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.slack.front.events import Events
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message
from foxo_bot.sandbox.slack.people.form import keep_upload
from foxo_bot.sandbox.slack.people.onlooker import Onlooker, Seen
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.people.pressing import find_action, find_selection
from foxo_bot.sandbox.slack.people.screen import Home
from foxo_bot.sandbox.slack.people.sight import escaped, escaped_command
from foxo_bot.sandbox.slack.posting import restate
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Person(Onlooker):
    """Acts as one user; what it answers waits for the app's answer, as the person does."""

    events: Events

    async def types(
        self, line: str, *, channel: str | None = None, thread: Post | None = None
    ) -> Seen:
        """Type a line and send it: a slash command or a message; in the app's DM unless told."""
        place = self._place(channel or (thread.channel_id if thread else None))
        if not line.startswith("/"):
            return await self._doing(self._says(place, line, thread))
        if thread is not None:
            return await self._doing(
                _refused(f"{line.split(maxsplit=1)[0]} is not supported in threads")
            )
        command, _, text = line.partition(" ")
        text = escaped_command(self.world, text) if self.world.app.escapes_commands else text
        return await self._doing(self.acts.command(self.user, place, command, text))

    async def replies(self, post: Post, text: str, *, files: list[Upload] | None = None) -> Post:
        """Reply in the thread of a message."""
        place = self._place(post.channel_id)
        return Post(self.world, await self._post(place, text, post, files or []))

    async def says(
        self, text: str, *, channel: str | None = None, files: list[Upload] | None = None
    ) -> Post:
        """Post a message; `@` and the app's name becomes a mention."""
        return Post(self.world, await self._post(self._place(channel), text, None, files or []))

    async def edits(self, post: Post, text: str) -> None:
        """Change an own message."""
        self._owns(post)
        restate(self.world, post.message, text=escaped(text), blocks=None)
        post.message.edited_ts = self.world.next_ts()
        await self.events.message_changed(post.message, deleted=False)

    async def deletes(self, post: Post) -> None:
        """Delete an own message."""
        self._owns(post)
        post.message.deleted = True
        await self.events.message_changed(post.message, deleted=True)

    async def press(
        self,
        post: Post,
        wanted: str,
        *,
        nth: int = 0,
        confirm: bool = True,
        stale: bool = False,
    ) -> Seen:
        """Press a button or an overflow's entry, by label or action id.

        `confirm` answers a confirmation dialog; `stale` presses what stood there earlier, as
        from a screen that has not been redrawn.
        """
        self.check_sees(post)
        action = self._find(post, wanted, nth=nth, stale=stale)
        if action.pop("confirm", None) and not confirm:
            return Seen("")
        return await self._doing(self.acts.press_message(self.user, post.message, action))

    async def chooses(self, post: Post, wanted: str, option: str) -> Seen:
        """Choose an option in a message's select or radio buttons, by visible text."""
        self.check_sees(post)
        action = find_selection(self.world, post.message.blocks, wanted, option)
        return await self._doing(self.acts.press_message(self.user, post.message, action))

    async def opens_home(self) -> Home | None:
        """Open the app's home tab; answers it as it stands when the app has heard."""
        install = self._install()
        event: Json = {"type": "app_home_opened", "user": self.user.id, "tab": "home"}
        event["channel"] = self.world.dm(install, self.user.id).id
        if self.home is not None:
            event["view"] = self.home.view.body
        await self.events.tell(event | {"event_ts": self.world.next_ts()}, install)
        return self.home

    async def uses_shortcut(self, callback_id: str, *, on: Post | None = None) -> Seen:
        """A global shortcut, or a message shortcut `on` a message."""
        if on is None:
            return await self._doing(self.acts.shortcut(self.user, callback_id))
        self.check_sees(on)
        return await self._doing(self.acts.message_shortcut(self.user, on.message, callback_id))

    # How

    async def _doing(self, act: Coroutine[Any, Any, str]) -> Seen:
        before, modal = len(self.ephemerals), self.modal
        warning = await act
        self.world.warn(self.user.id, warning)
        now = self.modal
        fresh = now if now and (modal is None or now.view is not modal.view) else None
        return Seen(warning, tuple(self.ephemerals[before:]), fresh)

    async def _says(self, place: Channel, text: str, thread: Post | None) -> str:
        await self._post(place, text, thread, [])
        return ""

    async def _post(
        self, place: Channel, text: str, thread: Post | None, uploads: list[Upload]
    ) -> Message:
        if place.archived:
            message = f"#{place.name} is archived"
            raise CannotDoError(message)
        files = [keep_upload(self.world, self.user.id, u, granted=False) for u in uploads]
        for file in files:
            file.channels.add(place.id)
        said = self._mentioning(place, text)
        message_ts = self.world.next_ts()
        made = Message(message_ts, place.id, self.user.id, self.user.team_id, text=said)
        made.thread_ts = (thread.message.thread_ts or thread.ts) if thread else None
        made.file_ids = [file.id for file in files]
        made.subtype = "file_share" if files else None
        self.world.add_message(made)
        await self.events.message(made)
        return made

    def _mentioning(self, place: Channel, text: str) -> str:
        bots = [i.bot_user_id for i in self.world.installs_in(place)]
        if not bots:
            return escaped(text)
        name = re.compile(re.escape(f"@{self.world.app.name}"), re.IGNORECASE)
        return escaped(name.sub(f"<@{bots[0]}>", text))

    def _place(self, channel_id: str | None) -> Channel:
        if channel_id is None:
            return self.world.dm(self._install(), self.user.id)
        channel = self.world.channels[channel_id]
        if not self.is_in(channel):
            message = f"{self.user.real_name} is not in #{channel.name}"
            raise CannotDoError(message)
        return channel

    def _install(self) -> Install:
        """The app as this person meets it: at home, else through a shared channel."""
        own = self.world.install_of(self.user.team_id)
        shared = (
            i
            for c in self.world.channels.values()
            if self.is_in(c)
            for i in self.world.installs_in(c)
        )
        found = own or next(shared, None)
        if found is None:
            message = f"{self.user.real_name} does not meet the app anywhere"
            raise CannotDoError(message)
        return found

    def _owns(self, post: Post) -> None:
        if post.message.user_id != self.user.id or post.deleted:
            message = f"{self.user.real_name} did not write that message"
            raise CannotDoError(message)

    def _find(self, post: Post, wanted: str, *, nth: int, stale: bool) -> Json:
        if not stale:
            return find_action(self.world, post.message.blocks, wanted, nth=nth)
        for version in reversed(post.message.earlier):
            try:
                return find_action(self.world, version.blocks, wanted, nth=nth)
            except CannotDoError:
                continue
        message = f"no {wanted!r} has ever stood there"
        raise CannotDoError(message)


async def _refused(warning: str) -> str:
    return warning
