"""Ways in: the command, the shortcuts, the pinned button; and what a sent case makes."""

from tests.scenarios.cast import (
    CARDIOLOGY,
    GP,
    HILLVIEW,
    LANE,
    NORTHSIDE,
    RADIOLOGY,
    REFERRALS,
    WARD,
)
from tests.scenarios.hospital import Hospital, fill


async def test_the_words_after_the_command_stand_in_the_subject(hospital: Hospital) -> None:
    modal = await hospital.opens_form(typed="Chest pain, bed 4")

    assert modal.callback_id == "case"
    assert modal.block("subject").value == "Chest pain, bed 4"
    assert "SMS at 5 min" in modal.text_shown()
    assert modal.block("triage").value.endswith("Normal")


async def test_the_global_shortcut_opens_the_form(hospital: Hospital) -> None:
    await hospital.registrar.uses_shortcut("foxo_new_case")

    assert hospital.registrar.modal
    assert hospital.registrar.modal.callback_id == "case"


async def test_the_message_shortcut_brings_the_message_and_a_link_to_it(
    hospital: Hospital,
) -> None:
    said = await hospital.registrar.says("Bed 4 has a sore wrist", channel=WARD)
    await hospital.registrar.uses_shortcut("foxo_case_from_message", on=said)

    modal = hospital.registrar.modal
    assert modal
    details = str(modal.block("details").value)
    assert details.startswith("Bed 4 has a sore wrist")
    assert "https://" in details
    assert said.ts.replace(".", "") in details


async def test_a_long_message_is_cut_so_that_its_link_survives(hospital: Hospital) -> None:
    said = await hospital.registrar.says("sore " * 700, channel=WARD)
    await hospital.registrar.uses_shortcut("foxo_case_from_message", on=said)

    modal = hospital.registrar.modal
    assert modal
    details = str(modal.block("details").value)
    assert len(details) <= 3000
    assert said.ts.replace(".", "") in details


async def test_a_lead_pins_the_entry_message_and_its_button_opens_the_form(
    hospital: Hospital,
) -> None:
    await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "Post the Send a case message")
    await hospital.quiet()

    entry = hospital.post(RADIOLOGY)
    assert entry.pinned
    await hospital.cleo.press(entry, "new_case")
    assert hospital.cleo.modal
    assert hospital.cleo.modal.callback_id == "case"


async def test_a_guest_sends_by_the_pinned_button_with_the_channels_team_chosen(
    hospital: Hospital,
) -> None:
    seen = await hospital.gp.types("/foxo case", channel=REFERRALS)
    assert "not a valid command" in seen.warning

    await hospital.lane.types("/foxo team", channel=REFERRALS)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "Post the Send a case message")
    await hospital.gp.press(hospital.post(REFERRALS), "new_case")
    modal = hospital.gp.modal
    assert modal
    assert modal.block("teams").value == ["Referrals (Northside Hospital)"]
    assert "Cardiology" not in modal.text_shown()
    assert "patient" not in [field.element["action_id"] for field in modal.fields]

    await fill(modal, subject="Please see", details="A sore wrist", triage="High").submit()
    await hospital.quiet()

    assert "A sore wrist" in hospital.post(REFERRALS).text_shown()
    assert "Gil Practice" in hospital.post(REFERRALS).text_shown()
    assert "A sore wrist" in hospital.copy(hospital.gp).text_shown()


async def test_a_message_for_guests_chooses_its_team_where_no_team_stands(
    hospital: Hospital,
) -> None:
    world = hospital.sandbox.slack.world
    world.channel("C00OPEN", "open", NORTHSIDE, members=(LANE, GP), shared_with=(HILLVIEW,))
    seen = await hospital.lane.types("/foxo team", channel="C00OPEN")
    listed = seen.ephemerals[0].text_shown()
    assert listed.index("Radiology Concierge") < listed.index("Referrals")
    await hospital.lane.press(seen.ephemerals[0], "Show", nth=1)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "post_entry")

    seen = await hospital.gp.press(hospital.post("C00OPEN"), "new_case")
    assert seen.modal
    assert seen.modal.block("teams").value == ["Referrals (Northside Hospital)"]
    await fill(seen.modal, subject="Please see", details="A sore wrist", triage="High").submit()
    await hospital.quiet()
    assert "A sore wrist" in hospital.post(REFERRALS).text_shown()
    assert "A sore wrist" not in hospital.post("C00OPEN").text_shown()


