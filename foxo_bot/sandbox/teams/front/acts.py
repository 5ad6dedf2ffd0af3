"""What a person's act sends to the app, and what the Teams client makes of the answer."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.front.activities import Activities
from foxo_bot.sandbox.teams.front.courier import Answer, Courier
from foxo_bot.sandbox.teams.front.graph import message_payload
from foxo_bot.sandbox.teams.limits import problems_of_card
from foxo_bot.sandbox.teams.nouns import CARD, Conversation, Message, OpenDialog, User
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

UNREACHABLE = "Unable to reach app. Please try again."
WENT_WRONG = "Something went wrong. Please try again."
SEARCH = "application/vnd.microsoft.search.searchResponse"
NOTICE = "application/vnd.microsoft.activity.message"
FOUND = 15
_THEME: Json = {"theme": "default"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the person was shown: a warning of Teams, or a short notice of the app."""

    warning: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """Sends one person's acts and changes what is before their eyes."""

    world: World
    courier: Courier
    activities: Activities

    async def writes(
        self, user: User, conversation: Conversation, message: Message, *, mentions: bool
    ) -> Outcome:
        """A message to the bot. Teams says nothing where the bot does not answer well."""
        activity = self.activities.message(user, conversation, message, mentions=mentions)
        await self.courier.carry(activity)
        return Outcome()

    async def executes(
        self, user: User, message: Message, action: Json, *, trigger: str = "manual"
    ) -> Outcome:
        """A press on an Action.Execute, or an automatic refresh."""
        sent = {"type": "Action.Execute", "id": action.get("id", "")}
        sent |= {name: action[name] for name in ("title", "verb", "data") if name in action}
        value = {"action": sent, "trigger": trigger}
        answer = await self._invoke("adaptiveCard/action", user, message, value)
        if not answer.ok:
            return Outcome(UNREACHABLE)
        told = answer.json()
        if told.get("statusCode") != 200:
            return Outcome(_error_words(told))
        if told.get("type") == NOTICE and isinstance(told.get("value"), str):
            return Outcome(notice=told["value"])
        if told.get("type") == CARD and isinstance(told.get("value"), dict):
            problems = problems_of_card(told["value"])
            if not problems:
                message.views[user.id] = told["value"]
            return Outcome("; ".join(problems))
        return Outcome(WENT_WRONG)

    async def submits(self, user: User, message: Message, data: Json) -> Outcome:
        """A press on an Action.Submit of a message."""
        conversation = self.world.conversations[message.conversation_id]
        kept = {name: value for name, value in data.items() if name != "msteams"}
        answer = await self.courier.carry(
            self.activities.submitted(user, conversation, message, kept)
        )
        return Outcome("" if answer.ok else WENT_WRONG)

    async def fetches(self, user: User, message: Message, data: Json) -> Outcome:
        """A press that opens a dialog."""
        value = {"data": data, "context": _THEME}
        answer = await self._invoke("task/fetch", user, message, value)
        opened = OpenDialog(
            user.id, message.conversation_id, {}, message.root_id, message_id=message.id
        )
        return self._shown(opened, answer)

    async def opens(
        self, user: User, conversation: Conversation, command: str, on: Message | None
    ) -> Outcome:
        """The message extension's command, from the compose box or `on` a message."""
        context = "message" if on else "compose"
        value: Json = {"commandId": command, "commandContext": context, "context": _THEME}
        value["requestId"] = self.world.mint("")
        if on is not None:
            value["messagePayload"] = message_payload(self.world, on)
        root = on.root_id if on else ""
        activity = self.activities.invoke(
            "composeExtension/fetchTask", user, conversation, value, root=root, source=context
        )
        opened = OpenDialog(user.id, conversation.id, {}, root, command=command, context=context)
        return self._shown(opened, await self.courier.carry(activity))

    async def sends(self, dialog: OpenDialog, data: Json) -> Outcome:
        """A dialog's Action.Submit."""
        value: Json = {"data": data, "context": _THEME}
        name = "task/submit"
        if dialog.command:
            name = "composeExtension/submitAction"
            value |= {"commandId": dialog.command, "commandContext": dialog.context}
        answer = await self._invoke_from(dialog, name, value)
        if answer.ok and not answer.text:
            self.world.dialogs.pop(dialog.user_id, None)
            return Outcome()
        if answer.ok and dialog.command and "composeExtension" in answer.json():
            self.world.dialogs.pop(dialog.user_id, None)
            return Outcome()
        return self._shown(dialog, answer)

    async def asks(self, dialog: OpenDialog, dataset: str, typed: str) -> list[Json]:
        """Typing into a searchable field; raises ValueError for an answer that Teams rejects."""
        options = {"skip": 0, "top": FOUND}
        value: Json = {"queryText": typed, "queryOptions": options, "dataset": dataset}
        answer = await self._invoke_from(dialog, "application/search", value)
        told = answer.json()
        results = (told.get("value") or {}).get("results")
        if not answer.ok or told.get("type") != SEARCH or not isinstance(results, list):
            raise ValueError(answer.error or answer.text)
        if not all(isinstance(one.get(k), str) for one in results for k in ("title", "value")):
            raise ValueError("a result has no title or value")
        return results[:FOUND]

    async def answers_consent(self, user: User, message: Message, value: Json) -> Outcome:
        """Accept or decline of a file consent card."""
        answer = await self._invoke("fileConsent/invoke", user, message, value)
        return Outcome("" if answer.ok else WENT_WRONG)

    def _shown(self, dialog: OpenDialog, answer: Answer) -> Outcome:
        """The dialog as the app answered it: a card, a message, or an error of Teams."""
        if not answer.ok:
            return Outcome(UNREACHABLE)
        task = answer.json().get("task")
        told = task.get("value") if isinstance(task, dict) else None
        if isinstance(task, dict) and task.get("type") == "message" and isinstance(told, str):
            self.world.dialogs.pop(dialog.user_id, None)
            return Outcome(notice=told)
        card = told.get("card") if isinstance(told, dict) else None
        content = card.get("content") if isinstance(card, dict) else None
        if not isinstance(told, dict) or not isinstance(content, dict):
            return Outcome(WENT_WRONG)
        problems = problems_of_card(content, in_dialog=True)
        if problems or not told.get("title"):
            return Outcome("; ".join(problems) or "the dialog has no title")
        dialog.body, dialog.typed = told, {}
        dialog.errors, dialog.offered = {}, {}
        self.world.dialogs[dialog.user_id] = dialog
        return Outcome()

    async def _invoke(self, name: str, user: User, message: Message, value: Json) -> Answer:
        conversation = self.world.conversations[message.conversation_id]
        activity = self.activities.invoke(
            name, user, conversation, value, root=message.root_id, reply_to=message.id
        )
        return await self.courier.carry(activity)

    async def _invoke_from(self, dialog: OpenDialog, name: str, value: Json) -> Answer:
        user = self.world.users[dialog.user_id]
        conversation = self.world.conversations[dialog.conversation_id]
        source = "compose" if dialog.command else "message"
        activity = self.activities.invoke(
            name, user, conversation, value, root=dialog.root_id, source=source
        )
        return await self.courier.carry(activity)


def _error_words(told: Json) -> str:
    """What Teams shows of an error that the app answered in an invoke."""
    value = told.get("value")
    words = value.get("message") if isinstance(value, dict) else None
    return str(words or WENT_WRONG)
