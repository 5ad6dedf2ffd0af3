"""Acknowledging without Slack: by the code in an SMS, and by the link in a mail."""

from datetime import timedelta
from pathlib import Path

import aiohttp

from foxo_bot.model import State
from tests.scenarios.cast import (
    CARDIOLOGY,
    CASEY_PHONE,
    CLEO_PHONE,
    DIRECTORY,
    LANE_PHONE,
    RADIOLOGY,
)
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened


async def _by_sms(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)


async def _by_mail(hospital: Hospital) -> str:
    await hospital.sends(triage="High")
    await hospital.passes(minutes=10)
    return hospital.link("casey@northside.example")


async def _ask(method: str, link: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as web, web.request(method, link) as answer:
        return answer.status, await answer.text()


async def test_replying_with_the_code_acknowledges(hospital: Hospital) -> None:
    await _by_sms(hospital)
    phone = hospital.sandbox.twilio.phone(CASEY_PHONE)
    answer = await phone.replies(f" {hospital.code(CASEY_PHONE)} ok ")
    await hospital.passes(seconds=3)

    assert "You have acknowledged case" in answer[0]
    assert "Acknowledged by Casey Concierge" in hospital.post().text_shown()
    assert "Casey Concierge" in hospital.news(hospital.registrar)
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "Casey Concierge acknowledged for Radiology Concierge" in shown


async def test_a_code_works_only_from_the_phone_it_was_sent_to(hospital: Hospital) -> None:
    await _by_sms(hospital)
    other = hospital.sandbox.twilio.phone(LANE_PHONE)
    stranger = hospital.sandbox.twilio.phone("+61491570999")
    code = hospital.code(CASEY_PHONE)
    if code != hospital.code(LANE_PHONE):
        assert "not recognised" in (await other.replies(code))[0]
    assert "does not know this number" in (await stranger.replies(code))[0]

    assert await hospital.states() == [State.UNCLAIMED]


async def test_a_code_used_twice_is_told_so_and_reopens_no_door(hospital: Hospital) -> None:
    await _by_sms(hospital)
    phone = hospital.sandbox.twilio.phone(CASEY_PHONE)
    code = hospital.code(CASEY_PHONE)
    await phone.replies(code)
    again = await phone.replies(f"{code} thanks")
    await hospital.passes(seconds=3)
    await hospital.casey.press(hospital.post(), "Complete")
    await hospital.passes(seconds=3)
    await hospital.casey.press(hospital.post(), "Reopen")
    await hospital.passes(seconds=5)
    late = await phone.replies(code)

    assert f"used that code already, for case {hospital.number()}" in again[0]
    assert "used that code already" in late[0]
    assert await hospital.states() == [State.UNCLAIMED]


async def test_whose_code_or_link_comes_second_is_told_of_which_case_who_and_when_by_their_clock(
    tmp_path: Path, migrated: Path
) -> None:
    in_sydney = DIRECTORY.replace("country: AU", "country: AU\n    timezone: Australia/Sydney")
    async with opened(tmp_path, migrated, directory=in_sydney) as hospital:
        await _by_sms(hospital)
        await hospital.claims(hospital.cleo)
        phone = hospital.sandbox.twilio.phone(CASEY_PHONE)
        (answer,) = await phone.replies(hospital.code(CASEY_PHONE))
        link = hospital.texts(CASEY_PHONE)[0].split("open ")[-1]
        pages = [await _ask("GET", link), await _ask("POST", link)]

    told = "Cleo Concierge acknowledged this at 2026-03-02 23:05 AEDT. Press Take over in chat"
    assert answer.startswith(f"Case {hospital.number()}: {told}")
    assert told in pages[1][1]
    assert "(2026-03-02 23:05 AEDT)" in pages[0][1]


async def test_too_many_wrong_codes_shut_the_door_for_a_while(hospital: Hospital) -> None:
    await _by_sms(hospital)
    phone = hospital.sandbox.twilio.phone(CASEY_PHONE)
    right = hospital.code(CASEY_PHONE)
    wrong = f"{(int(right) + 1) % 10_000:04d}"
    for _ in range(5):
        assert "not recognised" in (await phone.replies(wrong))[0]

    assert "Too many wrong codes" in (await phone.replies(right))[0]
    assert await hospital.states() == [State.UNCLAIMED]
    await hospital.passes(minutes=16)
    assert "You have acknowledged" in (await phone.replies(hospital.code(CASEY_PHONE)))[0]


async def test_words_without_a_code_are_told_how_and_count_as_no_try(hospital: Hospital) -> None:
    await _by_sms(hospital)
    phone = hospital.sandbox.twilio.phone(CASEY_PHONE)
    code = hospital.code(CASEY_PHONE)
    for _ in range(6):
        assert "Reply with the code" in (await phone.replies("who is this?"))[0]

    assert "You have acknowledged" in (await phone.replies(code))[0]


async def test_two_waiting_cases_have_two_codes(hospital: Hospital) -> None:
    await _by_sms(hospital)
    first = hospital.code(CASEY_PHONE)
    await hospital.passes(minutes=1)  # or both cases would be due together, in either order
    await hospital.sends(subject="Another")
    await hospital.passes(minutes=5)
    second = hospital.code(CASEY_PHONE)

    assert first != second
    answer = await hospital.sandbox.twilio.phone(CASEY_PHONE).replies(first)
    assert "You have acknowledged" in answer[0]
    assert await hospital.states() == [State.UNCLAIMED], "the newer one still waits"


async def test_a_request_that_twilio_did_not_sign_changes_nothing(hospital: Hospital) -> None:
    await _by_sms(hospital)
    form = {"From": CLEO_PHONE, "MessageSid": "SM1", "Body": hospital.code(CLEO_PHONE)}
    async with aiohttp.ClientSession() as web:
        for path in ("/twilio/sms", "/twilio/status"):
            async with web.post(hospital.url + path, data=form) as answer:
                assert answer.status == 401
            forged = {"X-Twilio-Signature": "c2lnbmVk"}
            async with web.post(hospital.url + path, data=form, headers=forged) as answer:
                assert answer.status == 401

    assert await hospital.states() == [State.UNCLAIMED]


async def test_opening_the_link_shows_the_case_and_changes_nothing(hospital: Hospital) -> None:
    link = await _by_mail(hospital)
    for _ in range(2):  # as mail scanners do
        status, page = await _ask("GET", link)
        assert status == 200
    await _ask("HEAD", link)

    assert hospital.number() in page
    assert "Radiology Concierge" in page
    assert "scaphoid" not in page
    assert await hospital.states() == [State.UNCLAIMED]


async def test_confirming_acknowledges_and_the_used_link_says_by_whom(
    hospital: Hospital,
) -> None:
    link = await _by_mail(hospital)
    status, page = await _ask("POST", link)
    await hospital.passes(seconds=3)
    assert status == 200
    assert "You have acknowledged case" in page
    assert "Acknowledged by Casey Concierge" in hospital.post().text_shown()

    _, page = await _ask("GET", link)
    assert "acknowledged by Casey Concierge" in page
    _, page = await _ask("POST", link)
    assert f"You already hold case {hospital.number()}." in page
    _, page = await _ask("POST", hospital.link("lane@northside.example"))
    assert "Casey Concierge acknowledged this" in page


async def test_an_expired_or_tampered_link_opens_nothing(hospital: Hospital) -> None:
    link = await _by_mail(hospital)
    for broken in (link[:-3] + "abc", link.replace("/ack/", "/ack/x"), hospital.url + "/ack/1"):
        assert (await _ask("GET", broken))[0] == 404
        assert (await _ask("POST", broken))[0] == 404
    hospital.sandbox.clock.advance(timedelta(days=8))
    status, page = await _ask("POST", link)

    assert status == 410
    assert "expired" in page
    assert await hospital.states() == [State.UNCLAIMED]


async def test_whom_a_step_calls_from_outside_the_team_may_take_the_case(
    hospital: Hospital,
) -> None:
    seen = await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    await hospital.lane.press(seen.ephemerals[-1], "Edit escalation")
    assert hospital.lane.modal
    await hospital.lane.modal.fill(high="10m email to @Robin Cardio").submit()
    await hospital.sends(triage="High")
    await hospital.passes(minutes=10)
    assert not hospital.mails("casey@northside.example")
    _, page = await _ask("POST", hospital.link("robin@northside.example"))
    await hospital.passes(seconds=3)

    assert "You have acknowledged case" in page
    assert "Acknowledged by Robin Cardio" in hospital.post().text_shown()
    home = await hospital.robin.opens_home()
    assert home
    assert "You hold (1)" in home.text_shown()


async def test_who_has_left_the_team_keeps_no_door_to_what_they_hold(hospital: Hospital) -> None:
    await hospital.sends(teams=("Cardiology",))
    await hospital.claims(hospital.robin, CARDIOLOGY)
    await hospital.passes(minutes=31)
    question = hospital.robin.dms[-1]
    home = await hospital.robin.opens_home()
    assert home
    assert "scaphoid" in home.text_shown()
    await hospital.sandbox.slack.admin.removes(hospital.robin.user.id, CARDIOLOGY)
    await hospital.quiet()

    for button in ("Hand back", "Still on it"):
        seen = await hospital.robin.press(question, button)
        assert "You are not one of them" in seen.text_shown()
    await home.press("Details")
    assert hospital.robin.modal
    assert "There is no case" in hospital.robin.modal.text_shown()
    home = await hospital.robin.opens_home()
    assert home
    assert "scaphoid" not in home.text_shown()
    await hospital.passes(minutes=15)
    assert await hospital.states() == [State.UNCLAIMED], "it waits for those who are there"


async def test_who_has_left_the_team_can_no_longer_use_the_link(hospital: Hospital) -> None:
    await hospital.sends(triage="High", teams=("Cardiology",))
    await hospital.passes(minutes=10)
    link = hospital.link("robin@northside.example")
    await hospital.sandbox.slack.admin.removes(hospital.robin.user.id, "C00CARD")
    await hospital.quiet()
    _, page = await _ask("POST", link)

    assert "You are not one of them" in page
    assert await hospital.states() == [State.UNCLAIMED]
