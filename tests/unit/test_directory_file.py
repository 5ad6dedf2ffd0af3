"""What a directory file may say, and how each mistake in it is told."""

from datetime import time, timedelta

import pytest

from foxo_bot.directory.duty.weekly import WeeklyShift
from foxo_bot.directory.file import DirectoryError, decode, parse
from foxo_bot.model import Audience, Named, Naming, Role, Step, Triage, Way
from tests.directory.town import SAMPLE, TENANT

MINUTE = timedelta(minutes=1)


def mistakes(text: str) -> list[str]:
    with pytest.raises(DirectoryError) as told:
        parse(text)
    return [str(mistake) for mistake in told.value.mistakes]


def organisation(lines: str = "", teams: str = "") -> str:
    return f"organisations:\n  - name: Northside\n{lines}{teams}"


def team(lines: str) -> str:
    return organisation(
        "    slack_workspaces: [T000000001]\n",
        f"    teams:\n      - name: Ward\n        channels: [{{slack: C000000002}}]\n{lines}",
    )


def person(entry: str) -> str:
    return team(f"        members:\n          - {entry}\n")


def shift(text: str) -> str:
    member = "        members: [{name: Sam, slack: U000000003}]\n"
    return team(f"{member}        roster: {{shifts: [{text}]}}\n")


def step(entry: str) -> str:
    return team(f"        escalation: {{urgent: [{entry}]}}\n")


def test_the_sample_of_the_contract_is_read_as_it_says() -> None:
    (northside,) = parse(SAMPLE).organisations
    (concierge,) = northside.teams
    assert northside.slack_workspaces == ("T000000001",)
    assert northside.entra_tenants == (TENANT,)
    assert northside.fallback is not None
    assert northside.people[northside.fallback].phone == "+61491570156"
    assert concierge.channels == (
        ("slack", "T000000001", "C000000002"),
        ("teams", TENANT, "19:abc@thread.tacv2"),
    )
    assert concierge.accepts_external
    assert concierge.integrations
    assert concierge.members is not None
    ((lead, role),) = concierge.members
    assert role is Role.LEAD
    assert northside.people[lead].slack == ("T000000001", "U000000003")
    assert concierge.escalation == {
        Triage.URGENT: (
            Step(2 * MINUTE, by=(Way.DM,)),
            Step(5 * MINUTE, by=(Way.SMS,)),
        )
    }


