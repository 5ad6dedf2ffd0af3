"""One worker for one transport: claims just in time, sends, and records in natural groups.

Each transport has its own, so that one that hangs or is refused delays only its own messages.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from foxo_bot.delivery import reply_codes
from foxo_bot.delivery.answering import Answering
from foxo_bot.delivery.compose import compose
from foxo_bot.delivery.depot import Depot
from foxo_bot.delivery.paces import pace
from foxo_bot.delivery.record import Ending, Lapsed, Result
from foxo_bot.delivery.recorder import Recorder
from foxo_bot.delivery.transport import Parcel, Transport, TryLater, Undeliverable
from foxo_bot.delivery.work import Moot
from foxo_bot.store import claims, memberships, outbox
from foxo_bot.store.db import FAULTS, Tx
from foxo_bot.store.outbox import Message

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed row, with the SMS code it carries, if any."""

    message: Message
    code: str


@dataclass(frozen=True, slots=True)
class _Hold:
    """A worker's hold on what it has claimed: in which round, and until when it may begin to send.

    A process that hung over this may find its rows taken over by another.
    """

    round: int
    until: datetime


class Courier:
    """Delivers one transport's rows until it is stopped."""

    def __init__(self, depot: Depot, transport: Transport) -> None:
        self._depot = depot
        self._database = depot.database
        self.transport = transport
        self.answering = Answering()
        self._clock = depot.clock
        self._wake = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        self._slots = asyncio.Semaphore(depot.slots)
        self._recorder = Recorder(depot, transport.name)
        self._claiming = asyncio.Lock()
        self._rounds = 0
        self._unsure = False  # whether rows may be claimed that are in nobody's hands
        self._stopped: dict[tuple[int, int | None], int] = {}
        self._runner: asyncio.Task[None] | None = None
        self._stopping = False
        self._full = False  # whether more may be due than was taken in hand

    def start(self) -> None:
        self._runner = asyncio.create_task(self._run(), name=f"courier {self.transport.name}")

    async def stop(self) -> None:
        """Claim nothing more, let what is under way end, and record it."""
        self._recorder.stopping = True
        self._stopping = True  # not cancel(): a claimed row is handed over rather than left leased
        self._wake.set()
        if self._runner:
            await self._runner
            self._runner = None
        if self._busy:
            await asyncio.wait(self._busy)

    def nudge(self) -> None:
        """Something may be due."""
        self._wake.set()

    def stopped(self, recipient_id: int, person_id: int | None = None) -> None:
        """An acknowledgement has committed: nothing in hand for it may leave any more.

        With a person, only what is for them.
        """
        if self._busy or self._claiming.locked():
            self._stopped[recipient_id, person_id] = self._rounds
        else:
            self._stopped.clear()

    async def deliver_due(self) -> int:
        """Claim what is due, up to the free slots, and begin to send it; how many were claimed."""
        async with self._claiming:
            return await self._claim_and_send()

    async def _claim_and_send(self) -> int:
        if len(self._busy) > self._depot.slots:
            self._full = True  # whatever is due waits until something ends: no use in looking
            return 0
        now = self._clock()
        if self._unsure:
            await self._database.write(self._give_back, now)
        self._unsure = True
        self._rounds += 1
        hold = _Hold(self._rounds, now + self._depot.lease / 2)
        claimed = await self._database.write(self._claim, now)
        self._full = len(claimed) == self._depot.slots
        if claimed:
            drawn = await self._database.read(self._compose, claimed, now)
            for one, parcel in zip(claimed, drawn, strict=True):
                self._in_hand.add(one.message.id)
                task = asyncio.create_task(self._handle(one.message, parcel, hold))
                self._busy.add(task)
                task.add_done_callback(partial(self._freed, one.message.id))
        self._unsure = False
        return len(claimed)

    async def settle(self) -> bool:
        """Deliver until nothing is due at the clock's present instant; whether anything was."""
        delivered = False
        while await self.deliver_due() or self._busy:
            delivered = True
            if self._busy:
                await asyncio.wait(self._busy)
        return delivered

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                claimed = await self.deliver_due()
                pause = await self._pause(claimed)
            except Exception:  # the worker outlives whatever one round meets: the rows stay due
                log.exception("delivery round failed", extra={"transport": self.transport.name})
                pause = self._depot.safety
            if pause > 0:
                await self._wait(pause)

    async def _pause(self, claimed: int) -> float:
        """Seconds until something is due, as far as is known now."""
        if self._full and not claimed:
            return self._depot.safety
        if claimed:
            return 0
        due = await self._database.read(claims.next_due, self.transport.name)
        if due is None:
            return self._depot.safety
        return min(self._depot.safety, max(0.0, (due - self._clock()).total_seconds()))

    async def _wait(self, pause: float) -> None:
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            return

    def _claim(self, tx: Tx, now: datetime) -> list[Claimed]:
        rows = claims.claim(
            tx,
            self.transport.name,
            limit=self._depot.slots,
            now=now,
            lease=self._depot.lease,
            owner=self._depot.owner,
            pace=pace,
            but=self._in_hand,
        )
        made = (
            reply_codes.for_texts(tx, rows, now) if getattr(self.transport, "hears", False) else {}
        )
        return [Claimed(row, made.get(row.id, "")) for row in rows]

    def _give_back(self, tx: Tx, now: datetime) -> None:
        name, owner = self.transport.name, self._depot.owner
        claims.give_back(tx, name, owner=owner, but=self._in_hand, now=now)

    def _compose(self, tx: Tx, claimed: list[Claimed], now: datetime) -> list[Parcel | Ending]:
        memberships.learn(tx, [one.message.person_id for one in claimed if one.message.person_id])
        made = {one.message.id: one.code for one in claimed}
        draw = partial(
            compose, codes=lambda message: made[message.id], links=self._depot.links, now=now
        )
        return [_drawn(draw, tx, one.message) for one in claimed]

    async def _handle(self, message: Message, parcel: Parcel | Ending, hold: _Hold) -> None:
        if not isinstance(parcel, Parcel):
            await self._record(Result(message, parcel))
            return
        async with self._slots:  # until it is written down: a kill repeats no more than so many
            outcome = await self._held_back(message, hold) or await self._send(message, parcel)
            self.answering.note(outcome, self._clock())
            await self._record(Result(message, outcome))

    async def _record(self, result: Result) -> None:
        await self._recorder.add(result, alone=len(self._busy) == 1)

    async def _held_back(self, message: Message, hold: _Hold) -> Ending | None:
        """Why a row in hand must not be sent any more, at the last moment before it is."""
        if message.step is not None:
            if not self._database.hears and not await self._still_waits(message):
                return Lapsed()
            about = message.recipient_id or 0
            if self._database.is_stopping(about, message.person_id):
                return Lapsed()  # it is dropped by that commit, or due again where that fails
            whose = {(about, None), (about, message.person_id)}
            if any(self._stopped.get(one, 0) >= hold.round for one in whose):
                return Moot("acknowledged")
        return Lapsed() if self._clock() >= hold.until else None

    async def _still_waits(self, message: Message) -> bool:
        """Whether the row is still to be sent, asked where nobody tells us that it is not."""
        try:
            return await self._database.read(outbox.is_open, message)
        except FAULTS:
            log.warning("held back: the database does not answer", extra={"outbox_id": message.id})
            return False

    async def _send(self, message: Message, parcel: Parcel) -> Ending:
        try:
            return await self.transport.send(parcel)
        except (TryLater, Undeliverable) as failure:
            return failure
        except Exception:  # a fault of ours in a transport must not lose the row
            log.exception("sending failed", extra={"outbox_id": message.id})
            return TryLater("internal", uncertain=True)

    def _freed(self, row: int, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._in_hand.discard(row)
        if not self._full or len(self._busy) <= self._depot.slots:
            self._wake.set()


def _drawn(
    draw: Callable[[Tx, Message], Parcel | Moot], tx: Tx, message: Message
) -> Parcel | Ending:
    try:
        return draw(tx, message)
    except Exception:  # what cannot be drawn must not hold up what was claimed with it
        log.exception("drawing failed", extra={"outbox_id": message.id})
        return TryLater("internal")
