"""What the logs may hold, and what never gets there."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from foxo_bot.web import logs

SECRET = "Jane Citizen"


class Written:
    """Logging as the program sets it up, and the lines written so far."""

    def configure(self, level: str) -> None:
        logs.configure(level)
        (handler,) = logging.getLogger().handlers
        assert isinstance(handler, logs.Stdout)
        self._page = io.StringIO()
        handler.setStream(self._page)

    def __call__(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self._page.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    root, ours = logging.getLogger(), logging.getLogger("foxo_bot")
    handlers, level, own_level = root.handlers[:], root.level, ours.level
    written = Written()
    written.configure("info")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    ours.setLevel(own_level)


def test_a_record_is_one_line_with_its_ids(written: Written) -> None:
    logging.getLogger("foxo_bot.delivery").info(
        "Sent %s\nby %s", "one", "sms", extra={"case_id": 7, "outbox_id": 12, "reason": "21610"}
    )

    (line,) = written()
    assert str(line.pop("time")).endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "foxo_bot.delivery",
        "message": "Sent one\nby sms",
        "case_id": 7,
        "outbox_id": 12,
        "reason": "21610",
    }


def fail() -> None:
    try:
        {}[SECRET]
    except KeyError as error:
        raise ValueError(f"parameters: ({SECRET})") from error


def test_an_exception_shows_its_kinds_and_places_and_never_its_words(written: Written) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("foxo_bot.store").exception("Could not write")

    (line,) = written()
    assert line["error"] == "ValueError from KeyError"
    assert any("test_logs.py" in place and "fail" in place for place in line["trace"])  # type: ignore[attr-defined]
    assert SECRET not in json.dumps(line)


def test_an_exception_in_the_words_themselves_is_only_named(written: Written) -> None:
    log = logging.getLogger("foxo_bot.store")
    log.error("Failed: %s", ValueError(SECRET))
    log.error("Failed: %(why)s", {"why": ValueError(SECRET)})
    log.error(ValueError(SECRET))

    assert [line["message"] for line in written()] == [
        "Failed: ValueError",
        "Failed: ValueError",
        "ValueError",
    ]


def test_grouped_exceptions_are_all_named(written: Written) -> None:
    group = ExceptionGroup(SECRET, [ValueError(SECRET), OSError(SECRET)])
    logging.getLogger("foxo_bot").error("Several", exc_info=group)

    (line,) = written()
    assert line["error"] == "ExceptionGroup from ValueError from OSError"
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize("value", [SECRET, {"name": "Jane"}, ["Jane"], b"Jane", "x" * 200])
def test_an_extra_that_could_hold_data_is_shown_by_its_kind_alone(
    written: Written, value: object
) -> None:
    logging.getLogger("foxo_bot").info("One", extra={"given": value})

    (line,) = written()
    assert line["given"] == f"<{type(value).__name__}>"


def test_what_a_library_writes_about_requests_is_withheld(written: Written) -> None:
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request (%s)", SECRET)
    logging.getLogger("sqlalchemy.engine").error("parameters " + SECRET)  # noqa: G003 - as they do
    logging.getLogger("slack_sdk.web").info("body %s", SECRET)

    lines = written()
    assert [line["logger"] for line in lines] == ["slack_bolt.AsyncApp", "sqlalchemy.engine"]
    assert all("test_logs.py" in str(line["message"]) for line in lines)
    assert SECRET not in json.dumps(lines)


async def test_a_task_that_nobody_awaited_does_not_tell_what_it_failed_with(
    written: Written,
) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"Task exception: {SECRET}", "exception": ValueError(SECRET)}
    )

    (line,) = written()
    assert line["error"] == "ValueError"
    assert SECRET not in json.dumps(line)


def test_the_web_servers_own_access_log_is_off_and_its_news_are_ours(written: Written) -> None:
    logging.getLogger("uvicorn.access").info("GET /ack/%s", "token")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 1)

    (line,) = written()
    assert line["message"] == "Started server process [1]"


def test_debug_shows_our_own_details_and_no_library_s(written: Written) -> None:
    written.configure("debug")
    logging.getLogger("foxo_bot").debug("Ours")
    logging.getLogger("aiohttp.client").debug(SECRET)

    assert [line["message"] for line in written()] == ["Ours"]


def test_a_record_that_cannot_be_written_is_not_repeated_on_stderr(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("foxo_bot", 20, "x.py", 1, "Number %d", (SECRET,), None)
    logging.getLogger().handlers[0].handle(record)

    assert written() == []
    assert capsys.readouterr().err == "a log record of foxo_bot could not be written\n"


def test_the_log_goes_to_stdout_and_nothing_to_stderr() -> None:
    program = (
        "import logging; from foxo_bot.web.logs import configure; configure('info');"
        "logging.getLogger('foxo_bot').warning('One')"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout)["message"] == "One"
    assert done.stderr == ""
