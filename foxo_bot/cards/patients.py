"""Patient Cards: the list of those a person holds, and the form that makes one. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from foxo_bot.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Field,
    Form,
    Heading,
    Item,
    Note,
    Option,
    Paragraph,
    TextInput,
    Tone,
)
from foxo_bot.cards.case_parts import patient_line
from foxo_bot.model import PatientCard

SHOWN = 30
SEXES = ("female", "male", "other", "unknown")


def patients_card(patients: Sequence[PatientCard], *, now: datetime) -> Card:
    """Each patient with a button `case_for` that brings back their id; `new_patient` adds one."""
    items: list[Block] = [
        Item(patient_line(patient, now.date()), Button("case_for", "New case", str(patient.id)))
        for patient in patients[:SHOWN]
    ]
    none = Paragraph(("You hold no Patient Card yet. Add one, then attach it to a case.",))
    more = len(patients) - SHOWN
    return Card(
        preview="Your patients",
        blocks=(
            Heading("Your patients"),
            Buttons((Button("new_patient", "Add a patient", tone=Tone.GOOD),)),
            *(items or [none]),
            *((Note((f"{more} more: find them by name in the case form.",)),) if more > 0 else ()),
        ),
    )


def patient_form(*, keeps: Mapping[str, str] | None = None) -> Form:
    """The fields of a Patient Card entered by hand."""
    sex = Choice(tuple(Option(sex, sex.capitalize()) for sex in SEXES))
    return Form(
        id="patient",
        title="Add a patient",
        submit="Save",
        keeps=dict(keeps or {}),
        content=(
            Field("name", "Name", TextInput(max_length=120, placeholder="FAMILY, Given")),
            Field("born", "Date of birth", TextInput(max_length=10, placeholder="DD/MM/YYYY")),
            Field("sex", "Sex", sex, optional=True),
            Field("mrn", "Record number (MRN)", TextInput(max_length=40), optional=True),
            Field(
                "issuer",
                "Who issued the record number",
                TextInput(max_length=80),
                optional=True,
                hint="The hospital or practice. The number means nothing without it.",
            ),
            Field("ihi", "IHI", TextInput(max_length=20), optional=True, hint="16 digits"),
            Field("medicare", "Medicare number", TextInput(max_length=14), optional=True),
        ),
    )
