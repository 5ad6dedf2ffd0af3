"""Several people press at once, or press what is no longer true: one wins, the others are told."""

import asyncio

import pytest

from foxo_bot.model import State
from foxo_bot.sandbox.slack.front.courier import Answer, Courier
from foxo_bot.sandbox.wire import Json
from tests.scenarios.hospital import Hospital


async def test_of_two_members_who_press_at_the_same_time_exactly_one_wins(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    post = hospital.post()
    answers = await asyncio.gather(
        hospital.cleo.press(post, "Acknowledge"), hospital.casey.press(post, "Acknowledge")
    )
    await hospital.passes(seconds=2)

    words = sorted(seen.text_shown() for seen in answers)
    assert sum("You have acknowledged" in word for word in words) == 1
    assert sum("acknowledged this at" in word for word in words) == 1
    winner = "Cleo" if "You have" in answers[0].text_shown() else "Casey"
    loser = answers[1] if winner == "Cleo" else answers[0]
    assert f"{winner} Concierge acknowledged this at" in loser.text_shown()
    assert f"{winner} Concierge" in hospital.post().text_shown()
    assert hospital.news(hospital.registrar).count("acknowledged") == 2, "copy and news, once each"


async def test_a_press_on_a_screen_that_was_not_redrawn_is_told_who_was_first_and_when(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    seen = await hospital.casey.press(hospital.post(), "Acknowledge", stale=True)

    assert "Cleo Concierge acknowledged this at 2026-03-02 12:00 UTC" in seen.text_shown()
    assert "Take over" in seen.text_shown()


async def test_who_presses_twice_is_told_that_it_is_theirs(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    seen = await hospital.cleo.press(hospital.post(), "Acknowledge", stale=True)
    again = await hospital.cleo.press(hospital.post(), "Take over")

    for told in (seen, again):
        assert f"You already hold case {hospital.number()}." in told.text_shown()


async def test_a_decline_that_comes_too_late_is_told_who_has_it(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Decline")
    modal = hospital.cleo.modal
    assert modal
    await hospital.claims(hospital.casey)
    await modal.fill(reason="Busy").submit()
    await hospital.quiet()

    assert "Casey Concierge acknowledged this" in _shown(hospital)
    assert await hospital.states() == [State.CLAIMED]


def _shown(hospital: Hospital) -> str:
    cleo = hospital.cleo
    modal = [cleo.modal.text_shown()] if cleo.modal else []
    return "\n".join([*modal, *(post.text_shown() for post in cleo.ephemerals)])


async def test_two_members_who_take_over_at_the_same_time_leave_one_holder(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await asyncio.gather(
        hospital.casey.press(hospital.post(), "Take over"),
        hospital.lane.press(hospital.post(), "Take over"),
    )
    await hospital.passes(seconds=2)

    shown = hospital.post().text_shown()
    assert ("Casey Concierge" in shown) != ("Lane Leed" in shown)


async def test_an_acknowledgement_of_a_withdrawn_case_is_told_who_withdrew_it(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.registrar.press(hospital.copy(), "Withdraw")
    await hospital.passes(seconds=2)
    seen = await hospital.cleo.press(hospital.post(), "Acknowledge", stale=True)

    assert "This case was withdrawn by Rowan Regis at" in seen.text_shown()


async def test_withdraw_and_acknowledge_at_the_same_time_leave_every_copy_agreed(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await asyncio.gather(
        hospital.registrar.press(hospital.copy(), "Withdraw"),
        hospital.cleo.press(hospital.post(), "Acknowledge"),
    )
    await hospital.passes(seconds=3)

    assert await hospital.states() == [State.WITHDRAWN]
    assert "Withdrawn by Rowan Regis" in hospital.post().text_shown()
    assert "withdrawn by Rowan Regis" in hospital.copy().text_shown()


async def test_slack_repeating_a_thread_message_makes_one_reply(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hospital.sends()
    once = Courier.event

    async def twice(self: Courier, body: Json, **attempt: object) -> Answer:
        await once(self, body)
        return await once(self, body, attempt=1, reason="http_timeout")

    monkeypatch.setattr(Courier, "event", twice)
    await hospital.cleo.replies(hospital.post(), "Which wrist?")
    await hospital.passes(seconds=3)

    said = [reply.text_shown() for reply in hospital.copy().thread]
    assert len([words for words in said if "Which wrist?" in words]) == 1
