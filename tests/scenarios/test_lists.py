"""Lists of cases and the home page."""

from tests.scenarios.cast import CARDIOLOGY, RADIOLOGY, WARD
from tests.scenarios.hospital import Hospital


async def test_a_member_finds_what_waits_in_their_teams_most_urgent_first(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="Normal", subject="Second in line")
    await hospital.sends(triage="Urgent", subject="First in line")
    await hospital.sends(subject="Of others", teams=("Cardiology",))
    seen = await hospital.cleo.types("/foxo cases", channel=RADIOLOGY)
    shown = seen.text_shown()

    assert shown.index("First in line") < shown.index("Second in line")
    assert "Of others" not in shown


async def test_who_is_in_no_team_finds_what_they_sent(hospital: Hospital) -> None:
    await hospital.sends(subject="Mine alone")
    seen = await hospital.registrar.types("/foxo cases", channel=WARD)

    assert "Cases you sent" in seen.text_shown()
    assert "Mine alone" in seen.text_shown()
    await hospital.registrar.press(seen.ephemerals[-1], "Details")
    assert hospital.registrar.modal
    assert "Mine alone" in hospital.registrar.modal.text_shown()


async def test_filters_show_what_one_holds_and_what_has_ended(hospital: Hospital) -> None:
    await hospital.sends(subject="Wrist")
    await hospital.claims(hospital.cleo)
    seen = await hospital.cleo.types("/foxo cases", channel=RADIOLOGY)
    answer = seen.ephemerals[-1]
    await hospital.cleo.press(answer, "Mine")
    assert "Wrist" in answer.text_shown()
    assert "Cases you hold" in answer.text_shown()
    await hospital.cleo.press(answer, "Show ended")
    assert "No ended cases here" in answer.text_shown()

    await hospital.cleo.press(hospital.post(), "Complete")
    await hospital.passes(seconds=2)
    await hospital.registrar.press(hospital.copy(), "Close")
    await hospital.cleo.press(answer, "My teams")
    assert "Wrist" in answer.text_shown(), "of the ended ones, as chosen before"


async def test_a_long_list_has_pages(hospital: Hospital) -> None:
    for number in range(9):
        await hospital.sends(subject=f"Case {number} of nine")
    seen = await hospital.cleo.types("/foxo cases", channel=RADIOLOGY)
    answer = seen.ephemerals[-1]
    assert "page 1 of 2" in answer.text_shown()
    assert "Case 8 of nine" not in answer.text_shown()
    await hospital.cleo.press(answer, "Next page")
    assert "Case 8 of nine" in answer.text_shown()
    assert "Case 0 of nine" not in answer.text_shown()
    await hospital.cleo.press(answer, "Previous page")
    assert "Case 0 of nine" in answer.text_shown()


async def test_the_home_page_shows_what_waits_and_what_one_holds(hospital: Hospital) -> None:
    await hospital.sends(subject="Waits")
    home = await hospital.cleo.opens_home()
    assert home
    assert "Waiting in your teams (1)" in home.text_shown()
    assert "Waits" in home.text_shown()
    assert {"New case", "Patients"} <= set(home.buttons)

    await hospital.claims(hospital.cleo)
    home = await hospital.cleo.opens_home()
    assert home
    assert "You hold (1)" in home.text_shown()
    other = await hospital.robin.opens_home()
    assert other
    assert "Waits" not in other.text_shown()


async def test_the_home_pages_buttons_lead_on(hospital: Hospital) -> None:
    await hospital.sends(subject="Waits")
    home = await hospital.cleo.opens_home()
    assert home
    await home.press("Details")
    assert hospital.cleo.modal
    assert "Waits" in hospital.cleo.modal.text_shown()
    await hospital.cleo.modal.dismiss()

    for button, title in (("New case", "New case"), ("Patients", "Foxo Bot")):
        await home.press(button)
        assert hospital.cleo.modal
        assert hospital.cleo.modal.title == title
        await hospital.cleo.modal.dismiss()


async def test_the_home_page_counts_no_more_than_it_shows(hospital: Hospital) -> None:
    for number in range(16):
        await hospital.sends(subject=f"Wait {number}", teams=("Cardiology",), triage="High")
    home = await hospital.robin.opens_home()
    assert home

    assert "1 more case" in home.text_shown()


async def test_lists_of_a_stranger_are_empty(hospital: Hospital) -> None:
    await hospital.sends(subject="Wrist")
    seen = await hospital.robin.types("/foxo cases", channel=CARDIOLOGY)

    assert "No open cases here" in seen.text_shown()


async def test_a_member_of_one_of_two_teams_finds_the_case_and_reads_how_it_stands_in_that_one(
    hospital: Hospital,
) -> None:
    await hospital.sends(subject="Wrist", teams=("Radiology Concierge", "Cardiology"))
    seen = await hospital.robin.types("/foxo cases", channel=CARDIOLOGY)
    shown = await hospital.details(hospital.robin, seen.ephemerals[-1])

    assert "Wrist" in shown
    assert "Cardiology: Waiting for someone" in shown
    assert "Radiology Concierge: Waiting for someone" not in shown
