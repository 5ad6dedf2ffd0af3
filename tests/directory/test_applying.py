"""Applying a directory file: what changes, and what is left alone."""

from datetime import timedelta

import pytest

from foxo_bot.directory import apply as applying
from foxo_bot.directory import roster, team_settings
from foxo_bot.directory.file import DirectoryError, parse
from foxo_bot.directory.people import profile_seen, recognise
from foxo_bot.directory.show import show
from foxo_bot.escalation import policy
from foxo_bot.model import Role, Step, Triage, Way
from foxo_bot.store import channels, organisations, people, teams
from foxo_bot.store.db import Database, Tx
from tests.directory.town import (
    LED,
    NORTH,
    NOW,
    RADIOLOGY,
    SAMPLE,
    SOUTH,
    TENANT,
    TOWN,
    Seen,
    applied,
    everybody,
    kinds,
    members,
    names,
    settle,
    team,
)


async def test_the_sample_of_the_contract_applies_and_then_changes_nothing(
    database: Database,
) -> None:
    changes = await database.write(applied, SAMPLE)
    assert changes[0] == "Northside Radiology: new organisation."
    assert "Northside Radiology / Radiology Concierge: Concierge lead joins as lead." in changes
    assert await database.write(applied, SAMPLE) == ()
    trail = await database.read(kinds)
    assert trail == ["directory_changed"] * len(changes)


async def test_a_team_lives_by_its_own_time_zone_or_its_organisations(database: Database) -> None:
    def zones(tx: Tx) -> list[str]:
        return [teams.zone(tx, team(tx, name)).key for name in ("Radiology Concierge", "Far away")]

    far = "\n      - {name: Far away, members: [{name: Fay, email: fay@north.example}]}"
    await settle(database, SAMPLE + far)
    assert await database.read(zones) == ["UTC", "UTC"]
    here = SAMPLE.replace("    teams:", "    timezone: Australia/Sydney\n    teams:")
    there = far.replace("Far away,", "Far away, timezone: Australia/Perth,")
    changes = await database.write(applied, here + there)
    assert "Northside Radiology: time zone is Australia/Sydney." in changes
    assert "Northside Radiology / Far away: time zone is Australia/Perth." in changes
    assert await database.read(zones) == ["Australia/Sydney", "Australia/Perth"]
    assert await database.write(applied, here + there) == ()


async def test_what_the_sample_says_is_what_is_stored(database: Database) -> None:
    await settle(database, SAMPLE)

    def look(tx: Tx) -> None:
        (northside,) = organisations.every(tx)
        concierge = team(tx, "Radiology Concierge")
        assert (concierge.accepts_external, concierge.integrations) == (True, True)
        assert concierge.members_listed
        assert northside.fallback_person_id is not None
        assert people.find(tx, northside.fallback_person_id).phone == "+61491570156"
        (lead,) = members(tx, "Radiology Concierge")
        assert lead.role is Role.LEAD
        assert people.by_slack(tx, NORTH, "U000000003") == lead.person
        assert people.by_teams(tx, "29:1abc") == lead.person
        assert lead.person.slack_via == NORTH
        stood = [(c.transport, c.workspace, c.address) for c in channels.of_team(tx, concierge)]
        assert stood == [("slack", NORTH, RADIOLOGY), ("teams", TENANT, "19:abc@thread.tacv2")]
        assert set(teams.policy(tx, concierge)) == {"urgent"}

    await database.read(look)


async def test_a_preview_tells_the_same_and_changes_nothing(database: Database) -> None:
    with pytest.raises(applying.OnlyPreviewed) as previewed:
        await database.write(applying.preview, parse(SAMPLE), now=NOW)
    assert await database.read(organisations.every) == []
    assert await database.write(applied, SAMPLE) == previewed.value.applied.changes


async def test_a_team_that_is_no_longer_named_becomes_inactive_and_keeps_its_members(
    database: Database,
) -> None:
    await settle(database)
    without = TOWN.replace("      - name: Imaging", "      - name: Scans")
    changes = await database.write(applied, without)
    assert (
        "Northside / Imaging: is no longer in the file (a new name makes a new team): "
        "it gets no new cases, its open ones go on."
    ) in changes
    assert "Northside / Scans: new team." in changes
    assert not (await database.read(team, "Imaging")).active
    assert await database.read(names, "Imaging") == {"Ira Imaging", "Max Mail"}
    assert await database.write(applied, without) == ()
    back = await database.write(applied, TOWN)
    assert "Northside / Imaging: is active again." in back


