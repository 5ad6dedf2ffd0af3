"""Who somebody on a chat platform is taken to be."""

import pytest

from foxo_bot.directory.people import profile_seen, recognise
from foxo_bot.model import NoOrganisation, Person, Way
from foxo_bot.store import people
from foxo_bot.store.db import Database, Tx
from tests.directory.town import (
    ELSEWHERE,
    NORTH,
    NOW,
    SAMPLE,
    SOUTH,
    TENANT,
    TOWN,
    Seen,
    applied,
    everybody,
    members,
    names,
    settle,
)


def met(
    tx: Tx,
    user: str,
    *,
    workspace: str | None = NORTH,
    via: str = NORTH,
    name: str = "",
    transport: str = "slack",
) -> Person:
    return recognise(
        tx, transport=transport, user=user, workspace=workspace, via=via, name=name, now=NOW
    )


async def test_a_colleague_who_acts_is_met_once(database: Database) -> None:
    await settle(database)
    first = await database.write(met, "U000000010", name="Rae")
    again = await database.write(met, "U000000010", name="rae.r")
    assert first == again
    assert (first.name, first.external, first.slack_via) == ("Rae", False, NORTH)


async def test_who_came_without_a_name_gets_their_first_real_one(database: Database) -> None:
    await settle(database)
    assert (await database.write(met, "U000000010")).name == "U000000010"
    assert (await database.write(met, "U000000010", name="Rae")).name == "Rae"


async def test_who_the_file_lists_is_that_person(database: Database) -> None:
    await settle(database)
    ira = await database.write(met, "U000000004", name="somebody")
    assert ira.name == "Ira Imaging"
    assert ira.id in {m.person.id for m in await database.read(members, "Imaging")}


async def test_somebody_of_an_unclaimed_workspace_is_an_outsider_of_where_they_were_met(
    database: Database,
) -> None:
    await settle(database)
    guest = await database.write(met, "U000000011", workspace=ELSEWHERE, name="Gil")
    assert guest.external
    assert (guest.slack_workspace, guest.slack_via) == (ELSEWHERE, NORTH)
    assert guest.reachable_by(Way.DM)


async def test_the_same_id_in_another_workspace_is_somebody_else(database: Database) -> None:
    await settle(database)
    ira = await database.write(met, "U000000004")
    other = await database.write(met, "U000000004", workspace=ELSEWHERE, via=NORTH)
    assert other.id != ira.id
    assert other.external


async def test_a_guest_of_a_claimed_workspace_belongs_to_their_own_organisation(
    database: Database,
) -> None:
    await settle(database)
    guest = await database.write(met, "U000000012", workspace=SOUTH, via=NORTH, name="Sol")
    at_home = await database.write(met, "U000000012", workspace=SOUTH, via=SOUTH)
    assert guest == at_home
    assert (guest.external, guest.slack_via) == (False, SOUTH)


async def test_an_outsider_comes_home_when_their_workspace_is_claimed(database: Database) -> None:
    await settle(database)
    outsider = await database.write(met, "U000000011", workspace=ELSEWHERE, name="Gil")
    hillview = f"  - {{name: Hillview, slack_workspaces: [{ELSEWHERE}]}}\n"
    await database.write(applied, TOWN + hillview)
    gil = await database.write(met, "U000000011", workspace=ELSEWHERE, via=NORTH)
    assert gil.id == outsider.id
    assert (gil.external, gil.slack_via) == (False, ELSEWHERE)
    assert gil.organisation_id != outsider.organisation_id


async def test_where_neither_workspace_is_claimed_nobody_is_met(database: Database) -> None:
    await settle(database)
    with pytest.raises(NoOrganisation):
        await database.write(met, "U000000011", workspace=ELSEWHERE, via=ELSEWHERE)
    assert await database.read(people.by_slack, ELSEWHERE, "U000000011") is None


async def test_without_a_workspace_who_was_met_here_before_is_found(database: Database) -> None:
    await settle(database)
    rae = await database.write(met, "U000000010", name="Rae")
    assert await database.write(met, "U000000010", workspace=None) == rae


async def test_who_was_met_without_a_workspace_is_the_same_once_it_is_told(
    database: Database,
) -> None:
    await settle(database)
    unknown = await database.write(met, "U000000010", workspace=None, name="Rae")
    assert unknown.external
    rae = await database.write(met, "U000000010", name="Rae")
    assert rae.id == unknown.id
    assert (rae.external, rae.slack_workspace) == (False, NORTH)


