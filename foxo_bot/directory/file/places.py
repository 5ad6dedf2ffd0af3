"""Ids on a platform with the workspace or tenant they belong to. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from foxo_bot.directory.file import values
from foxo_bot.directory.file.mistakes import BadValue

Check = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What an organisation lists of each platform; None where a mistake in it was told already."""

    slack_workspaces: list[str] | None
    entra_tenants: list[str] | None

    @property
    def slack_channel(self) -> Check:
        return _placed(values.slack_channel, self.slack_workspaces, "slack_workspaces")

    @property
    def slack_user(self) -> Check:
        return _placed(values.slack_user, self.slack_workspaces, "slack_workspaces")

    @property
    def teams_channel(self) -> Check:
        return _placed(values.teams_channel, self.entra_tenants, "entra_tenants")


def _placed(check: Callable[[str], str], claimed: list[str] | None, key: str) -> Check:
    """A check for `workspace/id` or, with one workspace, the id alone; gives (workspace, id)."""

    def checked(text: str) -> tuple[str, str]:
        workspace, slash, bare = text.rpartition("/")
        found = check(bare)
        if claimed is None:
            return workspace, found
        if slash:
            if workspace not in claimed:
                named = values.said(workspace)
                raise BadValue(f"{named} is not among the organisation's {key}; add it there")
            return workspace, found
        if not claimed:
            raise BadValue(f"the organisation has no {key}; list there where {found} belongs")
        if len(claimed) > 1:
            which = f"{claimed[0]}/{found}"
            raise BadValue(f"the organisation has several {key}; write which one: {which}")
        return claimed[0], found

    return checked
