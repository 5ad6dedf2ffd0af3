"""Form fields as Adaptive Card inputs, each with its hint and its error under it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from foxo_bot.cards.card import Choice, Field, Files, Option, Select, TextInput
from foxo_bot.cards.lines import address, clean, is_web
from foxo_bot.cards.teams.buttons import Pen
from foxo_bot.cards.teams.texts import SMALL, Json, has_marks, plain, rich

LABEL, OPTION, PLACEHOLDER, VALUE = 150, 120, 150, 150
FOUND = 15
"""Teams shows so many results of a search while typing."""
MOST_IN_SIGHT = 10
HOW = "add them on a page that opens beside this one, then come back and send."
ERROR: Json = {"color": "Attention", "weight": "Bolder"}

Typed = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field with what stands in it: `typed` None is what the form itself says.

    `known` are options whose names are known though the field's own list does not hold them.
    """

    field: Field
    typed: Typed | None = None
    error: str = ""
    known: Sequence[Option] = ()


def field_elements(entry: Entry, pen: Pen) -> list[Json]:
    """The input, then its hint, then what is wrong with it."""
    field = entry.field
    if isinstance(field.control, Files):
        return _files(entry, field.control.page)
    shown = [_input(entry, pen)]
    for words, look in ((field.hint, SMALL), (entry.error, ERROR)):
        if (line := rich((clean(words).strip(),), look)) is not None:
            shown.append({**line, "spacing": "Small"})
    return shown


def choices(options: Sequence[Option], *, several: bool = False) -> list[Json]:
    """The options as choices.

    Several come back in one string with commas between, so a value with a comma cannot. A client
    finds the value of a searched choice by its title: two alike get their values beside them.
    """
    usable = [o for o in options if 0 < len(o.value) <= VALUE and not (several and "," in o.value)]
    unique = {option.value: option for option in usable}.values()
    titles = [_title(option) for option in unique]
    return [
        {"title": t if titles.count(t) == 1 else f"{t} #{o.value}", "value": o.value}
        for o, t in zip(unique, titles, strict=True)
    ]


def _input(entry: Entry, pen: Pen) -> Json:
    field = entry.field
    drawn: Json = {**_control(entry, pen), "id": field.id}
    drawn["label"] = plain(field.label, LABEL, otherwise=field.id)
    if not field.optional:
        drawn |= {"isRequired": True, "errorMessage": "This is needed."}
    return drawn


def _control(entry: Entry, pen: Pen) -> Json:
    match entry.field.control:
        case TextInput() as control:
            return _text_input(control, entry.typed)
        case Choice(options, initial):
            return _choice(Select(tuple(options), (initial,)), entry, pen)
        case Select() as control:
            return _select(control, entry, pen)
        case Files():
            raise AssertionError  # drawn as a note before


def _text_input(control: TextInput, typed: Typed | None) -> Json:
    longest = max(1, control.max_length)
    value = clean(control.initial)[:longest] if typed is None else ",".join(_values(typed))
    drawn: Json = {"type": "Input.Text", "isMultiline": control.many_lines, "maxLength": longest}
    return drawn | ({"value": value} if value else {}) | _placeholder(control.placeholder)


def _choice(select: Select, entry: Entry, pen: Pen) -> Json:
    """Radio buttons, whose titles are Markdown to some clients: others get a list to open."""
    shown = choices(select.options)
    in_sight = len(shown) <= MOST_IN_SIGHT and not any(has_marks(one["title"]) for one in shown)
    if not shown or len(shown) > pen.options:
        return _select(select, entry, pen)
    style = "expanded" if in_sight else "compact"
    drawn: Json = {"type": "Input.ChoiceSet", "style": style, "choices": shown, "wrap": True}
    return drawn | _value(_chosen(select, entry), shown)


def _select(select: Select, entry: Entry, pen: Pen) -> Json:
    chosen = _chosen(select, entry)
    every = (*select.options, *entry.known)
    ask = select.ask or not select.options
    wanted = [option for option in every if option.value in chosen]
    named = {option.value for option in wanted}
    wanted += [Option(v, f"As chosen before ({v})") for v in chosen if v and v not in named]
    offered = wanted if ask else [*wanted, *(o for o in every if o.value not in named)]
    shown = choices(offered[: max(pen.options, len(wanted))], several=select.several)
    if not ask:
        order = {option.value: position for position, option in enumerate(every)}
        shown.sort(key=lambda one: order.get(one["value"], -1))
    drawn: Json = {"type": "Input.ChoiceSet", "style": "filtered", "choices": shown}
    if ask or not shown:
        drawn["choices.data"] = {"type": "Data.Query", "dataset": entry.field.id}
    if select.several:
        drawn["isMultiSelect"] = True
    return drawn | _value(chosen, shown) | _placeholder(select.placeholder)


def _chosen(select: Select, entry: Entry) -> tuple[str, ...]:
    chosen = select.initial if entry.typed is None else _values(entry.typed)
    return chosen if select.several else chosen[:1]


def _values(typed: Typed) -> tuple[str, ...]:
    return (typed,) if isinstance(typed, str) else typed


def _value(chosen: Sequence[str], shown: Sequence[Json]) -> Json:
    offered = {one["value"] for one in shown}
    kept = ",".join(value for value in chosen if value in offered)
    return {"value": kept} if kept else {}


def _files(entry: Entry, page: str) -> list[Json]:
    """Teams forms take no files (Adaptive Cards have no such input): a page of ours does."""
    how = HOW if page else "a Teams form takes none. Put a link to them into the text."
    note = rich((f"{plain(entry.field.label, LABEL)}: {how}",), SMALL)
    button = {"type": "Action.OpenUrl", "title": "Add files", "url": address(page)}
    press = {"type": "ActionSet", "actions": [button]} if is_web(page) else None
    error = rich((clean(entry.error).strip(),), ERROR)
    return [part for part in (note, press, error) if part]


def _placeholder(words: str) -> Json:
    return {"placeholder": plain(words, PLACEHOLDER)} if words.strip() else {}


def _title(option: Option) -> str:
    label = option.label.strip() or option.value
    with_more = f"{label} · {option.description}" if option.description.strip() else label
    return plain(with_more, OPTION)
