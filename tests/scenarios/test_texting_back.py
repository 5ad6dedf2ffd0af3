"""What people write back to an SMS, and what they are answered: clear, no word of the patient."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.model import State
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.twilio.phone import Phone
from tests.scenarios.cast import (
    CARDIO,
    CARDIOLOGY,
    CASEY,
    CASEY_PHONE,
    CLEO_PHONE,
    DIRECTORY,
    LANE_PHONE,
)
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened
from tests.transports.eagle import serving

ROBIN_PHONE = "+61491570110"
SHARED = DIRECTORY.replace(CLEO_PHONE, CASEY_PHONE)


@pytest.fixture
async def both_on_one(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    """Cleo and Casey share one number."""
    async with opened(tmp_path, migrated, directory=SHARED) as hospital:
        yield hospital


@pytest.fixture
async def without_chat(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    """Casey has a number and nothing else."""
    in_chat = f"slack: {CASEY}, email: casey@northside.example,\n             "
    async with opened(tmp_path, migrated, directory=DIRECTORY.replace(in_chat, "")) as hospital:
        yield hospital


async def _texted(hospital: Hospital, **about: object) -> None:
    await hospital.sends(**about)  # type: ignore[arg-type]
    await hospital.passes(minutes=5)


async def _takes_a_case(hospital: Hospital, **about: object) -> None:
    """Casey acknowledges a new case by the code in the SMS."""
    await _texted(hospital, **about)
    await _phone(hospital).replies(hospital.code(CASEY_PHONE))
    await hospital.passes(seconds=3)


def _phone(hospital: Hospital, number: str = CASEY_PHONE) -> Phone:
    return hospital.sandbox.twilio.phone(number)


async def _tests_number(hospital: Hospital, person: Person) -> None:
    """Somebody presses Test my number on the bot's home page."""
    home = await person.opens_home()
    assert home is not None
    await home.press("How I am reached")
    assert person.modal is not None
    await person.modal.press("Test my number")
    await hospital.passes(seconds=2)
    await person.modal.dismiss()


async def test_a_no_beside_the_code_changes_nothing_and_the_code_alone_still_works(
    hospital: Hospital,
) -> None:
    await _texted(hospital)
    code = hospital.code(CASEY_PHONE)
    said = await _phone(hospital).replies(f"Can't take {code}, in theatre")
    assert "do not read as a yes" in said[0]
    assert await hospital.states() == [State.UNCLAIMED]

    assert "You have acknowledged" in (await _phone(hospital).replies(f"ACK {code} 👍"))[0]


async def test_two_waiting_cases_and_a_bare_ok_are_told_both_numbers_and_nothing_else(
    hospital: Hospital,
) -> None:
    await _texted(hospital)
    first, first_code = hospital.number(), hospital.code(CASEY_PHONE)
    await hospital.passes(minutes=1)  # or both would be due together, in either order
    await _texted(hospital, subject="Hip of Mrs Specimen")
    second, second_code = hospital.number(), hospital.code(CASEY_PHONE)
    ok = (await _phone(hospital).replies("ok"))[0]
    both = (await _phone(hospital).replies(f"{first_code} {second_code}"))[0]
    stop = (await _phone(hospital).replies("Please stop."))[0]

    assert f"Cases {first} and {second} wait for you" in ok or (
        f"Cases {second} and {first} wait for you" in ok
    )
    assert "fits several cases" in both
    assert "the one word STOP" in stop
    for answer in (ok, both, stop):
        assert "Specimen" not in answer
        assert "Hip" not in answer
    assert await hospital.states() == [State.UNCLAIMED]


async def test_a_machine_that_answers_every_sms_is_soon_left_alone(hospital: Hospital) -> None:
    await _texted(hospital)
    phone, code = _phone(hospital), hospital.code(CASEY_PHONE)
    away = "I am driving. I will see your message when I arrive."
    answers = [answer for _ in range(12) for answer in await phone.replies(away)]
    stranger = _phone(hospital, "+61491570999")
    to_a_stranger = [answer for _ in range(12) for answer in await stranger.replies(away)]

    assert len(answers) == 8
    assert len(to_a_stranger) == 8
    last = "No more answers for a while: open the link in the message, or use chat."
    assert [last in answer for answer in answers] == [False] * 7 + [True]
    assert "You have acknowledged" in (await phone.replies(code))[0]


async def test_of_two_who_share_a_number_the_code_says_who_answers(both_on_one: Hospital) -> None:
    await _texted(both_on_one)
    texts = both_on_one.texts(CASEY_PHONE)
    codes = {text.split("Reply ")[1][:4] for text in texts}
    assert len(codes) == 2
    said = await _phone(both_on_one).replies(texts[0].split("Reply ")[1][:4])
    await both_on_one.passes(seconds=3)

    assert "You have acknowledged" in said[0]
    assert "Acknowledged by" in both_on_one.post().text_shown()


