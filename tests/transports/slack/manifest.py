"""The app's manifest, as the tests and the sandbox read it."""

from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[3]


def manifest() -> dict[str, Any]:
    return yaml.safe_load((REPOSITORY / "manifest" / "slack.yaml").read_text("utf-8"))
