"""What a person wrote, without the bot's own name and without Teams' markup."""

import re
from html import unescape

from foxo_bot.edges.payload import Json, parts, text

_AT = re.compile(r"<at[^>]*>(.*?)</at>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|blockquote|h\d)>\s*", re.IGNORECASE)
_QUOTE = re.compile(
    r'<blockquote[^>]*schema\.skype\.com/Reply"[^>]*itemid="([^"]+)".*?</blockquote>',
    re.DOTALL | re.IGNORECASE,
)

_THING = re.compile(
    r'<img\b(?![^>]*schema\.skype\.com/Emoji)|<attachment\b[^>]*\bid="[0-9a-f]{8}-[0-9a-f-]{27}"',
    re.IGNORECASE,
)
"""A picture, or a file, whose id is a UUID: that of a message which is answered is a number."""


def plain(body: Json) -> str:
    """The words of a message; the mention that only called the bot is left out."""
    written = text(body, "text")
    for mention in _of_bot(body):
        said = text(mention, "text")
        if said:
            written = written.replace(said, " ")
    return _tidy(unescape(_AT.sub(r"@\1", written)))


def names_bot(body: Json) -> bool:
    """Whether the bot is mentioned."""
    return bool(_of_bot(body))


def _of_bot(body: Json) -> list[Json]:
    bot = text(body, "recipient", "id")
    return [one for one in parts(body, "entities") if text(one, "mentioned", "id") == bot]


def quoted(body: Json) -> tuple[str, str]:
    """(message answered, words) where a person answered a message by quoting it in a chat."""
    for part in parts(body, "attachments"):
        html = text(part, "content") if text(part, "contentType") == "text/html" else ""
        found = _QUOTE.search(html)
        if found:
            return found.group(1), from_html(html[found.end() :])
    return "", ""


def things_in(body: Json) -> int:
    """How many pictures and files the HTML of a message shows, those of what it quotes left out."""
    htmls = (
        text(part, "content")
        for part in parts(body, "attachments")
        if text(part, "contentType") == "text/html"
    )
    return sum(len(_THING.findall(_QUOTE.sub("", html))) for html in htmls)


def from_html(html: str) -> str:
    """The words of a piece of Teams' HTML, its lines kept."""
    return _tidy(unescape(_TAG.sub("", _BREAK.sub("\n", html))))


def _tidy(words: str) -> str:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in words.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
