"""The leads of a team learn that its channel is lost before a case has to find out."""

from foxo_bot.handlers.news import ChannelTrouble
from tests.scenarios.cast import NORTHSIDE, RADIOLOGY
from tests.scenarios.hospital import Hospital

LOST = "Foxo Bot cannot post in the channel of Radiology Concierge."
BACK = "Foxo Bot can post in the channel of Radiology Concierge again."


async def _bot_is(hospital: Hospital, *, invited: bool) -> None:
    install = hospital.sandbox.slack.world.install_of(NORTHSIDE)
    assert install
    admin = hospital.sandbox.slack.admin
    change = admin.adds if invited else admin.removes
    await change(install.bot_user_id, RADIOLOGY)
    await hospital.passes(seconds=2)


async def _trouble(hospital: Hospital, words: str | None) -> None:
    await hospital.program.desk.hear(
        ChannelTrouble("slack", NORTHSIDE, RADIOLOGY, words, hospital.now)
    )
    await hospital.passes(seconds=2)


async def test_a_lead_is_told_that_the_bot_was_removed_and_that_it_is_back(
    hospital: Hospital,
) -> None:
    await _bot_is(hospital, invited=False)
    (lost,) = hospital.lane.dms
    assert LOST in lost.text_shown()
    assert "Invite it: /invite @Foxo Bot." in lost.text_shown()
    assert "Cases for Radiology Concierge still reach its members one by one." in lost.text_shown()
    assert lost.preview == LOST

    await _bot_is(hospital, invited=True)
    assert [dm.preview for dm in hospital.lane.dms] == [LOST, BACK]
    assert not hospital.cleo.dms, "members are not leads"


async def test_the_same_trouble_in_other_words_is_told_once(hospital: Hospital) -> None:
    await _trouble(hospital, "The Slack channel is archived.")
    await _trouble(hospital, "Slack cannot find the channel.")
    await _trouble(hospital, "Slack cannot find the channel.")

    assert [dm.preview for dm in hospital.lane.dms] == [LOST]


async def test_what_changed_again_before_it_was_told_is_not_told_wrongly(
    hospital: Hospital,
) -> None:
    hospital.sandbox.slack.faults.rate_limited("chat.postMessage", retry_after=60, times=1)
    await _trouble(hospital, "The Slack channel is archived.")
    await _trouble(hospital, None)
    await hospital.passes(minutes=3)

    assert [dm.preview for dm in hospital.lane.dms] == [BACK]
