"""Files in trays and with their cases, on either database."""

from datetime import UTC, datetime, timedelta

from foxo_bot.model import Attachment
from foxo_bot.store import cases, files, people, received
from foxo_bot.store.db import Database, Tx
from tests.cases import town

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ECG = Attachment("", "ecg.png", "image/png", 3, "")
IN_SLACK = Attachment("F1", "ct.pdf", "application/pdf", 9, "https://files.example/1")


async def test_a_tray_is_handed_over_in_order_and_only_what_we_keep_can_be_opened(
    database: Database,
) -> None:
    def play(tx: Tx) -> None:
        case = town.send(tx, town.build(tx))
        sender = people.find(tx, case.sender_id)
        files.put(tx, sender, "one", ECG, b"\x00\xff\x89", NOON)
        files.put(tx, sender, "one", IN_SLACK, None, NOON)
        files.put(tx, sender, "two", ECG, b"other", NOON)
        assert [file.name for file in files.waiting(tx, sender, "one")] == ["ecg.png", "ct.pdf"]

        assert files.hand_over(tx, case, sender, "one", "teams") == ["ecg.png", "ct.pdf"]
        assert files.hand_over(tx, case, sender, "one", "teams") == []
        kept, held = files.of_case(tx, case.organisation_id, case.id)
        assert (kept.kept, kept.via, held.kept, held.url) == (True, "teams", False, IN_SLACK.url)
        assert files.content(tx, case.organisation_id, kept.id) == b"\x00\xff\x89"
        assert files.content(tx, case.organisation_id, held.id) is None
        assert files.content(tx, case.organisation_id + 1, kept.id) is None
        assert cases.get(tx, case.organisation_id, case.id) == case
        assert [file.name for file in files.waiting(tx, sender, "two")] == ["ecg.png"]

    await database.write(play)


async def test_what_was_never_sent_is_forgotten_with_its_content(database: Database) -> None:
    def play(tx: Tx) -> None:
        sender = people.find(tx, town.send(tx, town.build(tx)).sender_id)
        files.put(tx, sender, "one", ECG, b"x", NOON)
        files.put(tx, sender, "one", ECG, b"y", NOON + timedelta(hours=2))
        files.forget_before(tx, NOON + timedelta(hours=1))
        (left,) = files.waiting(tx, sender, "one")
        assert _kept(tx) == 1
        files.remove(tx, sender, "two", left.id)
        assert _kept(tx) == 1
        files.remove(tx, sender, "one", left.id)
        assert _kept(tx) == 0

    await database.write(play)


async def test_a_name_that_was_only_held_can_be_taken_afterwards(database: Database) -> None:
    def hold(tx: Tx) -> bool:
        first = received.first_time(tx, "tray:one", NOON)
        received.forget(tx, "tray:one")
        return first

    assert await database.write(hold)
    assert await database.write(lambda tx: received.first_time(tx, "tray:one", NOON))
    assert not await database.write(lambda tx: received.first_time(tx, "tray:one", NOON))


def _kept(tx: Tx) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM kept_files").scalar_one())
