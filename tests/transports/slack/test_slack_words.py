"""Slack's escaped text as people's words, and addresses of messages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from foxo_bot.handlers.news import Profile
from foxo_bot.transports.slack.inbound.commands import permalink
from foxo_bot.transports.slack.inbound.heard import Heard
from foxo_bot.transports.slack.inbound.submissions import submission
from foxo_bot.transports.slack.inbound.words import plain, without_mention

CLEO = Profile("slack", "U0CON", "T0HOME", "T0HOME", "Cleo Concierge")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Na &lt;120 &amp; K&gt;6", "Na <120 & K>6"),
        ("&amp;lt;", "&lt;"),
        ("ask <@U0CON>", "ask @Cleo Concierge"),
        ("ask <@U0XX|rowan>", "ask @rowan"),
        ("ask <@U0XX>", "ask @U0XX"),
        ("in <#C0WARD|ward> or <#C1>", "in #ward or #C1"),
        ("<!here> <!subteam^S1|@lab> <!date^1^x|noon>", "@here @lab noon"),
        ("<https://foxo.example/a?b=1&amp;c=2>", "https://foxo.example/a?b=1&c=2"),
        ("<https://foxo.example|guide>", "guide (https://foxo.example)"),
        ("<mailto:lead@northside.example|lead@northside.example>", "lead@northside.example"),
        ("<tel:+61491570157|+61491570157>", "+61491570157"),
        ("  *bold* _stays_ \n as typed  ", "*bold* _stays_ \n as typed"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_text_reads_as_it_was_written(written: str, words: str) -> None:
    assert plain(written, {"U0CON": CLEO}.get) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<@U0BOT> help", "help"),
        ("<@U0BOT|foxo>: help", "help"),
        ("please <@U0BOT> help", "please help"),
        ("<@U0BOT>", ""),
        ("<@U0OTHER> help", "<@U0OTHER> help"),
    ],
)
def test_the_bots_own_name_is_left_out(written: str, words: str) -> None:
    assert without_mention(written, "U0BOT") == words


def heard(url: str = "", **body: Any) -> Heard:
    return Heard(body, "T0HOME", NOON, url=url)


@pytest.mark.parametrize(
    ("told", "address"),
    [
        (
            heard(team={"domain": "northside"}, channel={"id": "C1"}, message={"ts": "1.2"}),
            "https://northside.slack.com/archives/C1/p12",
        ),
        (
            heard("https://n.slack.com/", channel={"id": "C1"}, message={"ts": "1.2"}),
            "https://n.slack.com/archives/C1/p12",
        ),
        (
            heard(
                "https://n.slack.com/",
                channel={"id": "C1"},
                message={"ts": "1.2", "thread_ts": "1.1"},
            ),
            "https://n.slack.com/archives/C1/p12?thread_ts=1.1&cid=C1",
        ),
        (
            heard(channel={"id": "C1"}, message={"ts": "1.2"}),
            "https://slack.com/app_redirect?team=T0HOME&channel=C1&message_ts=1.2",
        ),
        (heard(channel={"id": "C1"}), ""),
    ],
)
def test_the_address_of_a_message_is_built_here(told: Heard, address: str) -> None:
    assert permalink(told) == address


def test_controls_that_come_without_their_keys_are_empty() -> None:
    kinds = {
        "plain_text_input": "",
        "static_select": "",
        "external_select": "",
        "radio_buttons": "",
        "multi_static_select": (),
        "multi_external_select": (),
        "checkboxes": (),
        "file_input": (),
    }
    state = {kind: {kind: {"type": kind}} for kind in kinds}
    odd: dict[str, Any] = {"a": None, "b": {"c": "words"}}
    view = {"id": "V1", "callback_id": "case", "state": {"values": {**state, **odd}}}
    assert submission(heard(view=view, user={"id": "U1"})).values == kinds
