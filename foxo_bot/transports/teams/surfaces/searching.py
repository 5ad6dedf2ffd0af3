"""A searchable field: it takes options and nothing else."""

from foxo_bot.cards.card import Card, Form
from foxo_bot.transports.teams.surfaces.base import Answer, Surface


class Searching(Surface):
    """An application/search."""

    async def open(self, form: Form) -> Answer:  # noqa: ARG002 - no room for a form
        return await self.offer(())

    async def show(self, card: Card) -> Answer:  # noqa: ARG002 - no room for words
        return await self.offer(())
