"""The rows of the outbox, one builder for each kind, and the lanes that vendors' limits need."""

from collections.abc import Iterable, Mapping
from typing import Any

from foxo_bot.model import Case, Person, Post, Recipient, Said, Team, Way
from foxo_bot.store.outbox import Kind, Message

TRANSPORT = {Way.SMS: "sms", Way.EMAIL: "email"}
"""What carries each way; a direct message goes by whichever chat the person has."""
_WAYS = {name: way for way, name in TRANSPORT.items()}

ASKED = "asked"
"""The occasion of asking whoever acknowledged whether they are still on it."""

CHANNEL_LOST, CHANNEL_BACK = "channel_lost", "channel_back"
"""What the leads of a team are told of its channel; `data` names it by `channel`."""
DUTY_GAP, DUTY_LOST, DUTY_BACK = "duty_gap", "duty_lost", "duty_back"
"""What they are told of its roster: hours without anybody, a calendar that fails or works again."""
ADDRESS_LOST, ADDRESS_OF_MEMBER_LOST = "address_lost", "address_of_member_lost"
"""What a person, and the leads of their teams, are told of an address that no longer works."""
ADDRESS_OF_MEMBER_BACK = "address_of_member_back"
"""What the leads are told of an address that is used again."""
NUMBER_CHECK, NUMBER_CHECK_FAILED = "number_check", "number_check_failed"
"""The code that proves a number is somebody's, and that it could not be sent."""
HOLDER_ABSENT = "holder_absent"
"""The news that whoever holds a case can no longer act on it."""
EXHAUSTED = "exhausted"
"""The occasion, or the news, that nobody has answered."""
WHO = "who"
"""Stands in `data` of what tells of an act: the id of whoever acted."""
OWN = "own"
"""Stands in `data` of an SMS that goes to the number a person added themselves."""

CHATS = "chats"
"""Stands in `data` of what one chat did not take and another is to take: which did not."""

ALARM = "alarm"
"""What a fallback contact is told that the program found wrong with itself."""


NOT_SET_UP = "not_set_up"
"""The reason why what goes by a way that has no settings fails."""

Chat = tuple[str, str, str]
"""(transport, workspace, user)"""


def way_of(transport: str) -> Way:
    """By which way a transport reaches a person."""
    return _WAYS.get(transport, Way.DM)


def chats_of(person: Person) -> list[Chat]:
    """Where a person can get a direct message; where they last did something comes first."""
    found: list[Chat] = []
    if person.slack_user and person.slack_via:
        found.append(("slack", person.slack_via, person.slack_user))
    if person.teams_user:
        found.append(("teams", "", person.teams_user))
    return sorted(found, key=lambda chat: chat[0] != person.last_chat)


def chat_of(person: Person) -> Chat | None:
    """Where a person gets a direct message; None where nowhere."""
    return next(iter(chats_of(person)), None)


def in_chat(untold: Message, chat: Chat) -> Message:
    """The same news in another chat of the same person."""
    tried = [*untold.data.get(CHATS, ()), untold.transport]
    return Message(
        organisation_id=untold.organisation_id,
        transport=chat[0],
        kind=untold.kind,
        case_id=untold.case_id,
        recipient_id=untold.recipient_id,
        person_id=untold.person_id,
        step=untold.step,
        lane=_lane(*chat),
        dedupe_key=f"chat:{untold.id}:{chat[0]}",
        data={**untold.data, CHATS: tried},
    )


def post(new: Post, *, step: int | None = None, occasion: str = "") -> Message:
    """Show a post for the first time; `step` where an escalation shows it to a person."""
    return Message(
        organisation_id=new.organisation_id,
        transport=new.transport,
        kind=Kind.POST,
        case_id=new.case_id,
        recipient_id=new.recipient_id,
        post_id=new.id,
        person_id=new.person_id,
        step=step,
        lane=_lane(new.transport, new.workspace, new.address),
        dedupe_key=f"post:{new.id}",
        data={"occasion": occasion} if occasion else {},
    )


def redraw(shown: Post) -> Message:
    """Draw a post again as the case now stands."""
    return Message(
        organisation_id=shown.organisation_id,
        transport=shown.transport,
        kind=Kind.REDRAW,
        case_id=shown.case_id,
        recipient_id=shown.recipient_id,
        post_id=shown.id,
        lane=f"{shown.transport}:{shown.workspace}:redraw",
    )


def reply(under: Post, said: Said) -> Message:
    """Show a reply in the thread of a post."""
    return Message(
        organisation_id=said.organisation_id,
        transport=under.transport,
        kind=Kind.REPLY,
        case_id=said.case_id,
        recipient_id=under.recipient_id,
        post_id=under.id,
        reply_id=said.id,
        lane=_lane(under.transport, under.workspace, under.address),
        dedupe_key=f"reply:{said.id}:{under.id}",
    )


