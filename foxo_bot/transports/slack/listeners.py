"""What happens on each kind of payload: translate, ask the Front, answer where the person is."""

from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext

from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.asking import ask
from foxo_bot.handlers.interaction import Interaction, OpenForm
from foxo_bot.transports.slack.answers import answer
from foxo_bot.transports.slack.files import described, has_stubs
from foxo_bot.transports.slack.inbound import channels, commands, messages, presses, submissions
from foxo_bot.transports.slack.request import Request, request
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged
from foxo_bot.transports.slack.surfaces.pressed import InModal, OnHome, OnMessage
from foxo_bot.transports.slack.surfaces.submitted import Searching, Submitted
from foxo_bot.transports.slack.surfaces.typed import Command, GlobalShortcut
from foxo_bot.transports.slack.surfaces.written import AtHome, Written
from foxo_bot.transports.slack.tools import Tools


class Listeners:
    """One method for each kind of payload; Bolt calls them with the body and its context."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def command(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """The slash command."""
        asked = self._request(body, context)
        act = commands.command(asked.heard)
        return await self._waited_for(asked, act, Command(asked.talk, act.place))

    async def new_case(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """The global shortcut."""
        asked = self._request(body, context)
        act = commands.new_case(asked.heard)
        return await self._waited_for(asked, act, GlobalShortcut(asked.talk, None))

    async def case_from_message(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """The message shortcut."""
        asked = self._request(body, context)
        act = commands.case_from_message(asked.heard)
        return await self._waited_for(asked, act, Surface(asked.talk, act.place))

    async def press(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A press on a message, in a modal or on the home page."""
        asked = self._request(body, context)
        act = presses.press(asked.heard)
        if act is None:
            return acknowledged()
        view = part(body, "view")
        surface: Surface
        if text(view, "type") == "home":
            surface = OnHome(asked.talk, None)
        elif view:
            surface = InModal(asked.talk, act.place, view_id=text(view, "id"))
        else:
            ephemeral = part(body, "container").get("is_ephemeral") is True
            surface = OnMessage(asked.talk, act.place, ephemeral=ephemeral)
        return await self._waited_for(asked, act, surface)

    async def suggestion(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A searchable field."""
        asked = self._request(body, context)
        act = presses.suggestion(asked.heard)
        return await self._answered(asked, act, Searching(asked.talk, None))

    async def submission(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A submitted form."""
        asked = self._request(body, context)
        act = submissions.submission(asked.heard)
        surface = Submitted(asked.talk, act.place, view=part(body, "view"))
        return await self._answered(asked, act, surface)

    async def message(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A message or a mention."""
        body = messages.as_written(body)
        asked = self._request(body, context)
        if gone := channels.deleted(asked.heard):
            await self._tools.front.hear(gone)
            return acknowledged()
        act = messages.message(asked.heard)
        if act is not None and has_stubs(body):
            patience = self._tools.timing.answer
            body = await described(self._tools.web, asked.workspace.token, body, patience=patience)
            asked = self._request(body, context)
            act = messages.message(asked.heard)
        if act is None:
            return acknowledged()
        return await self._answered(asked, act, Written(asked.talk, act.place))

    async def home_opened(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """The home page."""
        asked = self._request(body, context)
        if not messages.opens_home(body):
            return acknowledged()
        await self._tools.people.find(
            asked.workspace,
            asked.heard.via,
            asked.talk.ear.user,
            patience=self._tools.timing.answer,
        )
        act = messages.home_opened(asked.heard)
        return await self._answered(asked, act, AtHome(asked.talk, None))

    async def _waited_for(self, asked: Request, act: Interaction, surface: Surface) -> BoltResponse:
        """Answer an act that Slack brings once: where no words arrive, its own sign of trouble."""
        response = await self._answered(asked, act, surface)
        return surface.at_last(asked.talk.unheard) if asked.talk.unheard else response

    async def _answered(self, asked: Request, act: Interaction, surface: Surface) -> BoltResponse:
        outcome = await ask(self._tools.front, act)
        if isinstance(outcome, str):
            return await surface.failed(outcome)
        if isinstance(outcome, OpenForm):
            self._tools.people.meet(asked.workspace, asked.heard.via, asked.talk.ear.user)
        return await answer(outcome, surface)

    def _request(self, body: Json, context: AsyncBoltContext) -> Request:
        return request(self._tools, body, context)
