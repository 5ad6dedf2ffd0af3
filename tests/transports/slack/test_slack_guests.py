"""People of other workspaces in a shared channel (Slack Connect): who they are said to be."""

import json
from typing import Any

import pytest

from foxo_bot.cards.card import Button, Buttons, Card, Field, Form, TextInput
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Done, OpenForm, PlatformUser, Tell
from foxo_bot.handlers.news import ProfileSeen
from tests.transports.slack.stand import CLINIC, HOME, Stand

ENTRY = Card("Hand over here.", (Buttons((Button("new_case", "New case"),)),))
CASE = Form("case", "New case", (Field("subject", "Subject", TextInput()),), submit="Send")
GUEST = PlatformUser("slack", "U0GP", CLINIC, HOME, "gil.practice")


async def test_a_guest_presses_fills_in_and_is_answered(stand: Stand) -> None:
    await stand.transport.send(Parcel("1", "C0REF", ENTRY, HOME))
    guest = stand.slack.person("U0GP")
    stand.product.reply = OpenForm(CASE)
    await guest.press(stand.slack.channel("C0REF").last, "New case")
    pressed = stand.product.act
    assert pressed.actor == GUEST
    assert pressed.place is not None
    assert pressed.place.shared
    await stand.settled()
    (profile,) = [news.profile for news in stand.product.heard(ProfileSeen)]
    assert (profile.user, profile.workspace, profile.via) == ("U0GP", CLINIC, HOME)
    assert guest.modal is not None
    stand.product.reply = Done(("Case 482-913 is with Radiology.",))
    await guest.modal.fill(subject="Knee").submit()
    await stand.settled()
    submitted = stand.product.acts[-1]
    assert submitted.actor == GUEST
    assert submitted.place is not None
    assert (submitted.place.address, submitted.place.shared) == ("C0REF", True)
    assert guest.ephemerals[-1].text_shown() == "Case 482-913 is with Radiology."


async def test_a_guest_writes_in_a_thread_and_mentions(stand: Stand) -> None:
    await stand.transport.send(Parcel("1", "C0REF", ENTRY, HOME))
    guest = stand.slack.person("U0GP")
    stand.product.reply = Tell(("Press New case.",))
    await guest.replies(stand.slack.channel("C0REF").last, "Any news?")
    assert stand.product.acts[-1].actor.workspace == CLINIC  # type: ignore[union-attr]
    await guest.says(f"@{stand.slack.world.app.name} help", channel="C0REF")
    act = stand.product.acts[-1]
    assert (act.actor.workspace, act.actor.via) == (CLINIC, HOME)  # type: ignore[union-attr]
    assert act.place is not None
    assert act.place.shared
    assert guest.ephemerals[-1].text_shown() == "Press New case."


async def test_a_guest_writes_to_the_bot_directly(stand: Stand) -> None:
    guest = stand.slack.person("U0GP")
    stand.product.reply = Tell(("Press New case.",))
    await guest.says("hello")
    assert stand.product.act.actor.workspace == CLINIC  # type: ignore[union-attr]
    assert guest.dms[-1].text_shown() == "Press New case."


def mention(**event: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": CLINIC,
        "context_team_id": HOME,
        "context_enterprise_id": "E0HOME",
        "event_id": "Ev1",
        "is_ext_shared_channel": True,
        "authorizations": [{"team_id": HOME, "enterprise_id": "E0HOME"}],
        "event": {
            "type": "app_mention",
            "user": "U0ELSE",
            "text": "hello",
            "ts": "1.000001",
            "channel": "C0REF",
            **event,
        },
    }


@pytest.mark.parametrize(
    ("event", "workspace"),
    [
        ({"user_team": "T0FAR"}, "T0FAR"),
        ({"source_team": "T0FAR"}, "T0FAR"),
        ({"user_profile": {"team": "T0FAR", "real_name": "Far Away"}}, "T0FAR"),
        ({"user_team": "E0HOME"}, HOME),
        ({"user_team": "E0FAR"}, None),
        ({}, None),
        ({"team": HOME}, None),
    ],
)
async def test_where_a_writer_belongs_is_only_said_when_slack_tells(
    stand: Stand, event: dict[str, Any], workspace: str | None
) -> None:
    await stand.slack.courier.event(mention(**event))
    actor = stand.product.act.actor
    assert (actor.workspace, actor.via) == (workspace, HOME)  # type: ignore[union-attr]


async def test_a_guest_known_from_a_look_up_is_known_in_messages(stand: Stand) -> None:
    await stand.transport.send(Parcel("1", "C0REF", ENTRY, HOME))
    stand.product.reply = OpenForm(CASE)
    await stand.slack.person("U0GP").press(stand.slack.channel("C0REF").last, "New case")
    await stand.settled()
    await stand.slack.courier.event(mention(user="U0GP", user_team="E0FAR"))
    assert stand.product.acts[-1].actor.workspace == CLINIC  # type: ignore[union-attr]


async def test_a_submission_names_both_workspaces(stand: Stand) -> None:
    """The payload's team and the view's team are the guest's; ours is app_installed_team_id."""
    payload = {
        "type": "view_submission",
        "team": {"id": CLINIC, "domain": "hillview"},
        "user": {"id": "U0GP", "username": "gil", "team_id": CLINIC},
        "view": {
            "id": "V1",
            "team_id": CLINIC,
            "app_installed_team_id": HOME,
            "type": "modal",
            "callback_id": "case",
            "private_metadata": json.dumps(["not", "ours"]),
            "state": {"values": {"subject": {"subject": {"type": "plain_text_input"}}}},
        },
    }
    assert (await stand.slack.courier.interaction(payload)).ok
    act = stand.product.act
    assert act.actor == PlatformUser("slack", "U0GP", CLINIC, HOME, "gil")
    assert act.values == {"subject": ""}
    assert act.keeps == {}


async def test_a_file_that_is_only_a_stub_is_kept_by_its_id(stand: Stand) -> None:
    stub = {"id": "F1", "mode": "file_access", "file_access": "check_file_info"}
    files = {"files": {"type": "file_input", "files": [stub, {"no": "id"}]}}
    payload = {
        "type": "view_submission",
        "team": {"id": HOME},
        "user": {"id": "U0REG", "team_id": HOME},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "case",
            "state": {"values": {"files": files}},
        },
    }
    await stand.slack.courier.interaction(payload)
    (file,) = stand.product.act.values["files"] or ()
    assert (file.reference, file.name, file.size, file.url) == (f"{HOME}/F1", "File", 0, "")  # type: ignore[union-attr]
