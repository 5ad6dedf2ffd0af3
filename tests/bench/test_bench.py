"""The benchmark measures what it says, at a size at which the figures mean nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from foxo_bot.__main__ import cli
from foxo_bot.bench import answers, command, load, servers, table, teams
from foxo_bot.bench.answers import Command
from foxo_bot.bench.cases import wards
from foxo_bot.bench.command import Size
from foxo_bot.bench.escalation import run
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line, Round
from foxo_bot.store import cases, events, outbox, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind
from foxo_bot.store.vault import Vault

TINY = Size(
    rounds=1, blocks=1, requests=2, clients=2, seconds=0.05, presses=2, few=6, times=3, settling=0
)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "USUAL", TINY)
    monkeypatch.setattr(teams, "USUAL", teams.Size(rounds=1, requests=2, pause=0))
    monkeypatch.setattr(run, "measure", nothing)


async def nothing(size: run.Size) -> AsyncIterator[Line]:
    """The escalation's own lines are tried one by one, in test_escalation_bench.py."""
    for line in ():
        yield line


def rows(printed: str) -> list[list[str]]:
    """The table's rows in their cells, without the head."""
    body = printed.partition("\n\n")[2]
    return [[cell for cell in row.split("  ") if cell] for row in body.splitlines()]


@pytest.mark.usefixtures("tiny")
def test_every_ratio_stands_in_a_row_with_both_sides_and_whether_it_is_met() -> None:
    ran = CliRunner().invoke(cli, ["bench"])

    assert ran.exit_code == 0, ran.output
    title, *found = rows(ran.output)
    assert [cell.strip() for cell in title] == ["what", "ours", "theirs", "ratio", "target"]
    assert [row[0] for row in found] == [
        "memory at rest",
        "/foxo help, p50 of 1 client",
        "/foxo help, 2 clients",
        "/foxo cases, p50 of 1 client",
        "acknowledge, 18 cases / 6",
        "take over, 18 cases / 6",
        "reply, 18 cases / 6",
        "Teams: acknowledge / trivial, stock bot",
        "Teams: press up to the product / empty",
        "Teams: acknowledge, committed / empty",
    ]
    for row in found:
        _, ours, theirs, ratio, target, verdict = (cell.strip() for cell in row)
        assert ours.endswith((" MB", " ms", " /s"))
        assert theirs.endswith((" MB", " ms", " /s"))
        assert float(ratio) > 0
        assert target.startswith(("<= ", ">= ", "< ")) or (target, verdict) == ("-", "-")
        assert verdict in {"met", "short", "-"}


def test_the_head_names_machine_python_and_libraries() -> None:
    head = "\n".join(table.head())

    for word in ("cores", "Python 3.", "uvicorn ", "slack-bolt ", "SQLite 3."):
        assert word in head


def test_a_ratio_is_the_median_of_the_rounds_and_says_whether_the_target_is_met() -> None:
    rounds = [Round(ours=2, theirs=1), Round(ours=40, theirs=4), Round(ours=9, theirs=3)]

    assert table.at_most("slow", rounds, unit="ms", target=3).ratio == 3
    assert table.at_most("slow", rounds, unit="ms", target=3).verdict == "met"
    assert table.at_most("slow", rounds, unit="ms", target=2.9).verdict == "short"
    assert table.at_least("fast", rounds, unit="/s", target=3).verdict == "met"
    assert table.at_least("fast", rounds, unit="/s", target=3.1).verdict == "short"
    assert table.under("memory", 150, 10, unit="MB", target=150).verdict == "short"
    assert table.under("memory", None, None, unit="MB", target=150).verdict == "-"


@pytest.mark.parametrize("part", ["command", "teams"])
def test_each_part_can_be_measured_alone(part: str) -> None:
    assert CliRunner().invoke(cli, ["bench", part, "--help"]).exit_code == 0


async def test_the_floor_refuses_what_slack_did_not_sign(tmp_path: Path) -> None:
    async with servers.bare("a secret", tmp_path) as floor:
        assert load.times(floor.port, Command("a secret", {"command": "/foxo"}).signed(1))
        with pytest.raises(BenchError, match="401"):
            answers.ask(floor, Command("another", {"command": "/foxo"}), 1)


async def test_copied_cases_stand_on_their_own_and_the_trail_stays_whole(
    tmp_path: Path, vault: Vault
) -> None:
    async with wards(tmp_path, vault, few=2, times=3) as (few, many):
        assert (len(few.waiting), len(many.waiting)) == (2, 6)
        assert len(set(many.waiting)) == 6
        assert await many.database.read(lambda tx: list(events.verify(tx))) == []
        found = [await many.database.read(seen, post_id) for post_id in many.waiting]
    assert len({number for number, _, _ in found}) == 6
    assert {subject[:10] for _, subject, _ in found} == {"Wrist film"}
    assert {kinds for _, _, kinds in found} == {(Kind.POST, Kind.POST)}


def seen(tx: Tx, post_id: int) -> tuple[int, str, tuple[Kind, ...]]:
    """The case of a post: its number, its subject, and what was said of it."""
    post = posts.find(tx, post_id)
    assert post is not None
    case = cases.get(tx, post.organisation_id, post.case_id)
    said = outbox.of_case(tx, case.organisation_id, case.id)
    return case.number, case.subject, tuple(message.kind for message in said)
