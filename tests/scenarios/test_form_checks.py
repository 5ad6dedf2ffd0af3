"""What is wrong with a form stands beside its field, and nothing typed is lost."""

from foxo_bot.directory import apply, file
from foxo_bot.sandbox.slack.people.screen import Modal
from tests.scenarios.cast import DIRECTORY, RADIOLOGY, REFERRALS
from tests.scenarios.hospital import Hospital, fill


async def _filled(hospital: Hospital, **values: object) -> Modal:
    usual: dict[str, object] = {
        "teams": ("Radiology Concierge",),
        "subject": "Wrist",
        "details": "Sore",
        "triage": "Urgent",
    }
    return fill(await hospital.opens_form(), **(usual | values))


async def _sent_as_is(hospital: Hospital, modal: Modal) -> dict[str, str]:
    """Submit what Slack's own checks would hold back; the errors that came."""
    assert not await hospital.sandbox.slack.acts.submit(modal.view)
    await hospital.quiet()
    return modal.errors


def _choose(modal: Modal, block: str, key: str, chosen: object) -> None:
    """Send what no person could choose."""
    field = modal.block(block)
    state = {"type": field.kind, key: chosen}
    modal.view.typed.setdefault(block, {})[field.element["action_id"]] = state


def _option(value: str) -> dict[str, object]:
    return {"text": {"type": "plain_text", "text": "Chosen"}, "value": value}


async def test_no_team_and_a_blank_subject_are_named_beside_their_fields(
    hospital: Hospital,
) -> None:
    modal = await _filled(hospital, teams=(), subject=" \u200b ")
    errors = await _sent_as_is(hospital, modal)

    assert errors == {
        "teams": "Choose at least one team.",
        "subject": "Say in a few words what it is about.",
    }
    assert modal.is_open
    assert modal.block("details").value == "Sore"
    assert not hospital.posts(RADIOLOGY)


async def test_after_the_mistake_is_put_right_the_same_form_sends(hospital: Hospital) -> None:
    modal = await _filled(hospital, subject=" ")
    await _sent_as_is(hospital, modal)
    await modal.fill(subject="Wrist").submit()
    await hospital.quiet()

    assert not modal.is_open
    assert len(hospital.posts(RADIOLOGY)) == 1


async def test_text_over_the_limits_says_how_long_it_is(hospital: Hospital) -> None:
    modal = await _filled(hospital)
    modal.block("subject").put("x" * 151)
    modal.block("details").put("y" * 3001)
    errors = await _sent_as_is(hospital, modal)

    assert "151 characters, at most 150" in errors["subject"]
    assert "3001 characters, at most 3000" in errors["details"]


async def test_a_tampered_triage_is_refused(hospital: Hospital) -> None:
    modal = await _filled(hospital)
    _choose(modal, "triage", "selected_option", _option("catastrophic"))

    assert await _sent_as_is(hospital, modal) == {"triage": "Choose Normal, High or Urgent."}


async def test_a_team_that_vanished_meanwhile_is_named(hospital: Hospital) -> None:
    modal = await _filled(hospital, teams=("Cardiology",))
    without = DIRECTORY.replace(
        "      - name: Cardiology\n        channels: [{slack: C00CARD}]\n", ""
    )
    wanted = file.parse(without)
    await hospital.program.database.write(lambda tx: apply.apply(tx, wanted, now=hospital.now))
    errors = await _sent_as_is(hospital, modal)

    assert "no longer exists" in errors["teams"]


async def test_a_tampered_team_of_others_is_refused_and_its_name_not_told(
    hospital: Hospital,
) -> None:
    inside = await hospital.opens_form()
    ids = {
        option["text"]["text"]: option["value"]
        for option in inside.block("teams").element["options"]
    }
    await hospital.lane.types("/foxo team", channel=REFERRALS)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "Post the Send a case message")
    await hospital.gp.press(hospital.post(REFERRALS), "new_case")
    modal = hospital.gp.modal
    assert modal
    fill(modal, subject="Wrist", details="Sore", triage="Urgent")
    for value in (ids["Cardiology"], "999", "²", "x; drop table", "-1"):
        _choose(modal, "teams", "selected_options", [_option(value)])
        errors = await _sent_as_is(hospital, modal)
        assert list(errors) == ["teams"]
        assert "Cardiology" not in errors["teams"]
    assert not hospital.posts("C00CARD")


async def test_a_tampered_patient_is_refused(hospital: Hospital) -> None:
    modal = await _filled(hospital)
    _choose(modal, "patient", "selected_option", _option("1"))

    assert "do not hold this Patient Card" in (await _sent_as_is(hospital, modal))["patient"]
