"""The forms that a verb asks for, and the form of a team's escalation policy. Pure."""

from collections.abc import Mapping, Sequence

from foxo_bot import access
from foxo_bot.cards.card import (
    Bold,
    Choice,
    Field,
    Files,
    Form,
    Note,
    Option,
    Paragraph,
    TextInput,
)
from foxo_bot.cards.forms import files_fields, teams_field, triage_field
from foxo_bot.cards.words import MARKS, triage_word
from foxo_bot.model import Triage, Verb, spoken
from foxo_bot.model.notation import HELP

REPLY, REASON, POLICY = 3000, 300, 1000
YES, NO = "yes", "no"
_FILES = Files()


def reply_form(number: int, *, keeps: Mapping[str, str], files: Files = _FILES) -> Form:
    """A reply may be files alone."""
    box = TextInput(many_lines=True, max_length=REPLY)
    hint = "Sender and receiving teams read it."
    text = Field("text", "Your reply", box, optional=True, hint=hint)
    fields = (text, *files_fields(files))
    return _verb_form(Verb.REPLY, number, keeps=keeps, submit="Send", fields=fields)


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
    fields = (teams_field(teams, ()), Field("note", "Note", note, optional=True))
    return _verb_form(Verb.SHARE, number, keeps=keeps, submit="Share", fields=fields)


def retriage_form(
    number: int, *, current: Triage, policies: Mapping[Triage, str], keeps: Mapping[str, str]
) -> Form:
    field = triage_field(current, policies)
    return _verb_form(Verb.RETRIAGE, number, keeps=keeps, submit="Change", fields=(field,))


def policy_form(
    team: str,
    *,
    steps: Mapping[Triage, str],
    defaults: Mapping[Triage, str],
    accepts_external: bool,
    integrations: bool,
    keeps: Mapping[str, str],
) -> Form:
    """How a team is escalated to. Both, `steps` and `defaults`, are in `model.notation`.

    A default is not filled in: a team that saved it would keep it when the default gets better.
    """
    inputs = tuple(
        Field(
            triage.value,
            f"{MARKS[triage]} {triage_word(triage)}",
            TextInput(many_lines=True, max_length=POLICY, initial=steps.get(triage, "")),
            optional=True,
            hint=_hint(triage, defaults[triage]),
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


def _hint(triage: Triage, default: str) -> str:
    empty = f"Leave empty for the default: {default.replace(chr(10), '; ')}."
    return f"{HELP} {empty}" if triage is Triage.URGENT else empty


def _verb_form(
    verb: Verb,
    number: int,
    *,
    keeps: Mapping[str, str],
    submit: str,
    fields: tuple[Field | Note, ...],
) -> Form:
    return Form(
        id=verb.value,
        title=access.WORDS[verb],
        submit=submit,
        keeps=dict(keeps),
        content=(Paragraph((Bold(f"Case {spoken(number)}"),)), *fields),
    )


def _switch(name: str, question: str, *, on: bool) -> Field:
    choice = Choice((Option(YES, "Yes"), Option(NO, "No")), initial=YES if on else NO)
    return Field(name, question, choice)
