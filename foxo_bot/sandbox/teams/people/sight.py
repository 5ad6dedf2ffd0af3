"""What a reader sees of an Adaptive Card: its texts, its buttons, its inputs."""

import re
from collections.abc import Iterator
from datetime import datetime

from foxo_bot.sandbox.teams.limits import parts_of
from foxo_bot.sandbox.wire import Json

_DATE = re.compile(r"\{\{DATE\(([^,)]+)(?:,[^)]*)?\)\}\}")
_TIME = re.compile(r"\{\{TIME\(([^)]+)\)\}\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
ATTENTION = "Attention"


def lines_of(card: Json) -> list[str]:
    """Every visible text, in reading order; what unfolds only on a press is left out."""
    return [line for part in shown_parts(card) if (line := _text(part))]


def shown_parts(card: Json) -> Iterator[Json]:
    """Elements and actions that are in sight."""
    for path, part in parts_of(card):
        if "/card/" not in path and part.get("isVisible", True):
            yield part


def actions_of(card: Json) -> list[Json]:
    """What can be pressed, in order."""
    return [p for p in shown_parts(card) if str(p.get("type", "")).startswith("Action.")]


def inputs_of(card: Json) -> list[Json]:
    """What can be filled in, in order."""
    return [p for p in shown_parts(card) if str(p.get("type", "")).startswith("Input.")]


def errors_of(card: Json) -> dict[str, str]:
    """Words in the colour of alarm, by the input that they stand under."""
    found: dict[str, str] = {}
    last = ""
    for part in shown_parts(card):
        if str(part.get("type", "")).startswith("Input."):
            last = part["id"]
        elif part.get("type") in {"TextRun", "TextBlock"} and part.get("color") == ATTENTION:
            found[last] = found.get(last, "") + _words(part)
    return found


def rendered(text: str) -> str:
    """A TextBlock as it is read: instants in UTC, marks gone, line breaks collapsed."""
    shown = _DATE.sub(lambda found: _at(found[1]).strftime("%Y-%m-%d"), text)
    shown = _TIME.sub(lambda found: _at(found[1]).strftime("%H:%M UTC"), shown)
    return " ".join(_LINK.sub(r"\1", _BOLD.sub(r"\1", shown)).split())


def _text(part: Json) -> str:
    kind = part.get("type", "")
    if kind == "RichTextBlock":
        return "".join(run if isinstance(run, str) else run["text"] for run in part["inlines"])
    if kind == "TextBlock":
        return rendered(part["text"])
    if kind == "FactSet":
        return "\n".join(f"{fact['title']} {fact['value']}" for fact in part["facts"])
    if kind.startswith("Input."):
        return "\n".join(_of_input(part))
    return ""


def _of_input(part: Json) -> Iterator[str]:
    if part.get("label"):
        yield part["label"]
    if part.get("style") == "expanded":
        yield from (choice["title"] for choice in part["choices"])
    elif part["type"] == "Input.ChoiceSet":
        chosen = str(part.get("value", "")).split(",")
        yield from (c["title"] for c in part["choices"] if c["value"] in chosen)
    else:
        yield str(part.get("value") or part.get("placeholder") or "")


def _words(part: Json) -> str:
    return rendered(part["text"]) if part["type"] == "TextBlock" else str(part["text"])


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant.replace("Z", "+00:00"))