async def test_an_organisation_that_is_not_named_is_left_as_it_is(database: Database) -> None:
    await settle(database)
    northside = TOWN[: TOWN.index("  - name: Southside")]
    told = await database.write(applying.apply, parse(northside), now=NOW)
    assert told.changes == ()
    assert told.left_alone == ("Southside is not in the file: left as it is.",)
    assert (await database.read(team, "Clinic")).active


async def test_a_workspace_of_an_organisation_outside_the_file_is_refused_whole(
    database: Database,
) -> None:
    await settle(database)
    greedy = "organisations:\n  - {name: Hillview, slack_workspaces: [T000000002]}\n"
    with pytest.raises(DirectoryError, match=r"line 2, .*T000000002 belongs to Southside"):
        await database.write(applied, greedy)
    assert len(await database.read(organisations.every)) == 2


async def test_a_workspace_passes_from_one_organisation_to_another(database: Database) -> None:
    await settle(database)
    swapped = TOWN.replace(NORTH, "T00000000X").replace(SOUTH, NORTH).replace("T00000000X", SOUTH)
    changes = await database.write(applied, swapped)
    assert "Southside: Slack workspace T000000001 added." in changes
    owner = await database.read(organisations.of_workspace, "slack", NORTH)
    assert owner is not None
    assert owner.name == "Southside"
    assert await database.write(applied, swapped) == ()


async def test_the_file_wins_over_what_a_lead_changed_and_says_so(database: Database) -> None:
    await settle(database, SAMPLE)

    def lead_changes(tx: Tx) -> None:
        concierge = team(tx, "Radiology Concierge")
        lead = members(tx, concierge.name)[0].person
        team_settings.set_switches(
            tx, concierge, lead, accepts_external=False, integrations=True, via="slack", now=NOW
        )
        slow = {Triage.HIGH: (Step(timedelta(hours=3), by=(Way.DM,)),)}
        team_settings.set_policy(tx, concierge, lead, slow, via="slack", now=NOW)

    await database.write(lead_changes)
    assert await database.write(applied, SAMPLE) == (
        "Northside Radiology / Radiology Concierge: takes cases from other organisations.",
        "Northside Radiology / Radiology Concierge: high escalation is the default again.",
    )
    stored = teams.policy
    concierge = await database.read(team, "Radiology Concierge")
    own = await database.read(stored, concierge)
    assert policy.for_triage(Triage.HIGH, own, by_duty=False) == policy.DEFAULTS[Triage.HIGH]


async def test_a_person_is_updated_in_place_by_whatever_still_names_them(
    database: Database,
) -> None:
    await settle(database)
    before = {person.name: person.id for person in await database.read(everybody)}
    after = TOWN.replace('phone: "+61491570156"', 'phone: "+61491570157"').replace(
        "{name: Max Mail, email: max@northside.example}",
        "{name: Maxine Mail, email: max@northside.example, phone: '+61491570156'}",
    )
    changes = await database.write(applied, after)
    assert "Northside: Ira Imaging: phone updated." in changes
    assert "Northside: Maxine Mail: name, phone updated." in changes
    now = {person.name: person.id for person in await database.read(everybody)}
    assert now == {"Ira Imaging": before["Ira Imaging"], "Maxine Mail": before["Max Mail"]}


async def test_a_new_number_in_the_file_forgets_that_the_old_one_was_dead(
    database: Database,
) -> None:
    await settle(database)

    def number_is_dead(tx: Tx) -> None:
        (ira,) = people.by_phone(tx, "+61491570156")
        people.change(tx, ira, phone_problem="no such number")

    await database.write(number_is_dead)
    assert await database.write(applied, TOWN) == ()
    (ira,) = await database.read(people.by_phone, "+61491570156")
    assert not ira.reachable_by(Way.SMS)
    await database.write(applied, TOWN.replace("+61491570156", "+61491570157"))
    (ira,) = await database.read(people.by_phone, "+61491570157")
    assert ira.reachable_by(Way.SMS)


async def test_a_namesake_does_not_inherit_the_account_of_who_left(database: Database) -> None:
    await settle(database)
    new_ira = TOWN.replace(
        '{name: Ira Imaging, slack: U000000004, phone: "+61491570156"}',
        "{name: Ira Imaging, email: other.ira@northside.example}",
    )
    changes = await database.write(applied, new_ira)
    assert "Northside: Ira Imaging is listed now." in changes
    assert "Northside: Ira Imaging is no longer listed." in changes
    member = next(m for m in await database.read(members, "Imaging") if m.person.email)
    account = await database.read(people.by_slack, NORTH, "U000000004")
    assert account is not None
    assert account.id not in {m.person.id for m in await database.read(members, "Imaging")}
    assert member.person.slack_user is None


