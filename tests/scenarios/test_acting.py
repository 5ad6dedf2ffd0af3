"""What members and senders do with a case, and what each copy shows then."""

import pytest

from foxo_bot.model import State
from foxo_bot.sandbox.slack.people.person import Person
from tests.scenarios.cast import CARDIOLOGY, RADIOLOGY, REFERRALS
from tests.scenarios.hospital import Hospital


async def test_a_waiting_case_offers_a_member_what_a_member_may_do(hospital: Hospital) -> None:
    await hospital.sends()

    assert hospital.post().buttons == [
        "Acknowledge",
        "Reply",
        "Share",
        "Decline",
        "Change triage",
        "Details",
    ]
    assert hospital.copy().buttons == ["Reply", "Change triage", "Withdraw", "Details"]


async def test_buttons_follow_the_state(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims()
    held = ["Take over", "Reply", "Share", "Complete", "Change triage", "Details"]
    assert hospital.post().buttons == held

    await hospital.cleo.press(hospital.post(), "Complete")
    await hospital.passes(seconds=2)
    assert hospital.post().buttons == ["Reply", "Reopen", "Details"]
    assert hospital.copy().buttons == ["Reply", "Close", "Reopen", "Details"]

    await hospital.registrar.press(hospital.copy(), "Close")
    await hospital.passes(seconds=2)
    assert hospital.post().buttons == ["Reopen", "Details"]
    assert hospital.copy().buttons == ["Reopen", "Details"]


async def test_taking_over_tells_both_and_the_sender(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    seen = await hospital.casey.press(hospital.post(), "Take over")
    await hospital.passes(seconds=2)

    assert "is yours now" in seen.text_shown()
    assert "acknowledged by Casey Concierge" in hospital.post().text_shown().replace("A", "a", 1)
    assert "Casey Concierge took over" in hospital.news(hospital.cleo)
    assert "Casey Concierge took over" in hospital.news(hospital.registrar)


async def test_a_decline_tells_the_reason_and_asks_the_next_people_at_once(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    told = await hospital.fills(
        hospital.cleo, hospital.post(), "Decline", reason="We only read chests today"
    )

    assert "The sender is told" in told
    await hospital.passes(seconds=2)
    copy, news = hospital.registrar.dms
    assert "We only read chests today" in news.text_shown()
    assert "We only read chests today" in copy.text_shown()
    assert "Still waiting for someone else" in hospital.post().text_shown()
    assert hospital.casey.dms, "the step that was due after two minutes came at once"
    assert "We only read" not in hospital.casey.dms[-1].preview


async def test_a_declined_case_is_still_escalated_and_may_be_taken(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.fills(hospital.cleo, hospital.post(), "Decline", reason="Busy")
    await hospital.passes(minutes=5)
    assert hospital.texts("+61491570157")
    assert hospital.texts("+61491570156"), "Cleo too, who may be free by now"
    await hospital.claims(hospital.casey)

    assert await hospital.states() == [State.CLAIMED]
    assert hospital.post().buttons[0] == "Take over"


async def test_a_late_decline_brings_the_next_repetition_forward(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=12)
    before = len(hospital.texts("+61491570157"))
    await hospital.fills(hospital.cleo, hospital.post(), "Decline", reason="Busy")

    assert len(hospital.texts("+61491570157")) == before + 1
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "Escalated for Radiology Concierge after 12 min" in shown, "when it was, not planned"


async def test_a_reason_for_declining_is_required(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Decline")
    modal = hospital.cleo.modal
    assert modal
    await modal.fill(reason="  ").submit()

    assert "needs to know why" in modal.errors["reason"]
    assert await hospital.states() == [State.UNCLAIMED]


async def test_sharing_adds_a_team_with_its_own_clock(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims()
    await hospital.passes(minutes=1)
    told = await hospital.fills(
        hospital.cleo, hospital.post(), "Share", teams=["Cardiology"], note="Heart, I think"
    )

    assert "is shared" in told
    assert "scaphoid" in hospital.post(CARDIOLOGY).text_shown()
    assert "Heart, I think" in hospital.post(CARDIOLOGY).text_shown()
    assert await hospital.states() == [State.CLAIMED, State.UNCLAIMED]
    assert "Cleo Concierge shared" in hospital.news(hospital.registrar)
    await hospital.passes(minutes=2)
    assert hospital.robin.dms, "two minutes after it reached the second team"


async def test_two_who_share_it_with_the_same_team_bring_it_there_once(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Share")
    late = hospital.cleo.modal
    assert late
    await hospital.fills(hospital.casey, hospital.post(), "Share", teams=["Cardiology"])
    before = len(hospital.cleo.ephemerals)
    await late.fill(teams=["Cardiology"]).submit()
    await hospital.passes(seconds=2)

    assert "Cardiology had it already" in hospital.cleo.ephemerals[before].text_shown()
    assert len(hospital.posts(CARDIOLOGY)) == 1
    assert await hospital.states() == [State.UNCLAIMED, State.UNCLAIMED]


async def test_the_share_form_does_not_offer_a_team_that_has_it(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Share")
    modal = hospital.cleo.modal
    assert modal

    assert modal.block("teams").options == ["Cardiology", "Referrals"]


async def test_a_case_may_be_withdrawn_and_says_so_everywhere(hospital: Hospital) -> None:
    await hospital.sends(teams=("Radiology Concierge", "Cardiology"))
    await hospital.claims()
    seen = await hospital.registrar.press(hospital.copy(), "Withdraw", confirm=False)
    assert await hospital.states() == [State.CLAIMED, State.UNCLAIMED]
    seen = await hospital.registrar.press(hospital.copy(), "Withdraw")
    await hospital.passes(seconds=2)

    assert "is withdrawn" in seen.text_shown()
    for channel in (RADIOLOGY, CARDIOLOGY):
        assert "Withdrawn by Rowan Regis" in hospital.post(channel).text_shown()
        assert "scaphoid" not in hospital.post(channel).text_shown()
        assert hospital.post(channel).buttons == ["Details"]
    assert "Rowan Regis withdrew" in hospital.news(hospital.cleo)
    await hospital.passes(minutes=40)
    assert not hospital.robin.dms
    assert not hospital.sandbox.twilio.sent


async def test_a_case_withdrawn_before_it_was_posted_is_never_shown(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.broken("chat.postMessage", channel=RADIOLOGY, status=503)
    await hospital.sends()
    await hospital.registrar.press(hospital.copy(), "Withdraw")
    hospital.sandbox.slack.faults.clear()
    await hospital.passes(minutes=2)

    assert not hospital.posts(RADIOLOGY)


@pytest.mark.parametrize(
    "verb", ["acknowledge", "take_over", "share", "decline", "complete", "reopen"]
)
async def test_a_stranger_who_presses_is_refused(hospital: Hospital, verb: str) -> None:
    await hospital.sends(teams=("Cardiology",))
    hospital.sandbox.slack.world.channels[CARDIOLOGY].members.add(hospital.casey.user.id)
    seen = await _presses(hospital, hospital.casey, verb)

    assert "You are not one of them here" in seen
    assert hospital.casey.modal is None
    assert await hospital.states() == [State.UNCLAIMED]


async def _presses(hospital: Hospital, person: Person, verb: str) -> str:
    """A button that the post in Cardiology may not have; what the presser is told."""
    post = hospital.post(CARDIOLOGY)
    action = {
        "type": "button",
        "action_id": verb,
        "block_id": "b",
        "value": _value(post),
        "text": {"type": "plain_text", "text": verb},
    }
    before = len(person.ephemerals)
    await hospital.sandbox.slack.acts.press_message(person.user, post.message, action)
    await hospital.quiet()
    return "\n".join(said.text_shown() for said in person.ephemerals[before:])


def _value(post: object) -> str:
    buttons = [
        element
        for block in post.message.blocks  # type: ignore[attr-defined]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    return str(buttons[0]["value"])


async def test_a_stranger_cannot_read_the_details_either(hospital: Hospital) -> None:
    await hospital.sends(teams=("Cardiology",))
    hospital.sandbox.slack.world.channels[CARDIOLOGY].members.add(hospital.casey.user.id)
    seen = await hospital.casey.press(hospital.post(CARDIOLOGY), "Details")

    assert seen.modal is None
    assert "There is no case" in seen.text_shown()


async def test_the_sender_cannot_act_for_the_team_nor_a_member_for_the_sender(
    hospital: Hospital,
) -> None:
    await hospital.sends(hospital.casey, teams=("Cardiology",), channel=RADIOLOGY)
    hospital.sandbox.slack.world.channels[CARDIOLOGY].members.add(hospital.casey.user.id)
    for verb in ("acknowledge", "decline", "share"):
        assert "is for members of the receiving team" in await _presses(
            hospital, hospital.casey, verb
        )
    assert "is for the sender" in await _presses(hospital, hospital.robin, "withdraw")
    await hospital.claims(hospital.robin, CARDIOLOGY)
    for verb in ("take_over", "complete"):
        assert "is for members of the receiving team" in await _presses(
            hospital, hospital.casey, verb
        )
    for verb in ("hand_back", "still_on_it"):
        assert "is for whoever holds the case" in await _presses(hospital, hospital.casey, verb)
    assert await hospital.states() == [State.CLAIMED]
    await hospital.robin.press(hospital.post(CARDIOLOGY), "Complete")
    assert "is for the sender" in await _presses(hospital, hospital.robin, "close")


async def test_looking_at_the_details_is_an_event_of_the_trail(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.details(hospital.casey, hospital.post())
    shown = await hospital.details(hospital.cleo, hospital.post())

    assert "Casey Concierge looked at the details" in shown
    assert "Rowan Regis sent the case" in shown


async def test_an_outside_sender_sees_no_more_than_who_answered(hospital: Hospital) -> None:
    await hospital.lane.types("/foxo team", channel=REFERRALS)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "Post the Send a case message")
    await hospital.gp.press(hospital.post(REFERRALS), "new_case")
    modal = hospital.gp.modal
    assert modal
    await modal.fill(subject="Please see", details="Sore").submit()
    await hospital.passes(hours=25)
    assert "Please see" in await hospital.details(hospital.lane, hospital.post(REFERRALS))
    shown = await hospital.details(hospital.gp, hospital.copy(hospital.gp))

    assert "Please see" in shown
    assert "Lane Leed" not in shown
    assert "Who was told" not in shown
    assert "What happened" not in shown
    assert hospital.mails("lane@northside.example")
    await hospital.claims(hospital.lane, REFERRALS)
    assert "Lane Leed" in hospital.copy(hospital.gp).text_shown()


async def test_pressing_a_copy_of_a_case_that_is_gone_is_answered(hospital: Hospital) -> None:
    await hospital.sends()
    post = hospital.post()
    action = {"type": "button", "action_id": "acknowledge", "block_id": "b", "value": "4711"}
    action |= {"text": {"type": "plain_text", "text": "Acknowledge"}}  # type: ignore[dict-item]
    await hospital.sandbox.slack.acts.press_message(hospital.cleo.user, post.message, action)
    await hospital.quiet()

    assert "can no longer be found" in hospital.cleo.ephemerals[-1].text_shown()


async def test_a_button_of_an_older_version_is_answered(hospital: Hospital) -> None:
    await hospital.sends()
    action = {"type": "button", "action_id": "nod", "block_id": "b", "value": "1"}
    action |= {"text": {"type": "plain_text", "text": "Nod"}}  # type: ignore[dict-item]
    post = hospital.post()
    await hospital.sandbox.slack.acts.press_message(hospital.cleo.user, post.message, action)
    await hospital.quiet()

    assert "older version" in hospital.cleo.ephemerals[-1].text_shown()


async def test_a_case_is_shared_with_all_chosen_teams_or_with_none(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Share")
    modal = hospital.cleo.modal
    assert modal
    modal.fill(teams=["Cardiology"])
    state = modal.view.typed["teams"]["teams"]
    gone = {"text": {"type": "plain_text", "text": "Gone"}, "value": "4711"}
    state["selected_options"] = [*state["selected_options"], gone]
    await hospital.sandbox.slack.acts.submit(modal.view)
    await hospital.quiet()

    assert "no longer exists" in modal.errors["teams"]
    assert await hospital.states() == [State.UNCLAIMED]
    assert not hospital.posts(CARDIOLOGY)
