"""Two rows that turn out to be one human: everything of one is handed to the other."""

from sqlalchemy import Column, Table, delete, select, update

from foxo_bot.model import Person, Role
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import (
    acknowledgements,
    called,
    cases,
    channel_members,
    codes,
    duty_shifts,
    members,
    number_checks,
    organisations,
    outbox,
    patients,
    people,
    posts,
    recipients,
    replies,
    tray_files,
    wrong_codes,
)

_HANDED_OVER: tuple[Column[int], ...] = (
    organisations.c.fallback_person_id,
    patients.c.owner_id,
    cases.c.sender_id,
    recipients.c.claimer_id,
    recipients.c.changed_by_id,
    posts.c.person_id,
    replies.c.person_id,
    outbox.c.person_id,
    codes.c.person_id,
    acknowledgements.c.person_id,
    called.c.person_id,
    wrong_codes.c.person_id,
    number_checks.c.person_id,
    channel_members.c.person_id,
    members.c.person_id,
    tray_files.c.person_id,
    duty_shifts.c.person_id,
)
"""Every column that names a person, but those of the audit trail, which nothing may change."""

_ONCE_EACH: tuple[tuple[Table, Column[int]], ...] = (
    (codes, codes.c.recipient_id),
    (acknowledgements, acknowledgements.c.recipient_id),
    (called, called.c.recipient_id),
    (channel_members, channel_members.c.channel_id),
    (members, members.c.team_id),
)
"""Tables in which a person stands once beside the other column."""


def absorb(tx: Tx, *, keep: Person, gone: Person) -> None:
    """Hand everything that names `gone` to `keep`.

    The row stays, without addresses, because the audit trail names it.
    """
    _keep_the_lead(tx, keep, gone)
    for table, beside in _ONCE_EACH:
        kept = select(beside).where(table.c.person_id == keep.id).scalar_subquery()
        tx.across(delete(table).where(table.c.person_id == gone.id, beside.in_(kept)))
    for column in _HANDED_OVER:
        tx.across(update(column.table).where(column == gone.id).values({column: keep.id}))
    empty = dict.fromkeys(
        (
            "slack_workspace",
            "slack_user",
            "slack_via",
            "teams_user",
            "email",
            "phone",
            "own_phone",
            "listed",
        )
    )
    tx.across(update(people).where(people.c.id == gone.id).values(**empty))


def _keep_the_lead(tx: Tx, keep: Person, gone: Person) -> None:
    led = select(members.c.team_id).where(
        members.c.person_id == gone.id, members.c.role == Role.LEAD.value
    )
    tx.across(
        update(members)
        .where(members.c.person_id == keep.id, members.c.team_id.in_(led.scalar_subquery()))
        .values(role=Role.LEAD.value)
    )
