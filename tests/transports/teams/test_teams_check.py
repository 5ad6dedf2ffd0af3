"""`foxo-bot check` says what is right and what is wrong with Teams, and `run` what it needs."""

import pytest

from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.settings import Settings, SettingsError, require_whole_teams
from foxo_bot.transports.teams import check
from tests.transports.teams.stand import GUEST, HOME, HOSPITAL, RADIOLOGY, REFERRALS, Stand

WATCHED = (ChannelToWatch("teams", HOME, RADIOLOGY, wants_roster=True),)


def settings(**changed: object) -> Settings:
    return Settings(_env_file=None, **changed)


async def test_all_is_well(stand: Stand) -> None:
    stand.teams.world.teams[HOSPITAL].members.discard(GUEST)
    found = await check(stand.settings, WATCHED)
    assert [fine for fine, _ in found] == [True] * 4
    assert "https://foxo.example/api/messages" in found[0][1]


async def test_channels_in_which_outsiders_read_the_cases_are_noted(stand: Stand) -> None:
    """A guest in a standard channel, people of another tenant in a shared one."""
    shared = ChannelToWatch("teams", HOME, REFERRALS, wants_roster=False)
    *_, guests, others = await check(stand.settings, (*WATCHED, shared))
    for address, (fine, words) in ((RADIOLOGY, guests), (REFERRALS, others)):
        assert fine is None
        assert f"in the channel {address}. Guests or people of other tenants are in it" in words


async def test_each_thing_that_is_wrong_is_named(stand: Stand) -> None:
    stand.teams.world.teams[stand.teams.world.conversations[RADIOLOGY].team_id].has_app = False
    found = await check(stand.settings, WATCHED)
    assert found[-1][0] is False
    assert RADIOLOGY in found[-1][1]

    stand.teams.faults.broken("keys")
    stand.teams.world.app.password = "changed in Azure"
    told = dict((words, fine) for fine, words in await check(stand.settings, WATCHED))
    wrong = " ".join(words for words, fine in told.items() if fine is False)
    assert "signing keys" in wrong
    assert "invalid_client" in wrong


async def test_not_set_up_and_anonymous_are_worth_a_note() -> None:
    assert [fine for fine, _ in await check(settings())] == [None]
    (found,) = await check(settings(teams_allow_anonymous=True))
    assert found[0] is None
    assert "anyone" in found[1]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "foxo.example", "127.evil.example"])  # noqa: S104 - refused
def test_anonymous_mode_is_refused_where_others_could_reach_it(host: str) -> None:
    chosen = settings(teams_allow_anonymous=True, foxo_host=host)
    assert not chosen.teams_configured
    with pytest.raises(SettingsError, match="FOXO_HOST"):
        require_whole_teams(chosen)


def test_anonymous_mode_is_refused_beside_an_app() -> None:
    chosen = settings(teams_allow_anonymous=True, teams_app_id="x")
    assert not chosen.teams_anonymous
    with pytest.raises(SettingsError, match="TEAMS_APP_ID empty"):
        require_whole_teams(chosen)


def test_half_an_app_is_refused() -> None:
    with pytest.raises(SettingsError, match="TEAMS_APP_PASSWORD and TEAMS_TENANT_ID"):
        require_whole_teams(settings(teams_app_id="x"))
    require_whole_teams(settings(teams_app_id="x", teams_app_password="y", teams_tenant_id="z"))
    require_whole_teams(settings(teams_allow_anonymous=True, foxo_host="::1"))
