"""Who is told what, when, while nobody acknowledges: the default policy, minute by minute."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.model import State
from tests.scenarios.cast import (
    CARDIOLOGY,
    CASEY_PHONE,
    CLEO_PHONE,
    DIRECTORY,
    DUTY_PHONE,
    LANE_PHONE,
    RADIOLOGY,
    REFERRALS,
)
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened

MEMBERS = (CLEO_PHONE, CASEY_PHONE, LANE_PHONE)
TEAM_MAIL = ("cleo@northside.example", "casey@northside.example", "lane@northside.example")


async def test_urgent_is_a_dm_after_two_minutes_and_an_sms_after_five(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(seconds=119)
    assert not hospital.casey.dms
    await hospital.passes(seconds=1)
    dm = hospital.casey.dms[-1]
    assert "Nobody in Radiology Concierge has acknowledged this yet" in dm.text_shown()
    assert "Acknowledge" in dm.buttons
    await hospital.passes(seconds=179)
    assert not hospital.sandbox.twilio.sent
    await hospital.passes(seconds=1)

    assert [len(hospital.texts(number)) for number in MEMBERS] == [1, 1, 1]
    assert "nobody has acknowledged it in 5 min" in hospital.texts(CASEY_PHONE)[-1]


async def test_urgent_is_repeated_by_sms_every_five_minutes_and_goes_on(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    for minutes in range(5, 30, 5):
        await hospital.passes(minutes=5)
        assert len(hospital.texts(CASEY_PHONE)) == minutes // 5
    assert not hospital.texts(DUTY_PHONE)
    await hospital.passes(minutes=25)

    assert len(hospital.texts(CASEY_PHONE)) == 10


async def test_after_thirty_minutes_sender_leads_and_fallback_are_told(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.passes(minutes=30)

    assert "Please phone the team now" in hospital.news(hospital.registrar)
    told = hospital.news(hospital.registrar)
    assert "Tried: DM to 3 people and SMS to 3 people. Reminders go on" in told, "the team alone"
    assert "nobody has answered. Please phone the team" in hospital.copy().text_shown()
    assert any("Nobody has answered" in text for text in hospital.texts(LANE_PHONE))
    assert "Nobody has answered" in hospital.texts(DUTY_PHONE)[-1]
    assert "Reply" not in hospital.texts(DUTY_PHONE)[-1], "the duty manager is in no team"
    assert "Please find someone" in hospital.mails("duty@northside.example")[-1].plain
    assert "rowan@northside.example" in hospital.sandbox.smtp.mailboxes
    assert "Nobody has answered" in hospital.post().text_shown()


async def test_high_is_email_and_dm_after_ten_minutes_then_leads_after_an_hour(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="High")
    await hospital.passes(minutes=9, seconds=59)
    assert not hospital.sandbox.smtp.received
    await hospital.passes(seconds=1)
    assert [len(hospital.mails(address)) for address in TEAM_MAIL] == [1, 1, 1]
    assert hospital.casey.dms
    await hospital.passes(minutes=50)
    assert [len(hospital.mails(address)) for address in TEAM_MAIL] == [1, 1, 2]
    assert [len(hospital.texts(number)) for number in MEMBERS] == [0, 0, 1]
    await hospital.passes(minutes=60)

    assert "Please phone the team now" in hospital.news(hospital.registrar)


async def test_normal_is_email_after_a_day_then_leads_after_two(hospital: Hospital) -> None:
    await hospital.sends(triage="Normal")
    await hospital.passes(hours=23)
    assert not hospital.sandbox.smtp.received
    await hospital.passes(hours=1)
    assert [len(hospital.mails(address)) for address in TEAM_MAIL] == [1, 1, 1]
    await hospital.passes(hours=24)
    assert [len(hospital.mails(address)) for address in TEAM_MAIL] == [1, 1, 2]
    await hospital.passes(hours=24)

    assert "Please phone the team now" in hospital.news(hospital.registrar)
    assert not hospital.texts(CASEY_PHONE)


async def test_what_was_tried_for_whom_stands_in_the_details(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    shown = await hospital.details(hospital.cleo, hospital.post())

    assert "Casey Concierge by SMS (Radiology Concierge): sent" in shown
    assert "Casey Concierge by DM (Radiology Concierge): sent" in shown
    assert "Escalated for Radiology Concierge after 5 min: messages to 3 people" in shown
    assert "next reminder" in shown


async def test_nothing_more_is_said_after_an_acknowledgement(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=6)
    await hospital.claims()
    await hospital.details(hospital.cleo, hospital.post())
    sent = len(hospital.sandbox.twilio.sent)
    dms = len(hospital.casey.dms)
    await hospital.passes(hours=80)

    assert len(hospital.sandbox.twilio.sent) == sent
    assert len(hospital.casey.dms) == dms
    assert not hospital.sandbox.smtp.received


async def test_what_was_queued_when_somebody_acknowledged_is_never_handed_over(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.passes(minutes=5)
    asked = len(hospital.sandbox.twilio.sent)
    await hospital.claims()
    await hospital.details(hospital.cleo, hospital.post())
    hospital.sandbox.twilio.faults.clear()
    await hospital.passes(hours=3)

    assert len(hospital.sandbox.twilio.sent) == asked == 0
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "Casey Concierge by SMS (Radiology Concierge): not needed any more" in shown
    assert "Waiting messages for Radiology Concierge were dropped" in shown


async def test_members_dms_are_redrawn_once_somebody_has_it(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=2)
    await hospital.casey.press(hospital.casey.dms[-1], "Acknowledge")
    await hospital.passes(seconds=5)

    dm = hospital.lane.dms[-1]
    assert "Acknowledged by Casey Concierge" in dm.text_shown()
    assert "Acknowledge" not in dm.buttons


async def test_one_teams_answer_does_not_stop_the_others_clock(hospital: Hospital) -> None:
    await hospital.sends(teams=("Radiology Concierge", "Cardiology", "Referrals"))
    await hospital.claims(hospital.lane, REFERRALS)
    assert await hospital.states() == [State.UNCLAIMED, State.UNCLAIMED, State.CLAIMED]
    await hospital.claims()
    await hospital.passes(minutes=5)

    assert not hospital.texts(CASEY_PHONE)
    assert hospital.texts("+61491570110")


async def test_who_joins_between_two_steps_is_told_and_who_left_is_not(
    hospital: Hospital,
) -> None:
    admin = hospital.sandbox.slack.admin
    await hospital.sends(teams=("Cardiology",))
    await hospital.passes(minutes=2)
    hospital.sandbox.slack.world.person(
        "U00NEW", "T00NORTH", "Nell New", email="nell@northside.example", phone="0491 570 156"
    )
    await admin.adds("U00NEW", CARDIOLOGY)
    await admin.removes(hospital.robin.user.id, CARDIOLOGY)
    await hospital.quiet()
    await hospital.passes(minutes=3)

    assert hospital.texts("+61491570156")
    assert not hospital.texts("+61491570110")
    assert not hospital.person("U00NEW").dms, "the DM's time had passed when they came"


async def test_a_case_for_a_team_in_which_nobody_is_goes_on_to_the_fallback(
    hospital: Hospital,
) -> None:
    await hospital.sandbox.slack.admin.removes(hospital.robin.user.id, CARDIOLOGY)
    await hospital.quiet()
    modal = await hospital.opens_form()
    modal.fill(teams=["Cardiology"], subject="Wrist", details="Sore", triage="🔴 Urgent")
    await modal.submit()
    assert hospital.registrar.modal
    await hospital.registrar.modal.submit()
    await hospital.quiet()
    await hospital.passes(minutes=2)

    assert "Nobody has answered" in hospital.texts(DUTY_PHONE)[-1]
    assert "Please phone the team now" in hospital.news(hospital.registrar)
    details = await hospital.details(hospital.registrar, hospital.copy())
    assert "after 2 min: nobody could be told, so it went on at once" in details


class TestWhereWaysAreMissing:
    """Casey has no mobile number, Cleo only an email address."""

    @pytest.fixture
    async def hospital(self, tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
        changed = DIRECTORY.replace(
            f"{{name: Casey Concierge, slack: U00CASEY, email: casey@northside.example,\n"
            f'             phone: "{CASEY_PHONE}"}}',
            "{name: Casey Concierge, slack: U00CASEY, email: casey@northside.example}",
        ).replace(
            f"{{name: Cleo Concierge, slack: U00CLEO, email: cleo@northside.example,\n"
            f'             phone: "{CLEO_PHONE}"}}',
            "{name: Cleo Concierge, email: cleo@northside.example}",
        )
        assert changed.count("phone") == DIRECTORY.count("phone") - 2
        async with opened(tmp_path, migrated, directory=changed) as hospital:
            yield hospital

    async def test_who_has_no_mobile_gets_email_when_others_get_sms(
        self, hospital: Hospital
    ) -> None:
        await hospital.sends()
        await hospital.passes(minutes=5)

        assert not hospital.texts(CASEY_PHONE)
        assert hospital.mails("casey@northside.example")
        assert hospital.texts(LANE_PHONE)
        shown = await hospital.details(hospital.casey, hospital.post(RADIOLOGY))
        assert "Casey Concierge by SMS (Radiology Concierge): not delivered" in shown
        assert "no mobile number" in shown

    async def test_who_is_not_on_slack_gets_email_when_others_get_a_dm(
        self, hospital: Hospital
    ) -> None:
        await hospital.sends()
        await hospital.passes(minutes=2)

        assert hospital.mails("cleo@northside.example")
        assert not hospital.mails("casey@northside.example")
