"""A product that only listens: what transports and pages told it, and the answers it is given."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from foxo_bot.handlers.interaction import Done, Interaction, Reply
from foxo_bot.handlers.news import News
from foxo_bot.handlers.ports import AckSheet, ChannelToWatch
from foxo_bot.model import Attachment, FormSent, LinkInvalid, NoSuchFile, Upload, Waiting
from foxo_bot.signing import FileGrant, Grant, TrayGrant


class StubFront:
    """Stands for the product; `sheets` is what links lead to, `watched` are teams' channels.

    `replies` are given by the act's name, or its kind and name ("form:case"), before `reply` is.
    """

    def __init__(self) -> None:
        self.acts: list[Interaction] = []
        self.news: list[News] = []
        self.reply: Reply = Done()
        self.replies: dict[str, Reply] = {}
        self.watched: list[ChannelToWatch] = []
        self.failure: Exception | None = None
        self.sheets: dict[Grant, AckSheet] = {}
        self.secrets: dict[tuple[str, str], str] = {}

    @property
    def act(self) -> Interaction:
        """The newest act."""
        return self.acts[-1]

    def heard(self, kind: type) -> list[Any]:
        return [news for news in self.news if isinstance(news, kind)]

    async def dispatch(self, interaction: Interaction) -> Reply:
        if self.failure is not None:
            raise self.failure
        self.acts.append(interaction)
        by_name = self.replies.get(interaction.name, self.reply)
        return self.replies.get(f"{interaction.kind}:{interaction.name}", by_name)

    async def hear(self, news: News) -> None:
        self.news.append(news)

    async def channels(self, transport: str) -> Sequence[ChannelToWatch]:
        return [channel for channel in self.watched if channel.transport == transport]

    async def keep_secret(self, kind: str, key: str, content: str) -> None:
        self.secrets[kind, key] = content

    async def secret(self, kind: str, key: str) -> str | None:
        return self.secrets.get((kind, key))

    async def drop_secret(self, kind: str, key: str) -> str | None:
        return self.secrets.pop((kind, key), None)

    async def ack_sheet(self, grant: Grant, now: datetime) -> AckSheet:
        if grant not in self.sheets:
            raise LinkInvalid
        return self.sheets[grant]

    async def tray(self, grant: TrayGrant) -> Sequence[Waiting]:
        raise FormSent

    async def lay_in(
        self,
        grant: TrayGrant,
        uploads: Sequence[Upload],
        once: str,
        now: datetime,
    ) -> tuple[Sequence[Waiting], Sequence[str]]:
        return await self.tray(grant), ()

    async def take_out(self, grant: TrayGrant, file_id: int) -> Sequence[Waiting]:
        return await self.tray(grant)

    async def file(self, grant: FileGrant) -> Attachment:
        raise NoSuchFile

    async def open_file(self, grant: FileGrant, now: datetime) -> tuple[Attachment, bytes | None]:
        return await self.file(grant), b""
