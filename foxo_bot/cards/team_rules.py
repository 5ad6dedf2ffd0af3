"""What a lead decides besides the steps, and who would be told if a case came. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.cards.card import (
    Block,
    Bold,
    Card,
    Choice,
    Field,
    Form,
    Heading,
    Line,
    Note,
    Option,
    Paragraph,
    Span,
    TextInput,
)
from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import MARKS, capitalised, joined, triage_word
from foxo_bot.model import Triage, Way
from foxo_bot.model.rules import Rules
from foxo_bot.model.rules_text import (
    ACKNOWLEDGED_HELP,
    FOLLOW_UP_HELP,
    QUIET_HELP,
    say_acknowledged_by,
    say_follow_up,
)

WHEN_HELP = (
    "Write now, or a time in the team's time zone, such as Sunday 02:10 or 2026-03-01 02:10."
)
NAMED = 20
"""So many people are named in one line; more are counted."""


def rules_form(team: str, rules: Rules, *, keeps: Mapping[str, str]) -> Form:
    return Form(
        id="rules",
        title="Rules",
        submit="Save",
        keeps=dict(keeps),
        content=(
            Paragraph((Bold(team), ": who must acknowledge, and when it is quiet.")),
            _line(
                "acknowledged_by",
                "How many must acknowledge",
                say_acknowledged_by(rules.acknowledged_by),
                ACKNOWLEDGED_HELP,
            ),
            _line("follow_up", "Still on it?", say_follow_up(rules.follow_up), FOLLOW_UP_HELP),
            _line("quiet", "Quiet hours", str(rules.quiet or ""), QUIET_HELP),
        ),
    )


def preview_form(team: str, *, keeps: Mapping[str, str]) -> Form:
    triages = tuple(
        Option(triage.value, f"{MARKS[triage]} {triage_word(triage)}")
        for triage in reversed(Triage)
    )
    return Form(
        id="preview",
        title="Who would be told",
        submit="Show",
        keeps=dict(keeps),
        content=(
            Paragraph((Bold(team), ": who would be told, and when, if a case came.")),
            Field("triage", "Triage", Choice(triages, initial=Triage.URGENT.value)),
            Field("when", "When it comes", TextInput(max_length=40, initial="now"), hint=WHEN_HELP),
        ),
    )


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One step: its time on the team's wall clock, who is told by which ways, and whom it misses.

    `told` are (ways, names); `also` stands behind them, such as the sender; `every` repeats it.
    `last` is the step that says that nobody answered; `without_channel` that nothing else came
    before it, for there is no channel where the case would stand; `off_duty` that it is for those
    on duty, and nobody is.
    """

    at: datetime
    told: Sequence[tuple[Sequence[Way], Sequence[str]]]
    also: Sequence[str] = ()
    missed: Sequence[str] = ()
    every: timedelta | None = None
    held: bool = False
    without_channel: bool = False
    at_once: bool = False
    off_duty: bool = False
    last: bool = False


def preview_card(
    team: str, triage: Triage, sent_at: datetime, zone: str, lines: Sequence[PreviewLine]
) -> Card:
    """`sent_at` and the lines are on the wall clock of the zone, which is named."""
    title = f"{triage_word(triage)} case for {team}"
    blocks: list[Block] = [
        Heading("Who would be told"),
        Paragraph((Bold(f"{MARKS[triage]} {title}"), f", sent {_wall(sent_at)} ({zone})")),
    ]
    blocks += [Paragraph(_end(line, sent_at)) for line in lines if line.last][:1]
    blocks += [Paragraph(_step(line, sent_at)) for line in lines]
    note = "If nobody acknowledges. Who is told is decided when a step is due, so this may change."
    return Card(preview=f"Who would be told: {title}", blocks=(*blocks, Note((note,))))


def _end(line: PreviewLine, sent_at: datetime) -> Line:
    """What the whole comes to: that it has no end, and who hears when that nobody has answered.

    The sender always does (policy.for_triage).
    """
    named = dict.fromkeys(name for _, names in line.told for name in names)
    return (
        "Reminders go on until it is acknowledged. That nobody has answered is told to ",
        Bold(_names(["the sender", *named])),
        " at ",
        *_when(line, sent_at),
        ".",
    )


def _when(line: PreviewLine, sent_at: datetime) -> tuple[Span, ...]:
    same_day = line.at.date() == sent_at.date()
    when = f"{line.at:%H:%M}" if same_day else _wall(line.at)
    after = spoken_age(line.at - sent_at)
    return (Bold(when), f" ({after})" if line.at > sent_at else " (at once)")


def _step(line: PreviewLine, sent_at: datetime) -> Line:
    spans: list[Span] = [*_when(line, sent_at), *_why(line)]
    if line.every:
        spans.append(f", then every {spoken_age(line.every)} until it is acknowledged")
    if line.last:
        spans.append("\nThat nobody has answered:")
    for ways, names in line.told:
        spans += [f"\n{capitalised(joined([WAYS[way] for way in ways]))}: {_names(names)}"]
    spans += [f"\n{one}" for one in line.also]
    if line.off_duty:
        spans += ["\n", Bold("Nobody is on duty then, so it is for all members.")]
    if not line.told and not line.also:
        spans += ["\n", Bold("Nobody")]
        spans += [_EACH_TIME] if line.every else []
    for words in line.missed:
        spans += ["\n", Bold(words)]
    return tuple(spans)


_EACH_TIME = ". Each time again, the step that follows comes at once: sooner than is said here"


def _why(line: PreviewLine) -> list[Span]:
    """Why it comes at another time than the step says."""
    if line.held:
        return [", held until the quiet hours end"]
    if line.without_channel:
        return [", for the team has no channel"]
    return [", for the step before reaches nobody"] if line.at_once else []


def _names(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return joined([*names[:NAMED], f"{more} more"] if more > 0 else list(names))


def _wall(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%b %H:%M}"


def _line(name: str, label: str, initial: str, hint: str) -> Field:
    return Field(name, label, TextInput(max_length=200, initial=initial), optional=True, hint=hint)
