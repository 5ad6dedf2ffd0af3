"""What may leave and what may not: a whole day is played, then everything is searched."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from foxo_bot.sandbox.story import Upload
from foxo_bot.store import events
from foxo_bot.store.db import Tx
from foxo_bot.web.logs import SafeJson
from tests.scenarios.cast import CARDIOLOGY, CASEY_PHONE, RADIOLOGY, WARD
from tests.scenarios.hospital import Hospital, fill
from tests.scenarios.program import opened

SECRETS = {
    "subject": "Zyxomma",
    "details": "Quorvex",
    "patient": "Vellichor",
    "number": "778899001",
    "file": "plumbago",
    "reply": "Brindlewort",
    "thread reply": "Snickersnee",
    "reason": "Gallimaufry",
    "note": "Ultracrepid",
    "second subject": "Tatterdemal",
}
"""Words that stand nowhere else, and so can be searched for."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that anybody logs, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeJson())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def _a_whole_day(hospital: Hospital) -> None:
    sender = hospital.registrar
    seen = await sender.types("/foxo patients", channel=WARD)
    await sender.press(seen.ephemerals[-1], "new_patient")
    assert sender.modal
    card = {"name": f"{SECRETS['patient']} Fictitious", "born": "14/02/1961"}
    await sender.modal.fill(**card, mrn=SECRETS["number"], issuer="Northside").submit()

    modal = await hospital.opens_form()
    await modal.suggest("patient", SECRETS["patient"][:4])
    fill(
        modal,
        teams=("Radiology Concierge", "Cardiology"),
        subject=SECRETS["subject"],
        details=SECRETS["details"],
        patient=f"{SECRETS['patient']} Fictitious, 14/02/1961",
        files=[Upload(f"{SECRETS['file']}.pdf", b"%PDF")],
    )
    await modal.submit()
    await hospital.quiet()
    await _what_members_do(hospital)
    await hospital.sends(subject=SECRETS["second subject"], triage="High")
    await hospital.passes(minutes=11)


async def _what_members_do(hospital: Hospital) -> None:
    await hospital.fills(hospital.casey, hospital.post(), "Reply", text=SECRETS["reply"])
    await hospital.registrar.replies(hospital.copy(), SECRETS["thread reply"])
    await hospital.fills(hospital.casey, hospital.post(), "Decline", reason=SECRETS["reason"])
    hospital.sandbox.twilio.phone(CASEY_PHONE).undeliverable(30005)
    await hospital.passes(minutes=31)
    await hospital.sandbox.twilio.deliver()
    await hospital.passes(minutes=5)
    await hospital.details(hospital.cleo, hospital.post())
    await hospital.claims(hospital.cleo)
    await hospital.fills(
        hospital.cleo, hospital.post(), "Share", teams=["Referrals"], note=SECRETS["note"]
    )
    await hospital.cleo.press(hospital.post(), "Complete")
    await hospital.passes(seconds=5)


def _found(text: str) -> list[str]:
    return [name for name, word in SECRETS.items() if word.casefold() in text.casefold()]


async def test_nothing_of_a_patient_leaves_but_on_the_cards(
    hospital: Hospital, log: io.StringIO, tmp_path: Path
) -> None:
    await _a_whole_day(hospital)

    shown = "\n".join(p.text_shown() for c in (RADIOLOGY, CARDIOLOGY) for p in hospital.posts(c))
    told = hospital.news(hospital.registrar)
    assert {"subject", "details", "patient", "file"} <= set(_found(shown)), "searching finds"
    assert "reason" in _found(told)

    texts = [sms.body for sms in hospital.sandbox.twilio.sent]
    mails = hospital.sandbox.smtp.received
    assert len(texts) > 10
    assert len(mails) > 3
    assert _found("\n".join(texts)) == []
    for mail in mails:
        assert _found(mail.raw.decode("latin-1") + mail.subject + mail.plain + mail.html) == []
    assert len(hospital.sandbox.slack.previews) > 20
    assert _found("\n".join(hospital.sandbox.slack.previews)) == []
    assert _found(json.dumps(_metadata(hospital))) == []
    assert _found(await _get(f"{hospital.url}/metrics")) == []
    assert len(log.getvalue().splitlines()) > 50
    assert _found(log.getvalue()) == []
    stored = _bytes(tmp_path)
    assert b"Radiology Concierge" in stored, "searching finds"
    assert _found(stored.decode("latin-1")) == []
    assert [problem async for problem in _broken_trail(hospital)] == []


