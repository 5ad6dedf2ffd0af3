"""Whatever a directory file says: it applies whole and once, or names its mistakes by line."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foxo_bot.directory.file import DirectoryError
from foxo_bot.directory.show import show
from foxo_bot.store import events
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.vault import Vault
from tests.directory.town import NOW, SAMPLE, TOWN, applied

Found = TypeVar("Found")
Entry = dict[str, Any]
SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class RolledBack(Exception):
    """Ends a transaction whose effect no other example may see."""


class Bench:
    """One database for all examples; each runs in a transaction that is rolled back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1)

    def read(self, look: Callable[[Tx], Found]) -> Found:
        return self._run(self._database.read, look)

    def write(self, work: Callable[[Tx], Found]) -> Found:
        return self._run(self._database.write, work)

    def tries(self, work: Callable[[Tx], None]) -> None:
        def and_back(tx: Tx) -> None:
            work(tx)
            for step in list(tx.at_end.values()):
                step(tx)
            assert list(events.verify(tx)) == []
            raise RolledBack

        with pytest.raises(RolledBack):
            self.write(and_back)

    def close(self) -> None:
        self._thread.submit(asyncio.run, self._database.close()).result()

    def _run(self, run: Any, work: Callable[[Tx], Found]) -> Found:
        async def once() -> Found:
            return await run(work)  # type: ignore[no-any-return]

        return self._thread.submit(asyncio.run, once()).result()


