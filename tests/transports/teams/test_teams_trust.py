"""Which addresses the bot calls, and above all which it does not."""

import pytest

from foxo_bot.transports.teams.trust import Trust

TRUST = Trust("http://127.0.0.1:4000/amer/", anonymous=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/amer/",
        "https://SMBA.trafficmanager.net:443/emea/50612dbb-0237-4969-b378-8d42590f9c00/",
        "https://europe.api.botframework.com/",
        "http://127.0.0.1:4000/amer/other-tenant/",
    ],
)
def test_microsofts_hosts_and_the_one_that_is_set_are_called(url: str) -> None:
    assert TRUST.trusts(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smba.trafficmanager.net/amer/",
        "http://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/smba.trafficmanager.net",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example#.botframework.com",
        "https://evil.example\\.botframework.com/",
        "https://evil.example/?.botframework.com",
        "https://botframework.com.evil.example/",
        "https://evilbotframework.com/",
        "https://smba.trafficmanager.net:8443/amer/",
        "https://smba.trafficmanager.net:no/amer/",
        "https://ѕmba.trafficmanager.net/",
        "https://smba.trafficmanager.net /",
        "ftp://smba.trafficmanager.net/",
        "http://127.0.0.1:4001/amer/",
        "http://localhost:4000/amer/",
    ],
)
def test_any_other_address_is_not(url: str) -> None:
    assert not TRUST.trusts(url)


def test_anonymous_mode_calls_this_machine_and_never_microsoft() -> None:
    trust = Trust("https://smba.trafficmanager.net/teams/", anonymous=True)
    assert trust.trusts("http://localhost:56150/_connector")
    assert trust.trusts("http://127.0.0.1:56150/")
    assert trust.trusts("http://[::1]:56150/")
    assert not trust.trusts("https://smba.trafficmanager.net/teams/")
    assert not trust.trusts("http://192.0.2.1/")
    assert not trust.trusts("http://127.0.0.1.evil.example/")