async def test_a_guest_who_mentions_the_bot_is_told_how_to_send(hospital: Hospital) -> None:
    await hospital.gp.says("@Foxo Bot what now?", channel=REFERRALS)
    await hospital.quiet()

    assert "pinned" in hospital.gp.ephemerals[-1].text_shown()
    await hospital.gp.press(hospital.gp.ephemerals[-1], "new_case")
    assert hospital.gp.modal


async def test_each_of_several_teams_gets_its_own_post_and_its_own_clock(
    hospital: Hospital,
) -> None:
    await hospital.sends(teams=("Radiology Concierge", "Cardiology"))

    assert hospital.number(RADIOLOGY) == hospital.number(CARDIOLOGY)
    assert "Also sent to" in hospital.post(CARDIOLOGY).text_shown()
    await hospital.claims()
    await hospital.passes(minutes=2)

    assert "Robin Cardio" not in hospital.news(hospital.registrar)
    assert hospital.robin.dms, "Cardiology's clock goes on"
    assert not hospital.casey.dms, "Radiology's has stopped"


async def test_submitting_the_same_view_twice_makes_one_case(hospital: Hospital) -> None:
    modal = fill(
        await hospital.opens_form(),
        teams=("Radiology Concierge",),
        subject="Once",
        details="only",
    )
    acts = hospital.sandbox.slack.acts
    await acts.submit(modal.view)
    await acts.submit(modal.view)
    await hospital.quiet()

    assert len(hospital.posts(RADIOLOGY)) == 1
    assert "not sent twice" in hospital.registrar.ephemerals[-1].text_shown()


async def test_the_sender_is_told_the_number_at_once(hospital: Hospital) -> None:
    await hospital.sends()

    told = hospital.registrar.ephemerals[-1].text_shown()
    assert f"Case {hospital.number()} was sent to Radiology Concierge" in told


async def test_a_number_after_the_command_shows_that_case(hospital: Hospital) -> None:
    await hospital.sends(subject="Sore wrist")
    number = hospital.number()

    for typed in (number, number.replace("-", ""), f"#{number}"):
        seen = await hospital.registrar.types(f"/foxo case {typed}", channel=WARD)
        assert seen.modal
        assert "Sore wrist" in seen.text_shown()
        await seen.modal.dismiss()


async def test_a_mistyped_case_number_is_said_not_to_be_one(hospital: Hospital) -> None:
    for typed in ("12345", "#1", "12 34"):
        seen = await hospital.registrar.types(f"/foxo case {typed}", channel=WARD)

        assert seen.modal is None, "it does not become the subject of a new case"
        said = typed.replace("#", "").replace(" ", "")
        assert f"There is no case {said} that you can see" in seen.text_shown()


async def test_whatever_space_stands_behind_the_word_is_a_space(hospital: Hospital) -> None:
    modal = await hospital.opens_form(typed="\u00a0Chest\u00a0pain\n bed 4")

    assert modal.block("subject").value == "Chest pain bed 4"
    for typed in ("case\nChest pain", "Case\u00a0Chest pain", "  CASE\tChest pain "):
        await hospital.registrar.types(f"/foxo {typed}", channel=WARD)
        assert hospital.registrar.modal
        assert hospital.registrar.modal.block("subject").value == "Chest pain"
        await hospital.registrar.modal.dismiss()


async def test_a_stranger_learns_nothing_from_a_case_number(hospital: Hospital) -> None:
    await hospital.sends(subject="Sore wrist", teams=("Radiology Concierge",))
    mine = await hospital.robin.types(f"/foxo case {hospital.number()}", channel=CARDIOLOGY)
    none = await hospital.robin.types("/foxo case 100-000", channel=CARDIOLOGY)

    assert mine.modal is None
    assert mine.text_shown() == none.text_shown().replace("100-000", hospital.number())
    assert "There is no case" in mine.text_shown()


async def test_an_unknown_subcommand_is_answered_with_what_there_is(hospital: Hospital) -> None:
    seen = await hospital.registrar.types("/foxo caes", channel=WARD)

    assert "There is no /foxo caes" in seen.text_shown()
    assert "cases, patients, team, help" in seen.text_shown()


async def test_help_says_what_can_be_typed(hospital: Hospital) -> None:
    seen = await hospital.registrar.types("/foxo help", channel=WARD)

    assert "/foxo cases" in seen.text_shown()
    await hospital.registrar.press(seen.ephemerals[-1], "New case")
    assert hospital.registrar.modal
