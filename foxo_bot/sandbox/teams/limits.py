"""What Teams would not show or not take of a card: pure, also for unit tests of cards."""

import json
from collections.abc import Iterator

from foxo_bot.sandbox.wire import Json

BYTES = 28 * 1024
"""The smallest size that Microsoft's pages name; newer ones say 80 to 100 KB."""
ACTIONS, REFRESHED = 6, 60
_VERSIONS = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"}
_NEEDS: dict[str, tuple[str, ...]] = {
    "TextBlock": ("text",),
    "RichTextBlock": ("inlines",),
    "TextRun": ("text",),
    "Image": ("url",),
    "ImageSet": ("images",),
    "Table": ("columns", "rows"),
    "TableRow": ("cells",),
    "TableCell": (),
    "Container": ("items",),
    "ColumnSet": (),
    "Column": (),
    "FactSet": ("facts",),
    "ActionSet": ("actions",),
    "Input.Text": ("id",),
    "Input.ChoiceSet": ("id", "choices"),
    "Input.Date": ("id",),
    "Input.Time": ("id",),
    "Input.Number": ("id",),
    "Input.Toggle": ("id", "title"),
    "Action.Execute": ("verb", "title"),
    "Action.Submit": ("title",),
    "Action.OpenUrl": ("url",),
    "Action.ShowCard": ("card", "title"),
    "Action.ToggleVisibility": ("targetElements",),
}
_CHILDREN = ("body", "items", "columns", "rows", "cells", "images", "inlines", "actions")


def bytes_of(activity: Json) -> int:
    """How large a message is, as UTF-8."""
    return len(json.dumps(activity, ensure_ascii=False).encode())


def problems_of_card(card: Json, *, in_dialog: bool = False) -> list[str]:
    """Each with a path; empty when Teams would show all of it."""
    found = list(_card(card, ""))
    ids = [part["id"] for _, part in parts_of(card) if "id" in part]
    found += [f"id {name!r} stands twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    if in_dialog:
        executes = [path for path, part in parts_of(card) if part.get("type") == "Action.Execute"]
        found += [f"{path}: a dialog knows no Action.Execute" for path in executes]
    return found


def parts_of(card: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Every element and action with its path, in reading order."""
    for name in _CHILDREN:
        for position, part in enumerate(_list(card.get(name))):
            at = f"{path}/{name}/{position}"
            if isinstance(part, dict):
                yield at, part
                yield from parts_of(part, at)
                if isinstance(part.get("card"), dict):
                    yield from parts_of(part["card"], f"{at}/card")


def _card(card: Json, path: str) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard":
        yield f"{path}/type is not AdaptiveCard"
    if card.get("version") not in _VERSIONS:
        yield f"{path}/version {card.get('version')!r} is not shown by every client"
    if not card.get("body"):
        yield f"{path}/body is empty"
    if len(_list(card.get("actions"))) > ACTIONS:
        yield f"{path}/actions: more than {ACTIONS} are hidden"
    users = _list((card.get("refresh") or {}).get("userIds"))
    if len(users) > REFRESHED:
        yield f"{path}/refresh/userIds: more than {REFRESHED}"
    for at, part in parts_of(card, path):
        yield from _part(at, part)


def _part(path: str, part: Json) -> Iterator[str]:
    kind = part.get("type", "Column" if "/columns/" in path else None)
    if kind not in _NEEDS:
        yield f"{path}/type {kind!r} is unknown to Teams"
        return
    for name in _NEEDS[kind]:
        if name not in part:
            yield f"{path}/{name} is missing"
    if kind in {"TextBlock", "TextRun"} and not isinstance(part.get("text"), str):
        yield f"{path}/text is no text"
    if kind == "ActionSet" and len(_list(part.get("actions"))) > ACTIONS:
        yield f"{path}/actions: more than {ACTIONS} are hidden"
    if kind == "Input.ChoiceSet":
        yield from _choices(path, part)
    if kind == "Action.ShowCard" and isinstance(part.get("card"), dict):
        yield from (f"{path}/card{problem}" for problem in _shown(part["card"]))


def _shown(card: Json) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard":
        yield "/type is not AdaptiveCard"


def _choices(path: str, part: Json) -> Iterator[str]:
    values = [choice.get("value") for choice in _list(part.get("choices"))]
    if not all(isinstance(value, str) and value for value in values):
        yield f"{path}/choices: a value is no text"
        return
    several = bool(part.get("isMultiSelect"))
    if several and any("," in str(value) for value in values):
        yield f"{path}/choices: several come back with commas between, and a value has one"
    if not values and "choices.data" not in part:
        yield f"{path}/choices is empty"
    chosen = str(part.get("value", ""))
    for value in chosen.split(",") if several else [chosen]:
        if value and value not in values:
            yield f"{path}/value {value!r} is no choice"


def _list(value: object) -> list[Json]:
    return value if isinstance(value, list) else []
