"""Checks the email settings: one sentence each, and whether it is well."""

import ssl
from email.utils import parseaddr

from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupported

from foxo_bot.edges.finding import Finding
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.transports.email import inbound
from foxo_bot.transports.email.server import Server, parse


async def check(settings: Settings) -> list[Finding]:
    """What is well and what is not; connects and logs in, sends nothing."""
    sender = True, f"Email: mail comes from {parseaddr(settings.email_from)[1]}."
    try:
        server = parse(settings.smtp_url)
    except SettingsError as wrong:
        return [(False, f"Email: {wrong}."), sender]
    return [await _login(server), sender, _bounces(settings)]


def _bounces(settings: Settings) -> Finding:
    to = parseaddr(settings.email_bounces_to or settings.email_from)[1]
    return None, (
        f"Email: mail that does not arrive is reported to {to}; hand those reports on to "
        f"foxo-bot email bounce, or post them to {inbound.address(settings)}."
    )


async def _login(server: Server) -> Finding:
    where = f"{server.host}:{server.port}"
    connection = server.connection(helo="localhost")
    try:
        await connection.connect()
        await connection.ehlo()
        secure = connection.get_transport_info("sslcontext") is not None
        await connection.quit()
    except SMTPAuthenticationError:
        return False, f"Email: {where} refuses the user or password in SMTP_URL."
    except SMTPNotSupported:
        return False, f"Email: {where} offers no login that SMTP_URL could use."
    except ssl.SSLError:
        return False, f"Email: no secure connection to {where} is possible."
    except (SMTPException, OSError):
        return False, f"Email: the mail server at {where} cannot be reached."
    finally:
        connection.close()
    how = "over TLS" if secure else "without TLS"
    who = "logged in" if server.user else "without a login"
    return True, f"Email: the mail server at {where} answers {how}, {who}."
