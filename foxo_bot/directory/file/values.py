"""The shapes that single values of a directory file must have. Pure."""

import difflib
import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

import phonenumbers

from foxo_bot.directory import phones
from foxo_bot.directory.file.mistakes import BadValue
from foxo_bot.model import Whom
from foxo_bot.model.notation import AUDIENCES, LATEST_STEP, SHORTEST_REPEAT, audience

E = TypeVar("E", bound=StrEnum)

_LONGEST_NAME = 200
_LONGEST_ID = 200
_LONGEST_EMAIL = 254
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_SLACK_ID = "[A-Z0-9]{2,20}"
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEAMS_CHANNEL = re.compile(r"19:[!-.0-~]+@thread\.[a-z0-9]+")
_TEAMS_USER = re.compile(r"29:[!-~]+")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+")


def name(text: str) -> str:
    plain = " ".join(text.split())
    if not plain.isprintable():
        raise BadValue("has a character that cannot be shown; type it anew")
    if len(plain) > _LONGEST_NAME:
        raise BadValue(f"is longer than {_LONGEST_NAME} characters; shorten it")
    return plain


def slack_workspace(text: str) -> str:
    if not re.fullmatch(f"T{_SLACK_ID}", text):
        raise BadValue(
            f"{said(text)} is not a Slack workspace; its id begins with T, such as T000000001, "
            "and stands in the address bar of Slack in the browser"
        )
    return text


def slack_channel(text: str) -> str:
    if not re.fullmatch(f"[CG]{_SLACK_ID}", text):
        raise BadValue(
            f"{said(text)} is not a Slack channel; its id begins with C or G, such as C000000002, "
            "and stands at the bottom of the channel's details"
        )
    return text


def slack_user(text: str) -> str:
    if not re.fullmatch(f"[UW]{_SLACK_ID}", text):
        raise BadValue(
            f"{said(text)} is not a Slack member; the id begins with U or W, such as U000000003: "
            "open the profile, the three dots, Copy member ID"
        )
    return text


def entra_tenant(text: str) -> str:
    if not _TENANT.fullmatch(text.lower()):
        raise BadValue(
            f"{said(text)} is not an Entra tenant; its id looks like "
            "11111111-1111-1111-1111-111111111111 and stands in the Entra admin centre"
        )
    return text.lower()


def teams_channel(text: str) -> str:
    if not _TEAMS_CHANNEL.fullmatch(text) or len(text) > _LONGEST_ID:
        raise BadValue(
            f"{said(text)} is not a Teams channel; its id looks like 19:…@thread.tacv2 and "
            "stands in the link to the channel (there : is %3a and @ is %40)"
        )
    return text


def teams_user(text: str) -> str:
    if not _TEAMS_USER.fullmatch(text) or len(text) > _LONGEST_ID:
        raise BadValue(f"{said(text)} is not a Teams member; the bot's id of them begins with 29:")
    return text


def email(text: str) -> str:
    """Lower case, so that two spellings of one address are the same."""
    if not _EMAIL.fullmatch(text) or len(text) > _LONGEST_EMAIL or not text.isprintable():
        raise BadValue(f"{said(text)} is not an email address; write it like name@site.example")
    return text.lower()


def phone(country: str | None) -> Callable[[str], str]:
    """A check for a number as E.164; a national one is read as of this country, to say how."""

    def check(text: str) -> str:
        try:
            return phones.exact(text, country)
        except phones.BadPhone as error:
            raise BadValue(str(error)) from None

    return check


def country(text: str) -> str:
    if text.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise BadValue(f"{said(text)} is not a country; write its two letters, such as AU")
    return text.upper()


def timezone(text: str) -> str:
    if text not in _zones():
        close = difflib.get_close_matches(text, _zones(), n=1, cutoff=0.5)
        example = close[0] if close else "Australia/Sydney"
        raise BadValue(f"{said(text)} is not a time zone; write region and city, such as {example}")
    return text


def after(text: str) -> timedelta:
    span = _span(text)
    if span > LATEST_STEP:
        raise BadValue(f"{text} is too late to be of use; write at most {LATEST_STEP.days}d")
    return span


def every(text: str) -> timedelta:
    span = after(text)
    if span < SHORTEST_REPEAT:
        raise BadValue(f"{text} would flood people; repeat at most once a minute: 1m")
    return span


def whom(text: str) -> Whom:
    """Whom a step is for: an audience, @ and a person's name or email, or team and its name."""
    found = audience(name(text))
    if found is None:
        raise BadValue(f"{said(text)} is nobody known here; write {AUDIENCES}")
    return found


def one_of(kind: type[E]) -> Callable[[str], E]:
    """A check for a word of the enumeration."""

    def check(text: str) -> E:
        try:
            return kind(text.lower())
        except ValueError:
            words = ", ".join(kind)
            raise BadValue(f"{said(text)} is not known; write one of {words}") from None

    return check


@cache
def _zones() -> frozenset[str]:
    """The names that every system's tables have; what only some have is left out."""
    return frozenset(n for n in available_timezones() if "/" in n or n == "UTC") - {"localtime"}


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not found:
        raise BadValue(f"{said(text)} is not a length of time; write it like 90s, 5m, 1h or 2d")
    return int(found[1]) * _UNITS[found[2]]


def said(text: str) -> str:
    return f'"{text[:60]}"'
