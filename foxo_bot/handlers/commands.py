"""What people type, and the entries that mean the same."""

from foxo_bot.cards import forms, guide
from foxo_bot.cards import patients as patient_cards
from foxo_bot.cards.words import cut
from foxo_bot.handlers import case_form, presses, trays
from foxo_bot.handlers.context import Context, id_in, number_in
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    Interaction,
    OpenForm,
    PlatformUser,
    Reply,
    ShowCard,
)
from foxo_bot.patients import create, find
from foxo_bot.store import patients


def on_case(ctx: Context) -> Reply:
    """`/foxo case` opens the form, with what was typed as subject; with a number, that case.

    The button of a *Send a case* message brings the team that it is for.
    """
    number = number_in(ctx.act.text)
    if number:
        return presses.show_details(ctx, ctx.numbered(number))
    subject = " ".join(ctx.act.text.split())
    return case_form.open_form(ctx, subject=subject, team=ctx.act.value)


def on_case_from_message(ctx: Context) -> Reply:
    """The message shortcut: its text and a link to it become the details."""
    link = f"\n\n{ctx.act.value}" if ctx.act.value else ""
    text = cut(ctx.act.text, forms.DETAILS - len(link))
    return case_form.open_form(ctx, details=f"{text}{link}".strip())


def on_case_for(ctx: Context) -> Reply:
    """A new case about a patient whose card was chosen."""
    wanted = id_in(ctx.act.value)
    card = None if wanted is None else find.held(ctx.tx, ctx.person, wanted)
    return case_form.open_form(ctx, patient=card)


def on_case_with(ctx: Context) -> Reply:
    """A new case with files that were given before, and what was written beside them."""
    tray = ctx.act.value
    details = cut(trays.words_with(ctx, tray), forms.DETAILS)
    return case_form.open_form(ctx, tray=tray, details=details)


def on_patients(ctx: Context) -> Reply:
    held = [] if ctx.person.external else patients.owned_by(ctx.tx, ctx.person)
    return ShowCard(patient_cards.patients_card(held, now=ctx.now))


def on_new_patient(ctx: Context) -> Reply:  # noqa: ARG001 - every handler takes the context
    return OpenForm(patient_cards.patient_form())


def on_patient_submitted(ctx: Context) -> Reply:
    values = {name: str(value or "") for name, value in ctx.act.values.items()}
    try:
        card = create.checked(values, ctx.person, ctx.now)
    except create.Mistakes as mistakes:
        return FormErrors(mistakes.fields)
    if ctx.first_time():
        create.keep(ctx.tx, ctx.person, card, via=ctx.act.actor.transport, now=ctx.now)
    return Done(("The patient was added. Choose them in a new case.",))


def help_for(act: Interaction) -> Reply:
    """The help needs nothing from the database."""
    actor = act.actor
    outside = isinstance(actor, PlatformUser) and actor.workspace not in {None, actor.via}
    return ShowCard(guide.help_card(external=outside, prefix=prefix_of(act)))


def unknown(act: Interaction) -> Reply:
    return ShowCard(guide.unknown_subcommand(act.name, prefix=prefix_of(act)))


def prefix_of(act: Interaction) -> str:
    """What stands before a command: in Teams its bare name is one."""
    return "" if act.actor.transport == "teams" else "/foxo "
