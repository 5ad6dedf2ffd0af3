"""The page behind the link in an SMS or email: GET shows, only POST acknowledges."""

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from foxo_bot.cards.lines import line_text
from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import instant
from foxo_bot.handlers.interaction import Done, Interaction, Kind, KnownPerson, Tell
from foxo_bot.handlers.ports import AckSheet, Front
from foxo_bot.model import AWAITING, LinkInvalid, Refusal, State, Verb, spoken
from foxo_bot.signing import ACKNOWLEDGE, LINK_LIFE, Grant, Signer
from foxo_bot.web.page import page

_DONE = {
    State.PARTLY: "acknowledged",
    State.CLAIMED: "acknowledged",
    State.COMPLETED: "completed",
    State.CLOSED: "closed",
    State.WITHDRAWN: "withdrawn",
    State.DECLINED: "declined",
}
_BEGINNING = datetime.fromtimestamp(0, UTC)


class Acknowledge:
    """The addresses of one page."""

    def __init__(self, *, front: Front, signer: Signer, clock: Callable[[], datetime]) -> None:
        self._front = front
        self._signer = signer
        self._clock = clock
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/ack/{token}", self.show, methods=["GET", "HEAD"])
        self.router.add_api_route("/ack/{token}", self.act, methods=["POST"])

    async def show(self, request: Request) -> Response:
        """The case and a button, or who has it already. Changes nothing."""
        now = self._clock()
        try:
            sheet = await self._front.ack_sheet(self._grant(request, now), now)
        except Refusal:
            return self._no_case(request, now)
        return _case(sheet, words=_standing(sheet, now), button=_can_answer(sheet))

    async def act(self, request: Request) -> Response:
        """Acknowledge, and say what came of it."""
        now = self._clock()
        try:
            grant = self._grant(request, now)
            reply = await self._front.dispatch(_press(grant, now))
            sheet = await self._front.ack_sheet(grant, now)
        except Refusal:
            return self._no_case(request, now)
        match reply:
            case Done(line):
                return _case(sheet, words=line_text(line, sheet.zone), good=True)
            case Tell(line):
                return _case(sheet, words=line_text(line, sheet.zone), button=_can_answer(sheet))
            case _:
                raise TypeError(f"no page shows a reply of kind {type(reply).__name__}")

    def _grant(self, request: Request, now: datetime) -> Grant:
        token = str(request.path_params["token"])
        return self._signer.read(token, purpose=ACKNOWLEDGE, now=now)

    def _no_case(self, request: Request, now: datetime) -> Response:
        """410 where the link has expired, 404 where it never was one or its case is gone."""
        if self._made_by_us(request, now):
            return page("no_case.html", status=404, what="This case can no longer be found.")
        if self._made_by_us(request, _BEGINNING):
            what = f"This link has expired. Links work for {LINK_LIFE.days} days."
            return page("no_case.html", status=410, what=what)
        return page("no_case.html", status=404, what="This link is not valid.")

    def _made_by_us(self, request: Request, now: datetime) -> bool:
        try:
            self._grant(request, now)
        except LinkInvalid:
            return False
        return True


def _press(grant: Grant, now: datetime) -> Interaction:
    return Interaction(
        kind=Kind.ACTION,
        name=Verb.ACKNOWLEDGE.value,
        actor=KnownPerson(
            transport="email",
            person_id=grant.person_id,
            organisation_id=grant.organisation_id,
            recipient_id=grant.recipient_id,
        ),
        now=now,
    )


def _can_answer(sheet: AckSheet) -> bool:
    return sheet.asked or sheet.state in AWAITING


def _case(sheet: AckSheet, *, words: str, button: bool = False, good: bool = False) -> Response:
    return page(
        "case.html",
        number=spoken(sheet.number),
        triage=sheet.triage.value,
        team=sheet.team,
        age=spoken_age(sheet.age),
        words=words,
        button=button,
        asked=sheet.asked,
        good=good,
    )


def _standing(sheet: AckSheet, now: datetime) -> str:
    """Where the case stands, who moved it there and when."""
    done = _DONE.get(sheet.state)
    if done is None:
        return "Nobody has acknowledged this case yet."
    by = f" by {sheet.holder_name}" if sheet.holder_name else ""
    when = (
        f", {spoken_age(now - sheet.at)} ago ({instant(sheet.at, sheet.zone)})" if sheet.at else ""
    )
    still = " It is still waiting for somebody." if sheet.state in AWAITING else ""
    return f"This case was {done}{by}{when}.{still}"
