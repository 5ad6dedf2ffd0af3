"""Requests that nobody should send: refused clearly, without effect, and not quoted in the log."""

import json
import logging
from urllib.parse import urlencode

import aiohttp
import pytest

from foxo_bot.model import State
from tests.scenarios.cast import CLEO, NORTHSIDE, RADIOLOGY, REGISTRAR, WARD
from tests.scenarios.hospital import Hospital

FORM = "application/x-www-form-urlencoded"


def _command(text: str = "case") -> bytes:
    return urlencode(
        {
            "command": "/foxo",
            "text": text,
            "team_id": NORTHSIDE,
            "user_id": REGISTRAR,
            "channel_id": WARD,
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/",
        }
    ).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": ""},
        {"x-slack-request-timestamp": "1500000000"},
        {"x-slack-request-timestamp": "soon"},
    ],
)
async def test_a_request_that_slack_did_not_sign_now_is_refused(
    hospital: Hospital, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await hospital.sandbox.slack.courier.post(_command("case Zyxomma"), FORM, headers)

    assert answer.status == 401
    assert "Zyxomma" not in answer.text
    assert "Zyxomma" not in caplog.text


async def test_who_types_a_command_is_answered_even_where_slack_takes_no_call(
    hospital: Hospital,
) -> None:
    hospital.sandbox.slack.faults.broken(status=503)
    answer = await hospital.sandbox.slack.courier.post(_command(), FORM)

    assert answer.status == 200
    assert "Slack did not open the form. Please try again" in answer.text


async def test_a_request_without_any_signature_is_refused(hospital: Hospital) -> None:
    async with (
        aiohttp.ClientSession() as web,
        web.post(f"{hospital.url}/slack/events", data=_command()) as answer,
    ):
        assert answer.status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{not json", "application/json"),
        (b"payload=%7Bnot+json", FORM),
        (b"[1, 2]", "application/json"),
        (b'"words"', "application/json"),
        (b"payload=3", FORM),
    ],
)
async def test_a_signed_body_that_is_no_payload_is_a_400(
    hospital: Hospital, body: bytes, kind: str
) -> None:
    assert (await hospital.sandbox.slack.courier.post(body, kind)).status == 400


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions"},
        {"type": "view_submission", "view": {}},
        {"type": "view_submission", "view": {"callback_id": "case", "state": {"values": 7}}},
        {"type": "shortcut", "callback_id": "of somebody else"},
        {"type": "of a future Slack"},
    ],
)
async def test_a_payload_that_lacks_what_slack_promises_does_no_harm(
    hospital: Hospital, payload: dict[str, object]
) -> None:
    who = {"user": {"id": REGISTRAR, "team_id": NORTHSIDE}, "team": {"id": NORTHSIDE}}
    body = urlencode({"payload": json.dumps(who | payload)}).encode()
    answer = await hospital.sandbox.slack.courier.post(body, FORM)

    assert answer.status < 500
    await hospital.quiet()
    assert not hospital.posts(RADIOLOGY)


async def test_a_workspace_that_no_organisation_claims_is_told_so(hospital: Hospital) -> None:
    world = hospital.sandbox.slack.world
    world.workspace("T00ELSE", "Elsewhere")
    world.person("U00ELSE", "T00ELSE", "Eli Elsewhere")
    world.channel("C00ELSE", "elsewhere", "T00ELSE", members=("U00ELSE",))
    body = _command("cases").replace(NORTHSIDE.encode(), b"T00ELSE")
    answer = await hospital.sandbox.slack.courier.post(body.replace(b"U00REGIS", b"U00ELSE"), FORM)

    assert answer.status == 200
    assert "Zyxomma" not in answer.text


async def test_what_people_type_is_shown_literally_and_calls_nobody(hospital: Hospital) -> None:
    text = "<!channel> & <@U1> *bold* `code` ~x~ _y_ :wave:"
    await hospital.sends(subject=text, details=text)

    for copy in (hospital.post(), hospital.copy()):
        assert copy.text_shown().count(text) == 2


async def test_characters_that_slack_refuses_do_not_stop_a_case(hospital: Hospital) -> None:
    await hospital.sends(subject="a\u0000b\u0007c", details="x\ud800y")

    assert "abc" in hospital.post().text_shown()


