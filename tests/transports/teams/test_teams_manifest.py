"""The app package, the code and the documentation say the same of the Teams app."""

import json
import struct
import tomllib
import zipfile
from pathlib import Path

import jsonschema
import pytest

from foxo_bot.cards.guide import COMMANDS
from foxo_bot.commands import manifest as packages
from foxo_bot.edges.payload import Json
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.transports.teams.inbound.extension import NEW_CASE

REPOSITORY = Path(__file__).parents[3]
SCHEMA = REPOSITORY.parent / "shared/data/teams/MicrosoftTeams-v1.29.schema.json"
APP = "F0F0F0F0-0000-4000-8000-000000000001"


def settings(**changed: str) -> Settings:
    usual = {"teams_app_id": APP, "foxo_public_url": "https://foxo.example.org:8443"}
    return Settings(_env_file=None, **{**usual, **changed})


def manifest() -> Json:
    found: Json = json.loads(packages.filled(settings()))
    return found


def test_the_manifest_is_valid() -> None:
    if not SCHEMA.exists():
        pytest.skip("Microsoft's schema is not beside this checkout")
    # Not checked itself: one of its patterns, of a part unused here, is none that Python knows.
    checker = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    assert [error.message for error in checker.iter_errors(manifest())] == []


def test_an_install_by_pip_brings_what_the_package_is_made_of() -> None:
    installs = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]
    patterns = installs["data-files"]["share/foxo-bot/teams"]
    brought = {path.name for pattern in patterns for path in REPOSITORY.glob(pattern)}
    assert brought == {"manifest.json", *packages.ICONS}


def test_it_names_this_bot_and_this_host() -> None:
    filled = manifest()
    assert filled["id"] == filled["bots"][0]["botId"] == APP.lower()
    assert filled["validDomains"] == ["foxo.example.org"]
    assert "$" not in json.dumps({name: v for name, v in filled.items() if name != "$schema"})


def test_it_offers_what_is_listened_to_and_asks_for_no_more_than_it_needs() -> None:
    filled = manifest()
    (listed,) = filled["bots"][0]["commandLists"]
    assert {command["title"] for command in listed["commands"]} == set(COMMANDS)
    (action,) = filled["composeExtensions"][0]["commands"]
    assert (action["id"], action["fetchTask"]) == (NEW_CASE, True)
    assert filled["supportsChannelFeatures"] == "tier1"
    asked = filled["authorization"]["permissions"]["resourceSpecific"]
    assert [one["name"] for one in asked] == ["ChannelMember.Read.Group"]


async def test_the_package_holds_the_manifest_and_two_icons_of_the_right_size(
    tmp_path: Path,
) -> None:
    out = tmp_path / "foxo.zip"
    await packages.teams(settings(), out)
    with zipfile.ZipFile(out) as package:
        assert set(package.namelist()) == {"manifest.json", "color.png", "outline.png"}
        for icon, side in (("color.png", 192), ("outline.png", 32)):
            assert struct.unpack(">II", package.read(icon)[16:24]) == (side, side)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"teams_app_id": ""}, "TEAMS_APP_ID"),
        ({"foxo_public_url": "http://localhost:3000"}, "FOXO_PUBLIC_URL"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        packages.filled(settings(**changed))


async def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        await packages.teams(settings(), tmp_path / "no" / "foxo.zip")
