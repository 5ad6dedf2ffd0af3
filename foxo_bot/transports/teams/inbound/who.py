"""Who acted: the person, the tenant they belong to, and the one where the bot heard them.

An activity does not say where its sender belongs; the connector's roster does. Who is a guest, or
could not be looked up, belongs nowhere that is known, and is met as an outsider.
"""

from collections.abc import Iterable

from foxo_bot.edges.payload import Json, text
from foxo_bot.handlers.interaction import PlatformUser
from foxo_bot.transports.teams.inbound.heard import NAME, Heard, Member


def actor(heard: Heard) -> PlatformUser:
    """Who wrote, pressed or submitted."""
    member = heard.member
    tenant = (member.tenant or None) if member and not member.guest else None
    name = text(heard.body, "from", "name") or (member.name if member else "")
    return PlatformUser(NAME, heard.user, tenant, heard.via, name)


def is_outside(heard: Heard) -> bool:
    """Whether they belong elsewhere than the place where they act."""
    return actor(heard).workspace != heard.via


def member_of(told: Json) -> Member | None:
    """A member as the connector tells; None for bots and those without a name."""
    user = text(told, "id")
    name = text(told, "name") or " ".join(
        filter(None, (text(told, "givenName"), text(told, "surname")))
    )
    if not user.startswith("29:") or text(told, "userRole") == "anonymous":
        return None
    principal = text(told, "userPrincipalName")
    return Member(
        user,
        name,
        text(told, "tenantId").lower(),
        text(told, "email") or None,
        guest=text(told, "userRole") == "guest" or "#EXT#" in principal.upper(),
    )


def members_of(told: Iterable[Json]) -> list[Member]:
    """A roster as the connector tells it, without bots."""
    return [member for one in told if (member := member_of(one)) is not None]


def others_among(members: Iterable[Member], via: str) -> frozenset[str]:
    """The tenants from which people are in a channel of the tenant `via`; empty for guests', whose
    account does not say where they belong."""
    tenants = {"" if member.guest else member.tenant or via for member in members}
    return frozenset(tenants - {via})