@pytest.mark.parametrize(
    ("text", "line", "tells"),
    [
        ("", 1, "the file is empty"),
        ("# nothing but a comment\n", 1, "the file is empty"),
        ("organisations: []\n", 1, "lists no organisation"),
        ("- a list\n", 1, "the file is written as key: value lines"),
        ("organisations:\n  - slack_workspaces: [T000000001]\n", 2, "needs name"),
        (organisation("    slack_workspace: [T000000001]\n"), 3, "did you mean slack_workspaces?"),
        (organisation("    colour: red\n"), 3, 'has no "colour"; it may have name,'),
        (organisation("    name: Again\n"), 3, "name stands twice, before on line 2"),
        (organisation("    country:\n"), 3, "country has no value"),
        (organisation("    country: Australia\n"), 3, "write its two letters, such as AU"),
        (organisation("    timezone: Melbourne\n"), 3, "such as Australia/Melbourne"),
        (team("        timezone: AEST\n"), 7, "is not a time zone; write region and city"),
        (organisation("    sender_confirms_close: maybe\n"), 3, "write true or false"),
        (organisation("    slack_workspaces: T000000001\n"), 3, "slack_workspaces is a list"),
        (organisation("    slack_workspaces: [N000000001]\n"), 3, "begins with T"),
        (organisation("    slack_workspaces: [northside]\n"), 3, "begins with T"),
        (organisation("    entra_tenants: [northside.example]\n"), 3, "Entra admin centre"),
        (organisation("  - name: northside\n"), 3, "already an organisation northside (line 2)"),
        (organisation("    fallback: {phone: '+61491570156'}\n"), 3, "fallback contact needs name"),
        (organisation("    fallback: {name: Duty}\n"), 3, "nothing here reaches them"),
        (organisation("    teams: [{name: Ward}]\n"), 3, "nobody would see this team's cases"),
        (
            organisation("    teams: [{name: Ward, channels: [{slack: C000000002}]}]\n"),
            3,
            "the organisation has no slack_workspaces",
        ),
        (team("      - {name: ward, channels: [{slack: C000000003}]}\n"), 7, "(line 5)"),
        (team("        channel: x\n"), 7, "did you mean channels?"),
        (team("        members: []\n"), 7, "members is empty"),
        (team("        leads: []\n"), 7, "leads is empty"),
        (team("        leads: [{email: sam@northside.example}]\n"), 7, "a lead needs name"),
        (team("        leads: [{slack: U000000003, role: lead}]\n"), 7, 'a lead has no "role"'),
        (
            team(
                "        members: [{name: Sam, slack: U000000003}]\n"
                "        leads: [{name: Sam, slack: U000000003}]\n"
            ),
            8,
            "leads: this team lists its members; write role: lead beside a lead there",
        ),
        (
            team("        leads: [{slack: U000000003}, {name: Sam, slack: U000000003}]\n"),
            7,
            "stands in this team already",
        ),
        (team("        accepts_external: perhaps\n"), 7, "write true or false"),
        (person("{name: Sam, slack: sam}"), 8, "begins with U or W"),
        (person("{name: Sam, teams: sam}"), 8, "begins with 29:"),
        (person("{name: Sam, email: sam at northside}"), 8, "is not an email address"),
        (person("{name: Sam, phone: 0491570156}"), 8, "write + and the country code"),
        (person("{name: Sam, phone: +61 491 570 156}"), 8, "write +61491570156"),
        (person("{name: Sam, phone: '+614915'}"), 8, "is not a phone number that exists"),
        (person("{name: Sam, phone: '+61299990000'}"), 8, "cannot receive SMS"),
        (person("{name: Sam, role: boss, slack: U000000003}"), 8, "one of member, lead"),
        (person("{name: Sam, slack: T000000009/U000000003}"), 8, '"T000000009" is not among'),
        (person("{name: Sam}"), 8, "nothing here reaches them"),
        (person("Sam"), 8, "a member is written as key: value lines"),
        (person("{slack: U000000003}"), 8, "a member needs name"),
        (step("{after: 5, by: [sms]}"), 7, "write it like 90s, 5m, 1h or 2d"),
        (step("{after: 400d, by: [sms]}"), 7, "write at most 90d"),
        (step("{after: 5m, by: [pager]}"), 7, "one of dm, sms, email"),
        (step("{after: 5m, by: sms}"), 7, "by is a list"),
        (step("{after: 5m}"), 7, "a step needs by"),
        (step("{by: [sms]}"), 7, "a step needs after"),
        (
            step("{after: 5m, by: [sms], to: [boss]}"),
            7,
            "write members, leads, on-duty, sender, fallback, @ and",
        ),
        (step('{after: 5m, by: [sms], to: ["@Kim"]}'), 7, "nobody here is called Kim; list them"),
        (step("{after: 5m, by: [sms], to: [@Kim]}"), 7, "must stand in quotes"),
        (step("{after: 5m, by: [sms], to: [team Moon]}"), 7, "has no team Moon; add it"),
        (step("{after: 5m, by: [sms], every: 10s}"), 7, "repeat at most once a minute"),
        (step(""), 7, "urgent has no step"),
        (team("        escalation: {urgnt: []}\n"), 7, "did you mean urgent?"),
        (team("        roster: {}\n"), 7, "either ical: https://… or shifts:"),
        (team("        roster: {ical: ftp://cal.example/secret-1}\n"), 7, "it begins https://"),
        (team("        roster: {ical: http://cal.example/secret-1}\n"), 7, "it begins https://"),
        (team("        roster: {shifts: []}\n"), 7, "shifts is empty"),
        (shift("{from: 8, to: 20:00, people: [Sam]}"), 8, 'write it like "08:00"'),
        (shift("{from: 8:00, to: 24:30, people: [Sam]}"), 8, 'write it like "08:00"'),
        (shift("{from: 8:00, people: [Sam]}"), 8, "a shift needs to"),
        (shift("{from: 8:00, to: 20:00}"), 8, "a shift needs people"),
        (shift("{from: 8:00, to: 20:00, people: []}"), 8, "a shift needs people"),
        (shift("{days: [weekend], from: 8:00, to: 20:00, people: [Sam]}"), 8, "one of mon, tue"),
        (shift("{days: [mon-fri], from: 8:00, to: 20:00, people: [Sam]}"), 8, "list each by"),
        (shift("{days: [mo], from: 8:00, to: 20:00, people: [Sam]}"), 8, "one of mon, tue"),
        (shift("{from: 8:00, to: 20:00, people: [Sma]}"), 8, "did you mean Sam?"),
        (shift("{from: 8:00, to: 20:00, people: [sam at north]}"), 8, "nobody in this team"),
    ],
)
def test_a_mistake_names_its_line_and_what_to_do(text: str, line: int, tells: str) -> None:
    told = mistakes(text)
    assert any(m.startswith(f"line {line}, ") and tells in m for m in told), told


