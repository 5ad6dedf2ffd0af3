"""Checks the SMS settings: one sentence each, and whether it is well."""

from urllib.parse import urlsplit

import phonenumbers

from foxo_bot.delivery.transport import TryLater
from foxo_bot.edges.finding import Finding
from foxo_bot.settings import Settings, SettingsError, is_local, require_one_sms
from foxo_bot.transports.sms.api import TwilioApi


async def check(settings: Settings) -> list[Finding]:
    """What is well and what is not; sends nothing."""
    if settings.sms_url:
        return [_gateway(settings)]
    return [
        await _account(settings),
        _number(settings.twilio_from),
        _callbacks(settings),
    ]


def _gateway(settings: Settings) -> Finding:
    from foxo_bot.transports.sms.gateway import check_url  # noqa: PLC0415 - slow to load

    try:
        require_one_sms(settings)
        name = check_url(settings.sms_url)
    except SettingsError as wrong:
        return False, f"SMS: {wrong}."
    return None, (
        f"SMS: sent through {name}, send only: nobody can reply with a code, and nothing tells "
        "what arrived."
    )


async def _account(settings: Settings) -> Finding:
    api = TwilioApi(settings)
    try:
        answer = await api.get(".json")
    except TryLater:
        return False, f"SMS: Twilio cannot be reached at {settings.twilio_api_url}."
    finally:
        await api.close()
    if answer.status in {401, 403}:
        return False, "SMS: Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN."
    if answer.status == 404:
        return False, "SMS: Twilio does not know TWILIO_ACCOUNT_SID."
    if not answer.ok:
        return False, f"SMS: Twilio answers with status {answer.status}."
    if answer.text("status") not in {"", "active"}:
        return False, f"SMS: the Twilio account is {answer.text('status')}."
    return True, "SMS: Twilio accepts the account's credentials."


def _number(source: str) -> Finding:
    if source.startswith("MG"):
        return True, "SMS: TWILIO_FROM is a messaging service."
    try:
        valid = phonenumbers.is_possible_number(phonenumbers.parse(source))
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        return False, "SMS: TWILIO_FROM must be a number such as +61491570156."
    return True, f"SMS: {source} is a phone number."


def _callbacks(settings: Settings) -> Finding:
    ours = urlsplit(settings.foxo_public_url).hostname or ""
    if is_local(ours) and not is_local(urlsplit(settings.twilio_api_url).hostname or ""):
        return False, "SMS: FOXO_PUBLIC_URL is local, so Twilio cannot report what arrived."
    return True, f"SMS: Twilio reports to {settings.foxo_public_url}/twilio/status."
