"""Files in Teams, which takes none in a form: by our page, or given to the bot in its chat."""

import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from foxo_bot.sandbox.slack.people.screen import Modal
from foxo_bot.sandbox.story import Upload
from foxo_bot.sandbox.teams.people.dialog import Dialog
from foxo_bot.store.db import Tx
from tests.scenarios.both import TESS, Both, fill, opened_in_both

PICTURE = b"\x89PNG a wrist of Pat Example"
ECG = Upload("ecg of Pat.png", PICTURE, "image/png")


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


@dataclass(frozen=True)
class Browser:
    """A person's browser at one of our pages."""

    session: aiohttp.ClientSession
    url: str

    async def sees(self) -> str:
        async with self.session.get(self.url) as answer:
            return await answer.text()

    async def adds(self, *files: Upload, once: str = "") -> str:
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        form.add_field("once", once or self.once(await self.sees()))
        for file in files:
            form.add_field("files", io.BytesIO(file.content), filename=file.name)
        return await self.posts(form)

    async def removes(self, name: str) -> str:
        page = await self.sees()
        found = re.search(rf'value="(\d+)" aria-label="Remove {re.escape(name)}"', page)
        assert found, page
        form = aiohttp.FormData({"remove": found[1]}, default_to_multipart=True)
        return await self.posts(form)

    async def posts(self, form: aiohttp.FormData | None = None) -> str:
        async with self.session.post(self.url, data=form) as answer:
            return await answer.text()

    async def downloads(self) -> tuple[int, bytes, str]:
        async with self.session.post(self.url) as answer:
            named = answer.headers.get("Content-Disposition", "")
            return answer.status, await answer.read(), named

    @staticmethod
    def once(page: str) -> str:
        found = re.search(r'name="once" value="([^"]+)"', page)
        return found[1] if found else ""


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def links(shown: Dialog | Modal, of: str) -> list[str]:
    """The addresses of our pages in a dialog or modal."""
    drawn = json.dumps(shown.state.body if isinstance(shown, Dialog) else shown.view.blocks)
    return list(dict.fromkeys(re.findall(rf'http[^"]*/{of}/[^"]+', drawn)))


async def case_with(both: Both, session: aiohttp.ClientSession, *files: Upload) -> None:
    """The registrar sends a case from Teams with files added on the page."""
    dialog = await both.form()
    (page,) = links(dialog, "upload")
    await Browser(session, page).adds(*files)
    fill(dialog, triage="Urgent", teams=["Radiology Concierge"], subject="Wrist", details="Bed 4")
    await dialog.submit()
    await both.passes(seconds=2)


