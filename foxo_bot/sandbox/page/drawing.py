"""Draws the page's parts from templates. A part is a piece of the page that changes by itself."""

import json
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from foxo_bot.model import spoken
from foxo_bot.sandbox.cast import CAST
from foxo_bot.sandbox.demo import Demo
from foxo_bot.sandbox.page import ledger, times
from foxo_bot.sandbox.page.conversation import messages_in, messages_under, name_of
from foxo_bot.sandbox.page.looking import Looking, conversations
from foxo_bot.sandbox.page.mrkdwn import Drawing
from foxo_bot.sandbox.page.pressing import Pressed
from foxo_bot.sandbox.page.typed import input_name
from foxo_bot.sandbox.page.unread import Unread
from foxo_bot.sandbox.slack.limits import options_of
from foxo_bot.sandbox.slack.people.form import Field, fields_of
from foxo_bot.sandbox.slack.state import key_of
from foxo_bot.sandbox.troubles import TROUBLES, Switches
from foxo_bot.store.ledger import next_due

PARTS = ("clock", "faults", "people", "sidebar", "conversation", "thread", "device", "ledger",
         "modal")  # fmt: skip
SHORTCUTS = {"foxo_new_case": "New case", "foxo_case_from_message": "Make a case of this"}
"""As the Slack manifest names them."""

_TEMPLATES = Environment(
    loader=PackageLoader("foxo_bot.sandbox.page"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES.globals |= {
    "cast": CAST,
    "faces": {one.user: index for index, one in enumerate(CAST) if one.user},
    "troubles": TROUBLES,
    "shortcuts": SHORTCUTS,
    "times": times,
    "spoken": spoken,
    "options_of": options_of,
    "key_of": key_of,
    "input_name": input_name,
}
_TEMPLATES.filters["json"] = json.dumps


class Drawer:
    """Draws what one window looks at."""

    def __init__(self, demo: Demo, unread: Unread, switches: Switches) -> None:
        self._demo = demo
        self._unread = unread
        self._switches = switches

    async def page(self, at: Looking) -> str:
        """The whole page."""
        parts = {name: Markup(html) for name, html in (await self.parts(at)).items()}  # noqa: S704 - drawn here
        return _TEMPLATES.get_template("page.html").render(at=at, parts=parts)

    async def parts(self, at: Looking) -> dict[str, str]:
        """Every part as HTML."""
        self._unread.look(at)
        facts = {**self._around(at), **self._slack(at), **await self._bot(at)}
        return {
            name: _TEMPLATES.get_template(f"{name}.html").render(at=at, **facts) for name in PARTS
        }

    def _around(self, at: Looking) -> dict[str, Any]:
        sandbox, now = self._demo.sandbox, self._demo.clock.now()
        return {
            "now": now,
            "rate": self._demo.clock.rate,
            "unread": self._unread,
            "on": self._switches.on,
            "draw": Drawing(sandbox.slack.world, now),
            "texts": sandbox.twilio.world.handset(at.who.phone).inbox,
            "own_texts": [
                sms
                for sms in sandbox.twilio.world.messages.values()
                if sms.from_number == at.who.phone
            ],
            "mails": list(enumerate(sandbox.smtp.mailbox(at.who.email).mails)),
            "pressed": lambda *ids: str(Pressed(*ids)),
        }

    def _slack(self, at: Looking) -> dict[str, Any]:
        world = self._demo.sandbox.slack.world
        channel = world.channels.get(at.where)
        user = at.who.user
        stack = world.stacks.get(user, [])
        home = self._demo.sandbox.slack.person(user).home if user else None
        return {
            "world": world,
            "channel": channel,
            "name_of": lambda one: name_of(world, one),
            "conversations": conversations(world, at.who),
            "messages": messages_in(world, channel, user) if channel else [],
            "under": messages_under(world, channel, at.thread, user)
            if channel and at.thread
            else [],
            "home": home.view if home else None,
            "view": stack[-1] if stack else None,
            "below": len(stack) - 1,
            "fields": lambda view: _fields(view, world),
            "app_here": any(i.team_id == at.who.workspace for i in world.installs),
        }

    async def _bot(self, at: Looking) -> dict[str, Any]:
        database = self._demo.program.database
        due = await database.read(next_due)
        if at.log == "calls":
            return {"due": due, "lines": ledger.calls(self._demo.sandbox)}
        look = ledger.outbox if at.log == "outbox" else ledger.events
        return {"due": due, "lines": await database.read(look)}


def _fields(view: Any, world: Any) -> dict[tuple[str, str], Field]:
    """The inputs of a view by block id and action id."""
    return {(f.block["block_id"], f.element["action_id"]): f for f in fields_of(world, view)}