async def test_two_rows_of_one_human_become_one_when_the_file_says_so(database: Database) -> None:
    await settle(database)

    def meet(tx: Tx) -> int:
        return recognise(
            tx, transport="teams", user="29:ira", workspace=TENANT, via=TENANT, name="Ira", now=NOW
        ).id

    teams_row = await database.write(meet)
    joined = TOWN.replace("slack: U000000004,", "slack: U000000004, teams: '29:ira',")
    assert "Northside: Ira Imaging: Teams account updated." in await database.write(applied, joined)
    ira = await database.read(people.by_teams, "29:ira")
    assert ira is not None
    assert ira.slack_user == "U000000004"
    assert ira.id != teams_row
    assert await database.write(applied, joined) == ()


async def test_what_profiles_filled_in_is_no_change(database: Database) -> None:
    await settle(database)
    profile = Seen("U000000004", name="Ira I.", email="Ira@northside.example", phone="0491 570 110")
    seen = await database.write(profile_seen, profile, now=NOW)
    assert seen is not None
    assert (seen.name, seen.email, seen.phone) == (
        "Ira Imaging",
        "ira@northside.example",
        "+61491570156",
    )
    assert await database.write(applied, TOWN) == ()


async def test_a_number_that_the_file_drops_is_no_longer_used(database: Database) -> None:
    await settle(database)
    changes = await database.write(applied, TOWN.replace(', phone: "+61491570156"', ""))
    assert "Northside: Ira Imaging: phone updated." in changes
    assert await database.read(people.by_phone, "+61491570156") == []


async def test_a_channel_that_moved_is_not_moved_back_by_the_file(database: Database) -> None:
    await settle(database)
    await database.write(
        lambda tx: roster.channel_moved(
            tx, transport="slack", workspace=NORTH, old=RADIOLOGY, new="C000000007", now=NOW
        )
    )
    assert await database.write(applied, TOWN) == ()
    assert await database.write(applied, TOWN.replace(RADIOLOGY, "C000000007")) == ()
    back = await database.write(applied, TOWN)
    assert "Northside / Ward: Slack channel C000000002 added." in back
    assert "Northside / Ward: Slack channel C000000007 removed." in back


async def test_a_team_that_lists_nobody_any_more_keeps_its_members_until_channels_are_read(
    database: Database,
) -> None:
    await settle(database)
    start = TOWN.index("        members:")
    unlisted = TOWN[:start] + TOWN[TOWN.index("  - name: Southside") :]
    changes = await database.write(applied, unlisted)
    assert "Northside / Imaging: members are the people in its channels." in changes
    assert await database.read(names, "Imaging") == {"Ira Imaging", "Max Mail"}


async def test_leads_are_members_although_no_channel_was_read(database: Database) -> None:
    changes = await database.write(applied, LED)
    assert "Northside / Ward: U000000021 joins as lead." in changes
    assert "Northside / Ward: Lou Leed joins as lead." in changes
    assert await database.write(applied, LED) == ()
    told = await database.read(show, NOW)
    assert "Lou Leed (lead): email" in told
    ward = told[told.index("  Ward") : told.index("  Imaging")]
    assert "Nobody is" not in ward


async def test_a_lead_without_a_name_gets_it_at_first_sight_and_keeps_it(
    database: Database,
) -> None:
    await settle(database, LED)
    await database.write(profile_seen, Seen("U000000021", "Ana"), now=NOW)
    assert await database.read(names, "Ward") == {"Ana", "Lou Leed"}
    assert await database.write(applied, LED) == ()


async def test_who_is_a_lead_no_longer_stays_only_where_they_stand_in_a_channel(
    database: Database,
) -> None:
    await settle(database, LED)
    await database.write(
        lambda tx: roster.channel_members(
            tx,
            transport="slack",
            workspace=NORTH,
            address=RADIOLOGY,
            profiles=[Seen("U000000021", "Ana")],
            now=NOW,
        )
    )
    changes = await database.write(applied, TOWN)
    assert "Northside / Ward: Ana is member now." in changes
    assert "Northside / Ward: Lou Leed leaves." in changes
    (ana,) = await database.read(members, "Ward")
    assert (ana.person.name, ana.role) == ("Ana", Role.MEMBER)
    assert await database.write(applied, TOWN) == ()


async def test_a_team_that_lists_its_leads_instead_of_its_members_keeps_the_rest_for_now(
    database: Database,
) -> None:
    await settle(database)
    start, end = TOWN.index("        members:"), TOWN.index("  - name: Southside")
    max_leads = "        leads: [{name: Max Mail, email: max@northside.example}]\n"
    await database.write(applied, TOWN[:start] + max_leads + TOWN[end:])
    roles = {m.person.name: m.role for m in await database.read(members, "Imaging")}
    assert roles == {"Max Mail": Role.LEAD, "Ira Imaging": Role.MEMBER}
