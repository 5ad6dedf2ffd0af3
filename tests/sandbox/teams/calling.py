"""A connector client of a few lines, and cards to send with it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp

from foxo_bot.sandbox.teams.server import Teams

HOSPITAL = "11111111-1111-4111-8111-111111111111"
PRACTICE = "22222222-2222-4222-8222-222222222222"
RAD, REF, LEADS = "19:rad@thread.tacv2", "19:ref@thread.tacv2", "19:leads@thread.tacv2"
NORTH, HILL = "19:north@thread.tacv2", "19:hill@thread.tacv2"
ADAPTIVE = "application/vnd.microsoft.card.adaptive"

Json = dict[str, Any]


@dataclass
class Answer:
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.body["error"]["code"]


@dataclass
class Caller:
    session: aiohttp.ClientSession
    teams: Teams
    token: str = ""
    tenant: str = HOSPITAL

    async def __call__(self, method: str, path: str, body: Json | None = None) -> Answer:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.teams.world.service_url(self.tenant)}v3/{path}"
        async with self.session.request(method, url, json=body, headers=headers) as got:
            text = await got.text()
            told = await got.json() if text.startswith(("{", "[")) else text
            return Answer(got.status, told, dict(got.headers))

    async def send(self, conversation: str, activity: Json) -> Answer:
        return await self(
            "POST", f"conversations/{quote(conversation, safe='')}/activities", activity
        )

    async def update(self, conversation: str, message_id: str, activity: Json) -> Answer:
        path = f"conversations/{quote(conversation, safe='')}/activities/{message_id}"
        return await self("PUT", path, activity)

    async def get(self, conversation: str, rest: str) -> Answer:
        return await self("GET", f"conversations/{quote(conversation, safe='')}/{rest}")

    async def in_channel(self, channel: str, activity: Json) -> Answer:
        data = {"channel": {"id": channel}, "tenant": {"id": self.tenant}}
        return await self("POST", "conversations", {
            "isGroup": True, "channelData": data, "activity": activity})  # fmt: skip

    async def to_person(self, member: str, tenant: str | None = None) -> Answer:
        tenant = tenant or self.tenant
        return await self("POST", "conversations", {
            "isGroup": False, "members": [{"id": member}], "tenantId": tenant,
            "bot": {"id": self.teams.world.app.bot_id},
            "channelData": {"tenant": {"id": tenant}}})  # fmt: skip


async def ask_token(caller: Caller, tenant: str = HOSPITAL, **changes: str) -> Answer:
    app = caller.teams.world.app
    form = {
        "grant_type": "client_credentials",
        "client_id": app.id,
        "client_secret": app.password,
        "scope": "https://api.botframework.com/.default",
        **changes,
    }
    url = f"{caller.teams.login_url}/{tenant}/oauth2/v2.0/token"
    async with caller.session.post(url, data=form) as got:
        return Answer(got.status, await got.json())


async def token(caller: Caller) -> str:
    return (await ask_token(caller)).body["access_token"]


def card(*body: Json, actions: list[Json] | None = None, **more: Any) -> Json:
    """A message with an Adaptive Card."""
    content = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}
    if actions:
        content["actions"] = actions
    attachment = {"contentType": ADAPTIVE, "content": content}
    return {"type": "message", "summary": "Case 1", "attachments": [attachment]}


def text(words: str) -> Json:
    return {"type": "TextBlock", "text": words}


def execute(verb: str, title: str, **more: Any) -> Json:
    data = {"verb": verb, "post": "1"}
    submit = {"type": "Action.Submit", "title": title, "data": data}
    found = {"type": "Action.Execute", "verb": verb, "title": title, "data": data}
    return {**found, "fallback": submit, **more}


def opener(verb: str, title: str) -> Json:
    data = {"msteams": {"type": "task/fetch"}, "verb": verb, "post": "1"}
    return {"type": "Action.Submit", "title": title, "data": data}
