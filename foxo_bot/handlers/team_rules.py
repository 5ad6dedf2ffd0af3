"""`/foxo team`: what a lead decides besides the steps, and who would be told if a case came."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from foxo_bot.cards import team_rules
from foxo_bot.cards.team_rules import PreviewLine
from foxo_bot.directory import team_settings
from foxo_bot.escalation import preview
from foxo_bot.escalation.preview import Foreseen
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import Done, FormErrors, OpenForm, Reply, ShowCard
from foxo_bot.handlers.teams import led, team_named
from foxo_bot.model import Triage, Way, rules_text
from foxo_bot.model.rules import Rules
from foxo_bot.store import teams

T = TypeVar("T")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS_AHEAD = 10
"""What lies further off is a slip of the hand, and the end of the calendar is no place to count."""
_WHEN = re.compile(r"(?:(?P<day>[a-z]+|\d{4}-\d{2}-\d{2})\s+)?(?P<time>\d{1,2}:\d{2})")


def on_edit_rules(ctx: Context) -> Reply:
    team = led(ctx, ctx.act.value)
    rules = teams.rules(ctx.tx, team)
    return OpenForm(team_rules.rules_form(team.name, rules, keeps={"team": str(team.id)}))


def on_rules_submitted(ctx: Context) -> Reply:
    """A lead's rules; what cannot be read is named beside its field."""
    team = led(ctx, ctx.act.keeps.get("team", ""))
    errors: dict[str, str] = {}
    quiet = _read(ctx, "quiet", rules_text.quiet, errors)
    acknowledged_by = _read(ctx, "acknowledged_by", rules_text.acknowledged_by, errors)
    follow_up = _read(ctx, "follow_up", rules_text.follow_up, errors)
    if errors:
        return FormErrors(errors)
    rules = Rules(quiet, acknowledged_by or {}, follow_up or {})
    team_settings.set_rules(ctx.tx, team, ctx.person, rules, via=ctx.doing.via, now=ctx.now)
    return Done((f"Saved. It holds for new cases of {team.name} from now on.",))


def on_preview(ctx: Context) -> Reply:
    team = team_named(ctx, ctx.act.value)
    return OpenForm(team_rules.preview_form(team.name, keeps={"team": str(team.id)}))


def on_preview_submitted(ctx: Context) -> Reply:
    team = team_named(ctx, ctx.act.keeps.get("team", ""))
    zone = teams.zone(ctx.tx, team)
    sent_at = instant(str(ctx.act.values.get("when") or ""), ctx.now, zone)
    if sent_at is None:
        return FormErrors({"when": team_rules.WHEN_HELP})
    try:
        triage = Triage(str(ctx.act.values.get("triage") or Triage.URGENT))
    except ValueError:
        return FormErrors({"triage": "Choose Normal, High or Urgent."})
    lines = [_line(one, zone) for one in preview.foresee(ctx.tx, team, triage, sent_at)]
    wall = sent_at.astimezone(zone)
    return ShowCard(team_rules.preview_card(team.name, triage, wall, zone.key, lines))


def instant(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When people mean, from now on: "now", "02:10", "Sunday 02:10", "2026-03-01 02:10"."""
    words = " ".join(text.lower().split())
    if words in {"", "now"}:
        return now
    found = _WHEN.fullmatch(words)
    if not found:
        return None
    here = now.astimezone(zone)
    try:
        at = rules_text.clock_time(found["time"])
        day = _day(found["day"] or "", here)
        meant = datetime.combine(day, at, zone)
    except ValueError:
        return None
    if meant < here and not (found["day"] or "").startswith("2"):
        meant += timedelta(days=7 if found["day"] else 1)  # on the wall: zoneinfo keeps the hour
    return meant.astimezone(now.tzinfo)


def _day(word: str, here: datetime) -> date:
    """The date a word means; ValueError for a word that means none."""
    if not word:
        return here.date()
    if word[0].isdigit():
        found = datetime.fromisoformat(word).date()
        if found.year > here.year + _YEARS_AHEAD:
            raise ValueError(word)
        return found
    places = [place for place, day in enumerate(DAYS) if len(word) > 1 and day.startswith(word)]
    if len(places) != 1:
        raise ValueError(word)
    return here.date() + timedelta(days=(places[0] - here.weekday()) % 7)


def _line(one: Foreseen, zone: ZoneInfo) -> PreviewLine:
    together: dict[tuple[Way, ...], list[str]] = {}
    for person, ways in one.told:
        named = together.setdefault(tuple(way for way in Way if way in ways), [])
        named.append(person.name)
    also = ["The case once more in the team's channels"] if one.shown else []
    also += ["The sender"] if one.to_sender else []
    reached = {person.id for person, _ in one.told}
    missed = [
        f"{gap.person.name}: {gap.why}{'' if gap.person.id in reached else ', so not reached'}"
        for gap in one.gaps
    ]
    missed += [f"{whom.name}: no longer known" for whom in one.vanished]
    return PreviewLine(
        at=one.at.astimezone(zone),
        told=list(together.items()),
        also=also,
        missed=list(dict.fromkeys(missed)),
        every=one.step.every,
        held=one.held,
        at_once=one.at_once,
        off_duty=one.off_duty,
        without_channel=one.without_channel,
        last=one.step.exhausted,
    )


def _read(ctx: Context, field: str, read: Callable[[str], T], errors: dict[str, str]) -> T | None:
    try:
        return read(str(ctx.act.values.get(field) or ""))
    except rules_text.RuleError as mistake:
        errors[field] = str(mistake)
        return None
