"""The case form as it opens, and what its fields that are searched find."""

from collections.abc import Collection

from foxo_bot import access
from foxo_bot.cards import forms, policy_words
from foxo_bot.cards.card import Option
from foxo_bot.escalation import policy
from foxo_bot.handlers import trays
from foxo_bot.handlers.context import Context
from foxo_bot.handlers.interaction import OpenForm, Options, Reply, Tell
from foxo_bot.model import PatientCard, Team, Triage
from foxo_bot.patients import find
from foxo_bot.store import channels, organisations, teams

_MOST_OPTIONS = 100
"""Options that a list may hold (Slack); with more teams than that the bot is asked instead."""


def open_form(
    ctx: Context,
    *,
    subject: str = "",
    details: str = "",
    patient: PatientCard | None = None,
    tray: str = "",
    team: str = "",
) -> Reply:
    """The case form. A guest who pressed a button in a team's channel finds the team chosen.

    `tray` names files that were given for it, `team` the one that is chosen for anybody.
    """
    options = team_options(ctx)
    if not options:
        return Tell(("There is no team yet that you can send a case to.",))
    draft = forms.CaseDraft(
        chosen=tuple(option for option in options if option.value == team) or _here(ctx, options),
        patient=_patient_option(patient) if patient else None,
        subject=subject[: forms.SUBJECT],
        details=details[: forms.DETAILS],
    )
    given = trays.for_form(ctx, tray)
    known = draft.chosen or (options if len(options) == 1 else ())
    form = forms.case_form(
        teams=options if len(options) <= _MOST_OPTIONS else None,
        policies=policies_in_words(ctx, [int(option.value) for option in known]),
        draft=draft,
        keeps=given.keeps,
        some_differ=any(option.description for option in options),
        with_patient=not ctx.person.external,
        files=given.files,
    )
    return OpenForm(form)


def policies_in_words(ctx: Context, team_ids: Collection[int] = ()) -> dict[Triage, str]:
    """What each triage sets off in these teams, or usually where they differ or none is known."""
    own = teams.own_policies(ctx.tx)
    found = {}
    for triage in Triage:
        words = {
            policy_words.describe(
                policy.for_triage(triage, own.get(team_id, {}), by_duty=False), whom=False
            )
            for team_id in team_ids
        }
        usual = policy_words.describe(policy.DEFAULTS[triage], whom=False)
        found[triage] = words.pop() if len(words) == 1 else usual
    return found


def team_options(ctx: Context, *, without: Collection[int] = ()) -> list[Option]:
    """The teams this person may send to, with their own times beside them where they have any.

    Those of other organisations say whose they are.
    """
    home, own = ctx.person.organisation_id, teams.own_policies(ctx.tx)
    found = [
        team
        for team in teams.candidates(ctx.tx, home)
        if access.may_send_to(ctx.person, team) and team.id not in without
    ]
    return [
        Option(str(team.id), _label(ctx, team), _own_times(own.get(team.id, {}))) for team in found
    ]


def on_team_options(ctx: Context) -> Reply:
    """What was typed into the field of receiving teams."""
    words = ctx.act.text.casefold().split()
    found = [
        option
        for option in team_options(ctx)
        if all(word in option.label.casefold() for word in words)
    ]
    return Options(tuple(found[:_MOST_OPTIONS]))


def on_patient_options(ctx: Context) -> Reply:
    """What was typed into the field of the patient."""
    found = find.find(ctx.tx, ctx.person, ctx.act.text)
    return Options(tuple(_patient_option(card) for card in found))


def _patient_option(card: PatientCard) -> Option:
    born = card.born.strftime("%d/%m/%Y") if card.born else "date of birth unknown"
    return Option(str(card.id), f"{card.name}, {born}")


def _own_times(stored: teams.StoredPolicy) -> str:
    own = {
        triage: policy.for_triage(triage, stored, by_duty=False)
        for triage in Triage
        if triage in stored
    }
    return policy_words.own_times(own)


def _label(ctx: Context, team: Team) -> str:
    if team.organisation_id == ctx.person.organisation_id and not ctx.person.external:
        return team.name
    return f"{team.name} ({organisations.get(ctx.tx, team.organisation_id).name})"


def _here(ctx: Context, options: list[Option]) -> tuple[Option, ...]:
    place = ctx.act.place
    if place is None or not (ctx.person.external or place.shared):
        return ()
    here = channels.standing_in(ctx.tx, place.transport, place.workspace, place.address)
    ids = {str(team.id) for team in here}
    return tuple(option for option in options if option.value in ids)
