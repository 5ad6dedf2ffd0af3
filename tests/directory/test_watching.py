"""Which channels the bot reads the people of."""

from foxo_bot.directory.people import profile_seen
from foxo_bot.handlers.desk import Desk
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.signing import Links, Signer
from foxo_bot.store.db import Database
from tests.directory.town import NOW, TENANT, Seen, settle

LISTED = """\
organisations:
  - name: Northside
    slack_workspaces: [T000000001]
    entra_tenants: [11111111-1111-1111-1111-111111111111]
    teams:
      - name: Imaging
        channels: [{slack: C000000002}, {teams: "19:imaging@thread.tacv2"}]
        members:
          - {name: Ira Imaging, slack: U000000004, teams: "29:ira", email: ira@northside.example}
          - {name: Max Mail, email: max@northside.example, teams: "29:max"}
          - {name: Ward phone, phone: "+61491570156"}
      - name: Ward
        channels: [{slack: C000000003}]
"""


async def wanted(database: Database, transport: str) -> dict[str, bool]:
    desk = Desk(database, Links("https://foxo.example", Signer("secret")))
    channels: list[ChannelToWatch] = list(await desk.channels(transport))
    return {channel.address: channel.wants_roster for channel in channels}


async def test_a_channel_is_read_until_everybody_listed_by_email_has_an_account_there(
    database: Database,
) -> None:
    await settle(database, LISTED)
    assert await wanted(database, "slack") == {"C000000002": True, "C000000003": True}
    assert await wanted(database, "teams") == {"19:imaging@thread.tacv2": False}

    account = Seen("U000000005", "Max", email="max@northside.example")
    await database.write(profile_seen, account, now=NOW)
    assert await wanted(database, "slack") == {"C000000002": False, "C000000003": True}


async def test_a_channel_is_read_until_the_email_of_everybody_listed_by_account_is_known(
    database: Database,
) -> None:
    no_email = LISTED.replace(', teams: "29:ira", email: ira@northside.example', "")
    await settle(database, no_email.replace(', teams: "29:max"', ", slack: U000000005"))
    assert await wanted(database, "slack") == {"C000000002": True, "C000000003": True}

    profile = Seen("U000000004", "Ira", email="ira@northside.example")
    await database.write(profile_seen, profile, now=NOW)
    assert await wanted(database, "slack") == {"C000000002": False, "C000000003": True}


async def test_an_account_on_one_platform_is_none_on_the_other(database: Database) -> None:
    slack_only = LISTED.replace(', teams: "29:max"', ", slack: U000000005")
    await settle(database, slack_only)
    assert await wanted(database, "teams") == {"19:imaging@thread.tacv2": True}
    in_teams = Seen("29:m", "Max", "teams", TENANT, TENANT, email="max@northside.example")
    await database.write(profile_seen, in_teams, now=NOW)
    assert await wanted(database, "teams") == {"19:imaging@thread.tacv2": False}
    assert (await wanted(database, "slack"))["C000000002"] is False
