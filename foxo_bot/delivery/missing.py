"""Stands in for a way to reach people that is not set up: says so at once, so another is used."""

from foxo_bot.delivery.transport import Parcel, Sent, Undeliverable
from foxo_bot.store.messages import NOT_SET_UP

_WORDS = {
    "slack": "Slack is not set up here",
    "teams": "Microsoft Teams is not set up here",
    "sms": "SMS is not set up here",
    "email": "email is not set up here",
}


class Missing:
    """A transport that has no settings."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def send(self, parcel: Parcel) -> Sent:  # noqa: ARG002 - the protocol's signature
        raise Undeliverable(NOT_SET_UP, _WORDS[self.name])

    async def close(self) -> None:
        """There is nothing to let go of."""
