"""How fast each lane may go.

Slack: one message a second in a conversation, and chat.update about fifty a minute in a workspace
(docs.slack.dev, rate limits, tier 3). Teams: in a conversation seven messages in a second and 1800
in an hour, and thirty requests a second in a tenant (learn.microsoft.com/microsoftteams, "Optimize
your bot with rate limiting").
"""

from datetime import timedelta

from foxo_bot.store.claims import Pace

_CONVERSATION = Pace(timedelta(seconds=1))
_REDRAWING = Pace(timedelta(seconds=1.2), burst=20)
_TEAMS_CONVERSATION = Pace(timedelta(seconds=2), burst=7)
_TEAMS_REDRAWING = Pace(timedelta(seconds=0.25), burst=7)


def pace(lane: str) -> Pace:
    """How fast a lane goes; its name begins with the transport's."""
    redraws = lane.endswith(":redraw")
    if lane.startswith("teams:"):
        return _TEAMS_REDRAWING if redraws else _TEAMS_CONVERSATION
    return _REDRAWING if redraws else _CONVERSATION
