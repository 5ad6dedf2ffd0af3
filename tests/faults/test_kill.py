"""kill -9 between any two steps of submitting, acknowledging and escalating; then a restart.

What was said to people is counted at the vendors' stand-ins, which live on.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.faults.board import Step
from tests.faults.ward import Ward, opened
from tests.scenarios.cast import CASEY, CLEO, RADIOLOGY, REGISTRAR

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="module")]

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TEAM = (CLEO, CASEY)
ONE_AFTER_THE_OTHER = ("_act", "_do_due")
"""Transactions whose statements come in one order; all else comes as the network brings it."""

AT_A_VENDOR = ("before", "accepted")

Story = Callable[[Step | None], Awaitable[bool]]
"""Plays once, the program killed at that step; whether it died."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ward(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ward]:
    """One for all: what a story leaves behind is part of the next one's world."""
    async with opened(tmp_path_factory.mktemp("ward")) as ward:
        yield ward


async def at_every_step(ward: Ward, story: Story) -> set[str]:
    """Play a story once through, and then killed at each step that it took; the steps' names."""
    assert not await story(None)
    steps = _numbered(ward.board.taken)
    for step in steps:
        died = await story(step)
        assert died or step[1] > 1, f"the second time there was no {step}"
    return {name for name, _ in steps}


def _numbered(taken: list[str]) -> list[Step]:
    """Each step with its number; of those that come as the network brings them the first few."""
    numbered = [(name, taken[: place + 1].count(name)) for place, name in enumerate(taken)]
    return [step for step in numbered if step[1] <= _most(step[0])]


def _most(name: str) -> int:
    if name.startswith(ONE_AFTER_THE_OTHER):
        return len(TEAM) * 10
    return len(TEAM) if name.startswith(AT_A_VENDOR) else 1


async def test_a_case_killed_at_any_step_of_being_sent_stands_everywhere_once(ward: Ward) -> None:
    async def story(step: Step | None) -> bool:
        subject = ward.new_subject()
        await ward.fills_in(subject, "Normal")
        ward.board.watch(step)
        answered = await ward.submits()
        died = await ward.until_dead_or_quiet()
        await ward.revived()
        if not answered:  # the form is still open, and its sender presses again
            assert await ward.submits(), step
            await ward.passes(SECOND, SECOND)

        assert len(ward.posts(RADIOLOGY, subject)) == 1, step
        assert len(ward.dms(REGISTRAR, subject)) == 1, step
        return died

    assert {
        "_act: INSERT received",
        "_act: INSERT cases",
        "_act: INSERT recipients",
        "_act: INSERT escalations",
        "_act: INSERT posts",
        "_act: INSERT outbox",
        "_act: INSERT events",
        "_act: UPDATE chain_heads",
        "_act: before the commit",
        "_act: committed",
        "_claim: before the commit",
        "_claim: committed",
        "before slack",
        "accepted by slack",
        "record: before the commit",
        "record: committed",
    } <= await at_every_step(ward, story)


async def test_killed_at_any_step_of_an_acknowledgement_no_phone_rings_after_it(
    ward: Ward,
) -> None:
    await ward.person(CLEO).types("/foxo cases", channel=RADIOLOGY)  # a first act is noted of her

    async def story(step: Step | None) -> bool:
        subject = ward.new_subject()
        number = await _waits_with_texts_held_up(ward, subject)
        ward.board.watch(step)
        answered = await _acknowledges(ward, subject)
        died = await ward.until_dead_or_quiet(2 * SECOND)
        await ward.revived()
        if not answered:  # Slack says that something went wrong, and she presses again
            assert await _acknowledges(ward, subject), step
        ward.sandbox.twilio.faults.clear()
        await ward.passes(2 * SECOND, 2 * SECOND, 11 * MINUTE, 15 * MINUTE)

        assert [ward.texts(member, number) for member in TEAM] == [[], []], step
        post = ward.posts(RADIOLOGY, subject)[0]
        assert "Cleo Concierge" in post.text_shown(), step
        for member in TEAM:
            (copy,) = ward.dms(member, subject)
            assert "Acknowledge" not in copy.buttons, step
        about = [dm for dm in ward.dms(REGISTRAR, number) if subject not in dm.text_shown()]
        assert len(about) == 1, step
        await _completes(ward, subject)
        return died

    assert {
        "_act: UPDATE recipients",
        "_act: UPDATE escalations",
        "_act: UPDATE outbox",
        "_act: INSERT outbox",
        "_act: INSERT events",
        "_act: before the commit",
        "_act: committed",
        "_claim: committed",
        "before slack",
        "accepted by slack",
        "record: before the commit",
    } <= await at_every_step(ward, story)


