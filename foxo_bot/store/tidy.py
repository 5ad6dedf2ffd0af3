"""Forgets what has served its purpose."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_

from foxo_bot.store import files, received
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import codes, idle_answers, number_checks, secrets, wrong_codes

REMEMBERED = timedelta(days=3)
"""How long a delivery is remembered: Slack repeats events for a day at the most."""

LEFT_LYING = timedelta(days=1)
"""How long a draft or file waits for its sender, and what is counted against anybody counts."""

WORDS = "words_with_files"
"""The kind of secret that holds what was written beside files which wait."""

PASSING = ("draft", "slack_oauth_state", WORDS)
"""Kinds of secrets that are made for one moment."""


def forget(tx: Tx, now: datetime) -> None:
    """Delete old deliveries, expired codes, wrong tries, drafts and files that were never sent."""
    received.forget_before(tx, now - REMEMBERED)
    tx.across(delete(codes).where(codes.c.expires_at < now))
    for table in (wrong_codes, idle_answers, number_checks):
        tx.across(delete(table).where(table.c.at < now - LEFT_LYING))
    files.forget_before(tx, now - LEFT_LYING)
    lying = [
        (row.kind, row.name)
        for row in tx.execute(select(secrets).where(secrets.c.kind.in_(PASSING)))
        if tx.vault.sealed_at(row.content) < now - LEFT_LYING
    ]
    if lying:
        tx.execute(delete(secrets).where(tuple_(secrets.c.kind, secrets.c.name).in_(lying)))
