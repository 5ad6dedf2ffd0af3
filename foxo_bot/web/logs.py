"""Logs: one JSON object a line on stdout, which can hold no data of patients.

An exception's text may hold the parameters of an SQL statement or a request's body, so only its
type and the places it passed are written. What libraries write about requests is withheld.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TextIO

_TRUSTED = {"foxo_bot", "uvicorn", "apscheduler", "alembic"}
"""Whose messages are written. Of all others only level, place and the kind of exception."""

_WITHHELD = "withheld: written by a library"
_LONGEST = 120

_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
"""What is no `extra`."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


class SafeJson(logging.Formatter):
    """Time, level, logger, message, then the ids and numbers given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line, without the text of any exception."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        for name, value in record.__dict__.items():
            if name not in _OF_EVERY_RECORD:
                line[name] = _plain(value)
        if record.exc_info and record.exc_info[1] is not None:
            chain = list(_chain(record.exc_info[1]))
            line["error"] = " from ".join(map(_kind, chain))
            line["trace"] = [place for error in chain for place in _places(error)]
        return _encode(line)


class Stdout(logging.StreamHandler[TextIO]):
    """Writes to stdout. A record that cannot be written is not repeated anywhere else."""

    def __init__(self) -> None:
        super().__init__(sys.stdout)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        sys.stderr.write(f"a log record of {record.name} could not be written\n")


def configure(level: str) -> None:
    """Send every record of this process through SafeJson; `level` holds for our own loggers.

    uvicorn's access log stays off: it would write paths, and with them tokens.
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # never written
    handler = Stdout()
    handler.setFormatter(SafeJson())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("foxo_bot").setLevel(level.upper())
    for name, heard in (("uvicorn", True), ("uvicorn.error", True), ("uvicorn.access", False)):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = heard
        library.setLevel(logging.INFO)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in _TRUSTED:
        return f"{_WITHHELD} at {record.filename}:{record.lineno}"
    if isinstance(record.msg, BaseException):
        return _kind(record.msg)
    words = str(record.msg)
    match record.args:
        case dict() as named:
            return words % {name: _wordless(arg) for name, arg in named.items()}
        case tuple() as given if given:
            return words % tuple(map(_wordless, given))
        case _:
            return words


def _wordless(argument: object) -> object:
    return _kind(argument) if isinstance(argument, BaseException) else argument


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, what is grouped in it, and what it came from; outermost first."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        before = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
        if before is not None:
            waiting.append(before)


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _places(error: BaseException) -> Iterator[str]:
    yield _kind(error)
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"  {_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"


def _short(path: str) -> str:
    """A file's path from its package on."""
    parts = PurePath(path).parts
    for root, kept in (("site-packages", 1), ("foxo_bot", 0)):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) + kept :])
    return "/".join(parts[-2:])


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str() if len(value) <= _LONGEST and not any(map(str.isspace, value)):
            return value
        case _:
            return f"<{type(value).__name__}>"
