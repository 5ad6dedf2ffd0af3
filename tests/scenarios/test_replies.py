"""A reply, by the form or in a thread, appears under every other copy with the writer's name."""

from foxo_bot.model import State
from tests.scenarios.cast import CARDIOLOGY, WARD
from tests.scenarios.hospital import Hospital


async def test_a_reply_by_the_form_appears_under_every_copy(hospital: Hospital) -> None:
    await hospital.sends(teams=("Radiology Concierge", "Cardiology"))
    told = await hospital.fills(hospital.cleo, hospital.post(), "Reply", text="Which wrist is it?")
    await hospital.passes(seconds=3)

    assert "Nobody has acknowledged the case yet" in told
    for copy in (hospital.post(), hospital.post(CARDIOLOGY), hospital.copy()):
        assert "Cleo Concierge" in copy.thread[-1].text_shown()
        assert "Which wrist is it?" in copy.thread[-1].text_shown()
        assert "wrist" not in copy.thread[-1].preview
        assert "Which wrist is it?" in copy.text_shown(), "the newest reply stands on the copy"
    assert "Acknowledge it if you take it" in hospital.post().thread[-1].text_shown()
    assert "Acknowledge" not in hospital.copy().thread[-1].text_shown(), "it is not the sender's"


async def test_a_reply_in_the_thread_is_carried_to_the_other_copies_only(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.cleo.replies(hospital.post(), "Which wrist is it?")
    await hospital.passes(seconds=3)

    assert [reply.text_shown() for reply in hospital.post().thread] == ["Which wrist is it?"]
    assert "Which wrist is it?" in hospital.copy().thread[-1].text_shown()

    await hospital.registrar.replies(hospital.copy(), "The left one.")
    await hospital.passes(seconds=3)
    last = hospital.post().thread[-1].text_shown()
    assert "Rowan Regis" in last
    assert "The left one." in last


async def test_who_corrects_their_words_in_a_thread_corrects_them_everywhere(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    said = await hospital.cleo.replies(hospital.post(), "Give 50 mg.")
    await hospital.passes(seconds=3)
    await hospital.cleo.edits(said, "Give 5 mg.")
    await hospital.passes(seconds=3)

    assert "Corrected: Give 5 mg." in hospital.copy().thread[-1].text_shown()
    assert [reply.text_shown() for reply in hospital.post().thread] == ["Give 5 mg."]
    details = await hospital.details(hospital.registrar, hospital.copy())
    assert "Give 50 mg." in details
    assert "Corrected: Give 5 mg." in details


async def test_a_members_reply_is_no_acknowledgement_and_offers_one(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.replies(hospital.post(), "Looking.")
    await hospital.quiet()

    assert await hospital.states() == [State.UNCLAIMED]
    offered = hospital.cleo.ephemerals[-1]
    assert "reminders go on" in offered.text_shown()
    await hospital.cleo.press(offered, "Acknowledge")
    assert await hospital.states() == [State.CLAIMED]


async def test_the_senders_reply_is_offered_nothing(hospital: Hospital) -> None:
    await hospital.sends()
    before = len(hospital.registrar.ephemerals)
    await hospital.registrar.replies(hospital.copy(), "More to say.")
    await hospital.quiet()

    assert len(hospital.registrar.ephemerals) == before


async def test_a_strangers_words_in_the_thread_go_nowhere_and_they_are_told(
    hospital: Hospital,
) -> None:
    await hospital.sends(teams=("Cardiology",))
    hospital.sandbox.slack.world.channels[CARDIOLOGY].members.add(hospital.casey.user.id)
    await hospital.casey.replies(hospital.post(CARDIOLOGY), "Me too")
    await hospital.passes(seconds=3)

    assert not hospital.copy().thread
    assert "You are not one of them here" in hospital.casey.ephemerals[-1].text_shown()


async def test_talk_in_other_threads_is_none_of_our_business(hospital: Hospital) -> None:
    said = await hospital.registrar.says("Lunch?", channel=WARD)
    await hospital.cleo.replies(said, "Yes")
    await hospital.quiet()

    assert not hospital.cleo.ephemerals
    assert not said.thread[1:]


async def test_an_empty_reply_is_asked_for_again(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Reply")
    modal = hospital.cleo.modal
    assert modal
    await modal.fill(text=" ").submit()

    assert modal.errors == {"text": "Write your reply, or add a file."}


async def test_a_closed_case_takes_no_reply_and_says_so(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims()
    await hospital.cleo.press(hospital.post(), "Complete")
    await hospital.passes(seconds=2)
    await hospital.registrar.press(hospital.copy(), "Close")
    await hospital.passes(seconds=2)
    await hospital.cleo.replies(hospital.post(), "One more thing")
    await hospital.passes(seconds=3)

    assert "was closed by Rowan Regis" in hospital.cleo.ephemerals[-1].text_shown()
    assert not [r for r in hospital.copy().thread if "One more thing" in r.text_shown()]


async def test_an_answer_under_the_news_of_a_case_is_a_reply_to_it(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims()
    news = hospital.registrar.dms[-1]
    assert "Cleo Concierge acknowledged" in news.text_shown()
    await hospital.registrar.replies(news, "Please look at the right wrist, too.")
    await hospital.passes(seconds=3)

    assert "the right wrist, too" in hospital.post().thread[-1].text_shown()
    assert "is being passed on" in news.thread[-1].text_shown()


async def test_who_answers_the_news_that_nobody_answered_is_offered_an_acknowledgement(
    hospital: Hospital,
) -> None:
    await hospital.sends(teams=("Referrals",))
    await hospital.passes(minutes=31)
    news = next(dm for dm in hospital.lane.dms if "Nobody in Referrals" in dm.text_shown())
    await hospital.lane.replies(news, "Which theatre?")
    await hospital.passes(seconds=3)

    assert "Which theatre?" in hospital.copy().thread[-1].text_shown()
    offered = news.thread[-1]
    assert "reminders go on" in offered.text_shown()
    await hospital.lane.press(offered, "Acknowledge")
    assert await hospital.states() == [State.CLAIMED]


async def test_whoever_calls_the_bot_in_another_thread_is_answered_there(
    hospital: Hospital,
) -> None:
    said = await hospital.registrar.says("Lunch?", channel=WARD)
    await hospital.cleo.replies(said, "@Foxo Bot who takes a wrist film?")
    await hospital.quiet()

    assert "How to use Foxo Bot" in hospital.cleo.ephemerals[-1].text_shown()
    assert len(hospital.cleo.ephemerals) == 1


async def test_what_is_written_under_any_other_word_of_the_bot_is_answered(
    hospital: Hospital,
) -> None:
    await hospital.registrar.types("hello")
    await hospital.quiet()
    helped = hospital.registrar.dms[-1]
    await hospital.registrar.replies(helped, "I need a radiologist")
    await hospital.quiet()

    assert "How to use Foxo Bot" in helped.thread[-1].text_shown()
