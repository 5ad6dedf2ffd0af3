"""The page on which a person ends who installs the app: what was done, and what comes next."""

from collections.abc import Sequence
from html import escape
from string import Template

from slack_bolt import BoltResponse
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title - Foxo</title>
</head>
<body>
<main>
<h1>$title</h1>
$words
</main>
</body>
</html>
""")

_AGAIN = '<a href="/slack/install">Start again</a>'

_REASONS = {
    "access_denied": "It was cancelled in Slack.",
    "invalid_browser": "This page was loaded twice, or the install was begun in another browser.",
    "invalid_state": "This page was loaded twice, or more than ten minutes have passed.",
}
"""What a person can do something about; anything else is named by Slack's code."""


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    team = args.installation.team_id or ""
    name = args.installation.team_name or team
    words = (
        f"<p>Foxo Bot is now in the workspace <strong>{escape(name)}</strong>. You can close this "
        "page.</p>\n"
        f"<p>People there can use it once <strong>{escape(team)}</strong> stands under "
        "<code>slack_workspaces</code> in the directory of whoever runs the bot.</p>"
    )
    return _page(args.settings, 200, "Installed", words)


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    why = _REASONS.get(args.reason, "Slack did not let it happen.")
    words = f"<p>{why} Nothing was changed. {_AGAIN}.</p>\n<p>Reason: {escape(args.reason)}</p>"
    return _page(args.settings, args.suggested_status_code, "Not installed", words)


LANDING = AsyncCallbackOptions(success=_installed, failure=_not_installed)


def _page(settings: AsyncOAuthSettings, status: int, title: str, words: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Set-Cookie": settings.state_utils.build_set_cookie_for_deletion(),
    }
    return BoltResponse(
        status=status, body=_PAGE.substitute(title=title, words=words), headers=headers
    )
