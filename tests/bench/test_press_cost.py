"""What a press costs in statements: a number that other work on the machine does not disturb."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from foxo_bot.bench.cases import BEGAN, wards
from foxo_bot.bench.presses import CLEO
from foxo_bot.handlers.desk import Desk
from foxo_bot.handlers.interaction import Done, Interaction, Kind, PlatformUser
from foxo_bot.sandbox.cast import NORTHSIDE
from foxo_bot.signing import Links, Signer
from foxo_bot.store.vault import Vault

MOST = 20
"""Of one acknowledgement, with its BEGIN: each thing is asked once."""


async def test_an_acknowledgement_asks_nothing_twice(tmp_path: Path, vault: Vault) -> None:
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    async with wards(tmp_path, vault, few=1, times=1) as (ward, _):
        desk = Desk(ward.database, Links("http://localhost", Signer("no link is followed")))
        who = PlatformUser("slack", CLEO, NORTHSIDE, NORTHSIDE)
        # Where somebody acts is noted at their first act, and then only when it changes.
        await desk.dispatch(Interaction(Kind.COMMAND, "cases", who, BEGAN))
        press = Interaction(Kind.ACTION, "acknowledge", who, BEGAN, post_id=ward.waiting.pop())
        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert isinstance(await desk.dispatch(press), Done)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    reads = [statement for statement in said if statement.startswith("SELECT")]
    assert len(reads) == len(set(reads))
    assert len(said) <= MOST
