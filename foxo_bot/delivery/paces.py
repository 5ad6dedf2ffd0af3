"""How fast each lane may go.

Slack: one message a second in a conversation, and chat.update about fifty a minute in a workspace
(docs.slack.dev, rate limits, tier 3).
"""

from datetime import timedelta

from foxo_bot.store.claims import Pace

_CONVERSATION = Pace(timedelta(seconds=1))
_REDRAWING = Pace(timedelta(seconds=1.2), burst=20)


def pace(lane: str) -> Pace:
    return _REDRAWING if lane.endswith(":redraw") else _CONVERSATION
