"""Patients: a card is added, chosen for a case, and shown with it."""

from tests.scenarios.cast import CARDIOLOGY, WARD
from tests.scenarios.hospital import Hospital, fill


async def _adds_a_patient(hospital: Hospital, **values: object) -> None:
    seen = await hospital.registrar.types("/foxo patients", channel=WARD)
    await hospital.registrar.press(seen.ephemerals[-1], "new_patient")
    modal = hospital.registrar.modal
    assert modal
    usual = {"name": "Quill Fictitious", "born": "14/02/1961"}
    modal.fill(**(usual | values))
    await modal.submit()
    await hospital.quiet()


async def test_a_patient_is_added_and_listed(hospital: Hospital) -> None:
    await _adds_a_patient(hospital, mrn="778899", issuer="Northside")

    assert "The patient was added" in hospital.registrar.ephemerals[-1].text_shown()
    seen = await hospital.registrar.types("/foxo patients", channel=WARD)
    assert "Quill Fictitious" in seen.text_shown()
    other = await hospital.cleo.types("/foxo patients", channel=WARD)
    assert "Quill" not in other.text_shown()


async def test_mistakes_stand_beside_their_fields(hospital: Hospital) -> None:
    await _adds_a_patient(hospital, born="31/02/1961", ihi="8003600000000000")

    modal = hospital.registrar.modal
    assert modal
    assert set(modal.errors) == {"born", "ihi"}
    assert modal.block("name").value == "Quill Fictitious"


async def test_the_patient_is_found_while_typing_and_stands_on_the_case(
    hospital: Hospital,
) -> None:
    await _adds_a_patient(hospital)
    modal = await hospital.opens_form()
    assert await modal.suggest("patient", "nobody") == []
    assert await modal.suggest("patient", "qui") == ["Quill Fictitious, 14/02/1961"]
    fill(
        modal,
        teams=("Cardiology",),
        subject="Wrist",
        details="Sore",
        patient="Quill Fictitious, 14/02/1961",
    )
    await modal.submit()
    await hospital.quiet()

    shown = hospital.post(CARDIOLOGY).text_shown()
    assert "Quill Fictitious" in shown
    assert "born 14 Feb 1961" in shown
    assert "Quill" not in hospital.post(CARDIOLOGY).preview


async def test_a_case_begins_from_the_patients_list(hospital: Hospital) -> None:
    await _adds_a_patient(hospital)
    seen = await hospital.registrar.types("/foxo patients", channel=WARD)
    await hospital.registrar.press(seen.ephemerals[-1], "case_for")

    modal = hospital.registrar.modal
    assert modal
    assert modal.block("patient").value == "Quill Fictitious, 14/02/1961"
