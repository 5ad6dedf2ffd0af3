"""Whether a team can be woken, who may set it up, and the directory in words."""

from datetime import timedelta

import pytest

from foxo_bot.directory import team_settings
from foxo_bot.directory.people import recognise
from foxo_bot.directory.reachability import reachability
from foxo_bot.directory.show import show
from foxo_bot.escalation import policy
from foxo_bot.escalation.duty import steps_of
from foxo_bot.model import Audience, LeadsOnly, Person, Role, Step, Triage, Way
from foxo_bot.store import channels, people, teams
from foxo_bot.store.db import Database, Tx
from tests.directory.town import ELSEWHERE, NORTH, NOW, SAMPLE, SHARED, kinds, members, settle, team

SLOW = {Triage.URGENT: (Step(timedelta(minutes=1), by=(Way.DM,)), Step(timedelta(minutes=9), by=(Way.EMAIL,)))}  # fmt: skip  # noqa: E501


def reach(tx: Tx, name: str, triage: Triage) -> tuple[Way, int, int]:
    asked = team(tx, name)
    found = reachability(tx, asked, steps_of(tx, asked, triage))
    assert found.nobody == (found.reachable == 0)
    return found.way, found.reachable, found.members


async def test_each_triage_counts_on_the_first_way_beyond_chat(database: Database) -> None:
    await settle(database)
    assert await database.read(reach, "Imaging", Triage.URGENT) == (Way.SMS, 1, 2)
    assert await database.read(reach, "Imaging", Triage.HIGH) == (Way.EMAIL, 1, 2)
    assert await database.read(reach, "Imaging", Triage.NORMAL) == (Way.EMAIL, 1, 2)
    assert await database.read(reach, "Ward", Triage.URGENT) == (Way.SMS, 0, 0)


async def test_a_number_found_dead_reaches_nobody(database: Database) -> None:
    await settle(database)

    def dies(tx: Tx) -> None:
        (ira,) = people.by_phone(tx, "+61491570156")
        people.change(tx, ira, phone_problem="no such number")

    await database.write(dies)
    assert await database.read(reach, "Imaging", Triage.URGENT) == (Way.SMS, 0, 2)


async def test_a_team_s_own_steps_decide_what_is_counted_on(database: Database) -> None:
    await settle(database, SAMPLE)

    def own(tx: Tx) -> None:
        concierge = team(tx, "Radiology Concierge")
        lead = members(tx, concierge.name)[0].person
        assert team_settings.set_policy(tx, concierge, lead, SLOW, via="slack", now=NOW)
        assert not team_settings.set_policy(tx, concierge, lead, SLOW, via="slack", now=NOW)

    await database.write(own)
    assert await database.read(reach, "Radiology Concierge", Triage.URGENT) == (Way.EMAIL, 1, 1)
    assert "policy_changed" in await database.read(kinds)


async def test_the_last_resort_is_not_counted_on(database: Database) -> None:
    await settle(database, SAMPLE + "          normal: [{after: 24h, by: [dm]}]\n")
    assert await database.read(reach, "Radiology Concierge", Triage.NORMAL) == (Way.DM, 1, 1)


async def test_empty_steps_bring_the_default_back(database: Database) -> None:
    await settle(database, SAMPLE)

    def back(tx: Tx) -> None:
        concierge = team(tx, "Radiology Concierge")
        lead = members(tx, concierge.name)[0].person
        team_settings.set_policy(tx, concierge, lead, {Triage.URGENT: ()}, via="slack", now=NOW)
        assert teams.policy(tx, concierge) == {}

    await database.write(back)


def meddles(tx: Tx, who: Person) -> None:
    concierge = team(tx, "Radiology Concierge")
    team_settings.set_switches(
        tx, concierge, who, accepts_external=False, integrations=False, via="slack", now=NOW
    )


def met(tx: Tx, user: str, workspace: str) -> Person:
    return recognise(
        tx, transport="slack", user=user, workspace=workspace, via=NORTH, name="Kit", now=NOW
    )


async def test_only_a_lead_turns_the_switches(database: Database) -> None:
    await settle(database, SAMPLE)
    kit = await database.write(met, "U000000031", NORTH)
    with pytest.raises(LeadsOnly) as refused:
        await database.write(meddles, kit)
    assert refused.value.facts["leads"] == "Concierge lead"
    lead = (await database.read(members, "Radiology Concierge"))[0].person
    await database.write(meddles, lead)
    after = await database.read(team, "Radiology Concierge")
    assert (after.accepts_external, after.integrations, after.members_listed) == (
        False,
        False,
        True,
    )
    assert (await database.read(kinds))[-1] == "switches_changed"


async def test_an_outsider_is_not_told_who_leads(database: Database) -> None:
    await settle(database, SAMPLE)
    outsider = await database.write(met, "U000000032", ELSEWHERE)
    with pytest.raises(LeadsOnly) as refused:
        await database.write(meddles, outsider)
    assert "Concierge lead" not in str(refused.value.facts)


async def test_the_overview_names_who_is_reached_how_and_the_gaps(database: Database) -> None:
    await settle(database)
    await database.write(
        lambda tx: channels.set_problem(tx, "slack", NORTH, SHARED, "The bot was removed.")
    )
    told = await database.read(show, NOW)
    assert "Ira Imaging: DM, SMS" in told
    assert "Max Mail: email" in told
    assert "! The bot cannot post there: The bot was removed." in told
    assert "! Nobody is a lead." in told
    assert "! Nobody is a member." in told
    assert "! No fallback contact" in told
    assert "+61491570156" not in told
    assert "max@northside.example" not in told


async def test_the_overview_flags_a_team_that_nobody_s_phone_wakes(database: Database) -> None:
    await settle(database, SAMPLE.replace(', phone: "+61491570157"', ""))
    told = await database.read(show, NOW)
    assert "! Urgent: nobody can be reached by SMS." in told
    assert "! High" not in told


async def test_an_empty_directory_says_what_to_do(database: Database) -> None:
    assert "foxo-bot directory apply FILE" in await database.read(show, NOW)


async def test_a_step_for_leads_of_a_team_without_any_is_not_what_is_counted_on(
    database: Database,
) -> None:
    await settle(database)

    def own(tx: Tx) -> None:
        steps = (
            Step(timedelta(minutes=1), by=(Way.SMS,), to=(Audience.LEADS,)),
            Step(timedelta(minutes=9), by=(Way.EMAIL,)),
        )
        teams.set_policy(tx, team(tx, "Imaging"), {Triage.URGENT.value: policy.to_json(steps)})

    await database.write(own)
    without = {one.role for one in await database.read(members, "Imaging")}
    assert Role.LEAD not in without
    assert await database.read(reach, "Imaging", Triage.URGENT) == (Way.EMAIL, 1, 2)
