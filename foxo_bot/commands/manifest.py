"""`foxo-bot manifest teams`: the app package to upload to Teams, with id and host filled in."""

import sysconfig
import zipfile
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import click

from foxo_bot.settings import Settings, SettingsError

_CHECKOUT = Path(__file__).parents[2] / "manifest" / "teams"
_INSTALLED = Path(sysconfig.get_path("data")) / "share" / "foxo-bot" / "teams"
FOLDER = _CHECKOUT if _CHECKOUT.is_dir() else _INSTALLED
"""What the package is made of: in the checkout, or where `pip install` put it."""

ICONS = ("color.png", "outline.png")


async def teams(settings: Settings, out: Path) -> None:
    """Write the package; SettingsError where something it needs is not set."""
    manifest = filled(settings)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("manifest.json", manifest)
            for icon in ICONS:
                package.write(FOLDER / icon, icon)
    except OSError as error:
        raise SettingsError(f"{out} cannot be written: {error.strerror}") from None
    click.echo(f"{out}: upload it in the Teams admin centre, or in Teams under Apps.")


def filled(settings: Settings) -> str:
    """The manifest with this bot's id and host."""
    if not settings.teams_app_id:
        raise SettingsError("TEAMS_APP_ID must be set: the manifest names the bot by it")
    address = urlsplit(settings.foxo_public_url)
    if address.scheme != "https" or not address.hostname:
        raise SettingsError("FOXO_PUBLIC_URL must begin with https:// for Teams to reach the bot")
    try:
        template = (FOLDER / "manifest.json").read_text()
    except OSError:
        raise SettingsError(f"{FOLDER} is missing: install the program again") from None
    return Template(template).safe_substitute(
        TEAMS_APP_ID=settings.teams_app_id.lower(), HOST=address.hostname
    )
