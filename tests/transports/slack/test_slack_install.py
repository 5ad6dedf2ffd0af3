"""Installing in several workspaces by OAuth, with tokens kept by the product."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from foxo_bot.cards.card import Card
from foxo_bot.delivery.transport import Parcel, Undeliverable
from foxo_bot.handlers.interaction import Tell
from foxo_bot.sandbox.slack.api.apps import allow
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.transports.slack.oauth import authorize_at
from foxo_bot.transports.slack.scopes import SCOPES
from tests.transports.slack.stand import CLINIC, HOME, Stand, standing

CASE = Card("A case.", ())


@pytest.fixture
async def stand(slack: Slack) -> AsyncIterator[Stand]:
    slack.world.installs.clear()
    app = slack.world.app
    several = {
        "slack_bot_token": "",
        "slack_client_id": app.client_id,
        "slack_client_secret": app.client_secret,
    }
    async with standing(slack, **several) as stand:
        yield stand


class Browser:
    """Follows the install as a person's browser does, cookie and all."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self.cookie = ""

    async def begin(self) -> dict[str, str]:
        """Open the install page; what Slack is asked for."""
        async with aiohttp.ClientSession() as session:
            opened = await session.get(f"{self._stand.url}/slack/install", allow_redirects=False)
            assert opened.status == 302
            self.cookie = opened.headers["Set-Cookie"].partition(";")[0]
            address = urlsplit(opened.headers["Location"])
        assert (address.hostname, address.path) == ("slack.com", "/oauth/v2/authorize")
        return {name: values[0] for name, values in parse_qs(address.query).items()}

    async def come_back(self, **query: str) -> tuple[int, str]:
        """Return from Slack."""
        async with aiohttp.ClientSession() as session:
            page = await session.get(
                f"{self._stand.url}/slack/oauth_redirect",
                params=query,
                headers={"cookie": self.cookie},
            )
            return page.status, await page.text()

    async def install(self, user: str) -> tuple[int, str]:
        """All of it."""
        asked = await self.begin()
        world = self._stand.slack.world
        code = allow(
            world,
            team_id=world.users[user].team_id,
            user_id=user,
            scopes=frozenset(asked["scope"].split(",")),
            redirect_uri=asked["redirect_uri"],
        )
        return await self.come_back(code=code, state=asked["state"])


async def test_where_one_workspace_is_served_the_install_page_says_so(slack: Slack) -> None:
    async with standing(slack) as one, aiohttp.ClientSession() as session:
        page = await session.get(f"{one.url}/slack/install")
        assert page.status == 404
        assert "serves one Slack workspace here" in await page.text()


async def test_a_workspace_installs_types_and_is_posted_to(stand: Stand) -> None:
    asked = await Browser(stand).begin()
    assert set(asked["scope"].split(",")) == set(SCOPES)
    assert asked["redirect_uri"] == "https://foxo.example/slack/oauth_redirect"
    assert asked.get("user_scope", "") == ""
    status, page = await Browser(stand).install("U0REG")
    assert status == 200
    assert "Northside" in page
    assert HOME in page
    stand.product.reply = Tell(("Hello.",))
    stand.slack.world.channels["C0WARD"].members.add(stand.slack.world.install_of(HOME).bot_user_id)  # type: ignore[union-attr]
    seen = await stand.slack.person("U0REG").types("/foxo help", channel="C0WARD")
    assert seen.text_shown() == "Hello."
    await stand.transport.send(Parcel("1", "C0WARD", CASE, HOME))
    assert len(stand.slack.channel("C0WARD").posts) == 1


async def test_the_token_rests_with_the_product_and_nowhere_else(stand: Stand) -> None:
    await Browser(stand).install("U0REG")
    ((kind, key), content) = next(
        item for item in stand.product.secrets.items() if item[0][0] == "slack_installation"
    )
    assert (kind, key) == ("slack_installation", HOME)
    assert stand.slack.token(HOME) in content


async def test_two_workspaces_each_have_their_own_token(stand: Stand) -> None:
    await Browser(stand).install("U0REG")
    await Browser(stand).install("U0GP")
    await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))
    await stand.transport.send(Parcel("2", "U0GP", CASE, CLINIC))
    teams = [call.team_id for call in stand.slack.calls("chat.postMessage")]
    assert teams == [HOME, CLINIC]


