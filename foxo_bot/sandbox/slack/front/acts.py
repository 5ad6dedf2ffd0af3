"""A person's acts as Slack carries them out: the payload to the app, and what its answer does."""

from dataclasses import dataclass

from foxo_bot.sandbox.slack.api import views
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.front import payloads
from foxo_bot.sandbox.slack.front.courier import Answer, Courier
from foxo_bot.sandbox.slack.front.payloads import Actor
from foxo_bot.sandbox.slack.limits import options_of, problems_of_options
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User, View
from foxo_bot.sandbox.slack.response_urls import ResponseUrl, ResponseUrls
from foxo_bot.sandbox.slack.triggers import Triggers
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

TROUBLE = "We had some trouble connecting. Try again?"
NO_ANSWER = "{command} failed because the app did not respond"
NO_COMMAND = "{command} is not a valid command"
NO_BUTTON = "This app responded with an error, or did not respond in time"


@dataclass(frozen=True, slots=True)
class Acts:
    """Each act answers the error that Slack shows to the person, or an empty string."""

    world: World
    courier: Courier
    triggers: Triggers
    response_urls: ResponseUrls

    async def command(self, user: User, channel: Channel, command: str, text: str) -> str:
        """A slash command: only of an app installed in the person's own workspace."""
        install = self.world.install_of(user.team_id)
        if install is None or command not in self.world.app.commands:
            return NO_COMMAND.format(command=command)
        if install.team_id not in channel.teams:
            return NO_COMMAND.format(command=command)
        url = self.response_urls.issue(channel, user.id, install)
        answer = await self.courier.command(
            payloads.command(
                Actor(self.world, user, install),
                channel,
                (command, text),
                trigger_id=self.triggers.issue(user.id, install.team_id),
                response_url=url,
            )
        )
        return self._command_answered(answer, command, channel, user, install)

    def _command_answered(
        self, answer: Answer, command: str, channel: Channel, user: User, install: Install
    ) -> str:
        if not answer.ok:
            return NO_ANSWER.format(command=command)
        said = answer.json() or ({"text": answer.text} if answer.text.strip() else {})
        if not said:
            return ""
        place = ResponseUrl(channel.id, user.id, install, self.world.clock.seconds())
        try:
            self.response_urls.say(place, said)
        except SlackError as error:
            return f"{command} failed with the error “{error.code}”"
        return ""

    async def press_message(self, user: User, message: Message, action: Json) -> str:
        """A press on a message of the app."""
        install = self._owner(message)
        channel = self.world.channels[message.channel_id]
        payload = payloads.message_press(
            Actor(self.world, user, install),
            message,
            action | {"action_ts": self.world.next_ts()},
            trigger_id=self.triggers.issue(user.id, install.team_id),
            response_url=self.response_urls.issue(channel, user.id, install, message),
        )
        answer = await self.courier.interaction(payload)
        return "" if answer.ok else NO_BUTTON

    async def press_view(self, view: View, action: Json) -> str:
        """A press, or a dispatched input, in a modal or the home tab."""
        inside = view.id if view.body["type"] == "modal" else None
        payload = payloads.view_press(
            self._actor(view),
            view,
            action | {"action_ts": self.world.next_ts()},
            trigger_id=self.triggers.issue(view.user_id, view.installed_team_id, inside),
        )
        answer = await self.courier.interaction(payload)
        return "" if answer.ok else NO_BUTTON

    async def suggest(self, view: View, block_id: str, element: Json, typed: str) -> list[Json]:
        """What an external select offers for what was typed; raises SlackError on a bad answer."""
        payload = payloads.suggestion(self._actor(view), view, block_id, element, typed)
        answer = await self.courier.interaction(payload)
        if not answer.ok:
            raise SlackError("options_not_loaded", answer.error)
        problems = problems_of_options(answer.json())
        if problems:
            raise SlackError("invalid_options", *problems)
        return options_of(answer.json())

    async def submit(self, view: View) -> str:
        """Submit the modal on top of the person's stack."""
        trigger_id = self.triggers.issue(view.user_id, view.installed_team_id, view.id)
        payload = payloads.submission(self._actor(view), view, trigger_id=trigger_id)
        answer = await self.courier.interaction(payload)
        if not answer.ok:
            return TROUBLE
        try:
            self._respond(view, answer)
        except SlackError:
            return TROUBLE
        return ""

    def _respond(self, view: View, answer: Answer) -> None:
        """Do what the answer to a submission says."""
        stack = self.world.stacks[view.user_id]
        said = answer.json()
        match said.get("response_action"):
            case None if not answer.text.strip() or (said == {} and answer.is_json):
                if view in stack:
                    stack.remove(view)
            case "errors":
                view.errors = _errors(view, said)
            case "update":
                views.redraw(self.world, view, views.check_body(said.get("view")))
            case "push":
                body = views.check_body(said.get("view"))
                user_id, team_id = view.user_id, view.installed_team_id
                views.place(self.world, stack, body, user_id, team_id)
            case "clear":
                stack.clear()
            case _:
                raise SlackError("invalid_response_action")

    async def close(self, view: View, *, everything: bool = False) -> str:
        """Cancel the top modal, or with the x all of them."""
        stack = self.world.stacks[view.user_id]
        told = stack[0] if everything else view
        payload = payloads.closed(self._actor(view), told, is_cleared=everything)
        if everything:
            stack.clear()
        else:
            stack.remove(view)
        if told.body.get("notify_on_close"):
            answer = await self.courier.interaction(payload)
            return "" if answer.ok else TROUBLE
        return ""

    async def shortcut(self, user: User, callback_id: str) -> str:
        """A global shortcut."""
        install = self.world.install_of(user.team_id)
        if install is None or callback_id not in self.world.app.global_shortcuts:
            return "no such shortcut"
        payload = payloads.global_shortcut(
            Actor(self.world, user, install),
            callback_id,
            trigger_id=self.triggers.issue(user.id, install.team_id),
        )
        return "" if (await self.courier.interaction(payload)).ok else NO_BUTTON

    async def message_shortcut(self, user: User, message: Message, callback_id: str) -> str:
        """A shortcut from a message's menu."""
        install = self.world.install_of(user.team_id)
        if install is None or callback_id not in self.world.app.message_shortcuts:
            return "no such shortcut"
        channel = self.world.channels[message.channel_id]
        payload = payloads.message_shortcut(
            Actor(self.world, user, install),
            message,
            callback_id,
            trigger_id=self.triggers.issue(user.id, install.team_id),
            response_url=self.response_urls.issue(channel, user.id, install),
        )
        return "" if (await self.courier.interaction(payload)).ok else NO_BUTTON

    def _owner(self, message: Message) -> Install:
        owned = [i for i in self.world.installs if i.bot_id == message.bot_id]
        if not owned:
            reason = "only messages of the app can be pressed"
            raise LookupError(reason)
        return owned[-1]

    def _actor(self, view: View) -> Actor:
        install = self.world.install_of(view.installed_team_id)
        if install is None:
            reason = "the app was uninstalled"
            raise LookupError(reason)
        return Actor(self.world, self.world.users[view.user_id], install)


def _errors(view: View, said: Json) -> dict[str, str]:
    """The errors to show under inputs; Slack takes them for input blocks only."""
    errors = said.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return errors
