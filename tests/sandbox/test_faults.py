"""Slack at its worst: limits, errors, silence and broken connections, on demand."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.server import Slack


async def post(client: AsyncWebClient, channel: str = "C0WARD") -> None:
    await client.chat_postMessage(channel=channel, text="x")


async def refused(client: AsyncWebClient, channel: str = "C0WARD") -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await post(client, channel)
    return caught.value


async def test_a_rate_limit_says_when_to_come_back(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.rate_limited("chat.postMessage", retry_after=30, times=1)
    error = await refused(client)
    assert error.response.status_code == 429
    assert error.response.headers["Retry-After"] == "30"
    assert error.response["error"] == "ratelimited"
    await post(client)


async def test_a_fault_can_befall_one_channel_only(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.rate_limited("chat.postMessage", channel="C0RAD")
    await post(client, "C0WARD")
    await refused(client, "C0RAD")
    slack.faults.clear()
    await post(client, "C0RAD")


async def test_an_error_of_slacks_own_can_be_asked_for(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.error("fatal_error", times=1)
    assert (await refused(client)).response["error"] == "fatal_error"


async def test_a_broken_slack_answers_no_json(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.broken(status=503, times=1)
    assert (await refused(client)).response.status_code == 503
    assert slack.channel("C0WARD").posts == []


async def test_a_dropped_answer_leaves_the_message_posted(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.drops("chat.postMessage", times=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(client)
    assert len(slack.channel("C0WARD").posts) == 1


async def test_a_blind_retry_posts_twice(slack: Slack, client: AsyncWebClient) -> None:
    client.retry_handlers.append(AsyncConnectionErrorRetryHandler())
    slack.faults.drops("chat.postMessage", times=1)
    await post(client)
    assert len(slack.channel("C0WARD").posts) == 2


async def test_a_refused_request_does_nothing(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.refuses("chat.postMessage", times=1)
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert slack.channel("C0WARD").posts == []


async def test_a_hanging_slack_never_answers_until_it_is_lifted(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.hangs("chat.postMessage")
    waiting = asyncio.ensure_future(client.api_call("chat.postMessage", json={"channel": "C0WARD"}))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    assert len(slack.calls("chat.postMessage")) == 1
    slack.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    assert slack.channel("C0WARD").posts == []


async def test_stopping_lets_hanging_requests_go(clock: Clock) -> None:
    async with Slack(clock) as slack:
        slack.faults.hangs()
        client = AsyncWebClient("xoxb-any", base_url=slack.api_url, retry_handlers=[])
        waiting = asyncio.ensure_future(client.auth_test())
        await asyncio.sleep(0.05)
    with pytest.raises(aiohttp.ClientError):
        await waiting


async def test_posting_to_one_channel_is_one_a_second_after_a_burst(
    slack: Slack, client: AsyncWebClient, clock: Clock
) -> None:
    slack.rates.enforced = True
    for _ in range(4):
        await post(client)
    assert (await refused(client)).response.headers["Retry-After"] == "1"
    await post(client, "C0RAD")  # another channel has its own allowance
    clock.advance(timedelta(seconds=1))
    await post(client)
    await refused(client)


async def test_each_method_has_its_tier_in_each_minute(
    slack: Slack, client: AsyncWebClient, clock: Clock
) -> None:
    slack.rates.enforced = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as caught:
        await client.users_list()
    assert caught.value.response.headers["Retry-After"] == "60"
    await client.users_info(user="U0REG")
    clock.advance(timedelta(seconds=60))
    await client.users_list()


async def test_every_call_is_noted_with_what_became_of_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    await post(client)
    await refused(client, "C0NOWHERE")
    noted = [(call.args["channel"], call.error) for call in slack.calls("chat.postMessage")]
    assert noted == [("C0WARD", ""), ("C0NOWHERE", "channel_not_found")]
