"""Whether somebody who acknowledged does anything: when they are to be asked."""

from datetime import datetime

from foxo_bot.escalation import quiet
from foxo_bot.model import Recipient, Triage
from foxo_bot.model.rules import FollowUp
from foxo_bot.store import escalations, teams
from foxo_bot.store.db import Tx


def rule(tx: Tx, recipient: Recipient, triage: Triage) -> FollowUp | None:
    """What the team decided for this triage; None where holders are not asked."""
    return teams.rules_of(tx, recipient.team_organisation_id, recipient.team_id).asks(triage)


def asks_at(tx: Tx, recipient: Recipient, triage: Triage, now: datetime) -> datetime | None:
    """When somebody who holds it from now is to be asked, unless they do something before."""
    asks = rule(tx, recipient, triage)
    return quiet.held(tx, recipient, triage, now + asks.ask) if asks else None


def follow(tx: Tx, recipient: Recipient, triage: Triage, now: datetime) -> None:
    """Somebody holds it from now: ask them in a while."""
    escalations.held_anew(tx, recipient, asks_at(tx, recipient, triage, now))


def retriage(
    tx: Tx, recipient: Recipient, triage: Triage, now: datetime, *, raised: bool, by_holder: bool
) -> None:
    """The triage of a case that somebody holds became another: they are asked by its times.

    Raised by somebody else, it is asked after even where its holder had done something: that was
    under another triage. A question, or a lapse, that is due before then stays where it is.
    """
    clock = escalations.of_recipient(tx, recipient)
    if clock is None or by_holder or not (raised or clock.follow_up_at):
        return
    at, asks = None, rule(tx, recipient, triage)
    if asks:
        at = now + (asks.lapse if clock.asked_at else asks.ask)
        at = quiet.held(tx, recipient, triage, at)
    if at and raised and clock.follow_up_at:
        at = min(at, clock.follow_up_at)
    escalations.follow_up(tx, recipient, at, asked_at=clock.asked_at if at else None)
