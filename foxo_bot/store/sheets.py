"""Gathers everything there is to show of a case into one sheet."""

from foxo_bot.model import (
    AWAITING,
    CaseSheet,
    Person,
    Post,
    PostRole,
    Recipient,
    RecipientSheet,
    SaidLine,
    State,
)
from foxo_bot.model.rules import ANY
from foxo_bot.store import (
    acknowledgements,
    cases,
    escalations,
    files,
    messages,
    organisations,
    patients,
    people,
    posts,
    recipients,
    replies,
    teams,
)
from foxo_bot.store.db import Tx
from foxo_bot.store.escalations import Escalation


def read(tx: Tx, organisation_id: int, case_id: int) -> CaseSheet:
    """The case as it stands; `organisation_id` is the case's own."""
    return tx.once(("sheet", case_id), lambda: _read(tx, organisation_id, case_id))


def _read(tx: Tx, organisation_id: int, case_id: int) -> CaseSheet:
    case = cases.get(tx, organisation_id, case_id)
    sender = people.find(tx, case.sender_id)
    said = replies.of_case(tx, organisation_id, case_id)
    writers = people.names(tx, [reply.person_id for reply in said])
    return CaseSheet(
        case=case,
        sender_name=sender.name,
        sender_organisation=_organisation_words(tx, sender),
        recipients=recipients_of(tx, organisation_id, case_id),
        patient=patients.get(tx, organisation_id, case.patient_id) if case.patient_id else None,
        attachments=files.of_case(tx, organisation_id, case_id),
        replies=tuple(SaidLine(writers[r.person_id], r.body, r.at) for r in said),
    )


def recipients_of(tx: Tx, organisation_id: int, case_id: int) -> tuple[RecipientSheet, ...]:
    """How the case stands in each team: all of it that most messages say."""
    return tx.once(
        ("recipients' sheets", case_id), lambda: _recipients(tx, organisation_id, case_id)
    )


def _recipients(tx: Tx, organisation_id: int, case_id: int) -> tuple[RecipientSheet, ...]:
    found = recipients.of_case(tx, organisation_id, case_id)
    movers = recipients.changed_by(tx, organisation_id, case_id)
    clocks = escalations.of_case(tx, organisation_id, case_id)
    named = people.names(tx, [*(r.claimer_id for r in found), *movers.values()])
    trouble = _trouble(posts.of_case(tx, organisation_id, case_id))
    sheets = []
    for recipient in found:
        clock = clocks.get(recipient.id)
        team = teams.get(tx, recipient.team_organisation_id, recipient.team_id)
        owner = organisations.get(tx, recipient.team_organisation_id)
        held = recipient.state is State.CLAIMED
        going = recipient.state in AWAITING and clock is not None and clock.stopped_at is None
        sheets.append(
            RecipientSheet(
                recipient=recipient,
                team_name=team.name if team else "a team that no longer exists",
                claimer_name=named.get(recipient.claimer_id or 0),
                changed_by=named.get(movers[recipient.id] or 0),
                exhausted_at=clock.exhausted_at if clock and going else None,
                next_due=clock.due_at if clock and going else None,
                confirms_close=owner.sender_confirms_close,
                trouble=trouble.get(recipient.id),
                asked_at=clock.asked_at if clock and held else None,
                absent_at=clock.absent_told_at if clock and held else None,
                **_several(tx, recipient, clock),
            )
        )
    return tuple(sheets)


def _several(tx: Tx, recipient: Recipient, clock: Escalation | None) -> dict[str, int]:
    """How many have acknowledged, where one is not enough and the case still waits for them."""
    if clock is None or clock.acknowledged_by == ANY or recipient.state not in AWAITING:
        return {}
    found = acknowledgements.count(tx, recipient, clock.acknowledged_by)
    return {"acknowledged": found.given, "must_acknowledge": found.needed}


def _trouble(found: list[Post]) -> dict[int, str]:
    return {
        post.recipient_id: post.problem
        for post in found
        if post.problem not in {None, messages.NOT_SET_UP}
        and post.recipient_id
        and post.role is PostRole.TEAM
    }


def _organisation_words(tx: Tx, person: Person) -> str:
    name = organisations.get(tx, person.organisation_id).name
    return f"outside {name}" if person.external else name
