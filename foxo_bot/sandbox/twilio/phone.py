"""A phone in somebody's hand: its texts, and what can be answered."""

from dataclasses import dataclass

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.twilio.webhooks import Webhooks
from foxo_bot.sandbox.twilio.world import Alert, Handset, Sms, World

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"}
)
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})
STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from "
    "this number. Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for "
    "help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


@dataclass(frozen=True, slots=True)
class Phone:
    """One number's phone."""

    handset: Handset
    world: World
    webhooks: Webhooks
    clock: Clock

    @property
    def number(self) -> str:
        """Its number."""
        return self.handset.number

    @property
    def inbox(self) -> list[Sms]:
        """What arrived, oldest first."""
        return self.handset.inbox

    @property
    def last(self) -> Sms:
        """The newest text."""
        if not self.inbox:
            reason = f"{self.number} has received nothing"
            raise LookupError(reason)
        return self.inbox[-1]

    def undeliverable(self, code: int = 30005, *, status: str = "undelivered") -> None:
        """From now on texts to it end so: 30003 off, 30005 unknown, 30006 landline, 30007."""
        self.handset.failure, self.handset.failure_status = code, status

    def reachable(self) -> None:
        """Undo `undeliverable`."""
        self.handset.failure = None

    async def replies(self, body: str, *, to: str | None = None) -> list[str]:
        """Text the number that wrote last; answers what came straight back to the phone."""
        other = to or (self.inbox[-1].from_number if self.inbox else self.world.numbers[0])
        sms = Sms(self.world.mint(), self.number, other, body, self.clock.now())
        sms.direction, sms.status = "inbound", "received"
        self.world.messages[sms.sid] = sms
        before = len(self.inbox)
        self._keyword(other, body)
        for text in await self.webhooks.incoming(sms):
            self._answered(other, text)
        return [answer.body for answer in self.inbox[before:]]

    def _keyword(self, other: str, body: str) -> None:
        """What Twilio itself does with STOP, START and HELP, whatever the app does."""
        word = body.strip().upper()
        if word in STOP_WORDS and other not in self.handset.stopped:
            self._arrives(other, STOPPED)
            self.handset.stopped.add(other)
        elif word in START_WORDS and other in self.handset.stopped:
            self.handset.stopped.discard(other)
            self._arrives(other, STARTED)
        elif word in HELP_WORDS:
            self._arrives(other, HELPED)

    def _answered(self, other: str, text: str) -> None:
        if other in self.handset.stopped:
            self.world.alerts.append(Alert(21610, f"{self.number} has stopped {other}"))
        else:
            self._arrives(other, text)

    def _arrives(self, other: str, text: str) -> None:
        sms = Sms(self.world.mint(), other, self.number, text, self.clock.now())
        sms.direction, sms.status = "outbound-reply", "delivered"
        self.world.messages[sms.sid] = sms
        self.inbox.append(sms)
