"""What a person does on the page, carried out in the stand-ins. Each answers what to show them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.demo import Demo
from foxo_bot.sandbox.page import typed
from foxo_bot.sandbox.page.looking import Looking
from foxo_bot.sandbox.page.pressing import Pressed, action_in, action_on, read
from foxo_bot.sandbox.slack.nouns import Message
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.people.screen import Modal, Screen
from foxo_bot.sandbox.troubles import Switches

RATES = {"real": 1.0, "fast": 60.0}
GONE = "That is no longer there."

Act = Callable[[Looking, FormData], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Acts:
    """Every act takes the form that was sent, and answers what went wrong, or nothing."""

    demo: Demo
    switches: Switches

    @property
    def by_name(self) -> dict[str, Act]:
        """What can be posted to /act/…"""
        return {
            "say": self.say,
            "press": self.press,
            "shortcut": self.shortcut,
            "modal": self.modal,
            "home": self.home,
            "text": self.text,
            "clock": self.clock,
            "fault": self.fault,
        }

    async def say(self, at: Looking, form: FormData) -> str:
        """Type a line in a conversation or thread: a message or a slash command."""
        line, person = str(form.get("line", "")).strip(), self._person(at)
        given = [f for f in form.getlist("file") if isinstance(f, UploadFile) and f.filename]
        files = [await typed.uploaded(file) for file in given]
        thread = self._message(at, at.thread) if form.get("thread") else None
        if line.startswith("/"):
            below = Post(person.world, thread) if thread else None
            return (await person.types(line, channel=at.where, thread=below)).warning
        if not line and not files:
            return ""
        if thread:
            await person.replies(Post(person.world, thread), line, files=files)
        else:
            await person.says(line, channel=at.where, files=files)
        return ""

    async def press(self, at: Looking, form: FormData) -> str:
        """Press or choose something on a message."""
        person, pressed = self._person(at), _pressed(form)
        message = self._message(at, str(form.get("ts", "")))
        action = action_on(message, pressed)
        return _told(person, await person.acts.press_message(person.user, message, action))

    async def shortcut(self, at: Looking, form: FormData) -> str:
        """A global shortcut, or one on a message."""
        person, ts = self._person(at), str(form.get("ts", ""))
        on = Post(person.world, self._message(at, ts)) if ts else None
        return (await person.uses_shortcut(str(form["shortcut"]), on=on)).warning

    async def home(self, at: Looking, form: FormData) -> str:
        """Press something in the home tab."""
        screen = self._person(at).home
        if screen is None:
            return GONE
        await typed.take_over(screen.world, screen.view, form)
        return await _press(screen, _pressed(form))

    async def modal(self, at: Looking, form: FormData) -> str:
        """Something in the modal on top: typing, choosing, pressing, sending or closing it."""
        modal = self._person(at).modal
        done = str(form.get("do", ""))
        if modal is None or modal.view.id != form.get("view"):
            return "" if done in {"fill", "close", "dismiss"} else GONE  # came after the end
        await typed.take_over(modal.world, modal.view, form)
        ending = {"submit": modal.submit, "close": modal.close, "dismiss": modal.dismiss}
        if done in ending:
            return await ending[done]()
        if done == "choose":
            return await _dispatch(modal, _pressed(form))
        return await _press(modal, _pressed(form)) if form.get("press") else ""

    async def text(self, at: Looking, form: FormData) -> str:
        """Answer from the phone."""
        line = str(form.get("line", "")).strip()
        if line:
            await self.demo.sandbox.twilio.phone(at.who.phone).replies(line)
        return ""

    async def clock(self, _: Looking, form: FormData) -> str:
        """Let time run at another rate, or jump to the next escalation."""
        wanted = str(form.get("to", ""))
        if wanted == "jump":
            await self.demo.jump()
        elif wanted in RATES:
            self.demo.clock.rate = RATES[wanted]
        return ""

    async def fault(self, _: Looking, form: FormData) -> str:
        """Switch a fault on or off."""
        return await self.switches.turn(str(form.get("turn", "")))

    def _person(self, at: Looking) -> Person:
        if not at.who.user:
            message = f"{at.who.name} has no Slack."
            raise CannotDoError(message)
        return self.demo.sandbox.slack.person(at.who.user)

    def _message(self, at: Looking, ts: str) -> Message:
        channel = self.demo.sandbox.slack.world.channels[at.where]
        mine = [m for m in channel.ephemerals if m.ephemeral_to == at.who.user and m.ts == ts]
        found = channel.message(ts) or next(iter(mine), None)
        if found is None or found.deleted:
            raise CannotDoError(GONE)
        return found


async def _press(screen: Screen, pressed: Pressed) -> str:
    action = action_in(screen.view.blocks, pressed)
    if action is None:
        return GONE
    return _warned(screen, await screen.acts.press_view(screen.view, action))


async def _dispatch(modal: Modal, pressed: Pressed) -> str:
    """Tell the app of an input at once, as dispatch_action asks."""
    field = modal.block(pressed.block_id)
    ids = {"block_id": pressed.block_id, "action_id": pressed.action_id}
    return _warned(modal, await modal.acts.press_view(modal.view, {**field.state, **ids}))


def _warned(screen: Screen, warning: str) -> str:
    screen.world.warn(screen.view.user_id, warning)
    return warning


def _told(person: Person, warning: str) -> str:
    person.world.warn(person.user.id, warning)
    return warning


def _pressed(form: FormData) -> Pressed:
    return read(str(form["press"]))