async def test_a_number_from_a_profile_acknowledges_only_once_its_owner_has_proved_it(
    hospital: Hospital,
) -> None:
    await _texted(hospital, teams=("Cardiology",))
    text = hospital.texts(ROBIN_PHONE)[-1]
    assert "Reply" not in text
    assert "/ack/" in text
    assert "not recognised" in (await _phone(hospital, ROBIN_PHONE).replies("4821"))[0]

    robin = hospital.person(CARDIO)
    team = await robin.types("/foxo team", channel=CARDIOLOGY)
    assert "mobile number not verified, so replies do not count" in team.text_shown()
    await robin.press(robin.ephemerals[-1], "How I am reached")
    await robin.press(robin.ephemerals[-1], "Test my number")
    await hospital.quiet()
    assert "A code is on its way to +61 ••• 110" in robin.ephemerals[-1].text_shown()
    code = hospital.texts(ROBIN_PHONE)[-1].removeprefix("Foxo: ")[:6]
    await robin.press(robin.ephemerals[-1], "Enter the code")
    modal = robin.modal
    assert modal is not None
    await modal.fill(code="000000" if code != "000000" else "111111").submit()
    assert "not the code in the newest SMS" in modal.errors["code"]
    await modal.fill(code=f"{code[:3]} {code[3:]}").submit()
    await hospital.passes(minutes=5)

    said = await _phone(hospital, ROBIN_PHONE).replies(hospital.code(ROBIN_PHONE))
    assert "You have acknowledged" in said[0]
    team = await robin.types("/foxo team", channel=CARDIOLOGY)
    assert "mobile number verified 2 Mar 2026" in team.text_shown()


async def test_stop_takes_the_next_way_at_once_and_tells_how_to_return(hospital: Hospital) -> None:
    await _texted(hospital)
    assert not hospital.mails("casey@northside.example")
    phone = _phone(hospital)
    said = await phone.replies("STOP")
    await hospital.quiet()

    assert len(said) == 1, "Twilio's own answer alone"
    assert hospital.mails("casey@northside.example"), "email at once, not at the next step"
    assert "send START" in hospital.news(hospital.casey)
    assert "Casey Concierge is no longer reached by SMS" in hospital.news(hospital.lane)
    assert "no longer reached" not in hospital.news(hospital.cleo)
    assert await hospital.states() == [State.UNCLAIMED]
    told = hospital.news(hospital.casey).count("send START")
    await phone.replies("stop")
    await hospital.passes(minutes=5)
    assert hospital.news(hospital.casey).count("send START") == told == 1
    assert len(hospital.texts(CASEY_PHONE)) == 2
    assert "STOP was sent from this number" in await hospital.details(
        hospital.cleo, hospital.post()
    )
    await _tests_number(hospital, hospital.casey)
    assert "The code could not be sent" in hospital.casey.dms[-1].text_shown()
    assert "send START" in hospital.casey.dms[-1].text_shown()

    await phone.replies("START")
    await phone.replies("START")
    await hospital.passes(minutes=5)
    assert "Reply" in hospital.texts(CASEY_PHONE)[-1]
    assert hospital.news(hospital.lane).count("Foxo Bot sends Casey Concierge SMS again") == 1
    assert "Cases reach them by DM, SMS and email" in hospital.news(hospital.lane)
    assert "SMS again" not in hospital.news(hospital.cleo)


async def test_a_stop_that_was_never_heard_is_found_out_when_twilio_refuses(
    hospital: Hospital,
) -> None:
    twilio = hospital.sandbox.twilio
    twilio.phone(LANE_PHONE).handset.stopped.add(twilio.world.numbers[0])
    await _texted(hospital)

    assert hospital.mails("lane@northside.example")
    assert "send START" in hospital.news(hospital.lane)


async def test_a_holder_without_chat_hears_by_sms_that_it_was_taken_over_or_withdrawn(
    without_chat: Hospital,
) -> None:
    hospital = without_chat
    await _takes_a_case(hospital)
    await hospital.cleo.press(hospital.post(), "Take over")
    await hospital.passes(seconds=3)
    taken = hospital.texts(CASEY_PHONE)[-1]
    assert f"Cleo Concierge took over Urgent case {hospital.number()}" in taken

    await _takes_a_case(hospital, subject="Another")
    await hospital.registrar.press(hospital.copy(), "Withdraw")
    await hospital.passes(seconds=3)
    withdrawn = hospital.texts(CASEY_PHONE)[-1]
    assert f"Rowan Regis withdrew Urgent case {hospital.number()}" in withdrawn
    assert "Reply" not in withdrawn


async def test_a_holder_without_chat_hears_by_sms_that_the_sender_has_replied(
    without_chat: Hospital,
) -> None:
    hospital = without_chat
    await _takes_a_case(hospital)
    before = len(hospital.texts(CASEY_PHONE))
    await hospital.registrar.replies(hospital.copy(), "The left one, I meant.")
    await hospital.passes(seconds=3)
    (told,) = hospital.texts(CASEY_PHONE)[before:]
    assert f"Rowan Regis replied to Urgent case {hospital.number()}" in told
    assert "Read it in chat" in told
    assert "left one" not in told


async def test_through_a_gateway_that_only_sends_an_sms_carries_the_link_alone(
    tmp_path: Path, migrated: Path
) -> None:
    async with (
        serving() as eagle,
        opened(
            tmp_path, migrated, sms_url=f"{eagle.url}/{{to}}", twilio_account_sid=""
        ) as hospital,
    ):
        await _texted(hospital)
        (to_casey,) = [sms for sms in eagle.taken if sms["to"].endswith(CASEY_PHONE[1:])]
        await _tests_number(hospital, hospital.casey)
        home = await hospital.casey.opens_home()
        assert home is not None
        await home.press("How I am reached")
        assert hospital.casey.modal is not None
        assert "An SMS cannot be answered here" in hospital.casey.modal.text_shown()
        await hospital.casey.modal.dismiss()
        await hospital.robin.types("/foxo team", channel=CARDIOLOGY)
        team = hospital.robin.ephemerals[-1].text_shown()
        assert "mobile number not verified" in team
        assert "do not count" not in team, "a verified one would not count either"
        assert "An SMS cannot be answered here" in team
        eagle.status = 400
        await hospital.passes(minutes=5)

        assert "/ack/" in to_casey["message"]
        assert "Reply" not in to_casey["message"]
        assert hospital.mails("casey@northside.example"), "refused, so another way at once"
