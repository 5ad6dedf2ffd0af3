"""Phone numbers that SMS can reach, in E.164. Pure."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_FICTIONAL = re.compile(r"\+447700900[0-9]{3}|\+1(555[0-9]{7}|[0-9]{3}555[0-9]{4})")
"""Ranges kept free for examples (Ofcom's drama numbers, North America's 555): no real number."""
_NO_SMS = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.PAGER,
    PhoneNumberType.VOICEMAIL,
}


class BadPhone(Exception):
    """Why a number cannot be used; the text says what to write instead."""


def mobile(text: str | None, country: str | None) -> str | None:
    """A mobile number that somebody typed freely, as E.164; None where it is not surely one.

    `country` (two letters) is where a number without a country code is taken to be.
    """
    number = _parsed(text or "", country)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    kind = phonenumbers.number_type(number)
    if kind not in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def typed(text: str, country: str | None) -> str | None:
    """The number that a person typed into a form, as E.164; None where SMS cannot reach it."""
    found = mobile(text, country)
    if found is not None:
        return found
    try:
        return exact(re.sub(r"[\s().-]", "", text), country)
    except BadPhone:
        return None


def exact(text: str, country: str | None) -> str:
    """The number if it is written as E.164 and SMS can reach it, else BadPhone."""
    if _FICTIONAL.fullmatch(text):
        return text
    number = _parsed(text, country)
    if number is None or not phonenumbers.is_valid_number(number):
        advice = "write + and the country code, then the number, such as +61491570156"
        raise BadPhone(f"{text} is not a phone number that exists; {advice}")
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if written != text:
        raise BadPhone(f"{text} is not in international form; write {written}")
    if phonenumbers.number_type(number) in _NO_SMS:
        raise BadPhone(f"{text} cannot receive SMS; give a mobile number, or leave phone out")
    return written


def _parsed(text: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except NumberParseException:
        return None
