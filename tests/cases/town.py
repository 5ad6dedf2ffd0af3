"""Two organisations with their teams, and cases sent between them, as rows of a database."""

from dataclasses import dataclass
from datetime import UTC, datetime

from foxo_bot.cases import submit, target
from foxo_bot.cases.submit import Draft
from foxo_bot.cases.target import Act, Target
from foxo_bot.directory import apply, file
from foxo_bot.model import Case, Person, Recipient, Team, Triage
from foxo_bot.store import people, recipients, teams
from foxo_bot.store.db import Tx

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

DIRECTORY = """
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [T00NORTH]
    fallback: {name: Duty manager, phone: "+61491570159", email: duty@northside.example}
    teams:
      - name: Radiology
        channels: [{slack: C00RAD}]
        accepts_external: true
        members:
          - {name: Cleo Concierge, slack: U00CLEO, email: cleo@northside.example,
             phone: "+61491570156"}
          - {name: Casey Concierge, slack: U00CASEY}
          - {name: Lane Leed, role: lead, slack: U00LANE, email: lane@northside.example,
             phone: "+61491570158"}
      - name: Cardiology
        channels: [{slack: C00CARD}]
        members:
          - {name: Robin Cardio, email: robin@northside.example}
      - name: Deserted
        channels: [{slack: C00EMPTY}]
      - name: Wards
        members:
          - {name: Rowan Regis, slack: U00REGIS, email: rowan@northside.example}
          - {name: Wanda Ward, slack: U00WANDA}
  - name: Hillview Clinic
    slack_workspaces: [T00HILL]
    teams:
      - name: Nurses
        channels: [{slack: C00NURSE}]
        accepts_external: true
        members:
          - {name: Nell Nurse, slack: U00NELL, email: nell@hillview.example,
             phone: "+61491570110"}
        escalation:
          urgent: [{after: 3m, by: [sms]}, {after: 3m, by: [dm]}, {after: 20m, by: [email]}]
"""


@dataclass(frozen=True)
class Town:
    """Names -> rows. Northside confirms closing by the sender, Hillview lets members close."""

    people: dict[str, Person]
    teams: dict[str, Team]

    def act(self, name: str, now: datetime = NOON, *, via: str = "slack") -> Act:
        return Act(self.people[name], via, now)


def build(tx: Tx) -> Town:
    """Apply the directory to an empty database and look everybody up."""
    apply.apply(tx, file.parse(DIRECTORY), now=NOON)
    organisations = (1, 2)
    everybody = [one for home in organisations for one in people.of_organisation(tx, home)]
    found = [team for home in organisations for team in teams.of_organisation(tx, home)]
    return Town(
        people={one.name.split()[0]: one for one in everybody},
        teams={team.name: team for team in found},
    )


def send(
    tx: Tx,
    town: Town,
    *,
    sender: str = "Rowan",
    to: tuple[str, ...] = ("Radiology",),
    triage: Triage = Triage.URGENT,
    subject: str = "Wrist film",
    now: datetime = NOON,
) -> Case:
    """A person of the town sends a case to teams of the town."""
    team_ids = tuple(town.teams[name].id for name in to)
    draft = Draft(team_ids=team_ids, subject=subject, details="Please call.", triage=triage)
    return submit.submit(tx, town.act(sender, now), draft)


def whole(tx: Tx, case: Case) -> Target:
    """The case with all its teams, as its sender's copy shows it."""
    return target.of_case(tx, case)


def only(tx: Tx, case: Case, team: Team) -> Target:
    """The case as one team's post shows it."""
    return Target(target.of_case(tx, case).case, (at(tx, case, team),))


def at(tx: Tx, case: Case, team: Team) -> Recipient:
    """The case in one team."""
    found = recipients.of_case(tx, case.organisation_id, case.id)
    return next(one for one in found if one.team_id == team.id)