async def test_a_file_from_the_page_goes_with_the_case_and_both_platforms_can_open_it(
    both: Both, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    await case_with(both, session, ECG)
    assert "Attached: ecg of Pat.png (open them in Details)" in both.card().text_shown()
    assert "ecg of Pat.png" in both.post().text_shown()

    seen = await both.tess.press(both.card(), "Details")
    assert seen.dialog is not None
    (in_teams,) = links(seen.dialog, "file")
    await both.cleo.press(both.post(), "Details")
    assert both.cleo.modal is not None
    (in_slack,) = links(both.cleo.modal, "file")
    for link in (in_teams, in_slack):
        browser = Browser(session, link)
        assert "ecg of Pat.png" in await browser.sees()
        status, content, name = await browser.downloads()
        assert (status, content) == (200, PICTURE)
        assert name == "attachment; filename*=UTF-8''ecg%20of%20Pat.png"

    seen = await both.tess.press(both.card(), "Details")
    assert seen.dialog is not None
    assert "Tess Teams opened a file" in seen.dialog.text_shown()
    at_rest = stored(tmp_path)
    assert PICTURE not in at_rest
    assert b"ecg of Pat" not in at_rest


async def test_a_link_opens_nothing_for_who_may_not_see_the_case_any_more_and_ends_in_an_hour(
    both: Both, session: aiohttp.ClientSession
) -> None:
    await case_with(both, session, ECG)
    seen = await both.tess.press(both.card(), "Details")
    assert seen.dialog is not None
    browser = Browser(session, links(seen.dialog, "file")[0])
    before = await both.read(opened_files)

    await both.program.database.write(lambda tx: leaves(tx, TESS))
    assert "may not see its case any more" in await browser.sees()
    assert (await browser.downloads())[0] == 410
    assert await both.read(opened_files) == before == 0

    seen = await both.rowan.press(both.own_card(), "Details")
    assert seen.dialog is not None
    own = Browser(session, links(seen.dialog, "file")[0])
    await both.passes(minutes=61)
    assert "not valid any more" in await own.sees()
    assert (await own.downloads())[0] == 404


async def test_what_is_not_taken_is_said_by_name_and_the_rest_is_kept(
    both: Both, session: aiohttp.ClientSession
) -> None:
    browser = Browser(session, links(await both.form(), "upload")[0])
    assert "Nothing is added yet" in await browser.sees()

    page = await browser.adds(
        ECG,
        Upload("run.exe", b"MZ"),
        Upload("page.html", b"<script>"),
        Upload("empty.pdf", b""),
        Upload("film.mov", b"x" * 10_000_001),
    )
    assert "1 file is added" in page
    assert "run.exe was not added" in page
    assert "page.html was not added" in page
    assert "empty.pdf is empty" in page
    assert "film.mov is too large: a file may have up to 10.0 MB" in page

    page = await browser.adds(*[Upload(f"{n}.txt", b"x") for n in range(11)])
    assert "10 files are added" in page
    assert "10.txt was not added: there may be 10 files" in page
    assert "9 files are added" in await browser.removes("0.txt")
    assert "Choose a file first" in await browser.adds()
    assert "That was too much at once" in await browser.adds(Upload("a.txt", b"x" * 30_000_001))
    assert "9 files are added" in await browser.sees(), "nothing was lost on the way"


async def test_a_page_sent_twice_adds_once(both: Both, session: aiohttp.ClientSession) -> None:
    browser = Browser(session, links(await both.form(), "upload")[0])
    once = browser.once(await browser.sees())
    await browser.adds(ECG, once=once)
    assert "1 file is added" in await browser.adds(ECG, once=once)


async def test_after_the_form_was_sent_its_page_takes_nothing_and_says_where_to_go(
    both: Both, session: aiohttp.ClientSession
) -> None:
    dialog = await both.form()
    browser = Browser(session, links(dialog, "upload")[0])
    page = await browser.sees()
    fill(dialog, triage="Normal", teams=["Radiology Concierge"], subject="Wrist", details="Bed 4")
    await dialog.submit()
    for answer in (await browser.sees(), await browser.adds(ECG, once=browser.once(page))):
        assert "This form has been sent already. Press Reply on the case" in answer


async def test_files_survive_a_form_that_comes_back_with_errors(
    both: Both, session: aiohttp.ClientSession
) -> None:
    dialog = await both.form()
    await Browser(session, links(dialog, "upload")[0]).adds(ECG)
    fill(dialog, triage="High", teams=["Radiology Concierge"], subject=" ", details="Bed 4")
    await dialog.submit()
    again = both.rowan.dialog
    assert again is not None
    assert "Added so far: ecg of Pat.png." in again.text_shown()
    await again.fill(subject="Wrist").submit()
    await both.passes(seconds=2)
    assert "ecg of Pat.png" in both.card().text_shown()


async def test_a_reply_may_be_a_file_alone_on_either_platform(
    both: Both, session: aiohttp.ClientSession
) -> None:
    await both.sends_in_teams()
    seen = await both.tess.press(both.card(), "Reply")
    assert seen.dialog is not None
    await seen.dialog.submit()
    again = both.tess.dialog
    assert again is not None
    assert "Write your reply, or add a file" in again.errors["text"]
    await Browser(session, links(again, "upload")[0]).adds(ECG)
    await again.submit()
    await both.passes(seconds=3)
    assert "(Attached: ecg of Pat.png)" in both.told(both.rowan)

    await both.cleo.replies(both.post(), "", files=[Upload("ct.pdf", b"%PDF", "application/pdf")])
    await both.passes(seconds=3)
    assert "(Attached: ct.pdf)" in both.told(both.rowan)
    assert "ecg of Pat.png, ct.pdf" in both.card().text_shown()
    seen = await both.tess.press(both.card(), "Details")
    assert seen.dialog is not None
    assert len(links(seen.dialog, "file")) == 2


async def test_a_file_given_in_the_chat_begins_a_case_or_joins_one(
    both: Both, session: aiohttp.ClientSession
) -> None:
    await both.rowan.says("", files=[ECG, Upload("run.exe", b"MZ")])
    await both.quiet()
    asked = both.rowan.chats[-1]
    assert "Which case are these files for? ecg of Pat.png" in asked.text_shown()
    assert "run.exe was not added" in asked.text_shown()
    assert "Pat" not in asked.preview

    seen = await both.rowan.press(asked, "New case")
    assert seen.dialog is not None
    assert "Added so far: ecg of Pat.png." in seen.dialog.text_shown()
    dialog = seen.dialog
    fill(dialog, triage="Normal", teams=["Radiology Concierge"], subject="Wrist", details="Bed 4")
    await dialog.submit()
    await both.passes(seconds=2)
    assert "ecg of Pat.png" in both.card().text_shown()

    await both.rowan.says("", files=[Upload("ct.pdf", b"%PDF")])
    await both.quiet()
    asked = both.rowan.chats[-1]
    assert "Wrist" in asked.text_shown()
    seen = await both.rowan.press(asked, "Add to this")
    await both.passes(seconds=3)
    assert "Added to case" in seen.notice
    assert "ecg of Pat.png, ct.pdf" in both.card().text_shown()
    seen = await both.rowan.press(asked, "Add to this")
    assert "have been added to a case already" in seen.notice


async def test_a_file_given_under_a_case_in_the_chat_is_that_case_s(both: Both) -> None:
    await both.sends_in_teams()
    await both.rowan.says("Here it is", thread=both.own_card(), files=[ECG])
    await both.passes(seconds=3)
    assert "ecg of Pat.png" in both.card().text_shown()
    said = "\n".join(post.text_shown() for post in both.card().thread)
    assert "Here it is\n(Attached: ecg of Pat.png)" in said


async def test_a_picture_between_the_words_of_a_reply_is_the_case_s(both: Both) -> None:
    await both.sends_in_teams()
    wrist = Upload("image", b"\x89PNG", "image/png")
    await both.rowan.says("See the step", thread=both.own_card(), pictures=[wrist])
    await both.tess.says("And here", thread=both.card(), pictures=[wrist])
    await both.passes(seconds=3)
    assert "picture 1.png, picture 1.png" in both.card().text_shown()
    said = "\n".join(post.text_shown() for post in both.card().thread)
    assert "See the step\n(Attached: picture 1.png)" in said
    fetched = both.sandbox.teams.calls("pictures")
    assert [call.authorized for call in fetched] == [True, True]


async def test_a_file_that_teams_keeps_from_bots_is_not_dropped_in_silence(both: Both) -> None:
    await both.sends_in_teams()
    wrist = Upload("image", b"\x89PNG", "image/png")
    await both.tess.says("See the step", thread=both.card(), pictures=[wrist], withheld=True)
    await both.passes(seconds=3)
    answer = both.card().thread[-1]
    assert "Your reply is being passed on. Not passed on: 1 picture or file." in answer.text_shown()
    assert "Press Reply on the case" in answer.text_shown()
    assert answer.buttons == ["Acknowledge"], "what a reply offers is offered here as well"
    assert "See the step" in both.told(both.rowan)

    await both.tess.says("", thread=both.card(), files=[ECG, ECG])
    await both.quiet()
    assert "Not passed on: 2 pictures or files." in both.card().thread[-1].text_shown()
    await both.tess.says("And here", thread=both.card(), pictures=[wrist])
    await both.passes(seconds=3)
    assert "(Attached: picture 1.png)" in both.told(both.rowan)


async def test_words_beside_a_file_go_where_the_file_goes(both: Both, tmp_path: Path) -> None:
    await both.rowan.says("Case Left wrist of bed 4\nPlease report", files=[ECG])
    await both.quiet()
    asked = both.rowan.chats[-1]
    assert "What you wrote goes with them" in asked.text_shown()
    assert "Left wrist" not in asked.preview
    assert b"Left wrist" not in stored(tmp_path)
    seen = await both.rowan.press(asked, "New case")
    assert seen.dialog is not None
    assert seen.dialog.field("details").value == "Left wrist of bed 4\nPlease report"
    dialog = seen.dialog
    await fill(dialog, triage="Normal", teams=["Radiology Concierge"], subject="Wrist").submit()
    await both.passes(seconds=2)
    assert "Left wrist of bed 4" in both.card().text_shown()
    assert await both.read(words_kept) == 0

    await both.rowan.says("And the CT of it", files=[Upload("ct.pdf", b"%PDF")])
    await both.quiet()
    await both.rowan.press(both.rowan.chats[-1], "Add to this")
    await both.passes(seconds=3)
    said = "\n".join(post.text_shown() for post in both.card().thread)
    assert "And the CT of it\n(Attached: ct.pdf)" in said
    assert await both.read(words_kept) == 0


async def test_our_token_never_leaves_for_a_picture_elsewhere(both: Both) -> None:
    await both.rowan.says("", pictures=[Upload("image", b"\x89PNG", "image/png")])
    activity = both.sandbox.teams.courier.sent[-1].activity
    for number, url in enumerate(("https://evil.example/x.png", "file:///etc/passwd", "")):
        activity["attachments"][-1]["contentUrl"] = url
        await both.sandbox.teams.courier.carry(activity | {"id": f"f:{number}"})
        await both.quiet()
        assert "picture 1 could not be fetched" in both.rowan.chats[-1].text_shown(), url


async def test_a_file_is_fetched_from_microsoft_alone_and_without_our_token(both: Both) -> None:
    await both.rowan.says("", files=[ECG])
    activity = both.sandbox.teams.courier.sent[-1].activity
    file = activity["attachments"][-1]
    for number, url in enumerate(
        (
            "http://127.0.0.1:1/x",
            "https://contoso.sharepoint.com.evil.example/x",
            "https://evil.example/x?a=.sharepoint.com",
            "file:///etc/passwd",
            "",
        )
    ):
        file["content"]["downloadUrl"] = url
        await both.sandbox.teams.courier.carry(activity | {"id": f"f:{number}"})
        await both.quiet()
        assert "could not be fetched" in both.rowan.chats[-1].text_shown(), url
    await both.rowan.says("", files=[ECG])
    activity = both.sandbox.teams.courier.sent[-1].activity
    both.sandbox.teams.world.files.clear()  # its address has ended
    await both.sandbox.teams.courier.carry(activity | {"id": "f:late"})
    await both.quiet()
    assert "could not be fetched" in both.rowan.chats[-1].text_shown()
    headers = both.sandbox.teams.world.fetches
    assert headers
    assert not any("authorization" in names for names in headers)


async def test_files_whose_form_was_never_sent_are_deleted_after_a_day(
    both: Both, session: aiohttp.ClientSession
) -> None:
    await Browser(session, links(await both.form(), "upload")[0]).adds(ECG)
    assert await both.read(kept) == 1
    await both.passes(hours=26)
    assert await both.read(kept) == 0


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("foxo.db*"))


