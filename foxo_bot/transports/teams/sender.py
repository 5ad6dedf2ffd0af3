"""Hands a Parcel to Teams: a new thread, a reply, a redrawn card, a message to one person."""

from dataclasses import replace

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Card
from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, text
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.errors import refusal
from foxo_bot.transports.teams.references import Reference, References

_THREAD = ";messageid="


class Sender:
    """Delivery to Teams.

    Teams keeps no reference of ours with a message and lets a bot search for nothing, so a message
    whose answer was lost is said again: twice is better than never.
    """

    def __init__(self, connector: Connector, references: References) -> None:
        self._connector = connector
        self._references = references

    async def send(self, parcel: Parcel) -> Sent:
        """Post or redraw; raises TryLater or Undeliverable."""
        personal = not is_channel(parcel.address)
        try:
            if personal:
                return await self._to_person(parcel)
            return await self._to_channel(parcel)
        except CallFailed as failed:
            redraws = bool(parcel.replaces)
            raise refusal(failed, personal=personal, redraws=redraws) from None

    async def begin_thread(self, at: Reference, channel: str, activity: Json) -> Sent:
        """A new thread in a channel; its id is the message's. Raises CallFailed."""
        told = await self._connector.create(
            at.service_url,
            {
                "isGroup": True,
                "bot": {"id": at.bot},
                "tenantId": at.tenant,
                "channelData": {"channel": {"id": channel}, "tenant": {"id": at.tenant}},
                "activity": activity,
            },
        )
        place, _, thread = text(told, "id").partition(_THREAD)
        return Sent(thread or text(told, "activityId"), place or channel)

    async def _to_channel(self, parcel: Parcel) -> Sent:
        at = await self._references.channel(parcel.workspace, parcel.address)
        channel, activity = parcel.place or parcel.address, drawing(parcel)
        if parcel.replaces:
            place = f"{channel}{_THREAD}{parcel.replaces}"
            await self._connector.update(at.service_url, place, parcel.replaces, activity)
            return Sent(parcel.replaces, channel)
        if parcel.thread:
            place = f"{channel}{_THREAD}{parcel.thread}"
            told = await self._connector.say(at.service_url, place, activity)
            return Sent(text(told, "id"), channel)
        return await self.begin_thread(at, parcel.address, activity)

    async def _to_person(self, parcel: Parcel) -> Sent:
        at = await self._references.person(parcel.address)
        activity = drawing(parcel)
        if parcel.replaces:
            chat = parcel.place or at.conversation
            await self._connector.update(at.service_url, chat, parcel.replaces, activity)
            return Sent(parcel.replaces, chat)
        if at.conversation:
            try:
                told = await self._connector.say(at.service_url, at.conversation, activity)
                return Sent(text(told, "id"), at.conversation)
            except CallFailed as failed:
                if failed.status != 404:
                    raise
        chat = await self._chat(at, parcel.address)
        told = await self._connector.say(at.service_url, chat, activity)
        return Sent(text(told, "id"), chat)

    async def _chat(self, at: Reference, user: str) -> str:
        """The conversation of the bot with a person, begun where there is none."""
        told = await self._connector.create(
            at.service_url,
            {
                "isGroup": False,
                "bot": {"id": at.bot},
                "members": [{"id": user}],
                "tenantId": at.tenant,
                "channelData": {"tenant": {"id": at.tenant}},
            },
        )
        chat = text(told, "id")
        await self._references.talking(user, replace(at, conversation=chat))
        return chat


def is_channel(address: str) -> bool:
    """Channels begin with 19, people with 29 (and Entra's ids with neither)."""
    return address.startswith("19:")


def drawing(parcel: Parcel) -> Json:
    """The activity of a parcel; its `summary` is the preview a lock screen shows."""
    match parcel.body:
        case Card() as card:
            return drawn.message(card)
        case str() as words:
            return drawn.tell((words,))
        case _:
            raise TypeError("only a Card or a line of text can be posted in Teams")
