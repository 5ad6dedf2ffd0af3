"""The tokens of incoming activities: Microsoft's own, and what somebody else might send."""

from dataclasses import dataclass

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.teams.keys import Key, KeyRing
from foxo_bot.sandbox.teams.nouns import App
from foxo_bot.sandbox.wire import Json

ISSUER = "https://api.botframework.com"
LASTS = 3600
FORGERIES = (
    "none",
    "garbage",
    "unsigned",
    "expired",
    "not_yet",
    "other_app",
    "other_issuer",
    "other_service",
    "no_service",
    "unknown_key",
    "stolen_name",
)
_ATTACKER = Key("attacker-1")


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes tokens by the sandbox's clock, which the app is meant to share."""

    app: App
    ring: KeyRing
    clock: Clock

    def header(self, service_url: str) -> str:
        """The Authorization header of a genuine activity; "" where the app has no id."""
        if not self.app.id:
            return ""
        return f"Bearer {self.ring.current.sign(self.claims(service_url))}"

    def forged(self, how: str, service_url: str) -> str:
        """The Authorization header of one of FORGERIES."""
        key = self.ring.current
        claims = self.claims(service_url)
        now = int(self.clock.seconds())
        changes: dict[str, Json] = {
            "expired": {"nbf": now - 2 * LASTS, "exp": now - LASTS},
            "not_yet": {"nbf": now + LASTS, "exp": now + 2 * LASTS},
            "other_app": {"aud": "0bad0bad-0000-4000-8000-000000000000"},
            "other_issuer": {"iss": "https://sts.windows.net/evil/"},
            "other_service": {"serviceurl": "https://smba.trafficmanager.net/evil/"},
        }
        if how in changes:
            return f"Bearer {key.sign(claims | changes[how])}"
        if how == "no_service":
            del claims["serviceurl"]
            return f"Bearer {key.sign(claims)}"
        whole = {
            "none": "",
            "garbage": "Bearer not.a.token",
            "unsigned": f"Bearer {_unsigned(key.sign(claims))}",
            "unknown_key": f"Bearer {_ATTACKER.sign(claims)}",
            "stolen_name": f"Bearer {_ATTACKER.sign(claims, kid=key.kid)}",
        }
        return whole[how]

    def claims(self, service_url: str) -> Json:
        """What Microsoft vouches for."""
        now = int(self.clock.seconds())
        return {
            "iss": ISSUER,
            "aud": self.app.id,
            "serviceurl": service_url,
            "nbf": now - 300,
            "exp": now + LASTS,
        }


def _unsigned(token: str) -> str:
    """The token with its signature taken away."""
    return token.rpartition(".")[0] + "."