def notice(  # noqa: PLR0913 - what a row of this kind may say
    recipient: Recipient,
    person: Person,
    way: Way,
    *,
    step: int | None,
    occasion: str,
    key: str,
    own: bool = False,
    who: int | None = None,
) -> Message:
    """Tell a person by SMS or email why a case needs them; `step` as in `Message`.

    `own` sends an SMS to the number they added themselves; `who` is the id of whoever acted, where
    the case itself does not say it.
    """
    return Message(
        organisation_id=recipient.organisation_id,
        transport=TRANSPORT[way],
        kind=Kind.NOTICE,
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        person_id=person.id,
        step=step,
        dedupe_key=key,
        data={
            "occasion": occasion,
            **({OWN: 1} if own else {}),
            **({WHO: who} if who is not None else {}),
        },
    )


def told(
    case: Case,
    recipient_id: int | None,
    person: Person,
    what: str,
    about: Mapping[str, Any] | None = None,
    *,
    step: int | None = None,
    key: str | None = None,
) -> Message | None:
    """Tell a person news of a case by direct message; None where there is no such way.

    `about` holds the ids and codes that the news needs besides: who did it, who held it before.
    """
    chat = chat_of(person)
    if chat is None:
        return None
    transport, workspace, address = chat
    return Message(
        organisation_id=case.organisation_id,
        transport=transport,
        kind=Kind.TOLD,
        case_id=case.id,
        recipient_id=recipient_id,
        person_id=person.id,
        step=step,
        lane=_lane(transport, workspace, address),
        dedupe_key=key,
        data={"what": what, **(about or {})},
    )


def told_about_team(
    team: Team, person: Person, what: str, data: Mapping[str, int | str]
) -> Message | None:
    """Tell a person news of a team by direct message, or else by email; None where neither works.

    `data` holds the ids that the news needs besides the team's.
    """
    news = {"what": what, "team": team.id, **data}
    return _by_the_first(team.organisation_id, person, (Way.DM, Way.EMAIL), news)


def told_of_address(
    reader: Person,
    about: Person,
    what: str,
    data: Mapping[str, int | str],
    *,
    not_by: Way | None = None,
) -> Message | None:
    """Tell `reader` news of how `about` is reached: by direct message, or else by email.

    None where neither works, or where email is the very way that does not (`not_by`).
    """
    ways = [way for way in (Way.DM, Way.EMAIL) if way is not not_by]
    return _by_the_first(about.organisation_id, reader, ways, {"what": what, **data})


def about_alarm(person: Person, way: Way, data: Mapping[str, int | str]) -> Message | None:
    """Tell a person what the self-check found; `data` names it. None where there is no such way."""
    return _by_the_first(person.organisation_id, person, (way,), {"what": ALARM, **data})


def by_mail_too(untold: Message, person: Person) -> Message | None:
    """The same news by email, where a chat does not take it; None where that is no other way.

    Only for news without a case: what is said of a case is drawn otherwise in an email.
    """
    by_chat = way_of(untold.transport) is Way.DM
    if untold.case_id is not None or not by_chat or untold.data["what"] == ALARM:
        return None
    key = f"instead:{untold.id}:{Way.EMAIL.value}"
    return _by_the_first(untold.organisation_id, person, (Way.EMAIL,), untold.data, key=key)


def _by_the_first(
    organisation_id: int,
    person: Person,
    ways: Iterable[Way],
    data: Mapping[str, Any],
    *,
    key: str | None = None,
) -> Message | None:
    """News without a case, by the first of these ways that reaches the person."""
    way = next((way for way in ways if person.reachable_by(way)), None)
    chat = chat_of(person) if way is Way.DM else None
    if way is None or (way is Way.DM and chat is None):
        return None
    return Message(
        organisation_id=organisation_id,
        transport=chat[0] if chat else TRANSPORT[way],
        kind=Kind.TOLD,
        person_id=person.id,
        lane=_lane(*chat) if chat else None,
        dedupe_key=key,
        data=dict(data),
    )


def number_check(person: Person, check_id: int) -> Message:
    """Send the code that proves a number is this person's."""
    return Message(
        organisation_id=person.organisation_id,
        transport=TRANSPORT[Way.SMS],
        kind=Kind.TOLD,
        person_id=person.id,
        dedupe_key=f"number:{check_id}",
        data={"what": NUMBER_CHECK, "check": check_id},
    )


def _lane(transport: str, workspace: str, address: str) -> str:
    return f"{transport}:{workspace}:{address}"
