"""Installs what `package-lock.json` beside this file pins, once, and says where it lies.

The Agents Playground's licence lets it be used to try things out, not be handed on: nothing of it
is kept in this repository, and the program never needs it.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.browser import chromium

HERE = Path(__file__).parent
KEPT = HERE.parent.parent / "build" / "npm"
_FILES = ("package.json", "package-lock.json", ".npmrc")


class NotHere(Exception):
    """The packages cannot be had on this machine; the text says why."""


def needed() -> Path:
    """The folder of all packages; skips the test where there is none, but in CI fails it."""
    try:
        return installed()
    except NotHere as reason:
        chromium.missing(str(reason))


@cache
def installed() -> Path:
    """The `node_modules` of the lock as it is now; raises NotHere."""
    lock = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _FILES)).hexdigest()
    there = KEPT / lock[:16]
    if not there.exists():
        _install(there)
    return there / "node_modules"


def tool(name: str) -> str:
    """node or npm: those that the development tools bring, else the machine's; raises NotHere."""
    ours = Path(sys.executable).parent
    found = shutil.which(name, path=str(ours)) or shutil.which(name)
    if found is None:
        raise NotHere(f"no {name} here; the dev extras bring it: make .venv/tools")
    return found


def _install(there: Path) -> None:
    """Into a folder of its own that is moved when it is whole: two may install at a time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        for name in _FILES:
            shutil.copy(HERE / name, folder)
        words = [tool("npm"), "ci", "--ignore-scripts", "--omit=peer", "--loglevel=error"]
        try:
            done = subprocess.run(  # noqa: S603 - fixed words
                words, cwd=folder, check=False, capture_output=True, text=True, timeout=300
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise NotHere(
                f"npm could not install the Playground ({type(fault).__name__})"
            ) from None
        if done.returncode:
            why = next((line for line in done.stderr.splitlines() if " error " in line), "")
            raise NotHere(f"npm could not install the Playground ({why or 'no reason given'})")
        whole = Path(folder) / "whole"
        whole.mkdir()
        (Path(folder) / "node_modules").rename(whole / "node_modules")
        if not there.exists():
            _move(whole, there)


def _move(whole: Path, there: Path) -> None:
    try:
        whole.rename(there)
    except OSError:
        if not there.exists():  # else another process was faster
            raise
