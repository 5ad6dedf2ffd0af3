"""Who may do what with a case: one table, asked before every act and for every button. Pure."""

from collections.abc import Collection, Iterable

from foxo_bot.model import (
    MOVES,
    NotAllowed,
    NotPossibleNow,
    Person,
    Relation,
    Role,
    State,
    Team,
    Verb,
)

MAY: dict[Verb, frozenset[Relation]] = {
    Verb.ACKNOWLEDGE: frozenset({Relation.MEMBER}),
    Verb.TAKE_OVER: frozenset({Relation.MEMBER}),
    Verb.REPLY: frozenset({Relation.SENDER, Relation.MEMBER}),
    Verb.SHARE: frozenset({Relation.MEMBER}),
    Verb.DECLINE: frozenset({Relation.MEMBER}),
    Verb.COMPLETE: frozenset({Relation.MEMBER}),
    Verb.CLOSE: frozenset({Relation.SENDER}),
    Verb.REOPEN: frozenset({Relation.SENDER, Relation.MEMBER}),
    Verb.RETRIAGE: frozenset({Relation.SENDER, Relation.MEMBER}),
    Verb.WITHDRAW: frozenset({Relation.SENDER}),
    Verb.DETAILS: frozenset({Relation.SENDER, Relation.MEMBER}),
    Verb.STILL_ON_IT: frozenset({Relation.CLAIMER}),
    Verb.HAND_BACK: frozenset({Relation.CLAIMER}),
    Verb.LAPSE: frozenset(),
}
"""Who may do each verb. What is not in the table nobody may do."""

WORDS: dict[Verb, str] = {
    Verb.ACKNOWLEDGE: "Acknowledge",
    Verb.TAKE_OVER: "Take over",
    Verb.REPLY: "Reply",
    Verb.SHARE: "Share",
    Verb.DECLINE: "Decline",
    Verb.COMPLETE: "Complete",
    Verb.CLOSE: "Close",
    Verb.REOPEN: "Reopen",
    Verb.RETRIAGE: "Change triage",
    Verb.WITHDRAW: "Withdraw",
    Verb.DETAILS: "Details",
    Verb.STILL_ON_IT: "Still on it",
    Verb.HAND_BACK: "Hand back",
    Verb.LAPSE: "Lapse",
}
_STANDS = {State.PARTLY: "not yet acknowledged by all who must"}
_RELATION_WORDS = {
    Relation.SENDER: "the sender",
    Relation.MEMBER: "members of the receiving team",
    Relation.CLAIMER: "whoever holds the case",
}


def allowed(verb: Verb, *, sender_confirms_close: bool) -> frozenset[Relation]:
    """Who may do the verb under an organisation's setting for closing (design: life of a case)."""
    if has_setting(verb) and not sender_confirms_close:
        return MAY[verb] | {Relation.MEMBER}
    return MAY.get(verb, frozenset())


def relations(
    person: Person,
    *,
    sender_id: int,
    member_ids: Collection[int],
    called_ids: Collection[int] = (),
    claimer_id: int | None,
) -> frozenset[Relation]:
    """What the person is to one recipient; empty for a stranger, who may then do nothing.

    Whom the team's own escalation has called to the case is to it what a member is.
    """
    found = set()
    if person.id == sender_id:
        found.add(Relation.SENDER)
    if person.id in member_ids or person.id in called_ids:
        found.add(Relation.MEMBER)
        if person.id == claimer_id:
            found.add(Relation.CLAIMER)
    return frozenset(found)


def check(
    verb: Verb,
    *,
    state: State,
    held: frozenset[Relation],
    sender_confirms_close: bool,
) -> State:
    """The state the verb leads to, or a Refusal (NotAllowed, NotPossibleNow) that says why."""
    who = allowed(verb, sender_confirms_close=sender_confirms_close)
    if not held & who:
        names = " and ".join(sorted(_RELATION_WORDS[relation] for relation in who)) or "nobody"
        raise NotAllowed(verb=WORDS[verb], allowed=names)
    if (state, verb) not in MOVES:
        raise NotPossibleNow(verb=WORDS[verb], state=_STANDS.get(state, state.value))
    return MOVES[state, verb]


def buttons(
    states: Iterable[State], held: frozenset[Relation], *, sender_confirms_close: bool
) -> tuple[Verb, ...]:
    """The verbs that stand as buttons for these states, in the order of the Verb list."""
    standing = tuple(states)
    return tuple(
        verb
        for verb in Verb
        if allowed(verb, sender_confirms_close=sender_confirms_close) & held
        and any((state, verb) in MOVES for state in standing)
    )


def may_send_to(person: Person, team: Team) -> bool:
    """A person sends to active teams of their own organisation, and to those open to others."""
    at_home = person.organisation_id == team.organisation_id and not person.external
    return team.active and (at_home or team.accepts_external)


def may_see(held: Iterable[frozenset[Relation]]) -> bool:
    """Whether a person may see a case, from what they are to each of its recipients."""
    return any(relations_held for relations_held in held)


def may_view(held: frozenset[Relation], *, is_before_them: bool) -> bool:
    """Whether a copy may be drawn for a reader: it stands before them, or the case is theirs."""
    return is_before_them or bool(held)


def has_setting(verb: Verb) -> bool:
    """Whether an organisation's setting has a say in who may do the verb (see `allowed`)."""
    return verb is Verb.CLOSE


def may_set_up(role: Role | None) -> bool:
    """Whether somebody with this role in a team may change its switches and escalation."""
    return role is Role.LEAD
