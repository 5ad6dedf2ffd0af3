"""One example of every card, form and state, for snapshots and galleries. Pure."""

from dataclasses import replace
from datetime import timedelta

from foxo_bot.cards import (
    case_card,
    example_duty,
    example_rules,
    forms,
    given,
    guide,
    lists,
    patients,
    team_card,
    verb_forms,
)
from foxo_bot.cards.card import Bold, Card, Files, Form, Option
from foxo_bot.cards.case_details import details
from foxo_bot.cards.example_cases import (
    HISTORY,
    NOW,
    PATIENT,
    SENT,
    TEAM,
    TRIED,
    full_sheet,
    other_team,
    recipient,
    sheet,
)
from foxo_bot.cards.example_reach import reaching
from foxo_bot.cards.notice import Occasion, Reader
from foxo_bot.cards.told import Told, channel_news, told
from foxo_bot.model import Channel, Member, Person, Role, State, Step, Team, Triage, Way
from foxo_bot.model.notation import notation

_POLICIES = {
    Triage.URGENT: (
        Step(timedelta(minutes=2), (Way.DM,)),
        Step(timedelta(minutes=5), (Way.SMS,)),
        Step(timedelta(minutes=10), (Way.SMS,), every=timedelta(minutes=5)),
        Step(timedelta(minutes=30), (Way.DM, Way.SMS), exhausted=True),
    ),
    Triage.HIGH: (Step(timedelta(minutes=10), (Way.EMAIL, Way.DM)),),
    Triage.NORMAL: (Step(timedelta(hours=24), (Way.EMAIL,)),),
}
_IN_WORDS = {
    Triage.URGENT: "DM at 2 min, SMS at 5 min, then SMS every 5 min",
    Triage.HIGH: "Email and DM at 10 min, email and SMS to leads at 1 h",
    Triage.NORMAL: "Email at 24 h",
}
_TEAMS = (
    Option("5", "Radiology Concierge", "Northside Radiology"),
    Option("6", "Cardiac Surgery", "Northside Hospital"),
)
_KEEPS = {"post": "31"}
_PAGE = Files(page="https://foxo.example/upload/token", waiting=("ecg.jpg",))


def examples() -> dict[str, Card | Form]:
    """Every example by its name."""
    return {**_cases(), **_news(), **_by_themselves(), **_forms(), **_lists()}


def _by_themselves() -> dict[str, Card | Form]:
    return {**example_duty.examples(), **example_rules.examples()}


def _cases() -> dict[str, Card | Form]:
    exhausted = recipient(exhausted_at=NOW)
    standing = {
        **{f"{state.value}": sheet(recipient(state)) for state in State},
        "unclaimed_full": full_sheet(recipient(), other_team()),
        "claimed_full": full_sheet(recipient(State.CLAIMED), other_team(State.UNCLAIMED)),
        "exhausted": sheet(exhausted),
        "absent": sheet(recipient(State.CLAIMED, absent_at=NOW)),
        "high": sheet(triage=Triage.HIGH),
        "normal": sheet(triage=Triage.NORMAL),
        "channel_trouble": sheet(recipient(trouble="Foxo Bot is not in the channel.")),
        "completed_members_close": sheet(recipient(State.COMPLETED, confirms_close=False)),
    }
    found: dict[str, Card | Form] = {}
    for name, case in standing.items():
        found[f"team_{name}"] = case_card.team_post(case, TEAM, post_id=31, now=NOW)
        found[f"sender_{name}"] = case_card.sender_copy(case, post_id=32, now=NOW)
    for state in (State.UNCLAIMED, State.PARTLY, State.CLAIMED, State.DECLINED, State.WITHDRAWN):
        case = full_sheet(recipient(state))
        found[f"personal_{state.value}"] = case_card.personal_copy(case, TEAM, post_id=33, now=NOW)
    both = full_sheet(recipient(next_due=NOW + timedelta(minutes=4)), other_team())
    found["details"] = details(both, shown=both.recipients, history=HISTORY, tried=TRIED, now=NOW)
    found["details_sender"] = details(
        both, shown=both.recipients, history=(), tried=(), now=NOW, for_sender=True
    )
    return found


