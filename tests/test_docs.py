"""What is written says what is so: settings, commands, metrics, files, links, decisions."""

import re
import textwrap
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
import pytest
from dotenv import dotenv_values

from foxo_bot.__main__ import cli
from foxo_bot.cards.notice import spoken_age
from foxo_bot.directory.file import parse
from foxo_bot.escalation.policy import DEFAULTS
from foxo_bot.model import Triage
from foxo_bot.settings import Settings
from foxo_bot.web.metrics import Metrics

REPOSITORY = Path(__file__).parent.parent
DECISIONS = sorted((REPOSITORY / "docs" / "adr").glob("0*.md"))
FOLDERS = [REPOSITORY / name for name in ("foxo_bot", "tests", "manifest", "docs")]
FILES = [str(file) for file in REPOSITORY.glob("*.*")]
FILES += [str(file) for folder in FOLDERS for file in folder.rglob("*.*")]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def text(path: str) -> str:
    return (REPOSITORY / path).read_text("utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def blocks(path: str, language: str) -> list[str]:
    """The code blocks of a page in a language, without the indentation of the list they are in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text(path), re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in found]


def settings_described() -> dict[str, dict[str, str]]:
    sections = re.split(r"^### `(\w+)`\n", text("docs/settings.md"), flags=re.MULTILINE)[1:]
    return {
        name: dict(
            re.findall(r"^- (Default|Meaning|Example|Where from): (.+)$", said, re.MULTILINE)
        )
        for name, said in zip(sections[::2], sections[1::2], strict=True)
    }


def in_writing(default: object) -> str:
    if default == "":
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def commands(group: click.Group, before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        words = f"{before} {name}"
        if not isinstance(command, click.Group):
            yield words
        else:
            yield from [words] if command.invoke_without_command else []
            yield from commands(command, words)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_explained_and_no_other() -> None:
    described = settings_described()
    assert set(described) == {name.upper() for name in Settings.model_fields}
    for name, said in described.items():
        assert set(said) == {"Default", "Meaning", "Example", "Where from"}, name


def test_the_default_of_every_setting_is_the_one_that_is_written() -> None:
    written = {name: said["Default"] for name, said in settings_described().items()}
    real = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert written == {name: in_writing(value) for name, value in real.items()}


def test_the_settings_in_the_readme_are_accepted() -> None:
    (example,) = blocks("README.md", "sh")
    given = dotenv_values(stream=StringIO(example))
    assert {name.lower() for name in given} <= set(Settings.model_fields)
    settings = Settings(_env_file=None, **{k.lower(): v for k, v in given.items()})
    assert settings.slack_bot_token.startswith("xoxb-")
    assert settings.email_configured


@pytest.mark.parametrize("page", ["README.md", "docs/directory.md"])
def test_every_directory_file_that_is_shown_is_one(page: str) -> None:
    shown = blocks(page, "yaml")
    assert shown
    for example in shown:
        assert parse(example).organisations


def test_every_command_is_in_the_readme_or_the_docs() -> None:
    everything = "\n".join(page.read_text("utf-8") for page in PAGES)
    missing = [
        words
        for words in commands(cli, "foxo-bot")
        if not re.search(rf"`?{re.escape(words)}\b", everything)
    ]
    assert not missing


def test_the_readme_says_when_each_triage_escalates() -> None:
    said: dict[str, list[str]] = {}
    triage = ""
    table = re.findall(
        r"^\| (Urgent|High|Normal|) *\| (.+?) \| .+ \| .+ \|$", text("README.md"), re.M
    )
    for named, after in table:
        triage = named or triage
        said.setdefault(triage.lower(), []).append(after)
    assert said == {
        triage.value: [
            spoken_age(step.after)
            + (f", then every {spoken_age(step.every)}" if step.every else "")
            for step in DEFAULTS[triage]
        ]
        for triage in Triage
    }


def test_every_metric_is_explained_and_no_other() -> None:
    real = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in Metrics().registry.collect()
    }
    assert set(re.findall(r"^\| `(foxo_\w+)", text("docs/operating.md"), re.MULTILINE)) == real


def test_the_tree_in_the_architecture_is_the_tree() -> None:
    package = REPOSITORY / "foxo_bot"
    (tree,) = [block for block in blocks("docs/architecture.md", "") if "foxo_bot/" in block]
    drawn = set(re.findall(r"^  (\w+)(?:\.py|/)", tree, re.MULTILINE))
    real = {path.stem for path in package.glob("*.py")} | {
        p.parent.name for p in package.glob("*/__init__.py")
    }
    assert drawn == real - {"__init__"}


def test_the_layers_are_written_as_they_are_checked() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = " > ".join(contracts[0]["layers"])
    assert layers in " ".join(text("CONTRIBUTING.md").split())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`([\w/]+\.(?:py|md|toml|yaml|lock))`", page.read_text("utf-8")))
    theirs = {"directory.yaml"}  # a file of the reader's own
    lost = [name for name in named - theirs if not any(f.endswith(f"/{name}") for f in FILES)]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_every_decision_has_its_four_parts(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Rejected"]


def test_the_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(r"\]\((0.+?)\)", text("docs/adr/README.md"))
    assert listed == [page.name for page in DECISIONS]