async def test_buttons_with_values_that_nobody_drew_are_answered(hospital: Hospital) -> None:
    await hospital.sends()
    text = {"type": "plain_text", "text": "x"}
    for action_id, value in (
        ("acknowledge", "x"),
        ("acknowledge", "9" * 40),
        ("details", "case:"),
        ("details", "case:²"),
        ("cases_page", "mine:open:-1"),
        ("cases_page", "nobody's"),
        ("team", "-7"),
        ("edit_policy", ""),
        ("case_for", "9" * 30),
    ):
        press = {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
        warning = await hospital.sandbox.slack.acts.press_message(
            hospital.cleo.user, hospital.post().message, press | {"text": text}
        )
        assert not warning, (action_id, value)
        await hospital.quiet()
        said = hospital.cleo.ephemerals[-1].text_shown() if hospital.cleo.ephemerals else ""
        assert "Something went wrong" not in said, (action_id, value)


def _submission(callback_id: str, values: dict[str, object], **view: object) -> bytes:
    """A form as Slack sends it back, with what a client may have made of it."""
    state = {"values": {field: {field: control} for field, control in values.items()}}
    inputs = [{"type": "input", "block_id": field} for field in values]
    sent = {"type": "modal", "callback_id": callback_id, "state": state, "blocks": inputs}
    who = {"user": {"id": REGISTRAR, "team_id": NORTHSIDE}, "team": {"id": NORTHSIDE}}
    payload = {"type": "view_submission", "view": sent | view, **who}
    return urlencode({"payload": json.dumps(payload)}).encode()


def _case_form(subject: str, *teams: str) -> dict[str, object]:
    chosen = [{"value": team} for team in teams]
    return {
        "teams": {"type": "multi_static_select", "selected_options": chosen},
        "subject": {"type": "plain_text_input", "value": subject},
        "details": {"type": "plain_text_input", "value": "See the film"},
        "triage": {"type": "radio_buttons", "selected_option": {"value": "urgent"}},
    }


async def test_forms_that_name_no_view_are_not_taken_for_one_sent_twice(
    hospital: Hospital,
) -> None:
    for subject in ("The left wrist", "The right wrist"):
        body = _submission("case", _case_form(subject, "1", "1"))
        assert (await hospital.sandbox.slack.courier.post(body, FORM)).status == 200
    await hospital.passes(seconds=5)

    told = hospital.news(hospital.registrar)
    assert told.count("was sent to Radiology Concierge.") == 2, "a team that stands twice is one"
    assert ["wrist" in post.text_shown() for post in hospital.posts(RADIOLOGY)] == [True, True]


async def test_what_a_form_keeps_may_be_anything(hospital: Hospital) -> None:
    for number, kept in enumerate(("{{{", "[1]", "7", "[" * 100_000)):
        form = _case_form("Wrist", "1")
        body = _submission("case", form, id=f"V{number}", private_metadata=kept)
        answer = await hospital.sandbox.slack.courier.post(body, FORM)
        assert answer.json() == {"response_action": "clear"}, kept[:5]


def _id_of_post(hospital: Hospital) -> str:
    return next(
        element["value"] for block in hospital.post().message.blocks
        for element in block.get("elements", []) if element.get("action_id") == "acknowledge"
    )  # fmt: skip


@pytest.mark.parametrize(("form", "field"), [("reply", "text"), ("decline", "reason")])
async def test_words_that_a_form_has_no_room_for_or_nobody_can_see_are_asked_for_again(
    hospital: Hospital, form: str, field: str
) -> None:
    await hospital.sends()
    kept = json.dumps({"post": _id_of_post(hospital)})
    for number, (typed, words) in enumerate(
        [("y" * 3001, "Too long: 3001 characters"), ("\u200b", "Write ")]
    ):
        values = {field: {"type": "plain_text_input", "value": typed}}
        body = _submission(form, values, id=f"V{number}", private_metadata=kept)
        body = body.replace(REGISTRAR.encode(), CLEO.encode())
        answer = (await hospital.sandbox.slack.courier.post(body, FORM)).json()
        assert words in answer["errors"][field]
    assert await hospital.states() == [State.UNCLAIMED]


async def test_a_triage_that_nobody_offered_is_refused_in_every_form(hospital: Hospital) -> None:
    await hospital.sends()
    post = _id_of_post(hospital)
    select = {"type": "static_select", "selected_option": {"value": "critical"}}
    for form, kept in (("case", {}), ("retriage", {"post": post}), ("preview", {"team": "1"})):
        values = (_case_form("Wrist", "1") if form == "case" else {}) | {"triage": select}
        body = _submission(form, values, id=f"V{form}", private_metadata=json.dumps(kept))
        answer = (await hospital.sandbox.slack.courier.post(body, FORM)).json()
        assert answer["errors"] == {"triage": "Choose Normal, High or Urgent."}, form
