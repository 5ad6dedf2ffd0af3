"""Answers one Web API request as Slack does: faults, token, rate, scopes, then the method."""

from dataclasses import dataclass, field

from foxo_bot.sandbox.faults import Fault, Faults, Kind
from foxo_bot.sandbox.slack.api import apps
from foxo_bot.sandbox.slack.api.call import Call, Desk
from foxo_bot.sandbox.slack.api.methods import METHODS, Method
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import ApiCall, Install
from foxo_bot.sandbox.slack.rates import Rates
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Asked:
    """A decoded request."""

    method: str
    args: Json
    authorization: str = ""

    @property
    def token(self) -> str:
        """The bearer token, or the `token` argument."""
        kind, _, value = self.authorization.partition(" ")
        return value if kind.lower() == "bearer" else str(self.args.get("token") or "")


@dataclass(frozen=True, slots=True)
class Answered:
    """What to send back; `text` instead of `body` is not JSON, `cut` means: do not send it."""

    status: int = 200
    body: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class WebApi:
    """Slack's Web API over a world."""

    desk: Desk
    rates: Rates
    faults: Faults

    async def answer(self, asked: Asked) -> Answered:
        """Do what was asked, or what the faults have in store for it."""
        fault = self.faults.take(asked.method, asked.args)
        if fault is None:
            return self._noted(asked, self._do(asked))
        if fault.kind is Kind.HANGS:
            self._noted(asked, Answered(body={"ok": False, "error": "(hangs)"}))
            await self.faults.hold()
            return Answered(cut=True)
        return self._noted(asked, self._spoilt(asked, fault))

    def _spoilt(self, asked: Asked, fault: Fault) -> Answered:
        match fault.kind:
            case Kind.RATE_LIMITED:
                return _too_many(fault.retry_after)
            case Kind.BROKEN:
                return Answered(fault.status, {"ok": False, "error": "(broken)"}, text="Oops")
            case Kind.ERROR:
                return Answered(body=SlackError(fault.code).body())
            case Kind.DROPS:
                done = self._do(asked)
                return Answered(done.status, done.body, cut=True)
            case _:
                return Answered(body={"ok": False, "error": "(refused)"}, cut=True)

    def _do(self, asked: Asked) -> Answered:
        try:
            return self._decide(asked)
        except SlackError as error:
            return Answered(body=error.body())

    def _decide(self, asked: Asked) -> Answered:
        if asked.method == "oauth.v2.access":
            granted = apps.oauth_access(self.desk, asked.args, asked.authorization)
            return Answered(body={"ok": True, **granted})
        if asked.method == "apps.connections.open":
            opened = apps.connections_open(self.desk, asked.token)
            return Answered(body={"ok": True, **opened})
        if asked.method == "api.test":
            return _api_test(asked.args)
        method = METHODS.get(asked.method)
        if method is None:
            raise SlackError("unknown_method")
        return self._with_token(asked, method)

    def _with_token(self, asked: Asked, method: Method) -> Answered:
        install = self._install(asked.token)
        wait = self.rates.wait(
            team_id=install.team_id,
            method=asked.method,
            tier=method.tier,
            channel=str(asked.args.get("channel", "")),
        )
        if wait is not None:
            return _too_many(wait)
        headers = {
            "x-oauth-scopes": ",".join(sorted(install.scopes)),
            "x-accepted-oauth-scopes": ",".join(method.scopes),
        }
        call = Call(asked.method, asked.args, install, self.desk)
        try:
            if method.scopes:
                call.need(*method.scopes)
            return Answered(body={"ok": True, **method.do(call)}, headers=headers)
        except SlackError as error:
            return Answered(body=error.body(), headers=headers)

    def _install(self, token: str) -> Install:
        if not token:
            raise SlackError("not_authed")
        install = self.desk.world.install_by_token(token)
        if install is None:
            raise SlackError("invalid_auth")
        if install.revoked:
            raise SlackError(install.refused_with)
        return install

    def _noted(self, asked: Asked, answered: Answered) -> Answered:
        install = self.desk.world.install_by_token(asked.token)
        self.desk.world.calls.append(
            ApiCall(
                asked.method,
                {name: value for name, value in asked.args.items() if name != "token"},
                install.team_id if install else "",
                self.desk.world.clock.now(),
                str(answered.body.get("error", "")),
                answered.status,
            )
        )
        return answered


def _api_test(args: Json) -> Answered:
    if args.get("error"):
        return Answered(body={"ok": False, "error": args["error"], "args": args})
    return Answered(body={"ok": True, "args": args})


def _too_many(seconds: int) -> Answered:
    body = {"ok": False, "error": "ratelimited"}
    return Answered(429, body, {"Retry-After": str(seconds)})
