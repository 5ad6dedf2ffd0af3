"""The form that makes a case, and what is asked when nobody would be reached. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foxo_bot.cards.card import (
    Bold,
    Choice,
    Field,
    Files,
    Form,
    Line,
    Note,
    Option,
    Paragraph,
    Select,
    TextInput,
)
from foxo_bot.cards.words import MARKS, triage_word
from foxo_bot.model import Triage

SUBJECT, DETAILS = 150, 3000

_NOT_FOR_EMERGENCIES = "If someone must come within minutes, phone. Do not wait for a message."
_OWN_TIMES = "A team with times of its own says so beside its name."


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What stands in the case form when it opens."""

    chosen: tuple[Option, ...] = ()
    patient: Option | None = None
    subject: str = ""
    details: str = ""
    triage: Triage = Triage.NORMAL


_EMPTY = CaseDraft()
_FILES = Files()


def case_form(
    *,
    teams: Sequence[Option] | None,
    policies: Mapping[Triage, str],
    draft: CaseDraft = _EMPTY,
    keeps: Mapping[str, str] | None = None,
    some_differ: bool = False,
    with_patient: bool = True,
    files: Files = _FILES,
) -> Form:
    """The form that makes a case.

    Without `teams` the bot is asked while the person types. `policies` says beside each triage
    what it sets off; where `some_differ`, teams with times of their own say so beside their name.
    Somebody who may not search patients gets the form without that field.
    """
    return Form(
        id="case",
        title="New case",
        submit="Send",
        keeps=dict(keeps or {}),
        content=(
            Note((_NOT_FOR_EMERGENCIES,)),
            teams_field(teams, draft.chosen),
            Field("subject", "Subject", TextInput(max_length=SUBJECT, initial=draft.subject)),
            Field(
                "details",
                "Details",
                TextInput(many_lines=True, max_length=DETAILS, initial=draft.details),
                hint="What you found, what you need, and how to reach you.",
            ),
            *((_patient_field(draft.patient),) if with_patient else ()),
            triage_field(draft.triage, policies, hint=_OWN_TIMES if some_differ else ""),
            *files_fields(files),
        ),
    )


@dataclass(frozen=True, slots=True)
class Caution:
    """What a sender should know before they count on a team, a line for each."""

    title: str
    lines: Sequence[Line]


def unreachable_form(caution: Caution, keeps: Mapping[str, str]) -> Form:
    """Asked on top of the case form, which stays as it was: going back loses nothing.

    `keeps` names the draft, never holds it.
    """
    return Form(
        id="unreachable",
        title=caution.title,
        submit="Send anyway",
        close="Go back",
        keeps=dict(keeps),
        content=(
            *(Paragraph(line) for line in caution.lines),
            Paragraph((Bold("If it cannot wait, phone the team."),)),
            Note(("Send anyway, or go back and choose another team. Nothing you typed is lost.",)),
        ),
    )


def teams_field(teams: Sequence[Option] | None, chosen: Sequence[Option]) -> Field:
    """Receiving teams; without `teams` the bot is asked while the person types."""
    select = Select(
        options=tuple(chosen if teams is None else teams),
        initial=tuple(option.value for option in chosen),
        several=True,
        ask=teams is None,
        placeholder="Choose one or more teams",
    )
    return Field("teams", "Send to", select)


def _patient_field(chosen: Option | None) -> Field:
    select = Select(
        options=(chosen,) if chosen else (),
        initial=(chosen.value,) if chosen else (),
        ask=True,
        placeholder="Name or number",
    )
    hint = "Patients whose card you hold."
    return Field("patient", "Patient", select, optional=True, hint=hint)


def files_fields(files: Files) -> tuple[Field | Note, ...]:
    """The field for files, with the names of those that were given before."""
    field = Field("files", "Files", files, optional=True)
    if not files.waiting:
        return (field,)
    return (field, Note((f"Added so far: {', '.join(files.waiting)}.",)))


def triage_field(initial: Triage, policies: Mapping[Triage, str], *, hint: str = "") -> Field:
    """All three in sight, each with what it sets off."""
    options = tuple(
        Option(triage.value, f"{MARKS[triage]} {triage_word(triage)}", policies.get(triage, ""))
        for triage in Triage
    )
    return Field("triage", "Triage", Choice(options, initial=initial.value), hint=hint)
