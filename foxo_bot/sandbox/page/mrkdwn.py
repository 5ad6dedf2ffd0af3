"""Slack's text as safe HTML: its marks and <…> entities drawn, everything else escaped."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup, escape

from foxo_bot.sandbox.page.times import in_slack_format
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_ENTITY = re.compile(r"<([^<>]*)>")
_MARK = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]+?)(?<=\S)\1(?![\w*_~])")
_HELD = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
_TAGS = {"*": "strong", "_": "em", "~": "s"}
_CIRCLES = {"🔴": "red", "🟡": "yellow", "🔵": "blue"}
_CIRCLE = re.compile("|".join(_CIRCLES))
_SAFE = ("http://", "https://", "mailto:")
_MENTIONS = {"user": ("@", "user_id"), "channel": ("#", "channel_id"), "broadcast": ("!", "range")}
_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws text for a reader in this world at this instant."""

    world: World
    now: datetime

    def text(self, part: Json | None) -> Markup:
        """A text object of either type."""
        if not part:
            return Markup("")
        if part["type"] == "mrkdwn":
            return self.mrkdwn(part["text"])
        return _lines(part["text"])

    def mrkdwn(self, text: str) -> Markup:
        """A string in Slack's own notation."""
        held: list[Markup] = []
        text = _PRIVATE.sub("", text)
        text = _CODE.sub(lambda found: _hold(held, self._code(found)), text)
        text = _ENTITY.sub(lambda found: _hold(held, self._entity(found[1])), text)
        text = _CIRCLE.sub(lambda found: _hold(held, _circle(found)), text)
        drawn = str(escape(_plain(text)))
        before = ""
        while before != drawn:
            before, drawn = drawn, _MARK.sub(_marked, drawn)
        drawn = "<br>".join(_quoted(line) for line in drawn.split("\n"))
        while _HELD.search(drawn):
            drawn = _HELD.sub(lambda found: str(held[int(found[1])]), drawn)
        return Markup(drawn)  # noqa: S704 - every piece was escaped above

    def rich(self, block: Json) -> Markup:
        """A rich_text block."""
        return Markup("").join(self._rich_part(part) for part in block["elements"])

    def _rich_part(self, part: Json) -> Markup:
        leaves = part.get("elements", [])
        match part["type"]:
            case "rich_text_list":
                tag = "ol" if part.get("style") == "ordered" else "ul"
                items = Markup("").join(
                    Markup("<li>{}</li>").format(self._rich_part(item)) for item in leaves
                )
                return _tagged(tag, items)
            case "rich_text_preformatted":
                return _tagged("pre", self._leaves(leaves))
            case "rich_text_quote":
                return _tagged("blockquote", self._leaves(leaves))
            case _:
                return _tagged("p", self._leaves(leaves))

    def _leaves(self, leaves: list[Json]) -> Markup:
        return Markup("").join(self._leaf(leaf) for leaf in leaves)

    def _leaf(self, leaf: Json) -> Markup:
        drawn = self._words(leaf)
        for style, tag in _STYLES.items():
            if leaf.get("style", {}).get(style):
                drawn = _tagged(tag, drawn)
        return drawn

    def _words(self, leaf: Json) -> Markup:
        match leaf["type"]:
            case "text":
                return _lines(leaf["text"])
            case "link":
                return _link(leaf["url"], leaf.get("text") or leaf["url"])
            case "date":
                at = datetime.fromtimestamp(leaf["timestamp"], UTC)
                return escape(in_slack_format(at, leaf["format"], self.now))
            case "emoji":
                return escape(f":{leaf['name']}:")
            case "user" | "channel" | "broadcast" as kind:
                sign, name = _MENTIONS[kind]
                return self._entity(sign + leaf[name])
            case _:
                return Markup("")

    def _code(self, found: re.Match[str]) -> Markup:
        tag, inside = ("pre", found[1]) if found[1] else ("code", found[2])
        return _tagged(tag, escape(_plain(inside)))

    def _entity(self, inside: str) -> Markup:
        target, _, label = inside.partition("|")
        if target.startswith("!date^"):
            return escape(self._date(target, label))
        if target.startswith("@"):
            user = self.world.users.get(target[1:])
            name = user.real_name if user else "unknown"
            return Markup('<span class="mention">@{}</span>').format(name)
        if target.startswith("#"):
            channel = self.world.channels.get(target[1:])
            name = channel.name if channel else "unknown"
            return Markup('<span class="mention">#{}</span>').format(name)
        if target.startswith("!"):
            return Markup('<span class="mention">@{}</span>').format(target[1:].split("^")[0])
        return _link(_plain(target), _plain(label or target))

    def _date(self, target: str, fallback: str) -> str:
        parts = target.split("^")
        if len(parts) < 3 or not parts[1].isdecimal():
            return fallback
        at = datetime.fromtimestamp(int(parts[1]), UTC)
        return in_slack_format(at, parts[2], self.now)


def _link(url: str, label: str) -> Markup:
    if not url.startswith(_SAFE):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(url, label)


def _hold(held: list[Markup], drawn: Markup) -> str:
    """Put a finished piece aside, so that no mark inside it is read as one."""
    held.append(drawn)
    return f"\ue000{len(held) - 1}\ue001"


def _marked(found: re.Match[str]) -> str:
    tag = _TAGS[found[1]]
    return f"<{tag}>{found[2]}</{tag}>"


def _quoted(line: str) -> str:
    return f"<q>{line[4:].strip()}</q>" if line.startswith("&gt;") else line


def _tagged(tag: str, inside: Markup) -> Markup:
    return Markup(f"<{tag}>{{}}</{tag}>").format(inside)  # noqa: S704 - the tag is one of ours


def _lines(text: str) -> Markup:
    drawn = Markup("<br>").join(escape(line) for line in text.split("\n"))
    return Markup(_CIRCLE.sub(_circle, drawn))  # noqa: S704 - escaped above, and has no attributes


def _circle(found: re.Match[str]) -> Markup:
    """A mark of triage as a picture, as Slack draws it: not every machine has a font for it."""
    return Markup('<span class="circle {0}" role="img" aria-label="{0} circle"></span>').format(
        _CIRCLES[found[0]]
    )


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
