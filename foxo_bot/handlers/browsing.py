"""Lists of cases and the home page."""

from foxo_bot.cards import duty as duty_cards
from foxo_bot.cards import lists
from foxo_bot.cards.card import Block
from foxo_bot.cards.lists import CaseLine, CasesView, Which
from foxo_bot.handlers.context import CASE, Context
from foxo_bot.handlers.interaction import Home, Kind, Reply, ShowCard
from foxo_bot.model import AWAITING, ENDED, Recipient, State
from foxo_bot.signing import ShiftsGrant
from foxo_bot.store import cases, memberships, people, recipients, shifts, teams
from foxo_bot.store.recipients import Filter

OPEN = [state for state in State if state not in ENDED]


def on_cases(ctx: Context) -> Reply:
    """`/foxo cases`: what waits in the person's teams, or what they sent where they have none."""
    in_a_team = memberships.teams_of(ctx.tx, ctx.person.id)
    view = CasesView(Which.TEAMS if in_a_team else Which.SENT)
    return _page(ctx, view)


def on_view(ctx: Context) -> Reply:
    """A filter or paging button of a list."""
    return _page(ctx, CasesView.of(ctx.act.value))


def on_home(ctx: Context) -> Reply:
    waiting = recipients.in_teams(list(memberships.teams_of(ctx.tx, ctx.person.id)))
    mine = recipients.held_by(ctx.person.id)
    return Home(
        lists.home(
            own=_own_shifts(ctx),
            outsider=ctx.person.external,
            waiting=_first(ctx, waiting, sorted(AWAITING)),
            waiting_in_all=recipients.count(ctx.tx, waiting, sorted(AWAITING)),
            mine=_first(ctx, mine, [State.CLAIMED, State.PARTLY]),
            mine_in_all=recipients.count(ctx.tx, mine, [State.CLAIMED, State.PARTLY]),
        )
    )


def first_open(ctx: Context, which: Filter) -> list[CaseLine]:
    """The first of those that have not ended."""
    return _first(ctx, which, OPEN)


def _own_shifts(ctx: Context) -> tuple[Block, ...]:
    own = shifts.of_person(ctx.tx, ctx.person, ctx.now)
    grant = ShiftsGrant(ctx.person.organisation_id, ctx.person.id)
    return duty_cards.own_shifts(own, ctx.links.shifts(grant, ctx.now))


def _first(ctx: Context, which: Filter, states: list[State]) -> list[CaseLine]:
    found, _ = recipients.page(ctx.tx, which, states, number=0, size=lists.ON_HOME)
    return _lines(ctx, found)


def _page(ctx: Context, view: CasesView) -> Reply:
    match view.which:
        case Which.MINE:
            chosen = recipients.held_by(ctx.person.id)
        case Which.SENT:
            chosen = recipients.sent_by(ctx.person.id)
        case Which.TEAMS:
            chosen = recipients.in_teams(list(memberships.teams_of(ctx.tx, ctx.person.id)))
    states = sorted(ENDED) if view.ended else OPEN
    found, pages = recipients.page(ctx.tx, chosen, states, number=view.page - 1)
    card = lists.cases_list(_lines(ctx, found), view=view, pages=pages)
    return ShowCard(card, replace=ctx.act.kind is Kind.ACTION)


def _lines(ctx: Context, found: list[Recipient]) -> list[CaseLine]:
    holders = people.names(ctx.tx, [recipient.claimer_id for recipient in found])
    lines = []
    for recipient in found:
        case = cases.get(ctx.tx, recipient.organisation_id, recipient.case_id)
        team = teams.get(ctx.tx, recipient.team_organisation_id, recipient.team_id)
        lines.append(
            CaseLine(
                number=case.number,
                triage=case.triage,
                subject=case.subject,
                team=team.name if team else "",
                state=recipient.state,
                age=ctx.now - case.created_at,
                value=f"{CASE}{case.number}",
                holder=holders.get(recipient.claimer_id or 0, ""),
            )
        )
    return lines