def opened_files(tx: Tx) -> int:
    found = tx.connection.exec_driver_sql("SELECT count(*) FROM events WHERE kind = 'file_opened'")
    return int(found.scalar_one())


def kept(tx: Tx) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM kept_files").scalar_one())


def words_kept(tx: Tx) -> int:
    found = "SELECT count(*) FROM secrets WHERE kind = 'words_with_files'"
    return int(tx.connection.exec_driver_sql(found).scalar_one())


def leaves(tx: Tx, user: str) -> None:
    """A person leaves their team."""
    tx.connection.exec_driver_sql(
        "DELETE FROM members WHERE person_id IN (SELECT id FROM people WHERE teams_user = ?)",
        (user,),
    )


async def test_who_leaves_many_forms_unsent_can_add_no_more_until_they_tidy_up(
    both: Both, session: aiohttp.ClientSession
) -> None:
    pages = []
    for _ in range(4):
        dialog = await both.form()
        pages += links(dialog, "upload")
    for number, page in enumerate(pages[:3]):
        ten = [Upload(f"{number}{n}.png", PICTURE, "image/png") for n in range(10)]
        assert "10 files are added" in await Browser(session, page).adds(*ten)
    told = await Browser(session, pages[3]).adds(ECG)
    assert "was not added: too many files wait" in told
    await Browser(session, pages[0]).removes("00.png")
    assert "1 file is added" in await Browser(session, pages[3]).adds(ECG)