def _bytes(folder: Path) -> bytes:
    """The database's files, its log ahead of it included."""
    return b"".join(path.read_bytes() for path in folder.glob("foxo.db*"))


def _metadata(hospital: Hospital) -> list[object]:
    return [
        message.metadata
        for channel in hospital.sandbox.slack.world.channels.values()
        for message in channel.messages
        if message.metadata
    ]


async def _get(url: str) -> str:
    async with aiohttp.ClientSession() as web, web.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


async def _broken_trail(hospital: Hospital) -> AsyncIterator[str]:
    for problem in await hospital.read(lambda tx: list(events.verify(tx))):
        yield problem


async def test_a_failure_inside_is_logged_without_what_was_typed(
    hospital: Hospital, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot keep {SECRETS['subject']}")

    monkeypatch.setattr("foxo_bot.store.cases.insert_one", breaks)
    modal = await hospital.opens_form()
    fill(
        modal,
        teams=("Radiology Concierge",),
        subject=SECRETS["subject"],
        details=SECRETS["details"],
    )
    await modal.submit()
    await hospital.quiet()

    assert "Something went wrong and this was not saved" in next(iter(modal.errors.values()))
    assert modal.block("subject").value == SECRETS["subject"], "nothing typed is lost"
    assert "ValueError" in log.getvalue()
    assert _found(log.getvalue()) == []


TWO_ORGANISATIONS = """
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [T00NORTH]
    teams:
      - name: Referrals
        channels: [{slack: C00REF}]
        accepts_external: true
        members:
          - {name: Lane Leed, role: lead, slack: U00LANE, email: lane@northside.example}
      - name: Cardiology
        channels: [{slack: C00CARD}]
  - name: Hillview Clinic
    country: AU
    slack_workspaces: [T00HILL]
    teams:
      - name: Hillview nurses
        channels: []
        members:
          - {name: Gwen Practice, slack: U00GP2, email: gwen@hillview.example}
"""


class TestBetweenOrganisations:
    """A practice with a directory of its own sends to a hospital in a shared channel."""

    @pytest.fixture
    async def hospital(self, tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
        async with opened(tmp_path, migrated, directory=TWO_ORGANISATIONS) as hospital:
            await hospital.lane.types("/foxo team", channel="C00REF")
            await hospital.lane.press(hospital.lane.ephemerals[-1], "post_entry")
            seen = await hospital.gp.press(hospital.post("C00REF"), "new_case")
            assert seen.modal
            fill(seen.modal, subject="Please see", details="A sore wrist", triage="High")
            await seen.modal.submit()
            await hospital.quiet()
            yield hospital

    async def test_the_hospital_sees_who_sends_and_from_where(self, hospital: Hospital) -> None:
        assert "Gil Practice, Hillview Clinic" in hospital.post("C00REF").text_shown()

    async def test_a_colleague_of_the_sender_sees_no_details(self, hospital: Hospital) -> None:
        gwen = hospital.person("U00GP2")
        seen = await gwen.press(hospital.post("C00REF"), "Details")
        assert "There is no case" in seen.text_shown()
        for verb in ("Acknowledge", "Decline", "Reply", "Share"):
            seen = await gwen.press(hospital.post("C00REF"), verb)
            assert "You are not one of them here" in seen.text_shown()
        home = await gwen.opens_home()
        assert home
        assert "Please see" not in home.text_shown()

    async def test_an_outsiders_home_page_is_that_of_their_own_practice(
        self, hospital: Hospital
    ) -> None:
        home = await hospital.gp.opens_home()
        assert home
        await hospital.quiet()
        met = await hospital.read(homes_of_the_gp)
        assert met == [("Hillview Clinic",)]

    async def test_each_is_offered_the_teams_it_may_send_to_and_no_others(
        self, hospital: Hospital
    ) -> None:
        entry = hospital.posts("C00REF")[0]
        seen = await hospital.gp.press(entry, "new_case")
        assert seen.modal
        offered = seen.modal.block("teams").options
        assert offered == ["Hillview nurses", "Referrals (Northside Hospital)"]

        modal = await hospital.opens_form()
        assert modal.block("teams").options == ["Cardiology", "Referrals"]

    async def test_a_team_that_is_closed_to_somebody_gets_no_case_from_them_whatever_is_posted(
        self, hospital: Hospital
    ) -> None:
        seen = await hospital.gp.press(hospital.posts("C00REF")[0], "new_case")
        assert seen.modal
        seen.modal.fill(teams=("Hillview nurses",))
        theirs = seen.modal.view.typed["teams"]["teams"]["selected_options"]
        await seen.modal.dismiss()
        seen = await hospital.lane.press(hospital.post("C00REF"), "Share")
        modal = seen.modal
        assert modal
        modal.fill(teams=("Cardiology",))
        modal.view.typed["teams"]["teams"]["selected_options"] = theirs
        await hospital.sandbox.slack.acts.submit(modal.view)
        await hospital.quiet()

        assert "no longer exists" in modal.errors["teams"]
        assert len(await hospital.states()) == 1

    async def test_the_sender_learns_who_answered_and_no_other_name(
        self, hospital: Hospital
    ) -> None:
        await hospital.passes(minutes=11)
        assert "Please see" in await hospital.details(hospital.lane, hospital.post("C00REF"))
        shown = await hospital.details(hospital.gp, hospital.copy(hospital.gp))
        assert "Lane" not in shown
        assert "What happened" not in shown
        await hospital.claims(hospital.lane, "C00REF")
        assert "acknowledged by Lane Leed" in hospital.copy(hospital.gp).text_shown()

    async def test_who_sends_to_both_reads_only_of_their_own_team_who_was_asked_and_who_looked(
        self, hospital: Hospital
    ) -> None:
        seen = await hospital.gp.press(hospital.posts("C00REF")[0], "new_case")
        assert seen.modal
        teams = ("Hillview nurses", "Referrals (Northside Hospital)")
        fill(seen.modal, teams=teams, subject="Both of you", details="Sore", triage="High")
        await seen.modal.submit()
        await hospital.passes(minutes=11)
        assert "Both of you" in await hospital.details(hospital.lane, hospital.post("C00REF"))
        gwen = hospital.person("U00GP2")
        for reader, post in ((hospital.gp, hospital.copy(hospital.gp)), (gwen, gwen.dms[-1])):
            shown = await hospital.details(reader, post)
            assert "Gwen Practice by DM (Hillview nurses)" in shown
            assert "The case went to Hillview nurses" in shown
            assert "Lane" not in shown

    async def test_both_trails_are_whole(self, hospital: Hospital) -> None:
        assert await hospital.read(lambda tx: list(events.verify(tx))) == []


def homes_of_the_gp(tx: Tx) -> list[tuple[str, ...]]:
    """The organisations that somebody with the GP's account belongs to."""
    found = tx.connection.exec_driver_sql(
        "SELECT organisations.name FROM people JOIN organisations"
        " ON organisations.id = people.organisation_id WHERE people.slack_user = 'U00GP'"
    )
    return [tuple(row) for row in found]
