"""A person's numbers, the codes that prove them, and the codes of those who share one."""

from datetime import timedelta

from foxo_bot.directory import numbers, one_human
from foxo_bot.directory.numbers import Outcome
from foxo_bot.model import Person, Triage, Way, Wishes
from foxo_bot.store import codes, idle_answers, number_checks, people, tidy
from foxo_bot.store.codes import Wanted
from foxo_bot.store.db import Database, Tx
from tests.cases import town

PHONE, OWN = "+61491570112", "+61491570111"


async def test_a_number_is_proved_kept_and_handed_on_with_its_owners_wishes(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        town.build(tx)
        person = _person(tx, phone=PHONE)
        assert numbers.prove_known(tx, person, town.NOON) == PHONE
        check = numbers.under_way(tx, person, town.NOON)
        assert check
        assert numbers.confirm(tx, person, "nonsense", town.NOON) is Outcome.WRONG
        assert numbers.confirm(tx, person, check.code, town.NOON) is Outcome.VERIFIED
        assert numbers.confirm(tx, person, check.code, town.NOON) is Outcome.RUN_OUT
        numbers.prove(tx, person, OWN, town.NOON)
        own = number_checks.live(tx, person, town.NOON - numbers.LIFE)
        assert own
        late = town.NOON + numbers.LIFE
        assert numbers.confirm(tx, person, own.code, late) is Outcome.RUN_OUT
        assert numbers.confirm(tx, person, own.code, town.NOON) is Outcome.VERIFIED
        wishes = Wishes(((Triage.URGENT, (Way.EMAIL, Way.DM)),), Way.SMS)
        numbers.wish(tx, people.find(tx, person.id), wishes, town.NOON)

        kept = people.find(tx, person.id)
        assert [(n.phone, n.own, n.verified) for n in kept.numbers] == [
            (PHONE, False, True),
            (OWN, True, True),
        ]
        assert kept.wishes == wishes
        older = _person(tx)
        joined = one_human.join(tx, older, kept, via="slack", now=town.NOON)
        stays = people.find(tx, joined.id)
        assert (stays.numbers, stays.wishes) == (kept.numbers, wishes)
        assert people.behind(tx, {PHONE, OWN}) == {PHONE: (stays.id,), OWN: (stays.id,)}
        people.change(tx, stays, phone="+61491570999")
        assert not people.find(tx, stays.id).verified("+61491570999")

    await database.write(story)


async def test_those_who_share_a_number_never_have_the_same_code(database: Database) -> None:
    def story(tx: Tx) -> None:
        here = town.build(tx)
        town.send(tx, here)
        one, two = (_person(tx, phone=PHONE) for _ in range(2))
        both = (one.id, two.id)
        wanted = [Wanted(1, 1, person_id, both) for person_id in both]
        made = codes.for_people(tx, wanted, town.NOON)
        assert len(set(made.values())) == 2
        assert codes.for_people(tx, wanted, town.NOON) == made

    await database.write(story)


async def test_what_is_counted_against_a_number_is_forgotten_after_a_day(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        town.build(tx)
        person = _person(tx, phone=PHONE)
        idle_answers.note(tx, PHONE, town.NOON)
        number_checks.begin(tx, person, PHONE, town.NOON)
        long_ago = town.NOON - timedelta(days=9)
        assert idle_answers.count_since(tx, PHONE, long_ago) == 1
        assert number_checks.count_since(tx, person, "another", long_ago) == 1
        tidy.forget(tx, town.NOON + timedelta(days=2))
        assert idle_answers.count_since(tx, PHONE, long_ago) == 0
        assert number_checks.count_since(tx, person, PHONE, long_ago) == 0
        people.change(tx, person, phone_problem="The number does not exist.")
        assert people.marked(tx) == {"sms": 1, "email": 0}

    await database.write(story)


def _person(tx: Tx, phone: str | None = None) -> Person:
    return people.find(tx, people.insert_one(tx, 1, name="Alex Invented", phone=phone))
