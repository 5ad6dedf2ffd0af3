"""`/foxo team`: who is in a team, who is told when, and what a lead may change there."""

from foxo_bot.cards import guide, team_card, verb_forms
from foxo_bot.cards.card import Option
from foxo_bot.cards.team_card import TeamSheet
from foxo_bot.directory import team_settings
from foxo_bot.escalation import duty, named, policy
from foxo_bot.handlers import rosters
from foxo_bot.handlers.context import Context, id_in
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    OpenForm,
    PostHere,
    Reply,
    ShowCard,
    Tell,
)
from foxo_bot.model import NoSuchTeam, Step, Team, Triage
from foxo_bot.model.notation import NotationError, notation, parse_notation
from foxo_bot.store import channels, memberships, teams


def on_team(ctx: Context) -> Reply:
    """The team of this channel, else the person's own: one is shown, several are listed."""
    if ctx.person.external:
        return Tell(("Teams are shown to people of their own organisation only.",))
    found = _here(ctx) or _own(ctx)
    if len(found) == 1:
        return _show(ctx, found[0])
    return ShowCard(team_card.teams_card([Option(str(team.id), team.name) for team in found]))


def on_show_team(ctx: Context) -> Reply:
    return _show(ctx, team_named(ctx, ctx.act.value))


def on_edit_policy(ctx: Context) -> Reply:
    team = led(ctx, ctx.act.value)
    stored = teams.policy(ctx.tx, team)
    refresh = named.refresher(ctx.tx, team.organisation_id)
    own = {
        triage: notation(named.with_names(policy.from_json(stored[triage.value]), refresh))
        for triage in Triage
        if stored.get(triage.value)
    }
    return OpenForm(
        verb_forms.policy_form(
            team.name,
            steps=own,
            defaults={triage: notation(duty.default_of(ctx.tx, team, triage)) for triage in Triage},
            accepts_external=team.accepts_external,
            integrations=team.integrations,
            keeps={"team": str(team.id)},
        )
    )


def on_policy_submitted(ctx: Context) -> Reply:
    """A lead's changes; a line that cannot be read is named beside its field."""
    team = led(ctx, ctx.act.keeps.get("team", ""))
    errors: dict[str, str] = {}
    steps = _steps(ctx, team, errors)
    if errors:
        return FormErrors(errors)
    team_settings.set_policy(ctx.tx, team, ctx.person, steps, via=_via(ctx), now=ctx.now)
    team_settings.set_switches(
        ctx.tx,
        team,
        ctx.person,
        accepts_external=ctx.act.values.get("accepts_external") == verb_forms.YES,
        integrations=ctx.act.values.get("integrations") == verb_forms.YES,
        via=_via(ctx),
        now=ctx.now,
    )
    return Done((f"Saved. It holds for new cases of {team.name} from now on.",))


def on_post_entry(ctx: Context) -> Reply:
    team = led(ctx, ctx.act.value)
    return PostHere(
        guide.entry_card(Option(str(team.id), team.name)),
        say=(f"Anybody here can now send {team.name} a case with one press.",),
    )


def _steps(ctx: Context, team: Team, errors: dict[str, str]) -> dict[Triage, tuple[Step, ...]]:
    find = named.finder(ctx.tx, team.organisation_id)
    steps = {}
    for triage in Triage:
        text = str(ctx.act.values.get(triage.value) or "").strip()
        try:
            steps[triage] = parse_notation(text, find) if text else ()
        except NotationError as mistake:
            errors[triage.value] = str(mistake)
    return steps


def _show(ctx: Context, team: Team) -> Reply:
    members = memberships.of_team(ctx.tx, team.organisation_id, team.id)
    sheet = TeamSheet(
        team=team,
        channels=channels.of_team(ctx.tx, team),
        members=members,
        policies={triage: duty.steps_of(ctx.tx, team, triage) for triage in Triage},
        is_lead=team_settings.is_led_by(ctx.tx, team, ctx.person),
        duty=rosters.sheet(ctx.tx, team, ctx.now),
        rules=teams.rules(ctx.tx, team),
        sms_hears=ctx.sms_hears,
    )
    return ShowCard(team_card.team_card(sheet))


def led(ctx: Context, value: str) -> Team:
    """A team that the person leads. Raises LeadsOnly."""
    team = team_named(ctx, value)
    team_settings.must_lead(ctx.tx, team, ctx.person)
    return team


def team_named(ctx: Context, value: str) -> Team:
    """An active team of the person's own organisation."""
    own = ctx.person.organisation_id
    wanted = id_in(value)
    team = None if wanted is None else teams.get(ctx.tx, own, wanted)
    if team is None or not team.active or ctx.person.external:
        raise NoSuchTeam
    return team


def _here(ctx: Context) -> list[Team]:
    place = ctx.act.place
    if place is None:
        return []
    here = channels.standing_in(ctx.tx, place.transport, place.workspace, place.address)
    return [team for team in here if team.organisation_id == ctx.person.organisation_id]


def _own(ctx: Context) -> list[Team]:
    ids = memberships.teams_of(ctx.tx, ctx.person.id)
    mine = teams.of_organisation(ctx.tx, ctx.person.organisation_id)
    return [team for team in mine if team.active and team.id in ids]


def _via(ctx: Context) -> str:
    return ctx.act.actor.transport
