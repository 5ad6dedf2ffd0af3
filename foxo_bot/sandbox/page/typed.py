"""Puts what stands in the browser's form into the view, so that nothing typed is ever lost."""

from collections.abc import Iterable, Set

from starlette.datastructures import FormData, UploadFile

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.slack.limits import options_of
from foxo_bot.sandbox.slack.nouns import View
from foxo_bot.sandbox.slack.people.form import Field, fields_of, keep_upload
from foxo_bot.sandbox.slack.shapes import file_json
from foxo_bot.sandbox.slack.state import key_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json


def input_name(block: Json, element: Json) -> str:
    """The name of an input in the browser's form."""
    return f"{block['block_id']}/{element['action_id']}"


async def take_over(world: World, view: View, form: FormData) -> None:
    """Put every input's value into the view; raises CannotDoError for a file Slack refuses."""
    for field in fields_of(world, view):
        name = input_name(field.block, field.element)
        given = form.getlist(name)
        key = key_of(field.kind)
        if key == "files":
            shown = str(form.get(f"{name}/shown", "")).split()
            gone = set(shown) - {str(one) for one in form.getlist(f"{name}/kept")}
            held: object = await _files(world, field, given, gone)
        elif key in {"selected_option", "selected_options"}:
            chosen = _options(field, [str(value) for value in given])
            held = chosen if key.endswith("s") else next(iter(chosen), None)
        else:
            held = next((str(value) for value in given if value), None)
            held = held.replace("\r\n", "\n") if isinstance(held, str) else None
        _put(view, field, {"type": field.kind, key: held})


def _put(view: View, field: Field, state: Json) -> None:
    if state == field.state:
        return
    block_id = field.block["block_id"]
    view.typed.setdefault(block_id, {})[field.element["action_id"]] = state
    view.errors.pop(block_id, None)


def _options(field: Field, values: Iterable[str]) -> list[Json]:
    offered = field.view.offered.get(field.block["block_id"], [])
    held = field.state[key_of(field.kind)]
    before = held if isinstance(held, list) else [held] if held else []
    known = {o["value"]: o for o in [*before, *options_of(field.element), *offered]}
    return [known[value] for value in values if value in known]


async def _files(
    world: World, field: Field, given: list[UploadFile | str], gone: Set[str]
) -> list[Json]:
    """`gone` were taken out. What came a moment ago may not have been shown yet, and stays."""
    held: list[Json] = [f for f in field.state["files"] if f["id"] not in gone]
    fresh = [file for file in given if isinstance(file, UploadFile) and file.filename]
    most = field.element.get("max_files", 10)
    if len(held) + len(fresh) > most:
        message = f"Only {most} files may be added."
        raise CannotDoError(message)
    for file in fresh:
        upload = await uploaded(file)
        stored = keep_upload(world, field.view.user_id, upload, granted=True)
        held.append(file_json(world, stored))
    return held


async def uploaded(file: UploadFile) -> Upload:
    """A file from the browser's computer."""
    kind = file.content_type or "application/octet-stream"
    return Upload(file.filename or "file", await file.read(), kind)
