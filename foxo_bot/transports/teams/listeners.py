"""What happens on each kind of activity: translate, ask the Front, answer where the person is."""

from collections.abc import Awaitable, Callable, Mapping

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Option
from foxo_bot.edges.payload import Json, text
from foxo_bot.handlers.asking import ask
from foxo_bot.handlers.interaction import Interaction, Kind, OpenForm, Options
from foxo_bot.transports.teams.answers import answer
from foxo_bot.transports.teams.inbound import dialogs, extension, messages, presses
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.news import NewsListeners
from foxo_bot.transports.teams.surfaces.base import ACCEPTED, Answer
from foxo_bot.transports.teams.surfaces.dialog import InDialog, Submitted
from foxo_bot.transports.teams.surfaces.pressed import OnCard, Viewed, not_ours
from foxo_bot.transports.teams.surfaces.searching import Searching
from foxo_bot.transports.teams.surfaces.written import Written, button_for, is_private
from foxo_bot.transports.teams.tools import Tools

Listener = Callable[[Heard], Awaitable[Answer]]


class Listeners:
    """One method for each kind of activity that a person's act makes."""

    def __init__(self, tools: Tools, news: NewsListeners) -> None:
        self._tools = tools
        self._people: dict[str, Listener] = {
            "message": self.message,
            "messageUpdate": self.edited,
            "task/fetch": self.opened,
            "task/submit": self.submitted,
            "composeExtension/fetchTask": self.extension,
            "composeExtension/submitAction": self.submitted,
            "adaptiveCard/action": self.executed,
            "application/search": self.searched,
        }
        self._news: dict[str, Listener] = {
            "conversationUpdate": news.changed,
            "installationUpdate": news.installed,
        }

    async def take(self, body: Json) -> Answer:
        """The answer to a genuine activity; what nobody listens to is simply accepted."""
        heard = Heard(body, self._tools.clock())
        kind = text(body, "type")
        if kind in self._news:
            return await self._news[kind](heard)
        listener = self._people.get(text(body, "name") if kind == "invoke" else kind)
        if listener is None or not heard.user or heard.user.startswith("28:"):
            return ACCEPTED
        self._tools.background.start("reference", self._tools.references.learn(heard))
        return await listener(await self._tools.people.introduced(heard))

    async def message(self, heard: Heard) -> Answer:
        """A message, or a press in a client that knows no Action.Execute."""
        if presses.pressed(heard.body) and not text(heard.body, "text"):
            return await self._written(heard, presses.press(heard))
        async with self._tools.given.fetched(messages.message(heard), heard) as act:
            return await self._written(heard, act)

    async def edited(self, heard: Heard) -> Answer:
        """Somebody changed a message of theirs."""
        act = messages.edit(heard)
        return await self._written(heard, act) if act else ACCEPTED

    async def _written(self, heard: Heard, act: Interaction) -> Answer:
        surface = Written(self._tools.talk(heard), act)
        if is_private(act) and not heard.personal:
            return await surface.show(button_for(act))
        return await answer(await ask(self._tools.front, act), surface)

    async def opened(self, heard: Heard) -> Answer:
        """A button that opens a dialog, or a button in one."""
        act = presses.press(heard)
        return await answer(
            await ask(self._tools.front, act), InDialog(self._tools.talk(heard), act)
        )

    async def submitted(self, heard: Heard) -> Answer:
        """A dialog came back: a form, or a button in it."""
        data = extension.submitted(heard, presses.pressed(heard.body))
        if not text(data, "form"):
            return await self.opened(heard)
        act = dialogs.submission(heard, data)
        dialog = dialogs.dialog_of(data)

        async def redrawn(errors: Mapping[str, str]) -> Json | None:
            return await self._redrawn(act, dialog, errors)

        surface = Submitted(self._tools.talk(heard), act, redrawn)
        return await answer(await ask(self._tools.front, act), surface)

    async def extension(self, heard: Heard) -> Answer:
        """The messaging extension's New case."""
        act = extension.new_case(heard)
        return await answer(
            await ask(self._tools.front, act), InDialog(self._tools.talk(heard), act)
        )

    async def executed(self, heard: Heard) -> Answer:
        """A press that does something at once."""
        act = presses.press(heard)
        if not act.name:
            return not_ours()
        unasked = act.kind is Kind.VIEW or presses.is_automatic(heard.body)
        surface = (Viewed if unasked else OnCard)(self._tools.talk(heard))
        return await answer(await ask(self._tools.front, act), surface)

    async def searched(self, heard: Heard) -> Answer:
        """A searchable field."""
        act = presses.search(heard)
        return await answer(await ask(self._tools.front, act), Searching(self._tools.talk(heard)))

    async def _redrawn(
        self, act: Interaction, dialog: dialogs.Dialog | None, errors: Mapping[str, str]
    ) -> Json | None:
        """The form that was submitted, with everything typed; None where it cannot be had."""
        if dialog is None or dialog.kind not in {Kind.COMMAND, Kind.ACTION}:
            return None
        reply = await ask(self._tools.front, dialogs.reopening(act, dialog))
        if not isinstance(reply, OpenForm) or reply.form.id != act.name:
            return None
        return drawn.dialog(
            dialog.remembered(reply.form),
            errors=errors,
            typed=act.values,  # type: ignore[arg-type]  # no file comes in a form of Teams
            known=await self._known(act, dialogs.asked_for(reply.form)),
        )

    async def _known(self, act: Interaction, fields: list[str]) -> dict[str, tuple[Option, ...]]:
        """The names of options that were found by typing: they come back as bare values."""
        found = {}
        for field in fields:
            if act.values.get(field):
                search = Interaction(Kind.OPTIONS, field, act.actor, act.now, place=act.place)
                reply = await ask(self._tools.front, search)
                found[field] = reply.options if isinstance(reply, Options) else ()
        return found