def _news() -> dict[str, Card | Form]:
    news = {
        **{
            occasion.value: _told(occasion)
            for occasion in Occasion
            if occasion not in {Occasion.NEW_CASE, Occasion.WAITING}
        },
        "asked": _told(Occasion.ASKED, reader=Reader.TEAM, post_id=33),
        "lapsed_from": _told(Occasion.LAPSED, other="Alex Invented", who=""),
        "acknowledged_partly": _told(Occasion.ACKNOWLEDGED, given=1, needed=2),
        "exhausted_partly": _told(Occasion.EXHAUSTED, given=1, needed=2),
        "completed_offers_close": _told(Occasion.COMPLETED, post_id=32),
        "declined_reason": _told(Occasion.DECLINED, words="No scanner tonight"),
        "taken_over_from": _told(Occasion.TAKEN_OVER, other="Kim Fiction"),
        "retriaged_from": _told(Occasion.RETRIAGED, was=Triage.NORMAL),
        "replied_unclaimed": _told(
            Occasion.REPLIED,
            reader=Reader.TEAM,
            words="Is there an older CT?",
            post_id=33,
            unclaimed=True,
        ),
        "exhausted_lead": _told(
            Occasion.EXHAUSTED, reader=Reader.TEAM, tried=TRIED, post_id=33, age=NOW - SENT
        ),
        "exhausted_fallback": _told(
            Occasion.EXHAUSTED, reader=Reader.FALLBACK, tried=TRIED, age=NOW - SENT
        ),
        "holder_absent_lead": _told(Occasion.HOLDER_ABSENT, reader=Reader.TEAM, post_id=33),
        "holder_absent_waits": _told(Occasion.HOLDER_ABSENT, unclaimed=True),
        "undeliverable_lead": _told(
            Occasion.UNDELIVERABLE, reader=Reader.TEAM, words="Foxo Bot is not in the channel."
        ),
    }
    channel = Channel(1, 1, 5, "slack", "T1", "C000000002")
    lost = replace(channel, problem="The Slack channel is archived.")
    return {
        "told_channel_lost": channel_news("Radiology Concierge", lost),
        "told_channel_back": channel_news("Radiology Concierge", channel),
        **{f"told_{name}": told(one) for name, one in news.items()},
    }


def _told(occasion: Occasion, **facts: object) -> Told:
    nobody = occasion in {Occasion.EXHAUSTED, Occasion.UNDELIVERABLE, Occasion.LAPSED}
    known: dict[str, object] = {"who": "" if nobody else "Alex Invented"}
    known |= {"other": "Cardiac Surgery"} if occasion is Occasion.SHARED else {}
    if occasion is Occasion.EXHAUSTED:
        known |= {"age": NOW - SENT, "tried": TRIED}
    return Told(
        occasion,
        number=482913,
        triage=Triage.URGENT,
        team="Radiology Concierge",
        at=NOW,
        **(known | facts),  # type: ignore[arg-type]  # fields by name, for short examples
    )


