"""Presses on cases: the same transactions in a database with few cases and in one with many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter

from foxo_bot.bench.cases import BEGAN, Ward
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Round
from foxo_bot.handlers.desk import Desk
from foxo_bot.handlers.interaction import Done, Interaction, Kind, PlatformUser
from foxo_bot.sandbox.cast import NORTHSIDE
from foxo_bot.signing import Links, Signer

CLEO, CASEY = "U00CLEO", "U00CASEY"
"""Two members of the team that has the cases."""

_AFTER = BEGAN + timedelta(minutes=1)


def _acts(post_id: int) -> dict[str, Interaction]:
    """What is done to one case, in order."""

    def act(kind: Kind, verb: str, user: str, values: Mapping[str, str]) -> Interaction:
        who = PlatformUser("slack", user, NORTHSIDE, NORTHSIDE)
        keeps = {"post": str(post_id)}
        return Interaction(
            kind, verb, who, _AFTER, post_id=post_id, values=dict(values), keeps=keeps
        )

    return {
        "acknowledge": act(Kind.ACTION, "acknowledge", CLEO, {}),
        "take over": act(Kind.ACTION, "take_over", CASEY, {}),
        "reply": act(Kind.FORM, "reply", CASEY, {"text": "I am looking at it now."}),
    }


VERBS = tuple(_acts(0))


@dataclass(frozen=True, slots=True)
class _Side:
    desk: Desk
    ward: Ward
    times: dict[str, list[float]]


async def measure(many: Ward, few: Ward, *, rounds: int, cases: int) -> dict[str, list[Round]]:
    """Milliseconds of each verb's transaction; in each round so many cases on either side."""
    sides = [_side(many), _side(few)]
    found: dict[str, list[Round]] = {verb: [] for verb in VERBS}
    for _ in range(rounds):
        for _ in range(cases):
            for side in sides:
                await _handle(side)
        for verb in VERBS:
            found[verb].append(Round(*(_p50(side, verb) for side in sides)))
    return found


def _side(ward: Ward) -> _Side:
    links = Links("http://localhost", Signer("no link is followed"))
    return _Side(Desk(ward.database, links), ward, {verb: [] for verb in VERBS})


async def _handle(side: _Side) -> None:
    """One case, from the first press to the last."""
    for verb, act in _acts(side.ward.waiting.pop()).items():
        began = perf_counter()
        answer = await side.desk.dispatch(act)
        side.times[verb].append((perf_counter() - began) * 1000)
        if not isinstance(answer, Done):
            raise BenchError(f"a press to measure was refused: {verb}")


def _p50(side: _Side, verb: str) -> float:
    times = side.times[verb]
    side.times[verb] = []
    return median(times)
