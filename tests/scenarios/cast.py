"""Who and what is in the hospital of the stories: people, channels, phones, and the directory."""

from datetime import UTC, datetime

from foxo_bot.sandbox.story import Sandbox

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NORTHSIDE, HILLVIEW = "T00NORTH", "T00HILL"
REGISTRAR, CLEO, CASEY, LANE = "U00REGIS", "U00CLEO", "U00CASEY", "U00LANE"
CARDIO, GP, OTHER_GP = "U00CARDIO", "U00GP", "U00GP2"
WARD, RADIOLOGY, CARDIOLOGY, REFERRALS = "C00WARD", "C00RAD", "C00CARD", "C00REF"
CLEO_PHONE, CASEY_PHONE, LANE_PHONE = "+61491570156", "+61491570157", "+61491570158"
DUTY_PHONE = "+61491570159"

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [{NORTHSIDE}]
    fallback: {{name: Duty manager, phone: "{DUTY_PHONE}", email: duty@northside.example}}
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}]
        accepts_external: true
        members:
          - {{name: Cleo Concierge, slack: {CLEO}, email: cleo@northside.example,
             phone: "{CLEO_PHONE}"}}
          - {{name: Casey Concierge, slack: {CASEY}, email: casey@northside.example,
             phone: "{CASEY_PHONE}"}}
          - {{name: Lane Leed, role: lead, slack: {LANE}, email: lane@northside.example,
             phone: "{LANE_PHONE}"}}
      - name: Cardiology
        channels: [{{slack: {CARDIOLOGY}}}]
      - name: Referrals
        channels: [{{slack: {REFERRALS}}}]
        accepts_external: true
        members:
          - {{name: Lane Leed, role: lead, slack: {LANE}, email: lane@northside.example,
             phone: "{LANE_PHONE}"}}
"""


def people_the_world(sandbox: Sandbox) -> None:
    world = sandbox.slack.world
    world.workspace(NORTHSIDE, "Northside")
    world.workspace(HILLVIEW, "Hillview Clinic", install=False)
    world.person(REGISTRAR, NORTHSIDE, "Rowan Regis", email="rowan@northside.example")
    world.person(CLEO, NORTHSIDE, "Cleo Concierge")
    world.person(CASEY, NORTHSIDE, "Casey Concierge")
    world.person(LANE, NORTHSIDE, "Lane Leed")
    world.person(CARDIO, NORTHSIDE, "Robin Cardio", email="robin@northside.example",
                 phone="0491 570 110")  # fmt: skip
    world.person(GP, HILLVIEW, "Gil Practice", email="gil@hillview.example")
    world.person(OTHER_GP, HILLVIEW, "Gwen Practice", email="gwen@hillview.example")
    world.channel(WARD, "ward", NORTHSIDE, members=(REGISTRAR, CLEO))
    world.channel(RADIOLOGY, "radiology", NORTHSIDE, members=(CLEO, CASEY, LANE))
    world.channel(CARDIOLOGY, "cardiology", NORTHSIDE, members=(CARDIO,))
    world.channel(
        REFERRALS,
        "referrals",
        NORTHSIDE,
        members=(LANE, GP, OTHER_GP),
        shared_with=(HILLVIEW,),
    )