def _forms() -> dict[str, Card | Form]:
    draft = forms.CaseDraft(
        chosen=_TEAMS[:1],
        patient=Option("4", "SPECIMEN, Robin", "28 Feb 1961"),
        subject="Possible aortic dissection on CT",
        details="Please look now.",
        triage=Triage.HIGH,
    )
    warning = (Bold("Cardiac Surgery"), ": nobody can be reached by SMS.")
    caution = forms.Caution("Nobody reachable", [warning])
    return {
        "form_case": forms.case_form(teams=_TEAMS, policies=_IN_WORDS),
        "form_case_asks": forms.case_form(
            teams=None, policies=_IN_WORDS, draft=draft, some_differ=True
        ),
        "form_case_page": forms.case_form(teams=_TEAMS, policies=_IN_WORDS, files=_PAGE),
        "form_case_guest": forms.case_form(teams=_TEAMS, policies=_IN_WORDS, with_patient=False),
        "form_unreachable": forms.unreachable_form(caution, {"draft": "12"}),
        "form_reply": verb_forms.reply_form(482913, keeps=_KEEPS, files=_PAGE),
        "form_decline": verb_forms.decline_form(482913, keeps=_KEEPS),
        "form_share": verb_forms.share_form(482913, teams=_TEAMS, keeps=_KEEPS),
        "form_retriage": verb_forms.retriage_form(
            482913, current=Triage.NORMAL, policies=_IN_WORDS, keeps=_KEEPS
        ),
        "form_policy": verb_forms.policy_form(
            "Radiology Concierge",
            steps={triage: notation(steps) for triage, steps in _POLICIES.items()},
            defaults={triage: notation(steps) for triage, steps in _POLICIES.items()},
            accepts_external=True,
            integrations=False,
            keeps={"team": "5"},
        ),
        "form_patient": patients.patient_form(),
    }


def _lines() -> list[lists.CaseLine]:
    states = (
        (Triage.URGENT, State.UNCLAIMED),
        (Triage.HIGH, State.DECLINED),
        (Triage.NORMAL, State.CLAIMED),
    )
    return [
        lists.CaseLine(
            number=482913 + position,
            triage=triage,
            subject="Possible aortic dissection on CT",
            team="Radiology Concierge",
            state=state,
            age=timedelta(minutes=12),
            value=str(40 + position),
            holder="Alex Invented" if state is State.CLAIMED else "",
        )
        for position, (triage, state) in enumerate(states)
    ]


def _lists() -> dict[str, Card | Form]:
    lines = _lines()
    view = lists.CasesView(lists.Which.TEAMS, page=2)
    shown = _team(is_lead=True)
    return {
        "cases": lists.cases_list(lines, view=view, pages=3),
        "cases_none": lists.cases_list([], view=lists.CasesView(ended=True), pages=1),
        "home": lists.home(waiting=lines[:2], mine=lines[2:]),
        "home_on_duty": lists.home(waiting=lines[:1], mine=[], own=example_duty.OWN),
        "home_empty": lists.home(waiting=[], mine=[]),
        "team": team_card.team_card(_team(is_lead=False)),
        "team_lead": team_card.team_card(shown),
        "team_on_duty": team_card.team_card(replace(shown, duty=example_duty.ON_DUTY)),
        "team_shared": team_card.team_card(
            replace(shown, channels=[replace(one, shared=True) for one in shown.channels])
        ),
        "teams": team_card.teams_card(_TEAMS),
        "given": given.given_card(
            ["ecg.jpg", "ct.pdf"],
            ["run.exe was not added."],
            tray="kZ3",
            words=True,
            cases=lines,
        ),
        "patients": patients.patients_card([PATIENT], now=NOW),
        "patients_none": patients.patients_card([], now=NOW),
        "entry": guide.entry_card(Option("5", "Radiology Concierge")),
        "help": guide.help_card(),
        "help_guest": guide.help_card(external=True),
        **reaching(),
        "unknown_command": guide.unknown_subcommand("caes"),
    }


def _team(*, is_lead: bool) -> team_card.TeamSheet:
    lead = Person(
        id=1,
        organisation_id=1,
        name="Concierge Lead",
        slack_user="U1",
        slack_via="T1",
        email="lead@northside.example",
    )
    member = Person(
        id=2,
        organisation_id=1,
        name="Alex Invented",
        slack_user="U2",
        slack_via="T1",
        phone="+61491570157",
        phone_problem="the number does not exist",
    )
    return team_card.TeamSheet(
        team=Team(5, 1, "Radiology Concierge", accepts_external=True),
        channels=(
            Channel(1, 1, 5, "slack", "T1", "C000000002"),
            Channel(2, 1, 5, "teams", "11", "19:abc", problem="The channel was deleted."),
        ),
        members=(Member(member, Role.MEMBER), Member(lead, Role.LEAD)),
        policies=_POLICIES,
        is_lead=is_lead,
    )
