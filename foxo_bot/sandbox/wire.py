"""The one type that every stand-in speaks: a decoded JSON object."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
