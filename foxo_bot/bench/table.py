"""The table that a benchmark prints: what it was measured on, then a line for each ratio."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from statistics import median

from foxo_bot import __version__

LIBRARIES = (
    "uvicorn", "uvloop", "fastapi", "slack-bolt", "aiohttp", "sqlalchemy", "asyncpg", "apscheduler",
    "cryptography",
)  # fmt: skip

_COLUMNS = ("what", "ours", "theirs", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Round:
    """Both sides, measured in turns within a few seconds."""

    ours: float
    theirs: float


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `met` is None where there is no target, or where this system does not tell."""

    name: str
    ours: str
    theirs: str
    ratio: float | None
    target: str
    met: bool | None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "short", None: "-"}[self.met]


def at_most(name: str, rounds: Sequence[Round], *, unit: str, target: float) -> Line:
    """A ratio that should be small."""
    line = compared(name, rounds, unit=unit)
    return replace(line, target=f"<= {target:g}", met=_ratio(rounds) <= target)


def at_least(name: str, rounds: Sequence[Round], *, unit: str, target: float) -> Line:
    """A ratio that should be large."""
    line = compared(name, rounds, unit=unit)
    return replace(line, target=f">= {target:g}", met=_ratio(rounds) >= target)


def times_less(name: str, rounds: Sequence[Round], *, unit: str, target: float) -> Line:
    """How many times less ours is than theirs, which should be large."""
    ratio = median(one.theirs / one.ours for one in rounds)
    return Line(name, *_figures(rounds, unit), ratio, f">= {target:g}", met=ratio >= target)


def limited(name: str, ours: float, *, unit: str, target: float, least: bool = False) -> Line:
    """An amount of ours alone, which should be at most (or at least) the target."""
    words = f"{'>=' if least else '<='} {target:g} {unit}"
    met = ours >= target if least else ours <= target
    return Line(name, _figure(ours, unit), "-", None, words.strip(), met=met)


def compared(name: str, rounds: Sequence[Round], *, unit: str) -> Line:
    """A ratio that is only shown."""
    return Line(name, *_figures(rounds, unit), _ratio(rounds), target="-", met=None)


def under(name: str, ours: float | None, theirs: float | None, *, unit: str, target: float) -> Line:
    """An amount of ours with a target of its own; None where it cannot be measured here."""
    words = f"< {target:g} {unit}"
    if ours is None or theirs is None:
        return Line(name, "-", "-", None, words, met=None)
    figures = _figure(ours, unit), _figure(theirs, unit)
    return Line(name, *figures, ours / theirs, words, met=ours < target)


def lines(found: Iterable[Line]) -> Iterator[str]:
    """The table in text."""
    rows = [_COLUMNS]
    for line in found:
        ratio = "-" if line.ratio is None else f"{line.ratio:.2f}"
        rows.append((line.name, line.ours, line.theirs, ratio, line.target, line.verdict))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        name, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([name, *rest]).rstrip()


def head() -> Iterator[str]:
    """Machine and versions."""
    load = f"load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    yield f"machine: {_processor()}, {os.cpu_count()} cores, {platform.platform()}, {load}"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"foxo-bot {__version__}, Python {platform.python_version()}, {libraries}"
    yield f"SQLite {sqlite3.sqlite_version}"


def _figures(rounds: Sequence[Round], unit: str) -> tuple[str, str]:
    ours = median(one.ours for one in rounds)
    theirs = median(one.theirs for one in rounds)
    return _figure(ours, unit), _figure(theirs, unit)


def _ratio(rounds: Sequence[Round]) -> float:
    return median(one.ours / one.theirs for one in rounds)


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}".rstrip() if value >= 100 else f"{value:.2f} {unit}".rstrip()


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text()
    except FileNotFoundError:
        return platform.processor() or platform.machine()
    names = (line.partition(": ")[2] for line in told.splitlines() if "model name" in line)
    return next(names, platform.machine())
