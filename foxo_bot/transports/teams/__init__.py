"""Teams: the only folder that knows Microsoft's SDKs. It translates both ways, decides nothing.

The SDKs are imported when Teams is served: they cost 17 MB of memory and a second of starting.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from foxo_bot.edges.finding import Finding
from foxo_bot.handlers.ports import ChannelToWatch, Front
from foxo_bot.settings import Settings
from foxo_bot.transports.teams.timing import Timing

if TYPE_CHECKING:
    from foxo_bot.transports.teams.transport import TeamsTransport

__all__ = ["Timing", "build", "check"]

_USUAL = Timing()


def build(
    settings: Settings, front: Front, clock: Callable[[], datetime], timing: Timing = _USUAL
) -> "TeamsTransport":
    """The transport, not started. `clock` gives aware UTC."""
    from foxo_bot.transports.teams import building  # noqa: PLC0415 - imports Microsoft's SDKs

    return building.build(settings, front, clock, timing)


async def check(
    settings: Settings, channels: Sequence[ChannelToWatch] = (), timing: Timing = _USUAL
) -> list[Finding]:
    """(fine?, sentence) for each thing looked at; `channels` are those the directory names."""
    from foxo_bot.transports.teams import checking  # noqa: PLC0415 - imports Microsoft's SDKs

    return await checking.check(settings, channels, timing)
