"""Files fetched from Slack for a reader: with our token, and from Slack alone."""

import pytest

from foxo_bot.model import Attachment, FileGone, FileNotReached
from foxo_bot.sandbox.story import Upload
from tests.sandbox.bot import listening
from tests.transports.slack.stand import HOME, Stand


async def given(stand: Stand) -> Attachment:
    """What a person in the ward attaches to a message."""
    film = Upload("film.png", b"\x89PNG", "image/png")
    said = await stand.slack.person("U0REG").says("x", channel="C0WARD", files=[film])
    return Attachment(f"{HOME}/{said.message.file_ids[0]}", "film.png", "image/png", 4, "")


async def test_a_file_is_fetched_anew_by_its_id(stand: Stand) -> None:
    fetched = await stand.transport.fetch(await given(stand))
    assert (fetched.name, fetched.content) == ("film.png", b"\x89PNG")


async def test_our_token_goes_to_no_other_host_whatever_address_a_file_has(stand: Stand) -> None:
    file = await given(stand)
    async with listening() as elsewhere:
        stand.slack.world.files_url = elsewhere.url
        with pytest.raises(FileGone):
            await stand.transport.fetch(file)
        assert elsewhere.received == []
    stand.slack.world.files_url = "https://files.slack.com.evil.example"
    with pytest.raises(FileGone):
        await stand.transport.fetch(file)


async def test_a_file_that_slack_does_not_know_is_gone_and_a_silent_slack_is_not(
    stand: Stand,
) -> None:
    file = await given(stand)
    with pytest.raises(FileGone):
        await stand.transport.fetch(Attachment(f"{HOME}/F9", "x", "", 0, ""))
    stand.slack.faults.rate_limited("files.info", times=1)
    with pytest.raises(FileNotReached):
        await stand.transport.fetch(file)


async def test_a_file_whose_address_leads_to_the_sign_in_page_is_gone(stand: Stand) -> None:
    file = await given(stand)
    stand.slack.faults.error("sign in", "download", times=1)
    with pytest.raises(FileGone):
        await stand.transport.fetch(file)
    assert (await stand.transport.fetch(file)).content == b"\x89PNG"


async def test_a_file_in_a_shared_channel_is_known_by_its_name_where_slack_tells_it(
    stand: Stand,
) -> None:
    film = Upload("film.png", b"\x89PNG", "image/png")
    guest = stand.slack.person("U0GP")
    said = await guest.says("@Foxo Bot here", channel="C0REF", files=[film])
    await stand.settled()
    for act in stand.product.acts:
        (file,) = act.values["files"] or ()
        assert (file.name, file.size) == ("film.png", 4)  # type: ignore[union-attr]

    stand.product.acts.clear()
    stand.slack.faults.broken("files.info")
    await guest.says("@Foxo Bot again", channel="C0REF", files=[film])
    await stand.settled()
    (file,) = stand.product.acts[-1].values["files"] or ()
    assert (file.name, file.size) == ("File", 0)  # type: ignore[union-attr]
    assert said.files == ["film.png"]