async def test_killed_at_any_step_of_texting_every_member_is_texted(ward: Ward) -> None:
    ward.sandbox.twilio.automatic = True  # receipts come by themselves

    async def story(step: Step | None) -> bool:
        subject = ward.new_subject()
        await ward.sends(subject, "Urgent")
        number = ward.number(subject)
        await ward.passes(2 * MINUTE, 2 * SECOND)
        ward.board.watch(step)
        died = await ward.until_dead_or_quiet(3 * MINUTE)
        unheard = ward.unrecorded("sms")
        await ward.revived()

        for member in TEAM:
            assert len(ward.dms(member, subject)) == 1, step
            assert 1 <= len(ward.texts(member, number)) <= 1 + (member in unheard), step
        await _put_to_rest(ward, subject)
        return died

    assert {
        "_do_due: INSERT outbox",
        "_do_due: INSERT events",
        "_do_due: UPDATE escalations",
        "_do_due: before the commit",
        "_do_due: committed",
        "before sms",
        "accepted by sms",
        "record: before the commit",
        "hear: committed",
    } <= await at_every_step(ward, story)


async def test_killed_at_any_step_of_mailing_and_messaging_every_member_hears(ward: Ward) -> None:
    async def story(step: Step | None) -> bool:
        subject = ward.new_subject()
        await ward.sends(subject, "High")
        number = ward.number(subject)
        await ward.passes(9 * MINUTE)
        ward.board.watch(step)
        died = await ward.until_dead_or_quiet(MINUTE)
        unheard = ward.unrecorded("email")
        await ward.revived()

        for member in TEAM:
            assert len(ward.dms(member, subject)) == 1, step
            mails = ward.mails(member, number)
            assert 1 <= len(mails) <= 1 + (member in unheard), step
            assert len(set(mails)) == 1, step
        await _put_to_rest(ward, subject)
        return died

    assert {
        "_do_due: INSERT posts",
        "before email",
        "accepted by email",
        "before slack",
        "accepted by slack",
    } <= await at_every_step(ward, story)


async def _waits_with_texts_held_up(ward: Ward, subject: str) -> str:
    """An urgent case whose texts Twilio does not take yet; its number."""
    await ward.sends(subject, "Urgent")
    ward.sandbox.twilio.faults.rate_limited("Messages", retry_after=600)
    await ward.passes(2 * MINUTE, 2 * SECOND, 3 * MINUTE)
    return ward.number(subject)


async def _acknowledges(ward: Ward, subject: str) -> bool:
    """Cleo presses on the post as she saw it first; whether she was answered."""
    post = ward.posts(RADIOLOGY, subject)[0]
    drawn_anew = "Acknowledge" not in post.buttons
    seen = await ward.person(CLEO).press(post, "Acknowledge", stale=drawn_anew)
    return not seen.warning


async def _put_to_rest(ward: Ward, subject: str) -> None:
    """Nobody is asked of this case any more."""
    (copy,) = ward.dms(REGISTRAR, subject)
    seen = await ward.person(REGISTRAR).press(copy, "Withdraw")
    assert not seen.warning
    await ward.passes(2 * SECOND)


async def _completes(ward: Ward, subject: str) -> None:
    seen = await ward.person(CLEO).press(ward.posts(RADIOLOGY, subject)[0], "Complete")
    assert not seen.warning
    await ward.passes(2 * SECOND, 2 * SECOND)
