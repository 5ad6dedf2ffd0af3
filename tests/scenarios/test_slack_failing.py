"""Slack refuses, stalls or loses its answer: what waits, what is told, and what goes on without."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scenarios.cast import CARDIOLOGY, CASEY_PHONE, LANE_PHONE, RADIOLOGY
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import QUICK, opened

POST = "chat.postMessage"


async def test_retry_after_on_one_channel_delays_only_that_channel(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.rate_limited(POST, retry_after=30, times=1, channel=RADIOLOGY)
    await hospital.sends(teams=("Radiology Concierge", "Cardiology"))

    assert not hospital.posts(RADIOLOGY)
    assert hospital.posts(CARDIOLOGY)
    assert hospital.registrar.dms
    await hospital.passes(seconds=29)
    asked = [call for call in hospital.sandbox.slack.calls(POST) if call.status == 429]
    assert len(asked) == 1, "nothing was asked of that channel before its time"
    assert not hospital.posts(RADIOLOGY)
    await hospital.passes(seconds=1)
    assert hospital.posts(RADIOLOGY)


async def test_a_second_case_waits_behind_the_same_retry_after(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.rate_limited(POST, retry_after=30, times=1, channel=RADIOLOGY)
    await hospital.sends(subject="One")
    await hospital.sends(subject="Two")
    await hospital.passes(seconds=28)
    assert not hospital.posts(RADIOLOGY)
    await hospital.passes(seconds=5)

    assert len(hospital.posts(RADIOLOGY)) == 2


async def test_sms_and_email_do_not_wait_for_a_slack_that_is_down(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.sends(triage="High", subject="Another")
    await hospital.passes(seconds=2)
    hospital.sandbox.slack.faults.broken(status=503)
    await hospital.passes(minutes=10)

    waited = ("in 2 min", "in 5 min", "in 10 min")
    assert [words in text for words, text in zip(waited, hospital.texts(CASEY_PHONE), strict=True)]
    assert hospital.mails("casey@northside.example")


async def test_who_acknowledges_while_slack_is_down_reads_that_the_sender_is_yet_to_hear(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    code, phone = hospital.code(CASEY_PHONE), hospital.sandbox.twilio.phone(CASEY_PHONE)
    hospital.sandbox.slack.faults.broken(status=503)
    [answer] = await phone.replies(code)
    assert answer.endswith("The sender is being told.")
    await hospital.passes(minutes=1)
    assert "Casey Concierge acknowledged" not in hospital.news(hospital.registrar)

    hospital.sandbox.slack.faults.clear()
    await hospital.passes(minutes=1)
    assert "Casey Concierge acknowledged" in hospital.news(hospital.registrar)


async def test_where_the_channel_cannot_show_it_sms_begins_at_once(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.broken(POST, status=503, channel=RADIOLOGY)
    await hospital.sends(teams=("Radiology Concierge", "Cardiology"))
    assert not hospital.texts(CASEY_PHONE)
    await hospital.passes(seconds=10)

    [text] = hospital.texts(CASEY_PHONE)
    assert "nobody has acknowledged it yet" in text
    assert not hospital.texts("+61491570110"), "Cardiology sees it in its channel"
    details = await hospital.details(hospital.registrar, hospital.copy())
    assert "cannot show it yet, so SMS and email begin at once" in details

    hospital.sandbox.slack.faults.clear()
    await hospital.passes(minutes=2)
    assert hospital.posts(RADIOLOGY)
    await hospital.passes(minutes=7)
    assert len(hospital.texts(CASEY_PHONE)) == 1, "its own time does not bring it again"
    await hospital.passes(minutes=1)
    assert len(hospital.texts(CASEY_PHONE)) == 2, "and what follows it comes at its own time"


async def test_a_channel_that_is_late_after_the_texts_have_gone_begins_nothing(
    hospital: Hospital,
) -> None:
    hospital.sandbox.slack.faults.rate_limited(POST, retry_after=101, times=4, channel=RADIOLOGY)
    await hospital.sends()
    await hospital.passes(minutes=9)

    assert hospital.posts(RADIOLOGY)
    assert len(hospital.texts(CASEY_PHONE)) == 1
    details = await hospital.details(hospital.cleo, hospital.post())
    assert "begin at once" not in details
    assert details.count("Escalated for Radiology Concierge after 5 min") == 1


async def test_a_hiccup_of_a_few_seconds_begins_nothing(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.broken(POST, status=503, times=2, channel=RADIOLOGY)
    await hospital.sends()
    await hospital.passes(minutes=1)

    assert hospital.posts(RADIOLOGY)
    assert not hospital.texts(CASEY_PHONE)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_after_a_server_error_the_post_is_made_once(hospital: Hospital, status: int) -> None:
    hospital.sandbox.slack.faults.broken(POST, status=status, times=3, channel=RADIOLOGY)
    await hospital.sends()
    assert not hospital.posts(RADIOLOGY)
    await hospital.passes(seconds=30)

    assert len(hospital.posts(RADIOLOGY)) == 1


async def test_a_post_whose_answer_was_lost_is_not_made_twice(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.drops(POST, times=1, channel=RADIOLOGY)
    await hospital.sends()
    await hospital.passes(seconds=30)

    assert len(hospital.posts(RADIOLOGY)) == 1
    await hospital.claims()
    assert "Acknowledged by" in hospital.post().text_shown(), "and it is known as ours"


async def test_a_reply_whose_answer_was_lost_is_not_said_twice(hospital: Hospital) -> None:
    await hospital.sends()
    hospital.sandbox.slack.faults.drops(POST, times=1, channel=RADIOLOGY)
    await hospital.registrar.replies(hospital.copy(), "More to say")
    await hospital.passes(seconds=30)

    assert len(hospital.post().thread) == 1


async def test_a_card_that_slack_will_not_draw_still_arrives_in_plain_words(
    hospital: Hospital,
) -> None:
    hospital.sandbox.slack.faults.error("invalid_blocks", POST, times=1, channel=RADIOLOGY)
    await hospital.sends()

    assert hospital.number() in hospital.post().text_shown()
    assert "scaphoid" not in hospital.post().text_shown()


async def _says_so(hospital: Hospital, words: str) -> None:
    """The case could not be shown in its channel: all who must know it do, and others are asked."""
    await hospital.passes(seconds=2)
    for person in (hospital.registrar, hospital.lane):
        assert "The channel of Radiology Concierge does not show it" in hospital.news(person)
    assert "Its channel does not show it" in hospital.copy().text_shown()
    assert "Acknowledge" in hospital.casey.dms[-1].buttons, "the first step came at once"
    assert words in hospital.casey.dms[-1].text_shown()
    shown = await hospital.details(hospital.casey, hospital.casey.dms[-1])
    assert words in shown
    await hospital.casey.press(hospital.casey.dms[-1], "Acknowledge")
    await hospital.passes(seconds=3)
    assert "acknowledged by Casey Concierge" in hospital.copy().text_shown()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("channel_not_found", "Slack cannot find the channel"),
        ("not_in_channel", "Foxo Bot is not in the Slack channel"),
        ("is_archived", "The Slack channel is archived"),
        ("restricted_action", "does not let Foxo Bot post there"),
    ],
)
async def test_a_channel_that_takes_no_posts_is_made_known_at_once(
    hospital: Hospital, code: str, words: str
) -> None:
    hospital.sandbox.slack.faults.error(code, POST, channel=RADIOLOGY)
    await hospital.sends()
    await _says_so(hospital, words)


async def test_a_channel_that_was_really_archived(hospital: Hospital) -> None:
    await hospital.sandbox.slack.admin.archives(RADIOLOGY)
    await hospital.quiet()
    await hospital.sends()
    await _says_so(hospital, "The Slack channel is archived")
    hospital.sandbox.slack.world.channels[CARDIOLOGY].members.add(hospital.lane.user.id)
    await hospital.lane.types("/foxo team", channel=CARDIOLOGY)


async def test_a_bot_that_was_removed_from_the_channel(hospital: Hospital) -> None:
    bot = hospital.sandbox.slack.world.installs[0].bot_user_id
    await hospital.sandbox.slack.admin.removes(bot, RADIOLOGY)
    await hospital.quiet()
    await hospital.sends()
    await _says_so(hospital, "Foxo Bot is not in")


async def test_a_revoked_token_is_told_by_sms_and_members_are_reached_without_slack(
    hospital: Hospital,
) -> None:
    modal = await hospital.opens_form()
    modal.fill(teams=["Radiology Concierge"], subject="Wrist", details="Sore", triage="🔴 Urgent")
    await hospital.quiet()
    hospital.sandbox.slack.faults.error("token_revoked")
    await modal.submit()
    await hospital.passes(seconds=2)

    assert any("is not shown in the channel" in text for text in hospital.texts(LANE_PHONE))
    assert "is not shown" in hospital.mails("rowan@northside.example")[-1].subject
    assert hospital.texts(CASEY_PHONE), "the first step came at once, by another way"


async def test_a_channel_that_got_another_id_keeps_its_cases(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.sandbox.slack.admin.changes_id(RADIOLOGY, "C00MOVED")
    await hospital.quiet()
    await hospital.registrar.replies(hospital.copy(), "More to say")
    await hospital.passes(seconds=3)
    assert "More to say" in hospital.post("C00MOVED").thread[-1].text_shown()
    await hospital.claims(channel="C00MOVED")
    assert "Acknowledged by" in hospital.post("C00MOVED").text_shown()

    await hospital.sends(subject="Another")
    assert "Another" in hospital.post("C00MOVED").text_shown()


async def test_posts_keep_slacks_pace_in_a_channel(hospital: Hospital) -> None:
    hospital.sandbox.slack.rates.enforced = True
    for number in range(8):
        await hospital.sends(subject=f"Case {number}")
    await hospital.passes(seconds=15)

    assert len(hospital.posts(RADIOLOGY)) == 8
    refused = [call for call in hospital.sandbox.slack.calls(POST) if call.status == 429]
    assert not [call for call in refused if call.args.get("channel") == RADIOLOGY]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("user_disabled", "This person's Slack account is switched off."),
        ("channel_not_found", "Slack no longer knows this person."),
    ],
)
async def test_a_member_whose_slack_account_is_gone_gets_an_sms_instead_of_a_dm(
    hospital: Hospital, code: str, words: str
) -> None:
    hospital.sandbox.slack.faults.error(code, POST, channel=hospital.casey.user.id)
    await hospital.sends()
    await hospital.passes(minutes=2)

    assert hospital.texts(CASEY_PHONE)
    assert not hospital.texts(LANE_PHONE)
    assert words in await hospital.details(hospital.cleo, hospital.post())


class TestWhereSlackHangs:
    """Slack takes requests and never answers."""

    @pytest.fixture
    async def hospital(self, tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
        impatient = replace(QUICK, request=0.5)
        async with opened(tmp_path, migrated, patience=impatient) as hospital:
            yield hospital

    async def test_sms_is_sent_while_slack_hangs_and_the_post_is_made_once(
        self, hospital: Hospital
    ) -> None:
        hospital.sandbox.slack.faults.hangs(POST)
        await hospital.sends()
        await asyncio.wait_for(hospital.passes(minutes=5), 60)
        assert hospital.texts(CASEY_PHONE)
        assert not hospital.posts(RADIOLOGY)
        hospital.sandbox.slack.faults.clear()
        await hospital.passes(minutes=2)

        assert len(hospital.posts(RADIOLOGY)) == 1
