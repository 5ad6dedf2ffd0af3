"""A payload with the installation that heard it and the means to talk back."""

from dataclasses import dataclass
from functools import partial

from slack_bolt.context.async_context import AsyncBoltContext

from foxo_bot.edges.payload import Json, part, text
from foxo_bot.transports.slack.inbound.heard import Heard
from foxo_bot.transports.slack.inbound.messages import is_direct
from foxo_bot.transports.slack.inbound.places import place_of
from foxo_bot.transports.slack.talk import Ear, Talk
from foxo_bot.transports.slack.tools import Tools
from foxo_bot.transports.slack.workspaces import Workspace

WORKSPACE = "foxo_workspace"
"""Where Bolt's context carries the installation that heard a request."""


@dataclass(frozen=True, slots=True)
class Request:
    """One payload on its way through."""

    heard: Heard
    workspace: Workspace
    talk: Talk


def request(tools: Tools, body: Json, context: AsyncBoltContext) -> Request:
    """Bring together what belongs to a payload that Bolt has let through."""
    workspace: Workspace = context[WORKSPACE]
    heard = hear(tools, body, context)
    talk = Talk(
        web=tools.web,
        token=workspace.token,
        ear=partial(ear_of, heard),
        background=tools.background,
        patience=tools.timing.answer,
    )
    return Request(heard, workspace, talk)


def hear(tools: Tools, body: Json, context: AsyncBoltContext) -> Heard:
    """The payload with where it came from; the installation may be gone already."""
    workspace: Workspace = context.get(WORKSPACE) or Workspace("")
    via = workspace.team or context.team_id or ""
    return Heard(
        body,
        via,
        tools.clock(),
        bot_user=workspace.bot_user,
        url=workspace.url,
        known=partial(tools.people.known, via),
    )


def ear_of(heard: Heard) -> Ear:
    """Where the person can be answered. A form remembers where it was opened."""
    body, event = heard.body, part(heard.body, "event")
    if event:
        return Ear(
            text(event, "user"),
            text(event, "channel"),
            text(event, "thread_ts") or None,
            direct=is_direct(event),
        )
    place = place_of(heard)
    return Ear(
        text(body, "user_id") or text(body, "user", "id"),
        place.address if place else "",
        place.thread if place else None,
        response_url=text(body, "response_url"),
        trigger=text(body, "trigger_id"),
    )
