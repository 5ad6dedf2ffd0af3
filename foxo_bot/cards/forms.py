"""Every form: the case form, one for each verb that asks something, and the policy form. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foxo_bot import access
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
from foxo_bot.model import Triage, Verb, spoken
from foxo_bot.model.notation import HELP

SUBJECT, DETAILS, REPLY, REASON, POLICY = 150, 3000, 3000, 300, 1000
YES, NO = "yes", "no"

_NOT_FOR_EMERGENCIES = "If someone must come within minutes, phone. Do not wait for a message."


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What stands in the case form when it opens."""

    chosen: tuple[Option, ...] = ()
    subject: str = ""
    details: str = ""
    triage: Triage = Triage.NORMAL


_EMPTY = CaseDraft()


def case_form(
    *,
    teams: Sequence[Option] | None,
    policies: Mapping[Triage, str],
    draft: CaseDraft = _EMPTY,
    warning: Line = (),
    keeps: Mapping[str, str] | None = None,
    with_patient: bool = True,
    with_files: bool = True,
) -> Form:
    """The form that makes a case.

    Without `teams` the bot is asked while the person types. `policies` says beside each triage
    what it sets off. Somebody who may not search patients, or whose platform takes no files, gets
    the form without those fields.
    """
    patient = Field(
        "patient",
        "Patient",
        Select(ask=True, placeholder="Name or number"),
        optional=True,
        hint="Patients whose card you hold.",
    )
    files = Field("files", "Files", Files(), optional=True)
    return Form(
        id="case",
        title="New case",
        submit="Send",
        keeps=dict(keeps or {}),
        content=(
            *((Paragraph(warning),) if warning else ()),
            _teams_field(teams, draft.chosen),
            Field("subject", "Subject", TextInput(max_length=SUBJECT, initial=draft.subject)),
            Field(
                "details",
                "Details",
                TextInput(many_lines=True, max_length=DETAILS, initial=draft.details),
                hint="What you found, what you need, and how to reach you.",
            ),
            *((patient,) if with_patient else ()),
            _triage_field(draft.triage, policies),
            *((files,) if with_files else ()),
            Note((_NOT_FOR_EMERGENCIES,)),
        ),
    )


def unreachable_form(lines: Sequence[Line], keeps: Mapping[str, str]) -> Form:
    """Asked on top of the case form, which stays as it was: going back loses nothing.

    One line for each team that cannot be reached; `keeps` names the draft, never holds it.
    """
    return Form(
        id="unreachable",
        title="Nobody reachable",
        submit="Send anyway",
        close="Go back",
        keeps=dict(keeps),
        content=(
            *(Paragraph(line) for line in lines),
            Paragraph((Bold("If it cannot wait, phone the team."),)),
            Note(("Send anyway, or go back and choose another team. Nothing you typed is lost.",)),
        ),
    )


def reply_form(number: int, *, keeps: Mapping[str, str]) -> Form:
    box = TextInput(many_lines=True, max_length=REPLY)
    field = Field("text", "Your reply", box, hint="Sender and receiving teams read it.")
    return _verb_form(Verb.REPLY, number, keeps=keeps, submit="Send", fields=(field,))


def decline_form(number: int, *, keeps: Mapping[str, str]) -> Form:
    field = Field(
        "reason",
        "Why does your team not take it?",
        TextInput(many_lines=True, max_length=REASON),
        hint="The sender reads it. The next people in the team are asked at once.",
    )
    return _verb_form(Verb.DECLINE, number, keeps=keeps, submit="Decline", fields=(field,))


def share_form(number: int, *, teams: Sequence[Option] | None, keeps: Mapping[str, str]) -> Form:
    note = TextInput(many_lines=True, max_length=REASON)
    fields = (_teams_field(teams, ()), Field("note", "Note", note, optional=True))
    return _verb_form(Verb.SHARE, number, keeps=keeps, submit="Share", fields=fields)


def retriage_form(
    number: int, *, current: Triage, policies: Mapping[Triage, str], keeps: Mapping[str, str]
) -> Form:
    field = _triage_field(current, policies)
    return _verb_form(Verb.RETRIAGE, number, keeps=keeps, submit="Change", fields=(field,))


def policy_form(
    team: str,
    *,
    steps: Mapping[Triage, str],
    accepts_external: bool,
    integrations: bool,
    keeps: Mapping[str, str],
) -> Form:
    """How a team is escalated to. `steps` are in the notation of `model.notation`."""
    inputs = tuple(
        Field(
            triage.value,
            f"{MARKS[triage]} {triage_word(triage)}",
            TextInput(many_lines=True, max_length=POLICY, initial=steps.get(triage, "")),
            optional=True,
            hint=HELP if triage is Triage.URGENT else "Leave empty for the default.",
        )
        for triage in reversed(Triage)
    )
    return Form(
        id="policy",
        title="Escalation",
        submit="Save",
        keeps=dict(keeps),
        content=(
            Paragraph((Bold(team), ": who is told when nobody acknowledges a case.")),
            *inputs,
            _switch(
                "accepts_external",
                "May people outside your organisation send cases?",
                on=accepts_external,
            ),
            _switch("integrations", "May clinical systems list this team?", on=integrations),
        ),
    )


def _verb_form(
    verb: Verb, number: int, *, keeps: Mapping[str, str], submit: str, fields: tuple[Field, ...]
) -> Form:
    return Form(
        id=verb.value,
        title=access.WORDS[verb],
        submit=submit,
        keeps=dict(keeps),
        content=(Paragraph((Bold(f"Case {spoken(number)}"),)), *fields),
    )


def _teams_field(teams: Sequence[Option] | None, chosen: Sequence[Option]) -> Field:
    select = Select(
        options=tuple(chosen if teams is None else teams),
        initial=tuple(option.value for option in chosen),
        several=True,
        ask=teams is None,
        placeholder="Choose one or more teams",
    )
    return Field("teams", "Send to", select)


def _triage_field(initial: Triage, policies: Mapping[Triage, str]) -> Field:
    options = tuple(
        Option(triage.value, f"{MARKS[triage]} {triage_word(triage)}", policies.get(triage, ""))
        for triage in Triage
    )
    return Field("triage", "Triage", Choice(options, initial=initial.value))


def _switch(name: str, question: str, *, on: bool) -> Field:
    choice = Choice((Option(YES, "Yes"), Option(NO, "No")), initial=YES if on else NO)
    return Field(name, question, choice)