async def test_somebody_on_teams_is_known_by_their_tenant(database: Database) -> None:
    await settle(database)
    tess = await database.write(
        met, "29:tess", workspace=TENANT, via=TENANT, name="Tess", transport="teams"
    )
    assert (tess.external, tess.teams_user) == (False, "29:tess")


async def test_whom_the_file_lists_stays_there_whatever_tenant_they_act_from(
    database: Database,
) -> None:
    await settle(database, SAMPLE)
    other = "22222222-2222-2222-2222-222222222222"
    claimed = f"  - {{name: Locums, entra_tenants: [{other}]}}\n"
    await database.write(applied, SAMPLE + claimed)
    lead = await database.write(
        met, "29:1abc", workspace=other, via=other, name="Lead", transport="teams"
    )
    assert lead.name == "Concierge lead"
    assert await database.write(applied, SAMPLE + claimed) == ()


async def test_a_profile_fills_in_what_the_file_leaves_open(database: Database) -> None:
    await settle(database)
    await database.write(met, "U000000010", name="rae.r")
    profile = Seen(
        "U000000010", name="Rae Ray", email="Rae@Northside.example", phone="0491 570 110"
    )
    rae = await database.write(profile_seen, profile, now=NOW)
    assert rae is not None
    assert (rae.name, rae.email, rae.phone) == ("Rae Ray", "rae@northside.example", "+61491570110")


@pytest.mark.parametrize("phone", ["ext. 4512", "(02) 9999 0000", "0491", "", None])
async def test_a_number_that_is_surely_no_mobile_is_dropped(
    database: Database, phone: str | None
) -> None:
    await settle(database)
    await database.write(met, "U000000010", name="Rae")
    rae = await database.write(profile_seen, Seen("U000000010", phone=phone), now=NOW)
    assert rae is not None
    assert rae.phone is None


async def test_an_outsider_s_number_needs_its_country(database: Database) -> None:
    await settle(database)
    await database.write(met, "U000000011", workspace=ELSEWHERE, name="Gil")
    national = Seen("U000000011", workspace=ELSEWHERE, phone="0491 570 110")
    gil = await database.write(profile_seen, national, now=NOW)
    assert gil is not None
    assert gil.phone is None
    whole = Seen("U000000011", workspace=ELSEWHERE, phone="+61 491 570 110")
    gil = await database.write(profile_seen, whole, now=NOW)
    assert gil is not None
    assert gil.phone == "+61491570110"


async def test_the_profile_of_a_stranger_is_not_stored(database: Database) -> None:
    await settle(database)
    before = await database.read(everybody)
    assert await database.write(profile_seen, Seen("U000000099"), now=NOW) is None
    assert await database.read(everybody) == before


async def test_whom_the_file_lists_by_email_gets_their_account_from_the_profile(
    database: Database,
) -> None:
    await settle(database)
    profile = Seen("U000000013", name="M. Mail", email="MAX@northside.example")
    await database.write(profile_seen, profile, now=NOW)
    max_mail = await database.write(met, "U000000013")
    assert max_mail.name == "Max Mail"
    assert max_mail.reachable_by(Way.DM)
    assert await database.write(applied, TOWN) == ()


async def test_who_acted_before_their_email_was_known_becomes_one_with_the_listed_person(
    database: Database,
) -> None:
    await settle(database)
    stranger = await database.write(met, "U000000013", name="max")
    assert stranger.id not in {m.person.id for m in await database.read(members, "Imaging")}
    profile = Seen("U000000013", name="M. Mail", email="max@northside.example")
    await database.write(profile_seen, profile, now=NOW)
    max_mail = await database.write(met, "U000000013")
    assert max_mail.id in {m.person.id for m in await database.read(members, "Imaging")}
    assert await database.read(names, "Imaging") == {"Ira Imaging", "Max Mail"}


async def test_an_outsider_with_a_member_s_email_does_not_become_that_member(
    database: Database,
) -> None:
    await settle(database)
    await database.write(met, "U000000014", workspace=ELSEWHERE, name="Eve")
    forged = Seen("U000000014", workspace=ELSEWHERE, email="max@northside.example")
    eve = await database.write(profile_seen, forged, now=NOW)
    assert eve is not None
    assert eve.external
    assert eve.id not in {m.person.id for m in await database.read(members, "Imaging")}


async def test_who_was_deactivated_is_not_reached_by_dm_until_they_act_again(
    database: Database,
) -> None:
    await settle(database)
    gone = await database.write(profile_seen, Seen("U000000004", active=False), now=NOW)
    assert gone is not None
    assert not gone.reachable_by(Way.DM)
    assert await database.write(applied, TOWN) == ()
    assert (await database.write(met, "U000000004")).reachable_by(Way.DM)
