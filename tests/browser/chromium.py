"""Finds the system's Chromium, and installs it where that is possible without asking anybody."""

import os
import shutil
import subprocess
from functools import cache
from typing import NoReturn

import pytest

ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def find() -> str | None:
    """The path of a browser, installed with apt-get as root where there is none."""
    return _present() or _installed()


def needed() -> str:
    """Its path; skips the test where there is none, but in CI fails it."""
    path = find()
    if path is None:
        missing("no Chromium here, and it could not be installed (apt-get install chromium)")
    return path


def missing(reason: str) -> NoReturn:
    """Nobody looks at what CI skips: there it fails."""
    if must_run():
        pytest.fail(reason)
    pytest.skip(reason)


def must_run() -> bool:
    """Whether missing browsers are a failure here: nobody looks at what CI skips."""
    return bool(os.environ.get("CI"))  # noqa: TID251 - the tests' own edge


def _present() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _installed() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run([apt, *words], check=False, capture_output=True, timeout=600)  # noqa: S603 - fixed words
        if done.returncode:
            return None
    return _present()
