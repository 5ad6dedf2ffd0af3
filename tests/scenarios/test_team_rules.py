"""Leads decide in chat who must acknowledge and when it is quiet, and ask who would be told."""

import aiohttp
import pytest
from sqlalchemy import text

from foxo_bot.directory import apply, file
from foxo_bot.model import State
from tests.scenarios.cast import CASEY, CLEO_PHONE, DIRECTORY, DUTY_PHONE, RADIOLOGY
from tests.scenarios.hospital import Hospital


async def _asks(hospital: Hospital, button: str, **values: str) -> str:
    """Lane presses a button of the team's card, fills in its form, and reads the answer."""
    await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    await hospital.lane.press(hospital.lane.ephemerals[-1], button)
    modal = hospital.lane.modal
    assert modal is not None
    await modal.fill(**values).submit()
    await hospital.passes(seconds=1)
    shown = hospital.lane.modal
    return shown.text_shown() if shown else hospital.lane.ephemerals[-1].text_shown()


async def test_a_lead_sees_who_would_be_told_on_sunday_night(hospital: Hospital) -> None:
    shown = await _asks(hospital, "Who would be told?", triage="🔴 Urgent", when="Sunday 02:10")

    assert "Urgent case for Radiology Concierge, sent Sunday" in shown
    assert "02:12 (2 min)" in shown
    assert "DM: Lane Leed" in shown
    assert "02:20 (10 min), then every 5 min until it is acknowledged" in shown
    told = "That nobody has answered is told to the sender, Lane Leed and Duty manager at 02:40"
    assert told in shown
    assert "The sender" in shown


@pytest.mark.parametrize("when", ["soonish", "9999-12-31 23:59"])
async def test_a_time_that_cannot_be_read_is_said_beside_its_field(
    hospital: Hospital, when: str
) -> None:
    shown = await _asks(hospital, "Who would be told?", triage="🔴 Urgent", when=when)

    assert "such as Sunday 02:10" in shown


