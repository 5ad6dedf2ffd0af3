"""What delivery may rely on, asked of every transport beside its vendor's stand-in."""

from dataclasses import replace

import pytest

from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from tests.transports.vendors import CHATS, VENDORS, Beside

every_vendor = pytest.mark.parametrize("beside", VENDORS.values(), ids=VENDORS.keys())
every_chat = pytest.mark.parametrize("beside", CHATS.values(), ids=CHATS.keys())
TEMPORARY = ["429", "500", "503", "hang", "drop"]


@every_vendor
async def test_what_a_vendor_takes_has_the_vendors_name_for_it(beside: Beside) -> None:
    async with beside() as vendor:
        sent = await vendor.transport.send(vendor.parcel)

        assert isinstance(sent, Sent)
        assert sent.vendor_id
        assert vendor.arrived() == 1


@every_vendor
@pytest.mark.parametrize("fault", TEMPORARY)
async def test_a_passing_fault_means_later_and_later_it_works(beside: Beside, fault: str) -> None:
    async with beside(patience=0.5 if fault == "hang" else 30) as vendor:
        vendor.faults[fault]()
        with pytest.raises(TryLater) as later:
            await vendor.transport.send(vendor.parcel)
        vendor.heal()
        taken = vendor.arrived()

        await vendor.transport.send(replace(vendor.parcel, uncertain=later.value.uncertain))

        assert later.value.reason
        assert vendor.arrived() == (1 if vendor.sees_doubles else taken + 1), (
            "rather twice than never"
        )


@every_vendor
async def test_a_lost_answer_is_uncertain(beside: Beside) -> None:
    async with beside() as vendor:
        vendor.faults["drop"]()

        with pytest.raises(TryLater) as later:
            await vendor.transport.send(vendor.parcel)

        assert later.value.uncertain
        assert vendor.arrived() == 1


@every_vendor
@pytest.mark.parametrize("fault", ["429", "503"])
async def test_a_refusal_for_now_is_certain_not_to_have_been_taken(
    beside: Beside, fault: str
) -> None:
    async with beside() as vendor:
        vendor.faults[fault]()

        with pytest.raises(TryLater) as later:
            await vendor.transport.send(vendor.parcel)

        assert not later.value.uncertain
        assert vendor.arrived() == 0


@every_vendor
async def test_a_permanent_refusal_is_said_in_words_that_do_not_name_the_address(
    beside: Beside,
) -> None:
    async with beside() as vendor:
        vendor.faults["permanent"]()

        with pytest.raises(Undeliverable) as refused:
            await vendor.transport.send(vendor.parcel)

        assert refused.value.address_dead
        assert refused.value.words.endswith(".")
        assert vendor.parcel.address not in f"{refused.value.words} {refused.value}"
        assert vendor.arrived() == 0


@every_chat
async def test_a_message_that_somebody_deleted_is_told_from_a_dead_address(beside: Beside) -> None:
    async with beside() as vendor:
        sent = await vendor.transport.send(vendor.parcel)
        redraw = replace(vendor.parcel, replaces=sent.vendor_id, place=sent.place)
        assert vendor.takes_away
        vendor.takes_away()

        with pytest.raises(Undeliverable) as gone:
            await vendor.transport.send(redraw)
        await vendor.transport.send(vendor.parcel)

        assert gone.value.taken_away
        assert not gone.value.address_dead
        assert vendor.arrived() == 1


@every_vendor
async def test_another_kind_of_body_is_a_mistake_of_ours_and_is_not_sent(beside: Beside) -> None:
    async with beside() as vendor:
        with pytest.raises(TypeError):
            await vendor.transport.send(replace(vendor.parcel, body=None))  # type: ignore[arg-type]

        assert vendor.arrived() == 0


@every_vendor
async def test_closing_twice_is_harmless(beside: Beside) -> None:
    async with beside() as vendor:
        await vendor.transport.close()
        await vendor.transport.close()
