"""Watches every SQL statement: on an organisation's table it must say which organisation."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Table, Update, event
from sqlalchemy.engine import Engine
from sqlalchemy.sql import visitors

from foxo_bot.store.tables import SHARED, metadata

_OWNED = {table.name for table in metadata.tables.values() if table.name not in SHARED}
_OWNER = "organisation_id"


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every statement that is run without saying whose rows it is about, as it comes."""
    found: list[str] = []

    def look(
        connection: Connection, statement: Any, many: Any, one: Any, options: Mapping[str, Any]
    ) -> None:
        if not options.get("across_organisations") and breach(statement, many, one):
            found.append(str(statement))

    event.listen(Engine, "before_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_execute", look)


def breach(statement: Any, many: Any = (), one: Any = None) -> bool:
    """Whether a statement touches an organisation's table without naming the organisation."""
    if not isinstance(statement, Select | Insert | Update | Delete) or not _touched(statement):
        return False
    if isinstance(statement, Insert):
        rows = list(many or ()) + ([one] if one else [])
        given = statement.compile().params if not rows else {}
        return not (_OWNER in given or (rows and all(_OWNER in row for row in rows)))
    return not any(
        getattr(part, "name", "") == _OWNER and getattr(part, "table", None) is not None
        for part in visitors.iterate(statement.whereclause)
        if statement.whereclause is not None
    )


def _touched(statement: Any) -> set[str]:
    return {
        part.name
        for part in visitors.iterate(statement)
        if isinstance(part, Table) and part.name in _OWNED
    } | ({statement.table.name} & _OWNED if not isinstance(statement, Select) else set())
