"""Duty rosters: who is on duty is told, a calendar that dies is survived, a gap is no surprise."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from foxo_bot.calendars.fetch import Fetcher, Unreadable
from foxo_bot.commands.check import check
from foxo_bot.directory import apply, file
from foxo_bot.directory.show import show
from foxo_bot.sandbox.calendars import CalendarServer
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.store.db import Tx
from tests.scenarios import cast, program
from tests.scenarios.hospital import Hospital

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
X-WR-TIMEZONE:Australia/Sydney
{events}
END:VCALENDAR
"""
EVENT = """\
BEGIN:VEVENT
UID:{title}@google.com
DTSTART:{start}
DTEND:{end}
SUMMARY:{title}
END:VEVENT"""


def feed(*events: tuple[str, str, str]) -> str:
    """A calendar of (title, start, end), the times as 0302T1200 in UTC."""
    drawn = [
        EVENT.format(title=title, start=f"2026{start}00Z", end=f"2026{end}00Z")
        for title, start, end in events
    ]
    return CALENDAR.format(events="\n".join(drawn))


CLEO_ALL_WEEK = ("Cleo Concierge", "0302T0000", "0309T0000")


def rostered(address: str) -> str:
    return cast.DIRECTORY.replace(
        "        accepts_external: true\n        members:\n          - {name: Cleo",
        f'        accepts_external: true\n        roster: {{ical: "{address}"}}\n'
        "        members:\n          - {name: Cleo",
    )