@pytest.fixture(scope="module")
def bench(
    migrated: Path, vault: Vault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("bench") / "foxo.db"
    shutil.copy(migrated, path)
    bench = Bench(connect(f"sqlite:///{path}", vault))
    bench.write(lambda tx: applied(tx, TOWN))
    yield bench
    bench.close()


def numbered(shape: str, most: int) -> st.SearchStrategy[str]:
    return st.integers(1, most).map(shape.format)


@st.composite
def people(draw: st.DrawFn, tag: int, workspace: str) -> list[Entry]:
    """Different humans of one organisation; some share a name or a ward's phone."""
    found = []
    for number in draw(st.lists(st.integers(1, 6), unique=True, max_size=5)):
        addresses = {
            "slack": f"{workspace}/U{tag}0000000{number}",
            "teams": f"29:{tag}-{number}",
            "email": f"p{number}@org{tag}.example",
            "phone": f"+6149157015{draw(st.integers(6, 9))}",
        }
        kept = draw(st.lists(st.sampled_from(sorted(addresses)), unique=True, min_size=1))
        name = draw(st.sampled_from([f"Person {number}", "Sam"]))
        found.append({"name": name, **{key: addresses[key] for key in kept}})
    shared = {(entry["name"], entry.get("phone")) for entry in found if entry.get("phone")}
    if len(shared) < sum("phone" in entry for entry in found):
        return [{**entry, "name": f"Person {number}"} for number, entry in enumerate(found)]
    return found


GROUPS = ["members", "leads", "on-duty", "on_duty", "sender", "fallback"]


def steps(named: list[str]) -> st.SearchStrategy[Entry]:
    """Steps that may also be to these people and teams."""
    return st.fixed_dictionaries(
        {
            "after": st.sampled_from(["0s", "90s", "2m", "5m", "1h", "24h", "2d"]),
            "by": st.lists(
                st.sampled_from(["dm", "sms", "email", "post"]), unique=True, min_size=1
            ),
        },
        optional={
            "to": st.lists(st.sampled_from(GROUPS + named), unique=True, min_size=1, max_size=4),
            "every": st.sampled_from(["1m", "30m"]),
            "exhausted": st.booleans(),
        },
    )


TRIAGES = ("urgent", "high", "normal")
CLOCK = st.sampled_from(["00:00", "7:30", "12:00", "22:00", "23:59"])
SPANS = st.sampled_from(["1m", "30m", "90m", "4h", "30d"])
ASKS = st.fixed_dictionaries({"ask": SPANS, "lapse": SPANS})
HOURS = st.lists(CLOCK, min_size=2, max_size=2, unique=True).map(
    lambda ends: {"from": ends[0], "to": ends[1]}
)
RULES: st.SearchStrategy[Entry] = st.fixed_dictionaries(
    {},
    optional={
        "timezone": st.sampled_from(["Australia/Sydney", "America/St_Johns", "UTC"]),
        "quiet_hours": HOURS,
        "acknowledged_by": st.dictionaries(
            st.sampled_from(TRIAGES), st.sampled_from(["any", "all", 1, 2, 50])
        ),
        "follow_up": st.fixed_dictionaries(
            {}, optional={"urgent": ASKS, "high": ASKS | st.just("off"), "normal": ASKS}
        ),
    },
)


@st.composite
def rosters(draw: st.DrawFn, members: list[Entry]) -> Entry:
    """A calendar, or shifts of these members; of anybody by email where none are listed."""
    if draw(st.booleans()):
        return {"ical": f"https://calendar.example/{draw(st.integers(1, 3))}.ics"}
    called = [one["name"] for one in members] or ["night@northside.example"]
    days = st.lists(st.sampled_from(["mon", "tue", "sat", "sun"]), unique=True, min_size=1)
    shift = st.fixed_dictionaries(
        {
            "from": CLOCK,
            "to": CLOCK,
            "people": st.lists(st.sampled_from(called), min_size=1, max_size=2),
        },
        optional={"days": days},
    )
    return {"shifts": draw(st.lists(shift, min_size=1, max_size=2))}


def _nameless(entry: Entry) -> Entry:
    return {key: said for key, said in entry.items() if key != "name" or "slack" not in entry}


@st.composite
def teams(draw: st.DrawFn, workspace: str, known: list[Entry]) -> list[Entry]:
    found = []
    names = draw(st.lists(numbered("Team {}", 4), unique=True, max_size=3))
    for name in names:
        team: Entry = {"name": name}
        addresses = draw(st.lists(numbered("C00000000{}", 4), unique=True, max_size=3))
        team["channels"] = [{"slack": f"{workspace}/{address}"} for address in addresses]
        if known and draw(st.booleans()):
            chosen = draw(st.lists(st.sampled_from(known), unique_by=repr, min_size=1, max_size=4))
            role = st.sampled_from(["member", "lead"])
            team["members"] = [{**entry, "role": draw(role)} for entry in chosen]
        elif known and addresses and draw(st.booleans()):
            leads = draw(st.lists(st.sampled_from(known), unique_by=repr, min_size=1, max_size=3))
            team["leads"] = [_nameless(entry) if draw(st.booleans()) else entry for entry in leads]
        for key in ("accepts_external", "integrations"):
            if draw(st.booleans()):
                team[key] = draw(st.booleans())
        team |= draw(RULES)
        if draw(st.booleans()):
            team["roster"] = draw(rosters(team.get("members", [])))
        team["escalation"] = draw(
            st.dictionaries(
                st.sampled_from(TRIAGES),
                st.lists(steps([f"team {name}" for name in names]), min_size=1, max_size=3),
            )
        )
        found.append(team)
    listed = [entry for team in found for entry in team.get("members", [])]
    emails = sorted({f"@{entry['email']}" for entry in listed if entry.get("email")})
    if emails and found:
        escalation = draw(st.lists(steps(emails), min_size=1, max_size=2))
        found[0]["escalation"]["high"] = escalation
    return found


@st.composite
def files(draw: st.DrawFn) -> str:
    """A valid directory. Workspaces and people pass between organisations from file to file."""
    workspaces = draw(st.permutations(["T000000001", "T000000002", "T000000003"]))
    organisations = []
    names = ["Northside", "Southside", "Hillview"]
    for workspace, name in zip(workspaces, names, strict=True):
        known = draw(people(int(workspace[-1]), workspace))
        entry: Entry = {"name": name, "slack_workspaces": [workspace]}
        if known and draw(st.booleans()):
            entry["fallback"] = known[0]
        if draw(st.booleans()):
            entry["country"] = draw(st.sampled_from(["AU", "nz"]))
            entry["timezone"] = draw(st.sampled_from(["Pacific/Auckland", "UTC"]))
            entry["sender_confirms_close"] = draw(st.booleans())
        entry["teams"] = draw(teams(workspace, known))
        organisations.append(entry)
    return yaml.safe_dump({"organisations": organisations}, sort_keys=False)


@SETTINGS
@given(text=files())
def test_any_valid_file_changes_nothing_the_second_time(bench: Bench, text: str) -> None:
    def twice(tx: Tx) -> None:
        applied(tx, text)
        assert applied(tx, text) == ()

    bench.tries(twice)


@SETTINGS
@given(first=files(), then=files())
def test_whatever_stood_before_a_file_applies_whole_at_once(
    bench: Bench, first: str, then: str
) -> None:
    def after_another(tx: Tx) -> None:
        applied(tx, first)
        applied(tx, then)
        assert applied(tx, then) == ()

    bench.tries(after_another)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A valid file with one thing done to it."""
    text = draw(st.one_of(st.sampled_from([SAMPLE, TOWN]), files()))
    lines = text.splitlines()
    at = draw(st.integers(0, len(lines) - 1))
    column = draw(st.integers(0, len(lines[at])))
    junk = draw(st.text(min_size=1, max_size=3) | st.sampled_from(":-[]{}\"'#&*!|>%@`\t,?\x00"))
    line = lines[at]
    lines[at : at + 1] = draw(
        st.sampled_from(
            [
                [],
                [line, line],
                [" " + line],
                ["\t" + line],
                [line[1:]],
                [line[:column]],
                [line[:column] + junk + line[column:]],
                [line[:column] + line[column + 1 :]],
                [line.partition(":")[0] + ": " + junk],
                [line.partition(":")[0] + ":"],
                [line[::-1]],
            ]
        )
    )
    return "\n".join(lines) + "\n"


@settings(SETTINGS, max_examples=120)
@given(text=mutations())
def test_any_one_thing_done_to_a_file_applies_or_is_a_mistake_with_its_line(
    bench: Bench, text: str
) -> None:
    def attempt(tx: Tx) -> None:
        try:
            applied(tx, text)
        except DirectoryError as error:
            told = error.mistakes
        else:
            assert applied(tx, text) == ()
            return
        assert told
        assert all(1 <= mistake.line <= len(text.splitlines()) + 1 for mistake in told)
        assert all(len(str(mistake).splitlines()) == 1 for mistake in told)

    bench.tries(attempt)


def test_a_file_that_is_refused_is_not_half_applied(bench: Bench) -> None:
    before = bench.read(lambda tx: show(tx, NOW))
    greedy = TOWN.replace("Ward", "Night").replace("- name: Southside", "- name: Hillview")
    with pytest.raises(DirectoryError, match="T000000002 belongs to Southside"):
        bench.write(lambda tx: applied(tx, greedy))
    assert bench.read(lambda tx: show(tx, NOW)) == before
