"""The hospital in Slack and in Teams at once, with a team that stands in both."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from foxo_bot.sandbox.story import Sandbox
from foxo_bot.sandbox.teams.nouns import App
from foxo_bot.sandbox.teams.people.dialog import Dialog
from foxo_bot.sandbox.teams.people.person import Person
from foxo_bot.sandbox.teams.people.post import Post
from tests.scenarios.cast import CASEY, CLEO, LANE, NORTHSIDE, RADIOLOGY
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened

TENANT, CLINIC = App().tenant_id, "22222222-2222-4222-8222-222222222222"
ROWAN, TESS, THEO, GIL = "29:rowan", "29:tess", "29:theo", "29:gil"
HOSPITAL = "19:hospital@thread.tacv2"
IN_TEAMS, THEATRE = "19:radiology@thread.tacv2", "19:theatre@thread.tacv2"
SHARED = "19:shared@thread.tacv2"
THEO_PHONE = "+61491570110"

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [{NORTHSIDE}]
    entra_tenants: [{TENANT}]
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}, {{teams: "{IN_TEAMS}"}}, {{teams: "{SHARED}"}}]
        accepts_external: true
        members:
          - {{name: Cleo Concierge, slack: {CLEO}, email: cleo@northside.example,
             phone: "+61491570156"}}
          - {{name: Casey Concierge, slack: {CASEY}, email: casey@northside.example}}
          - {{name: Lane Leed, role: lead, slack: {LANE}, email: lane@northside.example}}
          - {{name: Tess Teams, teams: "{TESS}", email: tess@northside.example}}
      - name: Theatre
        channels: [{{teams: "{THEATRE}"}}]
"""


class Both(Hospital):
    """The same hospital, seen from Teams as well."""

    serves_teams = True

    @property
    def rowan(self) -> Person:
        """The registrar, at the Teams client."""
        return self.in_teams(ROWAN)

    @property
    def tess(self) -> Person:
        return self.in_teams(TESS)

    def in_teams(self, user: str) -> Person:
        return self.sandbox.teams.person(user)

    def card(self, channel: str = IN_TEAMS) -> Post:
        """The newest card in a channel of Teams."""
        return self.sandbox.teams.channel(channel).last

    def own_card(self, person: Person | None = None) -> Post:
        """The newest copy of a sender."""
        chats = (person or self.rowan).chats
        return [post for post in chats if "Case " in post.text_shown() and post.buttons][-1]

    def told(self, person: Person) -> str:
        """Everything the bot has told a person in their chat."""
        return "\n---\n".join(post.text_shown() for post in person.chats)

    async def form(self, person: Person | None = None, **where: str) -> Dialog:
        """A person uses New case and has the form before them."""
        seen = await (person or self.rowan).opens(**where)
        assert seen.dialog is not None, seen.text_shown()
        return seen.dialog

    async def sends_in_teams(
        self,
        person: Person | None = None,
        *,
        to: tuple[str, ...] = ("Radiology Concierge",),
        triage: str = "Urgent",
        subject: str = "Wrist film reads as scaphoid fracture",
        details: str = "Please call me about the left wrist of bed 4.",
        **where: str,
    ) -> str:
        """A person fills in the form and sends it; what they were told."""
        dialog = await self.form(person, **where)
        fill(dialog, triage=triage, teams=list(to), subject=subject, details=details)
        outcome = await dialog.submit()
        assert not dialog.errors, dialog.errors
        await self.passes(seconds=1)
        return outcome.notice


def fill(dialog: Dialog, *, triage: str, **values: object) -> Dialog:
    """Fill in the case form, with the triage by its word."""
    chosen = next(option for option in dialog.field("triage").options if triage in option)
    return dialog.fill(triage=chosen, **values)


def people_the_world(sandbox: Sandbox) -> None:
    world = sandbox.teams.world
    world.tenant(TENANT, "Northside")
    world.tenant(CLINIC, "Hillview Clinic")
    world.person(ROWAN, TENANT, "Rowan Regis", email="rowan@northside.example", has_app=True)
    world.person(TESS, TENANT, "Tess Teams", email="tess@northside.example")
    world.person(THEO, TENANT, "Theo Theatre", email="theo@northside.example")
    world.person(GIL, CLINIC, "Gil Practice", email="gil@hillview.example")
    world.team(HOSPITAL, TENANT, "Northside", members=(ROWAN, TESS, THEO))
    world.channel(IN_TEAMS, "Radiology", HOSPITAL)
    world.channel(THEATRE, "Theatre", HOSPITAL, kind="private", members=(THEO,))
    world.channel(SHARED, "Referrals", HOSPITAL, kind="shared", members=(TESS, GIL))


def opened_in_both(
    folder: Path,
    migrated: Path,
    *,
    directory: str = DIRECTORY,
    programs: int = 1,
    **changed: str,
) -> AbstractAsyncContextManager[Both]:
    return opened(
        folder,
        migrated,
        directory=directory,
        extra=people_the_world,
        programs=programs,
        kind=Both,
        **changed,
    )
