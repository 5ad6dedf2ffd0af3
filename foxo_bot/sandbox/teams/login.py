"""Microsoft's sign-in: who may have a token for the connector, and whether a token is one."""

import secrets
from dataclasses import dataclass, field

import jwt

from foxo_bot.sandbox.clock import wall_seconds
from foxo_bot.sandbox.teams.keys import KeyRing
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

ENTRA = "https://login.microsoftonline.com"
CONNECTOR = "https://api.botframework.com"
SCOPE = f"{CONNECTOR}/.default"
BOT_CONNECTOR_METADATA = "/v1/.well-known/openidconfiguration"


@dataclass(slots=True)
class Login:
    """Tokens of the app; real time, as the app's own cache of them runs on it.

    `lasts` is how long a token is good. `asked` counts what was handed out or refused.
    """

    world: World
    entra: KeyRing = field(default_factory=lambda: KeyRing("entra"))
    connector: KeyRing = field(default_factory=lambda: KeyRing("connector"))
    lasts: int = 3600
    asked: int = 0
    _revoked: set[str] = field(default_factory=set)
    _given: list[str] = field(default_factory=list)

    def token(self, tenant_id: str, form: Json) -> tuple[int, Json]:
        """The answer of a tenant's token endpoint: status and body."""
        self.asked += 1
        problem = self._problem(tenant_id, form)
        if problem is not None:
            status, error, description = problem
            return status, {"error": error, "error_description": description}
        now = int(wall_seconds())
        claims = {
            "aud": CONNECTOR,
            "iss": f"https://sts.windows.net/{tenant_id}/",
            "appid": self.world.app.id,
            "tid": tenant_id,
            "iat": now,
            "nbf": now,
            "exp": now + self.lasts,
            "uti": secrets.token_urlsafe(12),
        }
        token = self.entra.current.sign(claims)
        self._given.append(token)
        given = {"token_type": "Bearer", "expires_in": self.lasts, "ext_expires_in": self.lasts}
        return 200, {**given, "access_token": token}

    def revoke(self) -> None:
        """Every token handed out so far is refused from now on."""
        self._revoked.update(self._given)

    def authorized(self, authorization: str) -> bool:
        """Whether a call of the connector carries a good token of the app."""
        if not self.world.app.id:
            return True
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer" or token in self._revoked:
            return False
        return any(self._good(token, key.private.public_key()) for key in self.entra.keys)

    def bot_connector_metadata(self) -> Json:
        """The document that names the keys of incoming activities."""
        return {
            "issuer": CONNECTOR,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.world.base_url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def entra_metadata(self, tenant_id: str) -> Json:
        """A tenant's document, with Microsoft's own addresses: msal takes no others."""
        return {
            "issuer": f"{ENTRA}/{tenant_id}/v2.0",
            "authorization_endpoint": f"{ENTRA}/{tenant_id}/oauth2/v2.0/authorize",
            "token_endpoint": f"{ENTRA}/{tenant_id}/oauth2/v2.0/token",
            "jwks_uri": f"{ENTRA}/{tenant_id}/discovery/v2.0/keys",
            "tenant_region_scope": "OC",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _problem(self, tenant_id: str, form: Json) -> tuple[int, str, str] | None:
        app = self.world.app
        rules = [
            (tenant_id not in self.world.tenants, 400, "invalid_request", "AADSTS90002"),
            (form.get("grant_type") != "client_credentials", 400, "invalid_grant", "AADSTS70003"),
            (tenant_id != app.tenant_id, 400, "unauthorized_client", "AADSTS700016"),
            (form.get("client_id") != app.id, 400, "unauthorized_client", "AADSTS700016"),
            (form.get("client_secret") != app.password, 401, "invalid_client", "AADSTS7000215"),
            (SCOPE not in str(form.get("scope")).split(), 400, "invalid_scope", "AADSTS70011"),
        ]
        for broken, status, error, code in rules:
            if broken:
                return status, error, f"{code}: refused by the sandbox"
        return None

    def _good(self, token: str, public: object) -> bool:
        try:
            claims = jwt.decode(token, public, algorithms=["RS256"], audience=CONNECTOR)  # type: ignore[arg-type]  # an RSA public key
        except jwt.PyJWTError:
            return False
        return bool(claims.get("appid") == self.world.app.id)
