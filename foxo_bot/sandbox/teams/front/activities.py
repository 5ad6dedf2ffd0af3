"""Activities as Teams sends them to a bot; their shapes follow recorded ones."""

import html
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.sandbox.teams.connector.calls import thread_id
from foxo_bot.sandbox.teams.nouns import FILE_INFO, Conversation, Message, StoredFile, User
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

LOCALE, ZONE = "en-AU", "Australia/Sydney"
_CLIENT: Json = {
    "locale": LOCALE,
    "country": "AU",
    "platform": "Web",
    "timezone": ZONE,
    "type": "clientInfo",
}


@dataclass(frozen=True, slots=True)
class Activities:
    """Makes them from the world."""

    world: World

    def message(
        self, user: User, conversation: Conversation, message: Message, *, mentions: bool
    ) -> Json:
        """Something written to the bot; in a channel it is mentioned in front."""
        at = f"<at>{self.world.app.name}</at>"
        quoted = self.world.find_message(conversation, message.quotes)
        above = f"{quoted.preview}\n" if quoted else ""
        body = {
            "text": f"{at}&nbsp;{message.text}" if mentions else above + message.text,
            "textFormat": "plain",
            "attachments": [
                self._as_html(message, quoted, mentions=mentions),
                *message.attachments,
            ],
            "channelData": self.channel_data(conversation, named=True),
        }
        activity = self.activity("message", user, conversation, root=message.root_id) | body
        activity["id"] = message.id
        if mentions:
            mentioned = {"id": self.world.app.bot_id, "name": self.world.app.name}
            entity = {"mentioned": mentioned, "text": at, "type": "mention"}
            activity["entities"] = [entity, *activity["entities"]]
        return activity

    def submitted(
        self, user: User, conversation: Conversation, message: Message, data: Json
    ) -> Json:
        """A press on an Action.Submit: a message without text."""
        activity = self.activity("message", user, conversation, root=message.root_id)
        activity["channelData"] = self.channel_data(conversation, source="message")
        return activity | {"replyToId": message.id, "value": data}

    def invoke(
        self, name: str, user: User, conversation: Conversation, value: Json, **more: str
    ) -> Json:
        """An invoke; `root` and `reply_to` name the thread and the message it came from."""
        activity = self.activity("invoke", user, conversation, root=more.get("root", ""))
        source = more.get("source", "message")
        activity["channelData"] = self.channel_data(conversation, source=source)
        if more.get("reply_to"):
            activity["replyToId"] = more["reply_to"]
        return activity | {"name": name, "value": value}

    def event(self, kind: str, user: User, conversation: Conversation, **more: object) -> Json:
        """A conversationUpdate, installationUpdate or messageReaction: no name, no client."""
        activity = self.activity(kind, user, conversation)
        for absent in ("entities", "locale", "localTimezone", "localTimestamp"):
            del activity[absent]
        activity["from"] = {"id": user.id, "aadObjectId": user.object_id}
        activity["channelData"] = self.channel_data(conversation)
        return activity | more

    def activity(
        self, kind: str, user: User, conversation: Conversation, *, root: str = ""
    ) -> Json:
        """What every activity of a person has."""
        now, app = self.world.clock.now(), self.world.app
        where: Json = {
            "conversationType": conversation.type,
            "tenantId": conversation.tenant_id,
            "id": thread_id(conversation, root),
        }
        if conversation.type == "channel":
            where = {"isGroup": True, **where}
        return {
            "type": kind,
            "id": self.world.mint("f:"),
            "timestamp": _instant(now),
            "localTimestamp": _instant(now),
            "localTimezone": ZONE,
            "locale": LOCALE,
            "channelId": "msteams",
            "serviceUrl": self.world.service_url(conversation.tenant_id),
            "from": {"id": user.id, "name": user.name, "aadObjectId": user.object_id},
            "conversation": where,
            "recipient": {"id": app.bot_id, "name": app.name},
            "entities": [dict(_CLIENT)],
            "channelData": {},
        }

    def channel_data(
        self, conversation: Conversation, *, named: bool = False, source: str = ""
    ) -> Json:
        """Which team, channel and tenant it was."""
        found: Json = {}
        if conversation.type == "channel":
            ids = {"teamsChannelId": conversation.id, "teamsTeamId": conversation.team_id}
            found |= ids if named else {}
            found["channel"] = {"id": conversation.id}
            if conversation.kind != "standard":
                found["channel"]["type"] = conversation.kind
            found["team"] = {"id": conversation.team_id}
        found["tenant"] = {"id": conversation.tenant_id}
        return found | ({"source": {"name": source}} if source else {})

    def team_data(self, conversation: Conversation) -> Json:
        """The team in full, as events about a team have it."""
        team = self.world.teams[conversation.team_id]
        return {"id": team.id, "name": team.name, "aadGroupId": team.group_id}

    def file_info(self, file: StoredFile) -> Json:
        """A file that a person attached in the personal chat."""
        extension = file.name.rpartition(".")[2].lower()
        download = f"{self.world.base_url}/files/{file.id}"
        return {
            "contentType": FILE_INFO,
            "contentUrl": f"https://contoso.sharepoint.example/{file.id}",
            "name": file.name,
            "content": {"downloadUrl": download, "uniqueId": file.id, "fileType": extension},
        }

    def picture_info(self, picture: StoredFile, conversation: Conversation) -> Json:
        """A picture between the words of a message: Teams tells neither its name nor its kind."""
        service_url = self.world.service_url(conversation.tenant_id)
        address = f"{service_url}v3/attachments/{picture.id}/views/original"
        return {"contentType": "image/*", "contentUrl": address}

    def _as_html(self, message: Message, quoted: Message | None, *, mentions: bool) -> Json:
        span = '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">'
        at = f"{span}{self.world.app.name}</span>&nbsp;" if mentions else ""
        above = _quote(quoted) if quoted else ""
        lines = html.escape(message.text, quote=False).replace("\n", "<br>")
        inside = "".join(message.inside)
        return {"contentType": "text/html", "content": f"{above}<p>{at}{lines}</p>{inside}"}


def _quote(message: Message) -> str:
    kind = "http://schema.skype.com/Reply"
    preview = html.escape(message.preview, quote=False)
    return (
        f'<blockquote itemscope="" itemtype="{kind}" itemid="{message.id}">'
        f'<strong itemprop="mri" itemid="{message.from_id}">{preview}</strong></blockquote>'
    )


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