@pytest.mark.parametrize(
    "text",
    [
        step("{aftr: 5m, by: [sms]}"),
        step("{after: 5m, by: sms}"),
        step("{after: 5m, by: [pager]}"),
        step("{after: 5m, bye: [sms]}"),
        step("{after: , by: [sms]}"),
        step("5m sms"),
        team("        escalation: {urgent: {after: 5m, by: [sms]}}\n"),
        team("        roster: https://cal.example/secret-1\n"),
        team("        roster: {shifts: {from: 8:00}}\n"),
        shift("{from: 8:00, to: 20:00, people: Sam}"),
    ],
)
def test_one_mistake_is_told_once(text: str) -> None:
    assert len(mistakes(text)) == 1, mistakes(text)


def test_a_step_may_come_with_the_case_itself() -> None:
    (northside,) = parse(step("{after: 0m, by: [sms]}")).organisations
    (at_once,) = northside.teams[0].escalation[Triage.URGENT]
    assert at_once.after == timedelta()


def test_days_of_a_shift_may_be_written_out() -> None:
    (northside,) = parse(
        shift("{days: [Monday, Tues, wed], from: 8:00, to: 20:00, people: [Sam]}")
    ).organisations
    roster = northside.teams[0].roster
    assert isinstance(roster, tuple)
    assert [turn.days for turn in roster] == [(0, 1, 2)]


