"""Duty rosters on either database: claimed by one process at a time, and whose hours they give."""

from datetime import timedelta

from foxo_bot.store import duty, shifts
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.duty import Copy
from tests.cases import town

LEASE, HOUR = timedelta(minutes=3), timedelta(hours=1)
NOON = town.NOON


async def rostered(database: Database) -> town.Town:
    def build(tx: Tx) -> town.Town:
        here = town.build(tx)
        duty.put(tx, here.teams["Radiology"], by_calendar=True, source="{}", now=NOON)
        return here

    return await database.write(build)


async def test_a_roster_is_claimed_by_one_and_again_when_the_lease_has_ended(
    database: Database,
) -> None:
    await rostered(database)
    first = await database.write(duty.claim_due, NOON, LEASE)
    assert first is not None
    assert await database.write(duty.claim_due, NOON, LEASE) is None
    assert await database.read(duty.next_due) == NOON + LEASE
    again = await database.write(duty.claim_due, NOON + LEASE, LEASE)
    assert again == first


async def test_what_was_read_is_kept_and_counts_for_members_only(database: Database) -> None:
    here = await rostered(database)
    cleo, robin = here.people["Cleo"], here.people["Robin"]

    def story(tx: Tx) -> None:
        roster = duty.claim_due(tx, NOON, LEASE)
        assert roster is not None
        assert duty.hold(tx, roster) == roster
        duty.save_copy(tx, roster, Copy("BEGIN:VCALENDAR", '"1"', None))
        duty.save_unmatched(tx, roster, [("Dr Locum", None)])
        spans = [(person.id, NOON, NOON + HOUR) for person in (cleo, robin)]
        shifts.replace(tx, roster, spans)
        duty.save(tx, roster, problem="its server answers 503", read_at=NOON)

        assert duty.copy_of(tx, roster) == Copy("BEGIN:VCALENDAR", '"1"', None)
        held = duty.hold(tx, roster)
        assert held is not None
        assert held.unmatched == [("Dr Locum", None)]
        assert duty.failing(tx) == (1, NOON)
        at_work = (roster.organisation_id, roster.team_id)
        assert [one.id for one in shifts.on_duty(tx, *at_work, NOON)] == [cleo.id]
        assert shifts.on_duty(tx, *at_work, NOON + HOUR) == []
        assert shifts.on_duty(tx, *at_work, NOON - HOUR) == []
        assert [one.person_id for one in shifts.of_team(tx, *at_work, NOON)] == [cleo.id]
        assert shifts.of_person(tx, robin, NOON) == []
        duty.drop(tx, here.teams["Radiology"])
        assert duty.hold(tx, roster) is None
        assert not duty.exists(tx, *at_work)

    await database.write(story)
