"""A person's own shifts as a calendar that other programs subscribe to."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from icalendar import Calendar, Event, vDuration

from foxo_bot.handlers.ports import Front
from foxo_bot.model import LinkInvalid, Shift
from foxo_bot.signing import SHIFTS, ShiftsGrant, Signer
from foxo_bot.web.page import HEADERS

_GONE = "This link is not valid. Take the one that Foxo Bot's home page shows now."
_AGAIN = timedelta(hours=1)
"""How often calendar programs are asked to look; each does as it likes."""


class Shifts:
    """GET /shifts/{token}.ics. It says when and for which team, and nothing of any case."""

    def __init__(self, *, front: Front, signer: Signer, clock: Callable[[], datetime]) -> None:
        self._front = front
        self._signer = signer
        self._clock = clock
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/shifts/{token}.ics", self.show, methods=["GET", "HEAD"])

    async def show(self, request: Request) -> Response:
        now = self._clock()
        token = str(request.path_params["token"])
        try:
            grant = self._signer.read_as(ShiftsGrant, token, purpose=SHIFTS, now=now)
        except LinkInvalid:
            return PlainTextResponse(_GONE, status_code=404, headers=HEADERS)
        shifts = await self._front.shifts(grant, now)
        headers = HEADERS | {"Content-Disposition": 'inline; filename="shifts.ics"'}
        return Response(calendar(shifts, now), media_type="text/calendar", headers=headers)


def calendar(shifts: Sequence[Shift], now: datetime) -> bytes:
    """The shifts in iCalendar's form."""
    found = Calendar()
    found.add("prodid", "-//Foxo Bot//Duty//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "On duty")
    found.add("refresh-interval", vDuration(_AGAIN), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(_AGAIN))
    for shift in shifts:
        event = Event()
        event.add(
            "uid", f"{shift.team_id}-{shift.person_id}-{shift.starts_at:%Y%m%dT%H%MZ}@foxo-bot"
        )
        event.add("dtstamp", now)
        event.add("dtstart", shift.starts_at)
        event.add("dtend", shift.ends_at)
        event.add("summary", f"On duty: {shift.team_name}")
        found.add_component(event)
    return bytes(found.to_ical())
