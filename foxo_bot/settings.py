"""Settings from the environment or a .env file; each is documented in docs/settings.md."""

import base64
import binascii
import re
from collections.abc import Iterator
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what to do."""


class Settings(BaseSettings):
    """Everything the environment decides. Nothing else in the program reads the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    foxo_database_url: str = "sqlite:///foxo.db"
    foxo_host: str = "127.0.0.1"
    foxo_port: int = Field(3000, ge=1, le=65535)
    foxo_public_url: str = "http://localhost:3000"
    foxo_secret_key: str = ""
    foxo_encryption_keys: str = ""
    foxo_log_level: str = "info"
    foxo_heartbeat_url: str = ""
    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_app_password: str = ""
    teams_tenant_id: str = ""
    teams_allow_anonymous: bool = False
    teams_service_url: str = "https://smba.trafficmanager.net/teams/"
    teams_login_url: str = "https://login.microsoftonline.com"
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_from: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    sms_url: str = ""
    smtp_url: str = ""
    email_from: str = ""
    email_bounces_to: str = ""

    @field_validator("foxo_log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("use debug, info, warning or error")
        return value.lower()

    @field_validator("foxo_encryption_keys")
    @classmethod
    def _fernet_keys(cls, value: str) -> str:
        sizes = [_size(key) for part in value.split(",") if (key := part.strip())]
        if value and (not sizes or set(sizes) != {32}):
            raise ValueError(
                "each key must be 32 bytes in url-safe base64; make one with: foxo-bot key"
            )
        return value

    @field_validator("twilio_from")
    @classmethod
    def _number_or_service(cls, value: str) -> str:
        compact = "".join(value.split())
        if compact and not re.fullmatch(r"\+\d{7,15}|MG\w+", compact):
            raise ValueError("use a number such as +61491570156, or a messaging service's id (MG…)")
        return compact

    @field_validator(
        *("foxo_public_url", "foxo_heartbeat_url", "slack_api_url", "twilio_api_url"),
        *("teams_service_url", "teams_login_url", "teams_openid_url"),
    )
    @classmethod
    def _web_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:  # a port that is none, half an IPv6 address
            whole = False
        if value and (not whole or any(map(str.isspace, value))):
            raise ValueError("use an address that begins with https://")
        return value

    @field_validator("email_from", "email_bounces_to")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        name, _, site = parseaddr(value)[1].rpartition("@")
        if value and not (name and site):
            raise ValueError("use an address such as foxo@hospital.example")
        return value

    @field_validator("slack_api_url", "teams_service_url")
    @classmethod
    def _ends_in_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @field_validator("foxo_public_url", "twilio_api_url", "teams_login_url")
    @classmethod
    def _no_slash_at_end(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        return tuple(filter(None, (key.strip() for key in self.foxo_encryption_keys.split(","))))

    @property
    def slack_by_oauth(self) -> bool:
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def slack_configured(self) -> bool:
        return bool(self.slack_bot_token or self.slack_by_oauth)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the HTTP server."""
        return is_local(self.foxo_host)

    @property
    def teams_anonymous(self) -> bool:
        """Whether activities are taken without a token: only with no app, and from here alone."""
        return self.teams_allow_anonymous and not self.teams_app_id and self.on_loopback

    @property
    def teams_configured(self) -> bool:
        with_app = self.teams_app_id and self.teams_app_password and self.teams_tenant_id
        return bool(with_app) or self.teams_anonymous

    @property
    def twilio_configured(self) -> bool:
        return bool(self.twilio_account_sid and self.twilio_auth_token and self.twilio_from)

    @property
    def sms_configured(self) -> bool:
        return self.twilio_configured or bool(self.sms_url)

    @property
    def email_configured(self) -> bool:
        return bool(self.smtp_url and self.email_from)


def _size(key: str) -> int:
    """Bytes in a key; 0 where it is none."""
    try:
        return len(base64.urlsafe_b64decode(key))
    except (binascii.Error, ValueError):
        return 0


def is_local(host: str) -> bool:
    """Whether a name or address means this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_TOGETHER = (("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"), ("SMTP_URL", "EMAIL_FROM"))
_INSTALLS = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


def halves(settings: Settings) -> Iterator[str]:
    """A sentence for each way of reaching people that is half set up: it would reach nobody."""
    together = _TOGETHER if settings.slack_bot_token else (*_TOGETHER, _INSTALLS)
    for names in together:
        given = [name for name in names if getattr(settings, name.lower())]
        missing = [name for name in names if name not in given]
        if given and missing:
            yield f"{' and '.join(missing)} must be set beside {' and '.join(given)}"


def require_whole(settings: Settings) -> None:
    """Refuse to serve with a way of reaching people half set up."""
    require_whole_teams(settings)
    require_one_sms(settings)
    found = list(halves(settings))
    if found:
        raise SettingsError("; ".join(found))


def require_whole_teams(settings: Settings) -> None:
    """Refuse to serve with Teams half set up, or open to anybody in the network."""
    wanted = {
        "TEAMS_APP_ID": settings.teams_app_id,
        "TEAMS_APP_PASSWORD": settings.teams_app_password,
        "TEAMS_TENANT_ID": settings.teams_tenant_id,
    }
    missing = [name for name, value in wanted.items() if not value]
    if settings.teams_allow_anonymous and not settings.teams_anonymous:
        raise SettingsError(
            "TEAMS_ALLOW_ANONYMOUS only works with TEAMS_APP_ID empty and FOXO_HOST 127.0.0.1"
        )
    given = [name for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD") if name not in missing]
    if missing and given:
        raise SettingsError(f"{' and '.join(missing)} must be set beside {' and '.join(given)}")


def require_one_sms(settings: Settings) -> None:
    """Refuse two ways of sending SMS at once: nobody could tell which one is used."""
    if settings.sms_url and settings.twilio_account_sid:
        raise SettingsError("SMS_URL and TWILIO_ACCOUNT_SID are both set; keep one of them")


def load(**overrides: object) -> Settings:
    """The settings of this process; SettingsError names each wrong one and what to do."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks each value
    except ValidationError as error:
        raise SettingsError("; ".join(map(_sentence, error.errors()))) from None
    except UnicodeDecodeError:
        raise SettingsError(".env is not UTF-8 text; save it with the encoding UTF-8") from None


def _sentence(mistake: ErrorDetails) -> str:
    name, limits = str(mistake["loc"][0]).upper(), mistake.get("ctx", {})
    match mistake["type"]:
        case "value_error":
            words = str(limits["error"])
        case "int_parsing":
            words = "must be a whole number"
        case "greater_than_equal":
            words = f"must be {limits['ge']} or more"
        case "less_than_equal":
            words = f"must be {limits['le']} or less"
        case "bool_parsing":
            words = "use 1 or 0"
        case _:
            words = mistake["msg"]
    return f"{name}: {words}"


def require_secrets(settings: Settings) -> None:
    """Refuse to serve without the two secrets that protect links and patient data."""
    missing = [
        name
        for name, value in (
            ("FOXO_SECRET_KEY", settings.foxo_secret_key),
            ("FOXO_ENCRYPTION_KEYS", settings.foxo_encryption_keys),
        )
        if not value
    ]
    if missing:
        raise SettingsError(f"{' and '.join(missing)} must be set; make a value with: foxo-bot key")