async def test_a_state_is_good_once(stand: Stand) -> None:
    browser = Browser(stand)
    asked = await browser.begin()
    first, _ = await browser.come_back(code="wrong", state=asked["state"])
    second, page = await browser.come_back(code="wrong", state=asked["state"])
    assert (first, second) == (401, 401)
    assert "invalid_state" in page


async def test_a_state_is_good_for_ten_minutes(stand: Stand) -> None:
    browser = Browser(stand)
    asked = await browser.begin()
    stand.slack.clock.advance(timedelta(minutes=11))
    status, page = await browser.come_back(code="any", state=asked["state"])
    assert status == 401
    assert "invalid_state" in page


async def test_another_browsers_state_is_refused(stand: Stand) -> None:
    browser, other = Browser(stand), Browser(stand)
    asked = await browser.begin()
    await other.begin()
    status, page = await other.come_back(code="any", state=asked["state"])
    assert status == 400
    assert "invalid_browser" in page


async def test_who_cancels_is_told_and_nothing_is_kept(stand: Stand) -> None:
    browser = Browser(stand)
    asked = await browser.begin()
    status, page = await browser.come_back(error="access_denied", state=asked["state"])
    assert status == 200
    assert "access_denied" in page
    assert not [kind for kind, _ in stand.product.secrets if kind == "slack_installation"]


async def test_a_slack_that_is_away_is_told_in_words(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(stand)
    asked = await browser.begin()
    stand.slack.faults.drops("oauth.v2.access")
    status, page = await browser.come_back(code="secret-code", state=asked["state"])
    assert status == 502
    assert "start again" in page
    ours = [record.getMessage() for record in caplog.records if "uvicorn" not in record.name]
    assert "secret-code" not in "\n".join(ours)  # uvicorn here is the test's own server


async def test_a_workspace_that_never_installed_cannot_be_reached(stand: Stand) -> None:
    with pytest.raises(Undeliverable) as caught:
        await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))
    assert "installed again" in caught.value.words
    body = {"command": "/foxo", "team_id": "T0NOBODY", "user_id": "U1", "text": "help"}
    answer = await stand.slack.courier.command(body)
    assert "no longer installed" in answer.text
    assert stand.product.acts == []


async def test_an_uninstall_forgets_the_token(stand: Stand) -> None:
    await Browser(stand).install("U0REG")
    await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))
    await stand.slack.admin.uninstalls(HOME)
    assert not [kind for kind, _ in stand.product.secrets if kind == "slack_installation"]
    with pytest.raises(Undeliverable):
        await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))
    posted = [call for call in stand.slack.calls("chat.postMessage") if not call.error]
    assert len(posted) == 1


async def test_revoked_tokens_are_forgotten_and_a_new_install_works(stand: Stand) -> None:
    await Browser(stand).install("U0REG")
    await stand.slack.admin.revokes(HOME)
    assert not [kind for kind, _ in stand.product.secrets if kind == "slack_installation"]
    await Browser(stand).install("U0REG")
    await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))


async def test_a_token_refused_once_is_looked_up_again(stand: Stand) -> None:
    """Another replica may have taken in a new install meanwhile."""
    await Browser(stand).install("U0REG")
    await stand.transport.send(Parcel("1", "U0REG", CASE, HOME))
    before = stand.slack.token(HOME)
    stand.slack.world.install_of(HOME).refused_with = "token_revoked"  # type: ignore[union-attr]
    fresh = stand.slack.world.install(HOME).token
    key = ("slack_installation", HOME)
    stand.product.secrets[key] = stand.product.secrets[key].replace(before, fresh)
    with pytest.raises(Undeliverable):
        await stand.transport.send(Parcel("2", "U0REG", CASE, HOME))
    await stand.transport.send(Parcel("2", "U0REG", CASE, HOME))


def test_the_person_is_sent_to_the_slack_their_workspace_is_at() -> None:
    assert authorize_at("https://slack-gov.com/api/") == "https://slack-gov.com/oauth/v2/authorize"
    assert authorize_at("https://slack.com/api/") == "https://slack.com/oauth/v2/authorize"
