"""What delivery may rely on, asked of every transport beside its vendor's stand-in."""

from dataclasses import replace

import aiohttp
import pytest

from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from foxo_bot.transports.email import server as email_server
from foxo_bot.transports.sms import api as sms_api
from tests.transports.vendors import VENDORS, Beside

every_vendor = pytest.mark.parametrize("beside", VENDORS.values(), ids=VENDORS.keys())
TEMPORARY = ["429", "500", "503", "hang", "drop"]


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vendor that hangs is given up on soon."""
    monkeypatch.setattr(sms_api, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    monkeypatch.setattr(email_server, "TIMEOUT", 0.2)


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
    async with beside() as vendor:
        vendor.faults[fault]()
        with pytest.raises(TryLater) as later:
            await vendor.transport.send(vendor.parcel)
        vendor.heal()

        await vendor.transport.send(replace(vendor.parcel, uncertain=later.value.uncertain))

        assert later.value.reason
        assert vendor.arrived() == 1


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

        assert refused.value.words.endswith(".")
        assert vendor.parcel.address not in f"{refused.value.words} {refused.value}"
        assert vendor.arrived() == 0


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
