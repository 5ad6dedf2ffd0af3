"""A person in the sandbox's Teams: does what a person can do."""

from uuid import uuid4

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.teams.front.acts import Outcome
from foxo_bot.sandbox.teams.nouns import FILE_CONSENT, Conversation, Message, StoredFile
from foxo_bot.sandbox.teams.people.onlooker import Onlooker, Seen
from foxo_bot.sandbox.teams.people.post import Post
from foxo_bot.sandbox.teams.people.pressing import confirmed, find_action
from foxo_bot.sandbox.wire import Json


class Person(Onlooker):
    """Acts as one user; what it answers waits for the app's answer, as the person does."""

    async def looks_at(self, post: Post) -> Post:
        """See a message again: a card that names this person for it, or nobody in a conversation
        of up to 60 people, is refreshed by the app."""
        self.check_sees(post)
        refresh = (post.message.card or {}).get("refresh") or {}
        place = self.world.conversations[post.channel_id]
        everybody = [user.id for user in self.world.members(place)]
        named = refresh.get("userIds", everybody if len(everybody) <= 60 else [])
        if refresh and self.user.id in named:
            action = refresh["action"]
            outcome = await self.acts.executes(self.user, post.message, action, trigger="automatic")
            self.world.warn(self.user.id, outcome.warning)
        return post.seen_by(self.user.id)

    async def says(
        self,
        text: str,
        *,
        channel: str | None = None,
        thread: Post | None = None,
        mention: bool = True,
        files: list[Upload] | None = None,
        pictures: list[Upload] | None = None,
        withheld: bool = False,
    ) -> Post:
        """Write to the bot: in its chat, in a channel with a mention in front, or in a thread.

        In the chat, which has no threads, `thread` is the message that is quoted. `pictures` stand
        between the words. Of files in a channel, and of pictures that are `withheld`, Teams tells
        the bot only in the message's HTML.
        Without `mention` the bot hears nothing of what is said in a channel.
        """
        place = self._place(channel or (thread.channel_id if thread else None))
        root = (thread.message.root_id or thread.id) if thread else ""
        message = self._written(place, text, root, files or [])
        for one in pictures or []:
            picture = self.acts.activities.picture_info(self._kept(one), place)
            message.inside.append(f'<img src="{picture["contentUrl"]}" alt="image">')
            message.attachments += [] if withheld else [picture]
        if place.type == "personal":
            await self.acts.writes(self.user, place, message, mentions=False)
        elif mention and self.world.app_in(place):
            await self.acts.writes(self.user, place, message, mentions=True)
        return Post(self.world, message, self.user.id)

    async def press(
        self,
        post: Post,
        wanted: str,
        *,
        nth: int = 0,
        confirm: bool = True,
        stale: bool = False,
        old_client: bool = False,
    ) -> Seen:
        """Press a button of a card, by label or verb.

        `confirm` answers the question that unfolds; `stale` presses what stood there before the
        last change, as on a screen not yet redrawn; `old_client` knows no Action.Execute.
        """
        self.check_sees(post)
        card = post.earlier() if stale else post.seen_by(self.user.id).card
        action = confirmed(find_action(card, wanted, nth=nth), confirm=confirm)
        if action is None:
            return Seen()
        if action["type"] == "Action.Execute" and old_client:
            action = action.get("fallback") or {}
        return await self._pressed(post.message, action)

    async def opens(
        self, command: str = "newCase", *, channel: str | None = None, on: Post | None = None
    ) -> Seen:
        """Use the message extension: in a channel's compose box, or `on` a message.

        Whoever has the app for themselves may do so where the bot is no member.
        """
        place = self._place(channel or (on.channel_id if on else None))
        if command not in self.world.app.extension_commands:
            message = f"the app has no command {command!r}"
            raise CannotDoError(message)
        if not (self.user.has_app or self.world.app_in(place)):
            message = f"the app is installed neither for {self.user.name} nor in {place.name}"
            raise CannotDoError(message)
        if place.kind == "shared":
            message = "message extensions are not offered in shared channels"
            raise CannotDoError(message)
        if on is not None:
            self.check_sees(on)
        return self._saw(
            await self.acts.opens(self.user, place, command, on.message if on else None)
        )

    async def consents(self, post: Post, *, accept: bool = True) -> Seen:
        """Answer a file consent card."""
        self.check_sees(post)
        cards = [a for a in post.message.attachments if a.get("contentType") == FILE_CONSENT]
        if not cards:
            message = "there is no file to accept"
            raise CannotDoError(message)
        card, content = cards[0], cards[0].get("content") or {}
        context = content.get("acceptContext" if accept else "declineContext") or {}
        value: Json = {"type": "fileUpload", "context": context}
        value["action"] = "accept" if accept else "decline"
        if accept:
            value["uploadInfo"] = self._upload_info(str(card.get("name", "file")))
        return self._saw(await self.acts.answers_consent(self.user, post.message, value))

    # How

    async def _pressed(self, message: Message, action: Json) -> Seen:
        data = action.get("data") or {}
        match action.get("type"):
            case "Action.OpenUrl":
                return Seen(url=action["url"])
            case "Action.Execute":
                return self._saw(await self.acts.executes(self.user, message, action))
            case "Action.Submit" if (data.get("msteams") or {}).get("type") == "task/fetch":
                return self._saw(await self.acts.fetches(self.user, message, data))
            case "Action.Submit":
                return self._saw(await self.acts.submits(self.user, message, data))
        reason = f"nothing happens on {action.get('type')}"
        raise CannotDoError(reason)

    def _saw(self, outcome: Outcome) -> Seen:
        self.world.warn(self.user.id, outcome.warning)
        return Seen(outcome.warning, outcome.notice, self.dialog)

    def _place(self, channel: str | None) -> Conversation:
        if channel is None or channel == self.world.chat(self.user).id:
            if not self.world.meets_app(self.user):
                message = f"{self.user.name} has no chat with the bot"
                raise CannotDoError(message)
            return self.world.chat(self.user)
        place = self.world.conversations[channel]
        if self.user not in self.world.members(place):
            message = f"{self.user.name} is not in {place.name}"
            raise CannotDoError(message)
        return place

    def _written(self, place: Conversation, text: str, root: str, files: list[Upload]) -> Message:
        kept = [self._kept(file) for file in files]
        given = kept if place.type == "personal" else []
        message_id = self.world.next_id()
        in_channel = place.type == "channel"
        written = Message(
            message_id,
            place.id,
            self.user.id,
            self.world.clock.now(),
            text=text,
            attachments=[self.acts.activities.file_info(file) for file in given],
            inside=[f'<attachment id="{uuid4()}"></attachment>' for _ in kept],
            root_id=(root or message_id) if in_channel else "",
            quotes="" if in_channel else root,
        )
        place.messages.append(written)
        return written

    def _kept(self, upload: Upload) -> StoredFile:
        file = StoredFile(self.world.mint(""), upload.name, upload.content, upload.mimetype)
        self.world.files[file.id] = file
        return file

    def _upload_info(self, name: str) -> Json:
        file = StoredFile(self.world.mint(""), name)
        self.world.files[file.id] = file
        return {
            "contentUrl": f"https://contoso.sharepoint.example/{file.id}",
            "name": name,
            "uploadUrl": f"{self.world.base_url}/files/{file.id}",
            "uniqueId": file.id,
            "fileType": name.rpartition(".")[2].lower(),
        }
