"""The hospital for Microsoft's Agents Playground, which plays its Teams side beside the demo.

The Playground is no part of this program; docs/sandbox.md says how it is started. It plays one
person, knows five more, and has one team with General and one other channel.
"""

import json

import yaml

from foxo_bot.sandbox.cast import CAST, DIRECTORY, NORTHSIDE, TESS, Character

TENANT = "11111111-1111-4111-8111-111111111111"
USER = "29:tess"
CHAT = "a:tess"
RADIOLOGY = "19:radiology@thread.tacv2"
GENERAL = "19:northside@thread.tacv2"
"""Also the team's id, as in Teams."""
NIGHTS = "Night Coordinators"


def config() -> str:
    """The Playground's configuration. It reads YAML, which JSON is too."""
    others = [one for one in CAST if one.user and one.workspace == NORTHSIDE]
    return json.dumps(
        {
            "version": "0.1.1",
            "tenantId": TENANT,
            "bot": {"id": "28:foxo", "name": "Foxo Bot"},
            "currentUser": _person(TESS, USER, 0),
            "users": [_person(one, f"29:{one.key}", n) for n, one in enumerate(others, start=1)],
            "personalChat": {"id": CHAT},
            "groupChat": {"id": "19:group@thread.v2", "name": "Group"},
            "team": {
                "id": GENERAL,
                "name": TESS.place,
                "aadGroupId": "22222222-2222-4222-8222-222222222222",
                "channels": [{"id": RADIOLOGY, "name": "Radiology"}],
            },
        },
        indent=2,
    )


def directory() -> str:
    """The demo's directory with Teams: a team stands there and in Slack, another there alone."""
    told = yaml.load(DIRECTORY, yaml.BaseLoader)  # noqa: S506 - only strings, as they are written
    northside = told["organisations"][0]
    northside["entra_tenants"] = [TENANT]
    radiology = northside["teams"][0]
    radiology["channels"].append({"teams": RADIOLOGY})
    radiology["members"].append(_member("member"))
    nights = {"name": NIGHTS, "channels": [{"teams": GENERAL}], "members": [_member("lead")]}
    northside["teams"].append(nights)
    return yaml.safe_dump(told)


def _member(role: str) -> dict[str, str]:
    return {
        "name": TESS.name,
        "role": role,
        "teams": USER,
        "email": TESS.email,
        "phone": TESS.phone,
    }


def _person(one: Character, user: str, number: int) -> dict[str, str]:
    given, _, surname = one.name.partition(" ")
    return {
        "id": user,
        "name": one.name,
        "userPrincipleName": one.email,
        "aadObjectId": f"33333333-3333-4333-8333-{number:012}",
        "givenName": given,
        "surname": surname,
        "email": one.email,
    }
