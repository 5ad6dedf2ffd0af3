"""Each reader of a channel in Teams sees the card with what they may do, and no more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.store.db import Tx
from tests.scenarios.both import (
    HOSPITAL,
    IN_TEAMS,
    TESS,
    THEATRE,
    THEO,
    Both,
    opened_in_both,
)

LOOKER = "29:looker"


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        world = both.sandbox.teams.world
        world.person(LOOKER, world.app.tenant_id, "Lou Looker", email="lou@northside.example")
        world.teams[HOSPITAL].members.add(LOOKER)
        yield both


async def test_members_see_the_acting_buttons_the_sender_theirs_and_others_none(
    both: Both,
) -> None:
    await both.sends_in_teams()
    everybody_s = both.card().buttons
    assert {"Acknowledge", "Decline", "Reply", "Details"} <= set(everybody_s)

    assert (await both.tess.looks_at(both.card())).buttons == everybody_s
    own = (await both.rowan.looks_at(both.card())).buttons
    assert "Withdraw" in own
    assert "Acknowledge" not in own
    seen = await both.in_teams(LOOKER).looks_at(both.card())
    assert seen.buttons == []
    assert "left wrist of bed 4" in seen.text_shown()
    assert "Only members of Radiology Concierge and the sender can act" in seen.text_shown()
    assert await both.read(known) == 0, "nobody is stored for having looked"

    await both.tess.press(both.card(), "Acknowledge")
    await both.passes(seconds=2)
    seen = await both.in_teams(LOOKER).looks_at(both.card())
    assert "Tess Teams" in seen.text_shown()
    assert seen.buttons == []


async def test_a_card_is_drawn_for_nobody_before_whom_it_does_not_stand(both: Both) -> None:
    await both.sends_in_teams()
    await both.in_teams(LOOKER).looks_at(both.card())
    view = both.sandbox.teams.courier.sent[-1].activity
    assert view["value"]["action"]["verb"] == "view"
    stolen = view | {
        "id": "f:stolen",
        "from": {"id": THEO, "name": "Theo Theatre"},
        "conversation": {**view["conversation"], "id": THEATRE},
        "channelData": {**view["channelData"], "channel": {"id": THEATRE}},
    }
    answer = await both.sandbox.teams.courier.carry(stolen)
    assert answer.json()["statusCode"] == 400
    assert "bed 4" not in answer.text
    member_s = stolen | {"id": "f:own", "from": {"id": TESS, "name": "Tess Teams"}}
    assert "bed 4" in (await both.sandbox.teams.courier.carry(member_s)).text


async def test_where_the_own_view_fails_the_card_serves_everybody(both: Both) -> None:
    await both.sends_in_teams()
    await both.program.database.write(forget_posts)
    seen = await both.tess.looks_at(both.card())
    assert "Acknowledge" in seen.buttons
    assert len(both.sandbox.teams.channel(IN_TEAMS).posts) == 1


def known(tx: Tx) -> int:
    found = tx.connection.exec_driver_sql(
        "SELECT count(*) FROM people WHERE teams_user = ?", (LOOKER,)
    )
    return int(found.scalar_one())


def forget_posts(tx: Tx) -> None:
    tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tx.connection.exec_driver_sql("UPDATE posts SET recipient_id = NULL")
