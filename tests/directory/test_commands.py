"""`foxo-bot directory apply` and `show`, as an operator sees them."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from foxo_bot.commands import directory
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.store.db import DatabaseError
from tests.directory.town import SAMPLE


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        foxo_database_url=f"sqlite:///{tmp_path / 'foxo.db'}",
        foxo_encryption_keys=Fernet.generate_key().decode(),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "directory.yaml"
    path.write_text(SAMPLE)
    return path


async def test_a_file_is_applied_once_and_shown(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await directory.apply_file(settings, file, dry_run=False) == 0
    assert "Northside Radiology: new organisation." in capsys.readouterr().out
    assert await directory.apply_file(settings, file, dry_run=False) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"
    await directory.show(settings)
    assert "Concierge lead (lead): DM, SMS, email" in capsys.readouterr().out


async def test_what_a_team_decided_otherwise_is_shown_and_nothing_of_one_that_did_not(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (SAMPLE, SAMPLE + RULES):
        await asyncio.to_thread(file.write_text, text)
        await directory.apply_file(settings, file, dry_run=False)
        capsys.readouterr()
        await directory.show(settings)
        shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
        wanted = DECIDED if RULES in text else []
        assert [line for line in shown if line.startswith(RULED)] == wanted


RULES = """\
        timezone: Australia/Sydney
        quiet_hours: {from: "22:00", to: "07:00"}
        acknowledged_by: {urgent: 2, high: all}
        follow_up: {high: {ask: 4h, lapse: 90m}, normal: off}
"""
DECIDED = [
    "Time zone: Australia/Sydney",
    "Must acknowledge: all members for High; 2 people for Urgent",
    "Quiet hours: 22:00 to 07:00, never for Urgent",
    "Asked if still on it: never for Normal; after 4h for High, and 90m later it waits again",
]
RULED = ("Time zone", "Must acknowledge", "Quiet", "Asked")


async def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await directory.apply_file(settings, file, dry_run=True) == 0
    told = capsys.readouterr().out
    assert "Northside Radiology: new organisation." in told
    assert told.endswith("This would change; nothing was applied.\n")
    assert [path.name for path in file.parent.iterdir()] == [file.name], "no database was made"
    await directory.apply_file(settings, file, dry_run=False)
    capsys.readouterr()
    assert await directory.apply_file(settings, file, dry_run=True) == 0
    assert capsys.readouterr().out == "Nothing would change.\n"


async def test_a_dry_run_on_a_database_without_tables_says_what_to_do(
    settings: Settings, file: Path
) -> None:
    file.with_name("foxo.db").touch()
    with pytest.raises(DatabaseError, match=r"no tables yet.*foxo-bot db upgrade"):
        await directory.apply_file(settings, file, dry_run=True)


async def test_every_mistake_is_one_line_on_stderr_and_nothing_is_applied(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = file.with_name("wrong.yaml")
    text = SAMPLE.replace("T000000001", "Northside").replace("role: lead", "role: boss")
    await asyncio.to_thread(wrong.write_text, text)
    assert await directory.apply_file(settings, wrong, dry_run=False) == 1
    told = capsys.readouterr()
    assert told.out == ""
    workspace, role, last = told.err.splitlines()
    assert workspace.startswith(f"{wrong}: line 3, column 24: slack_workspaces: ")
    assert role.startswith(f"{wrong}: line 12, ")
    assert role.endswith("write one of member, lead")
    assert last == "Nothing was applied."


async def test_a_file_that_is_not_there_is_one_line(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await directory.apply_file(settings, tmp_path / "none.yaml", dry_run=False) == 1
    assert (
        capsys.readouterr().err
        == f"foxo-bot: {tmp_path / 'none.yaml'}: No such file or directory\n"
    )


async def test_without_keys_nothing_is_opened(file: Path, tmp_path: Path) -> None:
    bare = Settings(_env_file=None, foxo_database_url=f"sqlite:///{tmp_path / 'foxo.db'}")
    with pytest.raises(SettingsError, match="FOXO_ENCRYPTION_KEYS must be set"):
        await directory.apply_file(bare, file, dry_run=False)
    assert not (tmp_path / "foxo.db").exists()