async def test_two_must_acknowledge_after_a_lead_said_so_and_each_is_told_how_it_stands(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit rules", acknowledged_by="urgent 2", quiet="", follow_up="")
    await hospital.sends()
    seen = await hospital.cleo.press(hospital.post(), "Acknowledge")
    await hospital.passes(minutes=2)

    assert "Others must acknowledge too" in seen.text_shown()
    assert "1 of 2 have acknowledged." in hospital.post().text_shown()
    may = ["Acknowledge", "Reply", "Share", "Decline", "Complete", "Change triage", "Details"]
    assert hospital.post().buttons == may
    assert hospital.copy().buttons == ["Reply", "Change triage", "Withdraw", "Details"]
    assert hospital.casey.dms
    assert "1 of 2 have acknowledged" in hospital.copy().text_shown()

    await hospital.casey.press(hospital.post(), "Acknowledge")
    await hospital.passes(seconds=2)
    assert "Acknowledged by Cleo Concierge" in hospital.post().text_shown()
    assert "of 2" not in hospital.post().text_shown()


async def test_a_sender_is_told_when_enough_have_acknowledged_because_somebody_left(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit rules", acknowledged_by="urgent all", quiet="", follow_up="")
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.claims(hospital.lane)
    assert "2 of 3 have acknowledged" in hospital.registrar.dms[-1].text_shown()
    listed, _, rest = DIRECTORY.partition(f"          - {{name: Casey Concierge, slack: {CASEY}")
    _, _, rest = rest.partition("}\n")
    without = file.parse(
        listed.replace("accepts", "acknowledged_by: {urgent: all}\n        accepts") + rest
    )
    await hospital.program.database.write(lambda tx: apply.apply(tx, without, now=hospital.now))
    await hospital.passes(minutes=3)

    assert await hospital.states() == [State.CLAIMED]
    told = hospital.registrar.dms[-1].text_shown()
    assert "Cleo Concierge acknowledged" in told
    assert "still asked" not in told


async def test_a_step_that_reaches_nobody_each_time_is_said_to_bring_the_next_sooner(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit escalation", urgent="5m sms to team Referrals every 5m\n20m dm")
    gone = text("UPDATE teams SET active = false WHERE name = 'Referrals'")
    await hospital.program.database.write(lambda tx: tx.connection.execute(gone).rowcount)
    shown = await _asks(hospital, "Who would be told?", triage="🔴 Urgent", when="now")

    assert "Nobody. Each time again, the step that follows comes at once" in shown


async def test_a_sender_who_acknowledged_as_well_still_hears_that_the_others_do_not(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit rules", acknowledged_by="urgent 2", quiet="", follow_up="")
    await hospital.sends(hospital.cleo)
    await hospital.cleo.press(hospital.post(), "Acknowledge")
    await hospital.passes(minutes=31)

    copy, *told = [dm.text_shown() for dm in hospital.cleo.dms]
    assert "Your copy" in copy
    assert ["Only 1 of 2 in Radiology Concierge" in one for one in told] == [True]


async def test_whoever_acknowledged_and_does_nothing_is_asked_and_may_hand_it_back(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.passes(minutes=31)
    question = hospital.cleo.dms[-1]
    assert "Still on it?" in question.text_shown()

    seen = await hospital.cleo.press(question, "Hand back")
    await hospital.passes(seconds=3)
    assert "waits again" in seen.text_shown()
    assert "Waiting for someone to acknowledge." in hospital.post().text_shown()
    assert "Cleo Concierge handed back" in hospital.news(hospital.registrar)
    assert hospital.casey.dms


async def test_whoever_holds_an_urgent_case_is_asked_by_sms_as_well_and_answers_by_its_code(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.passes(minutes=31)
    asked, phone = hospital.texts(CLEO_PHONE)[-1], hospital.sandbox.twilio.phone(CLEO_PHONE)
    assert "Still on it?" in asked
    code, _, _ = asked.partition("Reply ")[2].partition(" if you are")
    assert "stays yours" in (await phone.replies(code))[0]
    await hospital.passes(minutes=20)
    assert "Acknowledged by Cleo Concierge" in hospital.post().text_shown()

    await hospital.passes(minutes=11)
    link = hospital.texts(CLEO_PHONE)[-1].partition(" open ")[2]
    async with aiohttp.ClientSession() as web, web.post(link) as answer:
        page = await answer.text()
    assert "stays yours" in page
    assert "You have acknowledged" not in page, "that was before, and the sender hears nothing new"


async def test_an_acknowledgement_that_nothing_follows_lapses_and_a_reply_keeps_it(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.passes(minutes=46)
    assert "Waiting for someone" in hospital.post().text_shown()
    for person in (hospital.registrar, hospital.cleo):
        assert "It waits again" in hospital.news(person)

    await hospital.claims(hospital.casey)
    await hospital.fills(hospital.casey, hospital.post(), "Reply", text="Looking at it now")
    await hospital.passes(minutes=50)
    assert "Acknowledged by Casey Concierge" in hospital.post().text_shown()


async def test_a_step_that_names_sender_and_fallback_offers_them_nothing_they_may_not_do(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit escalation", urgent="1m dm, sms, email to sender, fallback")
    await hospital.sends()
    await hospital.passes(minutes=1, seconds=1)

    told = hospital.registrar.dms[-1]
    assert "Nobody in Radiology Concierge has acknowledged it yet." in told.text_shown()
    assert "If it cannot wait, phone the team." in told.text_shown()
    assert told.buttons == [], "who is in no team cannot acknowledge"
    assert "If it cannot wait, find someone in the team." in hospital.texts(DUTY_PHONE)[-1]


async def test_who_sends_into_quiet_hours_reads_from_when_the_team_is_reminded(
    hospital: Hospital,
) -> None:
    await _asks(hospital, "Edit rules", acknowledged_by="", quiet="11:00-15:30", follow_up="")
    seen = hospital.registrar
    await hospital.sends(triage="High")
    told = seen.ephemerals[-1].text_shown()
    assert "Quiet hours of Radiology Concierge: it is reminded from" in told
    assert "15:30" in told
    assert "If it cannot wait, phone the team." in told

    await hospital.sends(triage="Urgent")
    assert "Quiet hours" not in seen.ephemerals[-1].text_shown()


async def test_an_email_that_asks_whether_somebody_is_still_on_it_says_what_its_link_does(
    hospital: Hospital,
) -> None:
    await hospital.sandbox.twilio.phone(CLEO_PHONE).replies("STOP")
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.passes(minutes=31)

    asked = hospital.mails("cleo@northside.example")[-1].plain
    assert "Still on it?" in asked
    assert "If nothing follows, others are asked." in asked
    assert "confirm that you are still on it" in asked
    assert "you have taken it" not in asked
