"""A case is sent, stands in the team's channel, and somebody takes it."""

from tests.scenarios.hospital import Hospital


async def test_a_case_stands_in_the_teams_channel_and_the_sender_follows_a_copy(
    hospital: Hospital,
) -> None:
    await hospital.sends()

    post = hospital.post()
    assert "scaphoid fracture" in post.text_shown()
    assert "Acknowledge" in post.buttons
    assert "scaphoid" not in post.preview
    assert "scaphoid" in hospital.registrar.dms[-1].text_shown()


async def test_an_acknowledgement_redraws_every_copy_and_tells_the_sender(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.cleo.press(hospital.post(), "Acknowledge")
    await hospital.passes(seconds=2)

    post = hospital.post()
    assert "Cleo Concierge" in post.text_shown()
    assert "Acknowledge" not in post.buttons
    assert any("Cleo Concierge" in dm.text_shown() for dm in hospital.registrar.dms)
