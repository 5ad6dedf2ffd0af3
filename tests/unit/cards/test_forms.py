"""The fields that the outside relies on, and what each form says before it is sent."""

import json

import pytest

from foxo_bot.cards import slack
from foxo_bot.cards.card import Choice, Field, Form, Option, Select
from foxo_bot.cards.examples import examples
from foxo_bot.cards.forms import CaseDraft, Caution, case_form, unreachable_form
from foxo_bot.model import Triage, Verb
from tests.unit.cards.as_text import form_text

WORDS = {Triage.URGENT: "SMS at 5 min", Triage.HIGH: "Email at 10 min", Triage.NORMAL: "Email"}
TEAMS = [Option(str(n), f"Team {n}") for n in range(150)]


def fields(form: Form) -> dict[str, Field]:
    return {part.id: part for part in form.content if isinstance(part, Field)}


def elements(form: Form) -> dict[str, dict[str, object]]:
    blocks = slack.view(form)["blocks"]
    return {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}


def test_the_case_form_has_the_fields_that_the_contract_names() -> None:
    form = case_form(teams=TEAMS[:3], policies=WORDS)
    assert (form.id, form.submit) == ("case", "Send")
    assert list(fields(form)) == ["teams", "subject", "details", "patient", "triage", "files"]
    optional = {name for name, field in fields(form).items() if field.optional}
    assert optional == {"patient", "files"}
    assert all(element["action_id"] == name for name, element in elements(form).items())


def test_each_triage_says_beside_it_what_it_sets_off() -> None:
    control = fields(case_form(teams=TEAMS[:3], policies=WORDS))["triage"].control
    assert isinstance(control, Choice)
    assert [(o.label, o.description) for o in control.options] == [
        ("🔵 Normal", "Email"),
        ("🟡 High", "Email at 10 min"),
        ("🔴 Urgent", "SMS at 5 min"),
    ]


def test_people_are_told_first_that_an_emergency_needs_a_call() -> None:
    assert (
        "If someone must come within minutes, phone."
        in form_text(case_form(teams=TEAMS[:3], policies=WORDS)).splitlines()[1]
    )


def test_a_guest_is_offered_no_patient_search() -> None:
    form = case_form(teams=TEAMS[:3], policies=WORDS, with_patient=False)
    assert list(fields(form)) == ["teams", "subject", "details", "triage", "files"]


def test_what_a_draft_holds_stands_in_the_form() -> None:
    draft = CaseDraft(
        chosen=(TEAMS[2],),
        patient=Option("4", "SPECIMEN, Robin"),
        subject="Subject",
        details="Details",
        triage=Triage.HIGH,
    )
    found = elements(case_form(teams=None, policies=WORDS, draft=draft))
    assert found["teams"]["type"] == "multi_external_select"
    assert [o["value"] for o in found["teams"]["initial_options"]] == ["2"]  # type: ignore[attr-defined]
    assert found["patient"]["initial_option"]["value"] == "4"  # type: ignore[index]
    assert found["subject"]["initial_value"] == "Subject"
    assert found["details"]["initial_value"] == "Details"
    assert found["triage"]["initial_option"]["value"] == "high"  # type: ignore[index]


def test_a_chosen_team_is_offered_even_when_there_are_more_than_slack_shows() -> None:
    found = elements(case_form(teams=TEAMS, policies=WORDS, draft=CaseDraft((TEAMS[140],))))
    assert len(found["teams"]["options"]) == 100  # type: ignore[arg-type]
    assert [o["value"] for o in found["teams"]["initial_options"]] == ["140"]  # type: ignore[attr-defined]


def test_a_team_list_without_teams_is_asked_for_while_typing() -> None:
    assert elements(case_form(teams=[], policies=WORDS))["teams"]["type"] == "multi_external_select"


def test_nobody_reachable_is_asked_on_top_and_keeps_only_the_draft_s_id() -> None:
    caution = Caution("Nobody reachable", [("Cardiac Surgery: nobody can be reached.",)])
    form = unreachable_form(caution, {"draft": "12"})
    assert "Cardiac Surgery: nobody can be reached." in form_text(form)
    assert (form.submit, form.close) == ("Send anyway", "Go back")
    assert json.loads(slack.view(form)["private_metadata"]) == {"draft": "12"}


@pytest.mark.parametrize(
    ("verb", "names"),
    [
        (Verb.REPLY, ["text", "files"]),
        (Verb.DECLINE, ["reason"]),
        (Verb.SHARE, ["teams", "note"]),
        (Verb.RETRIAGE, ["triage"]),
    ],
)
def test_a_verb_s_form_is_named_after_it_and_says_which_case(verb: Verb, names: list[str]) -> None:
    form = examples()[f"form_{verb.value}"]
    assert isinstance(form, Form)
    assert form.id == verb.value
    assert list(fields(form)) == names
    assert form.keeps == {"post": "31"}
    assert "Case 482-913" in form_text(form)


def test_the_policy_form_shows_the_policy_as_it_is() -> None:
    form = examples()["form_policy"]
    assert isinstance(form, Form)
    found = elements(form)
    assert list(found) == ["urgent", "high", "normal", "accepts_external", "integrations"]
    assert str(found["urgent"]["initial_value"]).splitlines()[:2] == ["2m dm", "5m sms"]
    assert found["accepts_external"]["initial_option"]["value"] == "yes"  # type: ignore[index]
    assert found["integrations"]["initial_option"]["value"] == "no"  # type: ignore[index]


def test_only_searchable_fields_ask_the_bot() -> None:
    form = case_form(teams=None, policies=WORDS)
    asking = {
        name
        for name, field in fields(form).items()
        if isinstance(field.control, Select) and field.control.ask
    }
    assert asking == {"teams", "patient"}
