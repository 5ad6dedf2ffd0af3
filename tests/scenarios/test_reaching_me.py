"""How I am reached: a number of one's own, wishes, and codes that nobody guesses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.directory import apply, file
from foxo_bot.sandbox.slack.people.person import Person
from tests.scenarios.both import TESS, Both, opened_in_both
from tests.scenarios.cast import CASEY_PHONE, CLEO_PHONE, DIRECTORY
from tests.scenarios.hospital import Hospital

OWN = "+61491570111"


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


def _code(hospital: Hospital, number: str) -> str:
    return hospital.texts(number)[-1].removeprefix("Foxo: ")[:6]


async def _on_home(hospital: Hospital, person: Person, button: str) -> None:
    """A person opens the bot's home page and presses a button under How I am reached."""
    home = await person.opens_home()
    assert home is not None
    await home.press("How I am reached")
    assert person.modal is not None
    await person.modal.press(button)
    await hospital.quiet()


async def test_a_number_of_ones_own_is_kept_once_proved_and_adds_to_an_urgent_case(
    hospital: Hospital,
) -> None:
    casey = hospital.casey
    await _on_home(hospital, casey, "A number of my own")
    assert casey.modal is not None
    await casey.modal.fill(phone="12").submit()
    assert "country code" in casey.modal.errors["phone"]
    await casey.modal.fill(phone="0491 570 111").submit()
    await hospital.quiet()
    assert "A code is on its way to +61 ••• 111" in casey.modal.text_shown()
    await casey.modal.press("Enter the code")
    await casey.modal.fill(code=_code(hospital, OWN)).submit()
    await _on_home(hospital, casey, "My wishes")
    await casey.modal.fill(urgent=["Email"], normal=["SMS"], first="DM").submit()

    await hospital.sends()
    await hospital.passes(minutes=5)
    assert "Reply" in hospital.texts(CASEY_PHONE)[-1]
    assert hospital.code(OWN) == hospital.code(CASEY_PHONE)
    assert hospital.mails("casey@northside.example"), "they wished for email as well"
    assert not hospital.mails("cleo@northside.example")
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "Casey Concierge by SMS to their own number (Radiology Concierge): sent" in shown
    said = await hospital.sandbox.twilio.phone(OWN).replies(hospital.code(OWN))
    assert "You have acknowledged" in said[0]
    await hospital.passes(seconds=2)
    await casey.press(hospital.post(), "Complete")
    await hospital.quiet()

    before, mails = len(hospital.texts(CASEY_PHONE)), len(hospital.mails("casey@northside.example"))
    await hospital.sends(triage="Normal", subject="A question")
    await hospital.passes(hours=24)
    assert "Normal case" in hospital.texts(OWN)[-1]
    assert len(hospital.texts(CASEY_PHONE)) == before, "what is not urgent goes to their own"
    assert len(hospital.mails("casey@northside.example")) == mails
    assert hospital.mails("cleo@northside.example")

    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.sends()
    await hospital.passes(minutes=5)
    before = len(hospital.texts(OWN))
    await hospital.sandbox.twilio.phone(CASEY_PHONE).replies("STOP")
    hospital.sandbox.twilio.faults.clear()
    await hospital.passes(minutes=1)
    assert len(hospital.texts(OWN)) == before + 1, "what waits for their other number goes on"


async def test_codes_run_out_are_spent_by_guessing_and_are_not_sent_without_end(
    hospital: Hospital,
) -> None:
    cleo, phone = hospital.cleo, hospital.sandbox.twilio.phone(CLEO_PHONE)
    await _on_home(hospital, cleo, "Test my number")
    assert cleo.modal is not None
    await cleo.modal.press("Enter the code")
    right = _code(hospital, CLEO_PHONE)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        await cleo.modal.fill(code=wrong).submit()
    assert "Too many wrong codes" in cleo.modal.errors["code"]
    await cleo.modal.fill(code=right).submit()
    assert "Too many wrong codes" in cleo.modal.errors["code"]
    await cleo.modal.dismiss()

    for _ in range(3):
        await _on_home(hospital, cleo, "Test my number")
    assert len(phone.inbox) == 3
    assert "ask for another in 15 minutes" in cleo.modal.text_shown()
    await hospital.passes(minutes=11)
    home = await cleo.opens_home()
    await home.press("How I am reached")
    assert "Enter the code" not in cleo.modal.text_shown(), "it has run out"


async def test_a_code_sent_to_a_number_that_stopped_being_theirs_proves_nothing(
    hospital: Hospital,
) -> None:
    casey = hospital.casey
    await _on_home(hospital, casey, "Test my number")
    assert casey.modal is not None
    await casey.modal.press("Enter the code")
    code = _code(hospital, CASEY_PHONE)
    corrected = file.parse(DIRECTORY.replace(CASEY_PHONE, OWN))
    await hospital.program.database.write(lambda tx: apply.apply(tx, corrected, now=hospital.now))
    await casey.modal.fill(code=code).submit()

    assert "run out" in casey.modal.errors["code"]
    await casey.modal.dismiss()
    await hospital.sends()
    await hospital.passes(minutes=5)
    assert not [text for text in hospital.texts(CASEY_PHONE) if "case" in text]
    assert hospital.code(OWN)


async def test_who_has_two_numbers_is_told_which_of_them_fails_and_so_is_their_lead(
    hospital: Hospital,
) -> None:
    casey = hospital.casey
    await _on_home(hospital, casey, "A number of my own")
    assert casey.modal is not None
    await casey.modal.fill(phone=OWN).submit()
    await hospital.quiet()
    await casey.modal.press("Enter the code")
    await casey.modal.fill(code=_code(hospital, OWN)).submit()
    await hospital.sandbox.twilio.deliver()
    hospital.sandbox.twilio.phone(OWN).undeliverable(30005)
    await hospital.sends()
    await hospital.passes(minutes=5)
    await hospital.sandbox.twilio.deliver()
    await hospital.passes(seconds=5)

    assert "no longer reaches you at +61 ••• 111" in hospital.news(casey)
    assert "Casey Concierge is no longer reached at +61 ••• 111" in hospital.news(hospital.lane)
    assert "cases reach them by DM, SMS and email" in hospital.news(hospital.lane)


async def test_in_teams_a_number_is_proved_in_the_same_words(both: Both) -> None:
    tess = both.in_teams(TESS)
    await tess.says("team")
    await both.quiet()
    await tess.press(tess.chats[-1], "How I am reached")
    await both.quiet()
    shown = tess.chats[-1]
    assert "no mobile number is known" in shown.text_shown()
    seen = await tess.press(shown, "A number of my own")
    assert seen.dialog is not None
    await seen.dialog.fill(phone="nonsense").submit()
    assert "country code" in seen.dialog.text_shown()
    await seen.dialog.fill(phone=OWN).submit()
    await both.quiet()
    assert "A code is on its way to +61 ••• 111" in seen.dialog.text_shown()
    await seen.dialog.press("Enter the code")
    wrong = "000000" if _code(both, OWN) != "000000" else "111111"
    await seen.dialog.fill(code=wrong).submit()
    assert "not the code in the newest SMS" in seen.dialog.text_shown()
    outcome = await seen.dialog.fill(code=_code(both, OWN)).submit()
    assert "Your number is verified" in outcome.notice

    await tess.says("team")
    await both.quiet()
    assert "own mobile number verified 2 Mar 2026" in tess.chats[-1].text_shown()
