"""Who and what there is in the demo: an invented hospital, a practice, their people and teams."""

from dataclasses import dataclass

from foxo_bot.sandbox.story import Sandbox

NORTHSIDE, HILLVIEW = "T00NORTH", "T00HILL"
WARD, RADIOLOGY, CARDIOLOGY = "C00WARD", "C00RAD", "C00CARD"
OUTPATIENTS, REFERRALS, SHARED_CARE = "C00OUT", "C00REF", "C00SHARED"
INVITING = "Outpatient Referrals"
"""The team whose message stands in the channel shared with the practice. Its cases stand in one of
the hospital's own: what stands in a shared channel is read by everybody there."""
LEAD = "U00LANE"
"""Leads it."""


@dataclass(frozen=True, slots=True)
class Character:
    """One person to be. `user` is empty for someone who has a phone and mail but no Slack.

    Who works `in_teams` is played in Microsoft's own test client, where that runs.
    """

    key: str
    name: str
    job: str
    place: str
    email: str
    phone: str
    user: str = ""
    workspace: str = NORTHSIDE
    in_teams: bool = False


TESS = Character(
    "tess", "Tess Teamsworth", "Works in Microsoft Teams", "Northside Hospital",
    "tess@northside.example", "+61491571266", in_teams=True,
)  # fmt: skip

# Numbers that Australia's regulator keeps free for fiction; .example never leads anywhere.
CAST = (
    Character(
        "rowan", "Rowan Registrar", "Ward registrar", "Northside Hospital",
        "rowan@northside.example", "+61491570006", "U00ROWAN",
    ),
    Character(
        "cleo", "Cleo Concierge", "Radiology concierge", "Northside Hospital",
        "cleo@northside.example", "+61491570156", "U00CLEO",
    ),
    Character(
        "casey", "Casey Concierge", "Radiology concierge", "Northside Hospital",
        "casey@northside.example", "+61491570157", "U00CASEY",
    ),
    Character(
        "lane", "Lane Teamlead", "Leads radiology and referrals", "Northside Hospital",
        "lane@northside.example", "+61491570158", "U00LANE",
    ),
    Character(
        "robin", "Robin Heartwell", "Cardiology registrar", "Northside Hospital",
        "robin@northside.example", "+61491570159", "U00ROBIN",
    ),
    Character(
        "gil", "Gil Goodpractice", "GP in the shared channel", "Hillview Family Practice",
        "gil@hillview.example", "+61491570110", "U00GIL", HILLVIEW,
    ),
    Character(
        "gwen", "Gwen Goodpractice", "GP in the shared channel", "Hillview Family Practice",
        "gwen@hillview.example", "+61491570313", "U00GWEN", HILLVIEW,
    ),
    Character(
        "duty", "Drew Dutymanager", "Told when nobody answers", "Northside Hospital",
        "duty@northside.example", "+61491570737",
    ),
    TESS,
)  # fmt: skip

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    timezone: Australia/Sydney
    slack_workspaces: [{NORTHSIDE}]
    fallback: {{name: Drew Dutymanager, phone: "+61491570737", email: duty@northside.example}}
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}]
        accepts_external: true
        members:
          - {{name: Cleo Concierge, slack: U00CLEO, email: cleo@northside.example,
             phone: "+61491570156"}}
          - {{name: Casey Concierge, slack: U00CASEY, email: casey@northside.example,
             phone: "+61491570157"}}
          - {{name: Lane Teamlead, role: lead, slack: U00LANE, email: lane@northside.example,
             phone: "+61491570158"}}
      - name: Cardiology
        channels: [{{slack: {CARDIOLOGY}}}]
        members:
          - {{name: Robin Heartwell, role: lead, slack: U00ROBIN, email: robin@northside.example,
             phone: "+61491570159"}}
        roster:
          shifts:
            - {{from: 08:00, to: 20:00, people: [Robin Heartwell]}}
            - {{from: 20:00, to: 08:00, people: [robin@northside.example]}}
      - name: {INVITING}
        channels: [{{slack: {OUTPATIENTS}}}]
        accepts_external: true
        members:
          - {{name: Lane Teamlead, role: lead, slack: U00LANE, email: lane@northside.example,
             phone: "+61491570158"}}
  - name: Hillview Family Practice
    country: AU
    slack_workspaces: [{HILLVIEW}]
    teams:
      - name: Hillview Shared Care
        channels: [{{slack: {SHARED_CARE}}}]
        accepts_external: true
        members:
          - {{name: Gwen Goodpractice, role: lead, slack: U00GWEN, email: gwen@hillview.example,
             phone: "+61491570313"}}
"""


def character(key: str) -> Character:
    """The person with that key, else the first."""
    return next((one for one in CAST if one.key == key), CAST[0])


def people_the_world(sandbox: Sandbox) -> None:
    """Put the workspaces, people and channels into the stand-ins."""
    world = sandbox.slack.world
    world.workspace(NORTHSIDE, "Northside")
    world.workspace(HILLVIEW, "Hillview", install=False)
    for one in CAST:
        sandbox.twilio.world.handset(one.phone)
        if one.user:
            world.person(one.user, one.workspace, one.name, email=one.email)
    world.channel(WARD, "ward-4-east", NORTHSIDE, members=("U00ROWAN", "U00CLEO", "U00ROBIN"))
    world.channel(RADIOLOGY, "radiology", NORTHSIDE, members=("U00CLEO", "U00CASEY", "U00LANE"))
    world.channel(CARDIOLOGY, "cardiology", NORTHSIDE, members=("U00ROBIN", "U00ROWAN"))
    world.channel(OUTPATIENTS, "outpatients", NORTHSIDE, members=("U00LANE", "U00ROWAN"))
    guests = ("U00GIL", "U00GWEN")
    world.channel(
        REFERRALS, "referrals-hillview", NORTHSIDE,
        members=("U00LANE", *guests), shared_with=(HILLVIEW,),
    )  # fmt: skip
    world.channel(
        SHARED_CARE, "shared-care", HILLVIEW,
        members=("U00ROWAN", *guests), shared_with=(NORTHSIDE,),
    )  # fmt: skip