@pytest.fixture
async def ward(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    """The hospital, its radiology with a duty calendar in which Cleo has the whole week."""
    async with program.opened(tmp_path, migrated) as here:
        await follows(here, feed(CLEO_ALL_WEEK))
        yield here


async def follows(here: Hospital, text: str) -> None:
    """The radiology's roster is a calendar with this text from now on."""
    address = here.sandbox.calendars.publish("radiology", text)
    parsed = file.parse(rostered(address))
    await here.program.database.write(lambda tx: apply.apply(tx, parsed, now=here.now))
    await here.quiet()


def changes(sandbox: Sandbox, text: str) -> None:
    sandbox.calendars.feeds["radiology"].text = text


async def team_card(here: Hospital) -> str:
    await here.lane.types("/foxo team", channel=cast.RADIOLOGY)
    return here.lane.ephemerals[-1].text_shown()


async def test_the_card_of_a_team_tells_who_is_on_duty_now_and_next(ward: Hospital) -> None:
    changes(
        ward.sandbox,
        feed(
            ("Cleo Concierge", "0302T0000", "0302T2000"),
            ("Casey Concierge", "0302T2000", "0304T0800"),
            ("Dr Locum", "0304T0800", "0305T0800"),
        ),
    )
    await ward.passes(minutes=17)
    card = await team_card(ward)
    assert "On duty now: Cleo Concierge until" in card
    assert "Next: Casey Concierge from" in card
    assert "Duty calendar read" in card
    assert "“Dr Locum” from" in card
    assert "Invite the member to the event by email" in card
    await ward.lane.press(ward.lane.ephemerals[-1], "Edit escalation")
    form = ward.lane.modal
    assert form
    assert "default: 24h email to on-duty; 2d email; 3d" in form.block("normal").hint
    await form.dismiss()

    await ward.cleo.types("/foxo team", channel=cast.RADIOLOGY)
    assert "Dr Locum" not in ward.cleo.ephemerals[-1].text_shown()


async def test_a_calendar_that_dies_is_served_from_its_last_copy_and_its_lead_is_told_once(
    ward: Hospital,
) -> None:
    ward.sandbox.calendars.faults.broken(status=503)
    await ward.passes(minutes=40)
    assert "On duty now: Cleo Concierge" in await team_card(ward)
    assert "its server answers 503. The copy of 40 min" in await team_card(ward)
    assert "duty calendar" not in ward.news(ward.lane)

    await ward.passes(hours=2)
    assert (
        ward.news(ward.lane).count("The duty calendar of Radiology Concierge cannot be read") == 1
    )
    assert "On duty now: Cleo Concierge" in await team_card(ward)
    told = await ward.read(lambda tx: show(tx, ward.now))
    assert "! The duty calendar cannot be read: its server answers 503." in told
    metrics = await text_at(f"{ward.url}/metrics")
    assert "foxo_duty_calendars_failing 1.0" in metrics

    ward.sandbox.calendars.faults.clear()
    await ward.passes(minutes=20)
    assert "can be read again" in ward.news(ward.lane)
    assert "Duty calendar read" in await team_card(ward)


async def test_a_calendar_that_has_not_changed_is_not_sent_again(ward: Hospital) -> None:
    await ward.passes(minutes=40)
    assert ward.sandbox.calendars.feeds["radiology"].asked == [200, 304, 304]
    assert "On duty now: Cleo Concierge" in await team_card(ward)


async def test_what_is_no_calendar_or_huge_or_leads_astray_does_not_replace_the_last_good_copy(
    ward: Hospital,
) -> None:
    served = ward.sandbox.calendars.feeds["radiology"]
    for text in ("<html>Sign in</html>", ""):
        served.text = text
        await ward.passes(minutes=17)
        assert "give the address in iCal format" in await team_card(ward)

    served.huge = True
    await ward.passes(minutes=17)
    assert "it is larger than 5 MB" in await team_card(ward)

    served.huge, served.leads_to = False, "http://192.0.2.1/private.ics"
    await ward.passes(minutes=17)
    assert "leads on to one that is not https" in await team_card(ward)

    served.leads_to = "https://192.168.0.1/private.ics"
    await ward.passes(minutes=17)
    assert "into a private network" in await team_card(ward)

    served.leads_to = ""
    ward.sandbox.calendars.faults.refuses()
    await ward.passes(minutes=17)
    card = await team_card(ward)
    assert "its server cannot be reached" in card
    assert "On duty now: Cleo Concierge" in card


async def test_a_server_that_never_answers_is_not_waited_for() -> None:
    fetcher = Fetcher(patience=0.05)
    async with CalendarServer() as server:
        address = server.publish("slow", feed(CLEO_ALL_WEEK))
        server.faults.hangs()
        with pytest.raises(Unreadable, match=r"did not answer in 0\.05 s"):
            await fetcher.fetch(address, None, None)
        await fetcher.close()


async def test_the_check_of_an_operator_reads_every_calendar(
    ward: Hospital, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ward.settings.model_copy(update={"slack_bot_token": ""})
    await check(settings)
    read = "ok     Duty calendar of Radiology Concierge: read, with 0 turns of duty in six weeks."
    assert read in capsys.readouterr().out  # what the story's calendar holds is long over today
    ward.sandbox.calendars.faults.broken(status=404)
    assert await check(settings) == 1
    told = capsys.readouterr().out
    assert "FAULT  Duty calendar of Radiology Concierge: there is no calendar at its addr" in told
    assert "private-" not in told


async def test_an_address_that_never_worked_is_told_to_the_lead_within_minutes(
    ward: Hospital,
) -> None:
    del ward.sandbox.calendars.feeds["radiology"]
    address = ward.sandbox.calendars.publish("other", "")
    parsed = file.parse(cast.DIRECTORY)
    await ward.program.database.write(lambda tx: apply.apply(tx, parsed, now=ward.now))
    parsed = file.parse(rostered(address))
    await ward.program.database.write(lambda tx: apply.apply(tx, parsed, now=ward.now))
    await ward.passes(minutes=5)
    assert "It could never be read" in ward.news(ward.lane)
    assert "could never be read" in await team_card(ward)


async def test_a_gap_is_told_to_the_lead_a_day_ahead_once_and_again_when_it_comes_back(
    ward: Hospital,
) -> None:
    until_tomorrow = ("Cleo Concierge", "0302T0000", "0303T1400")
    changes(ward.sandbox, feed(until_tomorrow, ("Casey Concierge", "0304T0800", "0309T0000")))
    await ward.passes(hours=1)
    assert "Nobody is on duty" not in ward.news(ward.lane)
    await ward.passes(hours=2)
    assert ward.news(ward.lane).count("Nobody is on duty in Radiology Concierge") == 1
    assert "cases then go to all members." in ward.news(ward.lane)
    assert "Nobody is on duty" not in ward.news(ward.cleo)

    a_minute_short = ("Cleo Concierge", "0302T0000", "0303T0859")
    changes(ward.sandbox, feed(a_minute_short, ("Casey Concierge", "0303T0900", "0309T0000")))
    await ward.passes(minutes=20)
    changes(ward.sandbox, feed(until_tomorrow, ("Casey Concierge", "0304T0800", "0309T0000")))
    await ward.passes(minutes=20)
    assert ward.news(ward.lane).count("Nobody is on duty in Radiology Concierge") == 2


async def test_where_chat_does_not_take_the_news_of_a_gap_it_goes_to_the_lead_by_mail(
    ward: Hospital,
) -> None:
    ward.sandbox.slack.faults.broken("chat.postMessage")
    changes(ward.sandbox, feed(("Cleo Concierge", "0302T0000", "0302T2000")))
    await ward.passes(minutes=20)

    [mail] = ward.mails("lane@northside.example")
    assert mail.subject == "Nobody is on duty in Radiology Concierge for some time."
    assert "from Mon 02 Mar 20:00 UTC on" in mail.plain
    assert "cases then go to all members" in mail.plain
    assert not ward.mails("duty@northside.example")


async def test_where_no_lead_can_be_told_of_a_broken_calendar_the_fallback_contact_is(
    tmp_path: Path, migrated: Path
) -> None:
    async with program.opened(tmp_path, migrated) as here:
        address = here.sandbox.calendars.publish("radiology", "")
        nobody_leads = rostered(address).replace("role: lead, ", "")
        parsed = file.parse(nobody_leads)
        await here.program.database.write(lambda tx: apply.apply(tx, parsed, now=here.now))
        await here.passes(minutes=5)

        [mail] = here.mails("duty@northside.example")
        assert mail.subject == "The duty calendar of Radiology Concierge cannot be read."
        assert "It could never be read" in mail.plain
        assert "private-" not in mail.plain


async def test_a_members_own_shifts_are_on_their_home_page_and_in_their_own_calendar(
    ward: Hospital,
) -> None:
    home = await ward.cleo.opens_home()
    assert "Your next shifts" in home.text_shown()
    link = re.search(r"http[^|>\"]*/shifts/[^|>\"]*", str(home.view.body))[0]
    got = await text_at(link)
    assert "SUMMARY:On duty: Radiology Concierge" in got
    assert "DTSTART:20260302T000000Z" in got
    assert "ATTENDEE" not in got
    ward.sandbox.clock.advance(timedelta(days=300))
    assert (await text_at(link)).startswith("BEGIN:VCALENDAR")
    assert "not valid" in await text_at(link.replace("/shifts/", "/shifts/x"))
    assert "Your next shifts" not in (await ward.registrar.opens_home()).text_shown()


async def test_the_secret_address_of_a_calendar_appears_nowhere(
    ward: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    ward.sandbox.calendars.faults.refuses()
    await ward.passes(minutes=10)
    told = await ward.read(lambda tx: show(tx, ward.now))
    everything = "\n".join([told, await team_card(ward), ward.news(ward.lane), caplog.text])
    assert "private-" not in everything
    stored = await ward.read(rows_of_rosters)
    assert "private-" not in stored
    assert "VCALENDAR" not in stored


NIGHT = datetime(2026, 3, 7, 15, 10, tzinfo=UTC)
"""Sunday at 02:10 in Sydney."""


async def at_night(here: Hospital, *events: tuple[str, str, str]) -> None:
    """It is Sunday at 02:10, and these are the events of the calendar."""
    changes(here.sandbox, feed(*events))
    here.sandbox.clock.advance(NIGHT - here.now)
    await here.quiet()


async def test_on_sunday_at_0210_the_member_on_duty_is_told_and_nobody_else_at_first(
    ward: Hospital,
) -> None:
    await at_night(
        ward,
        ("Cleo Concierge", "0302T0000", "0307T0900"),
        ("Casey Concierge", "0307T0900", "0307T2100"),
        ("Lane Leed", "0307T2100", "0309T0000"),
    )
    await ward.sends(triage="Urgent")
    await ward.passes(minutes=6)
    assert len(ward.texts(cast.CASEY_PHONE)) == 1
    assert ward.number() in ward.news(ward.casey)
    assert ward.texts(cast.CLEO_PHONE) == ward.texts(cast.LANE_PHONE) == []
    assert ward.number() not in ward.news(ward.cleo) + ward.news(ward.lane)

    await ward.passes(minutes=5)
    assert ward.texts(cast.CLEO_PHONE) != []
    assert ward.texts(cast.LANE_PHONE) != []


async def foreseen(here: Hospital, when: str) -> str:
    """Who would be told, as the lead reads it."""
    await team_card(here)
    await here.lane.press(here.lane.ephemerals[-1], "Who would be told?")
    assert here.lane.modal is not None
    await here.lane.modal.fill(triage="🔴 Urgent", when=when).submit()
    shown = here.lane.modal.text_shown()
    await here.lane.modal.dismiss()
    return shown


async def test_in_a_gap_the_sender_is_warned_and_all_members_are_told_with_a_note_on_the_case(
    ward: Hospital,
) -> None:
    await at_night(
        ward,
        ("Cleo Concierge", "0302T0000", "0307T0900"),
        ("Casey Concierge", "0307T2100", "0309T0000"),
    )
    assert "Nobody is on duty then" in await foreseen(ward, "now")
    assert "Nobody is on duty then" not in await foreseen(ward, "Sunday 09:00")

    await ward.sends(triage="Urgent")
    asked = ward.registrar.modal
    assert asked is not None
    assert "Radiology Concierge: nobody is on duty now (the next from" in asked.text_shown()
    await asked.submit()
    await ward.quiet()
    await ward.passes(minutes=6)
    phones = (cast.CLEO_PHONE, cast.CASEY_PHONE, cast.LANE_PHONE)
    assert [len(ward.texts(phone)) for phone in phones] == [1, 1, 1]
    details = await ward.details(ward.cleo, ward.post())
    assert "messages to 3 people (nobody was on duty, so all members)" in details


async def test_a_case_that_can_wait_until_the_next_shift_asks_nothing(ward: Hospital) -> None:
    await at_night(ward, ("Casey Concierge", "0307T2100", "0309T0000"))
    await ward.sends(triage="Normal")
    assert ward.registrar.modal is None
    assert "Normal" in ward.post().text_shown()


async def test_who_leaves_the_team_is_on_duty_no_more(ward: Hospital) -> None:
    without = rostered(ward.sandbox.calendars.publish("radiology", feed(CLEO_ALL_WEEK)))
    start, end = without.index("          - {name: Cleo"), without.index("          - {name: Casey")
    parsed = file.parse(without[:start] + without[end:])
    await ward.program.database.write(lambda tx: apply.apply(tx, parsed, now=ward.now))
    assert "Nobody is on duty now. Cases go to all members." in await team_card(ward)


def rows_of_rosters(tx: Tx) -> str:
    return str(tx.connection.exec_driver_sql("SELECT * FROM duty_rosters").all())


async def text_at(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.text()
