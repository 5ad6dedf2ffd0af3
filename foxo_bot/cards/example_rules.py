"""Examples of a team's rules, and of who would be told, for snapshots and galleries. Pure."""

from datetime import UTC, datetime, time, timedelta

from foxo_bot.cards.card import Card, Form
from foxo_bot.cards.team_rules import PreviewLine, preview_card, preview_form, rules_form
from foxo_bot.model import Triage, Way
from foxo_bot.model.rules import FollowUp, Quiet, Rules

_RULES = Rules(
    quiet=Quiet(time(22), time(7)),
    acknowledged_by={Triage.URGENT: 2},
    follow_up={Triage.HIGH: FollowUp(timedelta(hours=4), timedelta(hours=1))},
)


def _preview() -> Card:
    at = datetime(2026, 3, 1, 2, 10, tzinfo=UTC)
    every = timedelta(minutes=5)
    lines = [
        PreviewLine(at, also=["The sender"], told=[], without_channel=True),
        PreviewLine(at + timedelta(minutes=2), [([Way.DM], ["Lane Leed", "Casey Invented"])]),
        PreviewLine(
            at + timedelta(minutes=5),
            [([Way.SMS], ["Lane Leed"]), ([Way.EMAIL], ["Casey Invented"])],
            missed=["Casey Invented: no mobile number"],
            every=every,
        ),
        PreviewLine(at + timedelta(minutes=8), [], missed=["Kim Fiction: no longer known"]),
        PreviewLine(at + timedelta(minutes=8), [], also=["The sender"], at_once=True),
        PreviewLine(at + timedelta(hours=5), [([Way.EMAIL], ["Lane Leed"])], held=True),
        PreviewLine(
            at + timedelta(hours=6),
            [([Way.DM, Way.SMS, Way.EMAIL], ["Lane Leed"])],
            also=["The sender"],
            every=timedelta(minutes=30),
            last=True,
        ),
    ]
    return preview_card("Radiology Concierge", Triage.URGENT, at, "Australia/Sydney", lines)


def examples() -> dict[str, Card | Form]:
    return {
        "form_rules": rules_form("Radiology Concierge", _RULES, keeps={"team": "5"}),
        "form_preview": preview_form("Radiology Concierge", keeps={"team": "5"}),
        "preview": _preview(),
    }