@pytest.mark.parametrize(
    ("text", "line", "tells"),
    [
        ("organisations:\n\t- name: Northside\n", 2, "indented with a tab; use spaces"),
        ("organisations:\n  - name: A: B\n", 2, "a colon where none may stand"),
        ("organisations: [\n", 2, "never closed"),
        ("organisations:\n  - name: *all\n", 2, "must stand in quotes"),
        ("organisations:\n  - name: \x07\n", 2, "a character that may not stand in YAML"),
        ("organisations: []\n---\norganisations: []\n", 2, "not readable as YAML"),
        ("[" * 5000, 1, "nested far too deep"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int, tells: str) -> None:
    (told,) = mistakes(text)
    assert told.startswith(f"line {line}, ")
    assert tells in told


def test_every_tab_is_named_at_once() -> None:
    told = mistakes("organisations:\n\t- name: A\n\t  country: AU\n")
    assert [mistake.split(",")[0] for mistake in told] == ["line 2", "line 3"]


def test_all_mistakes_are_told_in_the_order_of_their_lines() -> None:
    told = mistakes(
        "organisations:\n"
        "  - name: Northside\n"
        "    slack_workspaces: [T000000001]\n"
        "    fallback: {name: Duty, phone: nothing}\n"
        "    teams:\n"
        "      - name: Ward\n"
        "        channels: [{slack: radiology}]\n"
        "        members:\n"
        "          - {name: Sam, email: nowhere, role: boss}\n"
        "        escalation: {urgent: [{after: soon, by: [shout]}]}\n"
    )
    lines = [int(mistake.split(",")[0].removeprefix("line ")) for mistake in told]
    assert lines == sorted(lines)
    assert {4, 7, 9, 10} == set(lines)
    assert sum(line == 9 for line in lines) == 2


def test_a_file_that_is_not_utf8_is_told_with_its_line() -> None:
    with pytest.raises(DirectoryError, match="line 2, column 1: not UTF-8"):
        decode(b"organisations:\n  - name: Andr\xe9\n")


def test_the_mark_that_some_editors_put_first_does_no_harm() -> None:
    assert parse(decode("\ufeff".encode() + SAMPLE.encode())) == parse(SAMPLE)


def test_a_workspace_claimed_twice_is_told_with_where_it_stood_before() -> None:
    (told,) = mistakes(
        "organisations:\n"
        "  - {name: Northside, slack_workspaces: [T000000001]}\n"
        "  - {name: Southside, slack_workspaces: [T000000001]}\n"
    )
    assert told.startswith("line 3, ")
    assert "T000000001 is claimed already (line 2)" in told


def test_a_teams_account_in_two_organisations_is_told_where_it_stands() -> None:
    (told,) = mistakes(
        "organisations:\n"
        "  - {name: Northside, fallback: {name: Sam, teams: '29:sam'}}\n"
        "  - name: Southside\n"
        "    fallback: {name: Sam, teams: '29:sam'}\n"
    )
    assert told.startswith("line 4, ")
    assert "another organisation lists them on line 2" in told


def test_a_wrong_workspace_is_one_mistake_not_one_for_each_id_in_it() -> None:
    (told,) = mistakes(team("").replace("T000000001", "northside"))
    assert told.startswith("line 3, ")


def test_with_several_workspaces_a_bare_id_must_say_which() -> None:
    several = "    slack_workspaces: [T000000001, T000000002]\n"
    told = mistakes(
        organisation(several, "    teams: [{name: A, channels: [{slack: C000000003}]}]\n")
    )
    assert "write which one: T000000001/C000000003" in told[0]
    said = organisation(
        several, "    teams: [{name: A, channels: [{slack: T000000002/C000000003}]}]\n"
    )
    assert parse(said).organisations[0].teams[0].channels == (
        ("slack", "T000000002", "C000000003"),
    )


def test_a_national_number_is_told_how_to_write_it_where_the_country_is_known() -> None:
    told = mistakes(
        organisation("    country: AU\n    fallback: {name: Duty, phone: 0491 570 156}\n")
    )
    assert told == [
        "line 4, column 35: phone: 0491 570 156 is not in international form; write +61491570156"
    ]


def test_a_phone_number_needs_no_quotes() -> None:
    (northside,) = parse(person("{name: Sam, phone: +61491570156}")).organisations
    assert northside.people[0].phone == "+61491570156"


def test_numbers_kept_free_for_examples_are_taken() -> None:
    (northside,) = parse(person('{name: Sam, phone: "+447700900123"}')).organisations
    assert northside.people[0].phone == "+447700900123"


def test_one_human_in_two_teams_is_one_person_with_all_that_is_said() -> None:
    (northside,) = parse(
        team(
            "        members:\n"
            "          - {name: Sam, slack: U000000003, email: sam@northside.example}\n"
            "      - name: Night\n"
            "        members:\n"
            "          - {name: Sam, email: SAM@northside.example, phone: '+61491570156'}\n"
            "          - {name: Kim, phone: '+61491570156'}\n"
            "      - name: Weekend\n"
            "        members: [{name: Kim, role: lead}]\n"
        )
    ).organisations
    sam, kim = northside.people
    assert (sam.name, sam.slack, sam.phone) == ("Sam", ("T000000001", "U000000003"), "+61491570156")
    assert kim.name == "Kim"
    assert [team.members for team in northside.teams] == [
        ((0, Role.MEMBER),),
        ((0, Role.MEMBER), (1, Role.MEMBER)),
        ((1, Role.LEAD),),
    ]


def test_what_is_said_differently_of_one_human_is_told() -> None:
    (told,) = mistakes(
        team(
            "        members:\n"
            "          - {name: Sam, slack: U000000003, phone: '+61491570156'}\n"
            "      - name: Night\n"
            "        members:\n"
            "          - {name: Sam, slack: U000000003, phone: '+61491570157'}\n"
        )
    )
    assert told.startswith("line 11, ")
    assert "phone: line 8 says otherwise of this same person" in told


def test_a_name_that_several_have_needs_more() -> None:
    (told,) = mistakes(
        team(
            "        members:\n"
            "          - {name: Sam, email: a@northside.example}\n"
            "          - {name: Sam, email: b@northside.example}\n"
            "      - name: Night\n"
            "        members: [{name: Sam}]\n"
        )
    )
    assert "several people are called Sam" in told


def test_who_stands_in_a_team_twice_is_told() -> None:
    (told,) = mistakes(
        team(
            "        members:\n"
            "          - {name: Sam, slack: U000000003}\n"
            "          - {name: Sam, slack: U000000003}\n"
        )
    )
    assert told.startswith("line 9, ")
    assert "on line 8; keep one" in told


def test_the_step_that_nobody_answered_needs_only_its_time() -> None:
    (northside,) = parse(
        step("{after: 20m, exhausted: true}, {after: 5m, by: [sms]}")
    ).organisations
    sms, exhausted = northside.teams[0].escalation[Triage.URGENT]
    assert (sms.after, sms.exhausted) == (5 * MINUTE, False)
    assert exhausted.by == (Way.DM, Way.SMS, Way.EMAIL)
    assert exhausted.to == (Audience.SENDER, Audience.LEADS, Audience.FALLBACK)
    assert exhausted.exhausted


def test_a_step_names_people_and_teams_as_they_are_called() -> None:
    (northside,) = parse(
        step(
            "{after: 5m, by: [post, sms], "
            "to: [on-duty, '@sam', '@Sam@northside.example', team ward]}"
        )
        + "        members: [{name: Sam, email: sam@northside.example}]\n"
    ).organisations
    (only,) = northside.teams[0].escalation[Triage.URGENT]
    assert only.by == (Way.POST, Way.SMS)
    assert only.to == (
        Audience.ON_DUTY,
        Named(Naming.PERSON, "sam"),
        Named(Naming.PERSON, "Sam@northside.example"),
        Named(Naming.TEAM, "ward"),
    )


def test_a_name_that_two_people_have_is_no_name_for_a_step() -> None:
    told = mistakes(
        step("{after: 5m, by: [sms], to: ['@Sam']}")
        + "        members: [{name: Sam, slack: U000000003}, {name: Sam, slack: U000000004}]\n"
    )
    assert told == [
        "line 7, column 58: to: several people are called Sam; write @ and the email of one"
    ]


def test_a_lead_needs_no_name_beside_a_slack_user_and_is_the_one_named_elsewhere() -> None:
    (northside,) = parse(
        team(
            "        leads: [{slack: U000000003}, {slack: U000000004}]\n"
            "      - name: Night\n"
            "        members: [{name: Sam, slack: U000000004}]\n"
        )
    ).organisations
    assert [person.name for person in northside.people] == ["", "Sam"]
    ward, night = northside.teams
    assert (ward.members, ward.leads) == (None, (0, 1))
    assert night.members == ((1, Role.MEMBER),)


def test_a_secret_address_of_a_calendar_is_not_repeated_in_a_mistake() -> None:
    with pytest.raises(DirectoryError) as told:
        parse(team("        roster: {ical: 'http://cal.example/secret-1'}\n"))
    assert "secret-1" not in str(told.value)


def test_a_roster_is_a_calendar_or_weekly_shifts() -> None:
    (north,) = parse(
        team("        roster: {ical: webcal://cal.example/secret-1.ics}\n")
    ).organisations
    assert north.teams[0].roster == "https://cal.example/secret-1.ics"
    night = "{days: [Friday, mon], from: 20:00, to: 8.00, people: [Sam, SAM@north.example, Sam]}"
    (north,) = parse(shift(night)).organisations
    assert north.teams[0].roster == (
        WeeklyShift((0, 4), time(20), time(8), ("Sam", "sam@north.example")),
    )
    (north,) = parse(shift("{from: 00:00, to: 24:00, people: [sam]}")).organisations
    assert north.teams[0].roster == (WeeklyShift(tuple(range(7)), time(), time(), ("sam",)),)
