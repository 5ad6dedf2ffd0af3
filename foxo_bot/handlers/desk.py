"""The front desk: every act and every piece of news comes in here, and is one transaction."""

from collections.abc import Sequence
from datetime import datetime

from foxo_bot.cards import refusal as refusals
from foxo_bot.directory import people as known_people
from foxo_bot.handlers import case_files, commands, hearing, texting, trays, viewing
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import (
    Done,
    Interaction,
    Kind,
    KnownPerson,
    PlatformUser,
    Reply,
    Tell,
)
from foxo_bot.handlers.news import News
from foxo_bot.handlers.ports import AckSheet, ChannelToWatch
from foxo_bot.handlers.routes import ROUTES, WITHOUT_DATA
from foxo_bot.model import (
    Attachment,
    LinkInvalid,
    Person,
    Refusal,
    Shift,
    Upload,
    Waiting,
)
from foxo_bot.signing import FileGrant, Grant, Links, ShiftsGrant, TrayGrant
from foxo_bot.store import (
    channels,
    memberships,
    people,
    received,
    recipients,
    secrets,
    sheets,
    shifts,
    teams,
)
from foxo_bot.store.db import Database, Tx


class Desk:
    """Implements handlers.ports.Front. `sms_hears`: whether people can answer an SMS."""

    def __init__(self, database: Database, links: Links, *, sms_hears: bool = True) -> None:
        self._database = database
        self._links = links
        self._sms_hears = sms_hears

    async def dispatch(self, interaction: Interaction) -> Reply:
        """Do what a person's act means. A refusal rolls back and is the answer."""
        key = (interaction.kind, interaction.name)
        if key in WITHOUT_DATA:
            return WITHOUT_DATA[key](interaction)
        if key not in ROUTES and interaction.kind is Kind.COMMAND:
            return commands.unknown(interaction)
        try:
            if interaction.kind is Kind.VIEW:
                return await self._database.read(viewing.view, interaction)
            return await self._database.write(_act, interaction, self._links, self._sms_hears)
        except Refusal as refusal:
            return Tell(refusals.line(refusal))

    async def hear(self, news: News) -> None:
        await self._database.write(hearing.hear, news)

    async def channels(self, transport: str) -> Sequence[ChannelToWatch]:
        return await self._database.read(_channels, transport)

    async def keep_secret(self, kind: str, key: str, content: str) -> None:
        await self._database.write(secrets.put, kind, key, content)

    async def secret(self, kind: str, key: str) -> str | None:
        return await self._database.read(secrets.get, kind, key)

    async def drop_secret(self, kind: str, key: str) -> str | None:
        return await self._database.write(secrets.drop, kind, key)

    async def ack_sheet(self, grant: Grant, now: datetime) -> AckSheet:
        return await self._database.read(_ack_sheet, grant, now)

    async def tray(self, grant: TrayGrant) -> Sequence[Waiting]:
        return await self._database.read(trays.look, grant)

    async def lay_in(
        self, grant: TrayGrant, uploads: Sequence[Upload], once: str, now: datetime
    ) -> tuple[Sequence[Waiting], Sequence[str]]:
        return await self._database.write(trays.lay, grant, uploads, once, now)

    async def take_out(self, grant: TrayGrant, file_id: int) -> Sequence[Waiting]:
        return await self._database.write(trays.take_out, grant, file_id)

    async def file(self, grant: FileGrant) -> Attachment:
        return await self._database.read(case_files.file_of, grant)

    async def open_file(self, grant: FileGrant, now: datetime) -> tuple[Attachment, bytes | None]:
        return await self._database.write(case_files.open_file, grant, now)

    async def shifts(self, grant: ShiftsGrant, now: datetime) -> Sequence[Shift]:
        return await self._database.read(_shifts, grant, now)


def _act(tx: Tx, interaction: Interaction, links: Links, sms_hears: bool) -> Reply:
    actor = interaction.actor
    if interaction.kind is Kind.MESSAGE and not _first_time(tx, interaction):
        return Done()
    if isinstance(actor, PlatformUser) and interaction.name == "sms_reply":
        return texting.on_sms_reply(tx, interaction, actor.user)
    handler = ROUTES.get((interaction.kind, interaction.name))
    if handler is None:
        return Tell(("This button belongs to an older version. Open it anew from your cases.",))
    return handler(Context(tx, interaction, _who(tx, interaction), links, sms_hears))


def _first_time(tx: Tx, interaction: Interaction) -> bool:
    """Messages are told by vendors more than once; forms are guarded where their effect is."""
    return interaction.once is None or received.first_time(tx, interaction.once, interaction.now)


def _who(tx: Tx, interaction: Interaction) -> Person:
    actor = interaction.actor
    if isinstance(actor, KnownPerson):
        return people.find(tx, actor.person_id)
    return known_people.recognise(
        tx,
        transport=actor.transport,
        user=actor.user,
        workspace=actor.workspace,
        via=actor.via,
        name=actor.name,
        now=interaction.now,
    )


def _channels(tx: Tx, transport: str) -> list[ChannelToWatch]:
    """Each channel once; its roster is wanted where it tells a team there who somebody is.

    That is a team that lists no members; one that lists somebody by email alone, who can press only
    once the platform has said which account is theirs; and one that lists somebody without an
    email, which the platform may know.
    """
    awaiting = memberships.teams_awaiting_profiles(tx, transport)
    wanted: dict[tuple[str, str], bool] = {}
    for channel, team in channels.on_platform(tx, transport):
        key = (channel.workspace, channel.address)
        wants = not team.members_listed or team.id in awaiting
        wanted[key] = wanted.get(key, False) or wants
    return [
        ChannelToWatch(transport, workspace, address, wants_roster=wants)
        for (workspace, address), wants in sorted(wanted.items())
    ]


def _shifts(tx: Tx, grant: ShiftsGrant, now: datetime) -> list[Shift]:
    person = people.get(tx, grant.organisation_id, grant.person_id)
    return shifts.of_person(tx, person, now)


def _ack_sheet(tx: Tx, grant: Grant, now: datetime) -> AckSheet:
    recipient = recipients.get(tx, grant.organisation_id, grant.recipient_id)
    if recipient is None:
        raise LinkInvalid
    sheet = sheets.read(tx, grant.organisation_id, recipient.case_id)
    shown = sheet.of(recipient.id)
    return AckSheet(
        number=sheet.case.number,
        triage=sheet.case.triage,
        team=shown.team_name,
        age=now - sheet.case.created_at,
        state=shown.state,
        holder_name=shown.changed_by or shown.claimer_name,
        at=recipient.state_changed_at,
        asked=shown.asked_at is not None and recipient.claimer_id == grant.person_id,
        zone=teams.zone_of(tx, recipient),
    )
