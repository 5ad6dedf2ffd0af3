"""Lists, the home page, the team's card and the ways in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.cards.card import Button, Buttons, Card, Item, Option
from foxo_bot.cards.example_cases import NOW, PATIENT
from foxo_bot.cards.guide import entry_card, help_card, unknown_subcommand
from foxo_bot.cards.lists import ON_HOME, CaseLine, CasesView, Which, cases_list, home
from foxo_bot.cards.patients import SHOWN, patients_card
from foxo_bot.cards.team_card import TeamSheet, team_card, teams_card
from foxo_bot.model import Channel, Member, Person, Role, State, Team, Triage
from tests.unit.cards.as_text import card_text

LINE = CaseLine(
    number=482913,
    triage=Triage.URGENT,
    subject="Subject",
    team="Radiology Concierge",
    state=State.UNCLAIMED,
    age=timedelta(minutes=12),
    value="31",
)
TEAM = Team(5, 1, "Radiology Concierge", accepts_external=True)
views = st.builds(CasesView, st.sampled_from(Which), st.booleans(), st.integers(1, 99_999))


def buttons(card: Card) -> dict[str, Button]:
    rows = [block.buttons for block in card.blocks if isinstance(block, Buttons)]
    return {button.action: button for row in rows for button in row}


@given(views)
def test_a_button_s_value_leads_back_to_the_same_view(view: CasesView) -> None:
    assert CasesView.of(view.value) == view


@given(st.text(max_size=30))
def test_a_value_that_is_no_view_leads_to_the_first_one(value: str) -> None:
    assert CasesView.of(value).page >= 1


@pytest.mark.parametrize("value", ["", "mine", "mine:open:x", "nobody:open:1", "mine:open:²"])
def test_a_broken_value_leads_to_the_team_s_open_cases(value: str) -> None:
    assert CasesView.of(value) == CasesView()


def test_a_middle_page_leads_both_ways_and_filters_begin_at_the_first_page() -> None:
    view = CasesView(Which.SENT, ended=True, page=2)
    found = {
        name: CasesView.of(button.value)
        for name, button in buttons(cases_list([LINE], view=view, pages=3)).items()
    }
    assert found == {
        "cases_mine": CasesView(Which.MINE, ended=True),
        "cases_teams": CasesView(Which.TEAMS, ended=True),
        "cases_sent": CasesView(Which.SENT, ended=True),
        "cases_ended": CasesView(Which.SENT),
        "cases_page_back": CasesView(Which.SENT, ended=True, page=1),
        "cases_page": CasesView(Which.SENT, ended=True, page=3),
    }


def test_a_single_page_offers_no_other() -> None:
    assert not {"cases_page", "cases_page_back"} & set(
        buttons(cases_list([LINE], view=CasesView(), pages=1))
    )


def test_a_case_in_a_list_says_what_waits_where_how_long() -> None:
    text = card_text(cases_list([LINE], view=CasesView(), pages=1))
    assert "🔴 Urgent 482-913 Subject\nRadiology Concierge: waiting 12 min [Details]" in text
    held = replace(LINE, state=State.CLAIMED, holder="Alex Invented")
    text = card_text(cases_list([held], view=CasesView(), pages=1))
    assert "acknowledged by Alex Invented, sent 12 min ago" in text


def test_an_empty_list_says_so() -> None:
    assert "No open cases here." in card_text(cases_list([], view=CasesView(), pages=1))


def test_home_shows_the_first_cases_and_says_how_many_there_are() -> None:
    card = home(waiting=[LINE] * (ON_HOME + 3), mine=[])
    assert sum(isinstance(block, Item) for block in card.blocks) == ON_HOME
    assert "Waiting in your teams (18)" in card_text(card)
    assert "3 more cases: see All cases." in card_text(card)
    assert "You hold no open case." in card_text(card)
    assert list(buttons(card)) == ["new_case", "cases_teams", "patients", "reach"]


def person(name: str, **facts: object) -> Person:
    return Person(id=1, organisation_id=1, name=name, **facts)  # type: ignore[arg-type]


def team(*members: Member, is_lead: bool = False, channels: tuple[Channel, ...] = ()) -> Card:
    return team_card(TeamSheet(TEAM, channels, members, {}, is_lead))


def test_a_team_shows_its_leads_first_and_by_what_each_is_reached() -> None:
    lead = Member(person("Zoe Fiction", phone="+61491570157", email="z@x.example"), Role.LEAD)
    member = Member(person("Alex Invented", phone="1", phone_problem="no such number"), Role.MEMBER)
    text = card_text(team(member, lead))
    not_verified = "mobile number not verified, so replies do not count"
    assert f"2 members\nZoe Fiction (lead): SMS and email; {not_verified}\n" in text
    assert "Alex Invented: not reachable; " in text
    assert "mobile number does not work (no such number)" in text


def test_a_team_that_no_sms_reaches_says_so() -> None:
    text = card_text(team(Member(person("Alex Invented", email="a@x.example"), Role.MEMBER)))
    assert "Nobody here can be reached by SMS. Add a mobile number for them." in text
    assert "Nobody here can be reached by email" not in text


def test_a_team_without_members_or_channel_says_what_that_means() -> None:
    text = card_text(team())
    assert "Nobody is in this team. Cases sent to it reach no one." in text
    assert "This team stands in no channel." in text


def test_a_channel_s_problem_is_shown_with_its_cure() -> None:
    broken = Channel(1, 1, 5, "slack", "T1", "C1", problem="Foxo Bot was removed.")
    assert "Slack channel C1: Foxo Bot was removed. Invite Foxo Bot to it again." in card_text(
        team(channels=(broken,))
    )


def test_only_a_lead_is_offered_to_change_the_team() -> None:
    assert set(buttons(team())) == {"preview", "reach"}
    found = buttons(team(is_lead=True))
    assert {name: button.value for name, button in found.items()} == {
        "edit_policy": "5",
        "edit_rules": "5",
        "preview": "5",
        "post_entry": "5",
        "reach": "",
    }


def test_somebody_in_several_teams_chooses_one() -> None:
    card = teams_card([Option("5", "Radiology Concierge"), Option("6", "Cardiac Surgery")])
    found = [block.button for block in card.blocks if isinstance(block, Item)]
    assert [(button.action, button.value) for button in found] == [("team", "5"), ("team", "6")]


def test_a_patient_leads_to_a_new_case_about_them() -> None:
    card = patients_card([PATIENT] * (SHOWN + 1), now=NOW)
    items = [block.button for block in card.blocks if isinstance(block, Item)]
    assert {(button.action, button.value) for button in items} == {("case_for", "4")}
    assert "1 more: find them by name in the case form." in card_text(card)


def test_the_entry_message_has_the_one_button_that_guests_can_press() -> None:
    assert list(buttons(entry_card(Option("5", "Radiology Concierge")))) == ["new_case"]


def test_help_names_every_command_and_guests_are_told_another_way() -> None:
    for name in ("case", "cases", "patients", "team", "help"):
        assert f"/foxo {name} " in card_text(help_card())
    assert "/foxo" not in card_text(help_card(external=True))
    assert "/foxo" not in card_text(help_card(prefix=""))


def test_an_unknown_command_is_repeated_and_the_known_ones_are_named() -> None:
    text = card_text(unknown_subcommand("caes"))
    assert text.startswith("There is no /foxo caes.")
    assert "case, cases, patients, team, help" in text
