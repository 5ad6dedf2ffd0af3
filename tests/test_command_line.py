"""What an operator reads when the command line cannot do what it was told: one line, no more."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from foxo_bot.__main__ import main

Said = Callable[..., str]

KEY = Fernet.generate_key().decode()
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
REFUSED = "postgresql://foxo:hush@127.0.0.1:1/foxo"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'foxo.db'}"


@pytest.fixture(autouse=True)
def complete(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database: str) -> None:
    """An environment in which everything would work, in a folder without .env."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "foxo_bot.web.logs.configure", lambda level: None
    )  # it is the process's own
    settings = {"FOXO_SECRET_KEY": "x", "FOXO_ENCRYPTION_KEYS": KEY, "FOXO_DATABASE_URL": database}
    for name, value in (settings | SLACK).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command that must fail, with these settings; its one line on stderr."""

    def run(command: str, **settings: str) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["foxo-bot", *command.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert ended.value.code not in {None, 0}
        assert told.err.startswith("foxo-bot: ")
        assert told.err.count("\n") == 1
        assert "hush" not in told.out + told.err, "a password"
        return told.err

    return run


@pytest.mark.parametrize(
    ("command", "settings", "words"),
    [
        ("dance", {}, "No such command 'dance'"),
        ("run now", {}, "unexpected extra argument"),
        ("directory apply", {}, "Missing argument 'FILE'"),
        ("directory apply nowhere.yaml", {}, "nowhere.yaml: No such file"),
        ("run", {"FOXO_SECRET_KEY": ""}, "FOXO_SECRET_KEY must be set"),
        ("run", {"FOXO_ENCRYPTION_KEYS": "short"}, "FOXO_ENCRYPTION_KEYS: each key must be 32"),
        ("run", {"FOXO_ENCRYPTION_KEYS": ","}, "FOXO_ENCRYPTION_KEYS: each key must be 32"),
        ("run", {"FOXO_PORT": "abc"}, "FOXO_PORT: must be a whole number"),
        ("run", {"FOXO_PORT": "70000"}, "FOXO_PORT: must be 65535 or less"),
        ("run", {"FOXO_LOG_LEVEL": "loud"}, "FOXO_LOG_LEVEL: use debug, info"),
        ("run", {"FOXO_PUBLIC_URL": "foxo.example"}, "FOXO_PUBLIC_URL: use an address"),
        ("run", {"SLACK_API_URL": "https://x:y/"}, "SLACK_API_URL: use an address"),
        ("run", {"TEAMS_ALLOW_ANONYMOUS": "perhaps"}, "TEAMS_ALLOW_ANONYMOUS: use 1 or 0"),
        (
            "run",
            {"TEAMS_ALLOW_ANONYMOUS": "1", "FOXO_HOST": "0.0.0.0"},  # noqa: S104 - refused
            "TEAMS_ALLOW_ANONYMOUS only works with TEAMS_APP_ID empty and FOXO_HOST 127.0.0.1",
        ),
        ("run", {"TEAMS_APP_PASSWORD": "x"}, "TEAMS_APP_ID and TEAMS_TENANT_ID must be set"),
        ("run", {"SLACK_BOT_TOKEN": ""}, "Nothing to serve: set SLACK_BOT_TOKEN"),
        ("run", {"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET must be set"),
        ("run", {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET must be set"),
        ("run", {"TWILIO_FROM": "Foxo"}, "TWILIO_FROM: use a number such as +61491570156"),
        ("run", {"TWILIO_ACCOUNT_SID": "AC1"}, "TWILIO_AUTH_TOKEN and TWILIO_FROM must be set"),
        ("run", {"SMTP_URL": "smtp://mail.example"}, "EMAIL_FROM must be set beside SMTP_URL"),
        (
            "run",
            {"SMTP_URL": "smtp://mail.example", "EMAIL_FROM": "Foxo Bot"},
            "EMAIL_FROM: use an address such as foxo@hospital.example",
        ),
        ("run", {"FOXO_HOST": "203.0.113.9"}, "cannot listen on 203.0.113.9"),
        ("directory show", {"FOXO_DATABASE_URL": "mysql://x/y"}, "FOXO_DATABASE_URL names mysql"),
        ("directory show", {"FOXO_DATABASE_URL": "words"}, "is not a database address"),
        ("db upgrade", {"FOXO_DATABASE_URL": f"{REFUSED[:-6]}x/y"}, "is not a database address"),
        ("db upgrade", {"FOXO_DATABASE_URL": f"{REFUSED}?pool=3"}, "the driver does not know pool"),
        ("run", {"FOXO_DATABASE_URL": REFUSED, "FOXO_PORT": "0"}, "FOXO_PORT: must be 1 or more"),
        ("audit verify", {"FOXO_DATABASE_URL": REFUSED}, "the database cannot be reached"),
        ("audit verify", {"FOXO_DATABASE_URL": f"{REFUSED}?sslmode=require"}, "cannot be reached"),
        ("db upgrade", {"FOXO_DATABASE_URL": "sqlite:////no/such/foxo.db"}, "unable to open"),
        (f"db copy {REFUSED} sqlite:///x.db", {}, "check FROM"),
        ("audit verify", {}, "no tables yet, this program needs"),
    ],
)
def test_a_mistake_is_answered_in_one_line_that_names_it(
    said: Said,
    command: str,
    settings: dict[str, str],
    words: str,
) -> None:
    assert words in said(command, **settings)


def test_a_check_says_that_nobody_can_open_links_to_this_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = {"SMTP_URL": "smtp://127.0.0.1:9", "EMAIL_FROM": "foxo@example.org"}
    for name, value in {"SLACK_BOT_TOKEN": "", **mail}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["foxo-bot", "check"])
    with pytest.raises(SystemExit):
        main()
    assert "FAULT  Settings: FOXO_PUBLIC_URL is http://localhost:3000" in capsys.readouterr().out


def test_links_to_this_machine_do_where_the_vendors_are_stand_ins_on_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = {"SLACK_API_URL": "http://127.0.0.1:9/api/", "TWILIO_API_URL": "http://localhost:9"}
    mail = {"SMTP_URL": "smtp://127.0.0.1:9", "EMAIL_FROM": "foxo@example.org"}
    for name, value in {**trial, **mail}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["foxo-bot", "check"])
    with pytest.raises(SystemExit):
        main()
    assert "FOXO_PUBLIC_URL" not in capsys.readouterr().out


def test_a_file_of_settings_that_is_no_text_is_named(said: Said, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"FOXO_PORT=\xff\xfe")
    assert ".env is not UTF-8 text" in said("run")


def test_who_only_looks_makes_no_database(said: Said, tmp_path: Path) -> None:
    assert "foxo-bot db upgrade" in said("audit verify")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_before_anything_is_begun(said: Said, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = said("run", FOXO_PORT=port)
    assert f"cannot listen on 127.0.0.1 port {port} (Address already in use)" in told
    assert not list(tmp_path.iterdir()), "no database was made"


@pytest.mark.parametrize("command", ["run", "db upgrade", "directory show", "audit verify"])
def test_a_database_with_other_keys_is_left_alone(
    said: Said, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["foxo-bot", "db", "upgrade"])
    main()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
    keys = Fernet.generate_key().decode()
    assert "check FOXO_ENCRYPTION_KEYS" in said(command, FOXO_ENCRYPTION_KEYS=keys, FOXO_PORT=port)


def test_a_database_of_a_newer_program_still_serves_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: Said
) -> None:
    monkeypatch.setattr("sys.argv", ["foxo-bot", "db", "upgrade"])
    main()
    with sqlite3.connect(tmp_path / "foxo.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    main()

    assert "The database is at version 9999." in capsys.readouterr().out


def test_a_setting_that_is_empty_is_as_if_it_were_not_there(said: Said) -> None:
    told = said("run", FOXO_PORT="", TEAMS_ALLOW_ANONYMOUS="", FOXO_SECRET_KEY="")
    assert told == "foxo-bot: FOXO_SECRET_KEY must be set; make a value with: foxo-bot key\n"


INTERRUPTED = """
import sys

class Impatient:
    def find_spec(self, name, path, target=None):
        if name == "foxo_bot.store.db":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
import foxo_bot.__main__
"""


def test_whoever_interrupts_while_it_loads_reads_one_line() -> None:
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True)  # noqa: S603, PLW1510 - our own words; it is to fail

    assert ended.returncode == 1
    assert ended.stderr.strip() == "foxo-bot: stopped"
