"""Who acted: the person, the workspace they belong to, and the one that heard them.

Slack Connect: in a shared channel the person's own workspace differs from the installed one, and
Slack may name only their organisation (E…), from which the workspace cannot be told.
"""

from foxo_bot.edges.payload import part, parts, text
from foxo_bot.handlers.interaction import PlatformUser
from foxo_bot.transports.slack.inbound.heard import NAME, Heard


def typist(heard: Heard) -> PlatformUser:
    """Who typed a command. Slack offers commands to the workspace's own people only."""
    body = heard.body
    user = text(body, "user_id")
    return _user(heard, user, text(body, "team_id") or heard.via, text(body, "user_name"))


def presser(heard: Heard) -> PlatformUser:
    """Who used a shortcut, pressed, chose, searched or submitted."""
    body = heard.body
    user = part(body, "user")
    candidates = [text(user, "team_id")]
    if text(body, "type") != "block_actions":  # there, `team` is the installed workspace
        candidates.append(text(body, "team", "id"))
    name = text(user, "username") or text(user, "name")
    return _user(heard, text(user, "id"), _team(heard, text(user, "id"), candidates), name)


def writer(heard: Heard) -> PlatformUser:
    """Who wrote a message."""
    body, event = heard.body, part(heard.body, "event")
    user = text(event, "user")
    candidates = [
        text(event, "user_team"),
        text(event, "source_team"),
        text(event, "user_profile", "team"),
    ]
    if body.get("is_ext_shared_channel") is not True:
        candidates += [text(event, "team"), heard.via]
    name = text(event, "user_profile", "real_name") or text(event, "user_profile", "name")
    return _user(heard, user, _team(heard, user, candidates), name)


def visitor(heard: Heard) -> PlatformUser:
    """Who opened the home page: the event does not say whose person they are, a look-up does."""
    user = text(heard.body, "event", "user")
    return _user(heard, user, _team(heard, user, []), "")


def _user(heard: Heard, user: str, workspace: str | None, name: str) -> PlatformUser:
    return PlatformUser(NAME, user, workspace, heard.via, name)


def _team(heard: Heard, user: str, candidates: list[str]) -> str | None:
    """The first candidate that names a workspace; else what an earlier look-up said."""
    for candidate in candidates:
        if candidate.startswith("T"):
            return candidate
        if candidate and candidate in _own_organisations(heard):
            return heard.via
    profile = heard.known(user)
    return profile.workspace if profile else None


def _own_organisations(heard: Heard) -> set[str]:
    body = heard.body
    named = [text(body, "enterprise", "id"), text(body, "context_enterprise_id")]
    named += [text(grant, "enterprise_id") for grant in parts(body, "authorizations")]
    return set(filter(None, named))
