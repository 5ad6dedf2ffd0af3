"""What must hold of the repository as a whole: nothing left over, nothing offered in vain."""

import json
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet
from starlette.routing import Route

from foxo_bot import app as program
from foxo_bot.cards.card import Button, Buttons, Card, Field, Files, Form, Item, Select
from foxo_bot.cards.examples import examples
from foxo_bot.handlers.interaction import Kind
from foxo_bot.handlers.routes import ROUTES
from foxo_bot.sandbox.serving import Served
from foxo_bot.settings import Settings

REPOSITORY = Path(__file__).parent.parent
THIS = Path(__file__).name

PROTECTED = {
    ("POST", "/slack/events"): "Slack's signature",
    ("GET", "/slack/install"): "open: sends the browser to Slack, which asks who may install",
    ("GET", "/slack/oauth_redirect"): "open: Slack's code and our own state, each good once",
    ("POST", "/twilio/sms"): "Twilio's signature",
    ("POST", "/twilio/status"): "Twilio's signature",
    ("POST", "/api/messages"): "the Bot Framework's token, with Microsoft's signature",
    ("GET", "/ack/{token}"): "our signed token; shows and changes nothing",
    ("POST", "/ack/{token}"): "our signed token",
    (
        "GET",
        "/upload/{token}",
    ): "our signed token; shows what its person added",
    ("POST", "/upload/{token}"): "our signed token",
    (
        "GET",
        "/file/{token}",
    ): "our signed token; shows the name to who may see the case",
    ("POST", "/file/{token}"): "our signed token, and the person may see the case",
    ("GET", "/shifts/{token}.ics"): "our signed token; shows hours of duty and team names",
    ("POST", "/email/bounce/{token}"): "our signed token; and a report must name a mail of ours",
    ("GET", "/healthz"): "open: says that the process lives",
    ("GET", "/readyz"): "open: says which part is in trouble, no more",
    ("GET", "/metrics"): "open: counts without names; docs/operating.md keeps it off the internet",
}
"""Every address that is served, and what keeps strangers from doing harm there."""


# Nothing left over


def _files() -> Iterator[tuple[str, str]]:
    """Every text file under version control, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git there is
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = REPOSITORY / name
        if path.is_file() and path.name != THIS:
            try:
                yield name, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # a picture


def test_tests_run_on_the_very_versions_that_people_run() -> None:
    pin = re.compile(r"^([\w.-]+==[^\s;]+)", re.MULTILINE)
    program, tools = (
        set(pin.findall((REPOSITORY / name).read_text("utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert program
    assert program - tools == set()


def test_nothing_is_left_to_be_done_later() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|pragma: no")
    found = [name for name, text in _files() if name.endswith(".py") and left.search(text)]
    assert found == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    machine = [str(REPOSITORY), str(Path.home())]
    folders = re.compile(r"""(?<![\w.}/])/(?:root|work|home/\w+|Users/\w+)/""")
    for name, text in _files():
        assert not any(len(place) > 2 and f"{place}/" in text for place in machine), name
        assert not folders.search(text), name


def test_locks_name_packages_and_hashes_and_no_registry() -> None:
    locks = {name: text for name, text in _files() if name.endswith(".lock")}
    assert locks
    for name, text in locks.items():
        assert "://" not in text, name
        assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE), name
        pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE)
        assert len(pinned) > 20, name


def test_the_lock_of_npm_packages_names_hashes_and_no_registry() -> None:
    (lock,) = (json.loads(text) for name, text in _files() if name.endswith("package-lock.json"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert "node_modules/adaptivecards" in packages
    for name, one in packages.items():
        assert "resolved" not in one, name
        assert one["integrity"].startswith("sha512-") or one.get("peer"), name


# Nothing offered in vain


def _buttons(shown: Card | Form) -> Iterator[Button]:
    for block in shown.blocks if isinstance(shown, Card) else shown.content:
        if isinstance(block, Buttons):
            yield from block.buttons
        elif isinstance(block, Item):
            yield block.button


OFFERED = {
    button.action: name
    for name, shown in examples().items()
    for button in _buttons(shown)
    if button.url is None
}
FORMS = [shown for shown in examples().values() if isinstance(shown, Form) and shown.submit]


def _routed(kind: Kind) -> set[str]:
    return {str(name) for of, name in ROUTES if of is kind}


def test_every_button_on_any_card_is_answered() -> None:
    commands = {"new_case": "case"}  # a button that is the same as typing the command
    for action, where in OFFERED.items():
        known = commands.get(action) in _routed(Kind.COMMAND) or action in _routed(Kind.ACTION)
        assert known, f"{action} on {where} leads nowhere"


def test_every_answer_to_a_button_has_a_card_with_that_button() -> None:
    assert _routed(Kind.ACTION) - set(OFFERED) == set()


def test_every_form_that_can_be_sent_is_taken_in_and_none_else() -> None:
    assert {form.id for form in FORMS} == _routed(Kind.FORM)


def test_every_field_that_asks_while_one_types_is_answered_and_none_else() -> None:
    asking = {
        field.id
        for form in FORMS
        for field in form.content
        if isinstance(field, Field) and isinstance(field.control, Select) and field.control.ask
    }
    assert asking == _routed(Kind.OPTIONS)


def test_files_can_be_given_only_where_they_are_kept() -> None:
    taking = {
        form.id
        for form in FORMS
        for field in form.content
        if isinstance(field, Field) and isinstance(field.control, Files)
    }
    assert taking == {"case", "reply"}


# Nothing open by oversight


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[program.App, str]]:
    """The program with everything configured that can be, served but with nothing behind it."""
    settings = Settings(
        _env_file=None,
        foxo_database_url=f"sqlite:///{tmp_path / 'foxo.db'}",
        foxo_secret_key="a secret for tests",
        foxo_encryption_keys=Fernet.generate_key().decode(),
        slack_client_id="1.2",
        slack_client_secret="secret",
        slack_signing_secret="secret",
        slack_api_url="http://127.0.0.1:9/api/",
        teams_app_id="00000000-0000-0000-0000-000000000001",
        teams_app_password="secret",
        teams_tenant_id="00000000-0000-0000-0000-000000000002",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="secret",
        twilio_from="+61480000000",
        twilio_api_url="http://127.0.0.1:9",
        smtp_url="smtp://127.0.0.1:9",
        email_from="foxo@hospital.example",
    )
    app = program.build(settings)
    serving = Served(app.web)
    await serving.start()
    yield app, serving.url
    await serving.stop()
    await app.stop()


async def test_every_address_says_what_protects_it(served: tuple[program.App, str]) -> None:
    app, _ = served
    found = {
        (method, route.path)
        for route in app.web.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert all(isinstance(route, Route) for route in app.web.routes), "a mount hides addresses"
    assert found == set(PROTECTED)


@pytest.mark.parametrize("address", [address for address in PROTECTED if "{token}" in address[1]])
async def test_a_token_that_we_did_not_make_opens_nothing(
    served: tuple[program.App, str], address: tuple[str, str]
) -> None:
    method, path = address
    assert await _status(served[1], method, path.format(token="made-up")) == 404


@pytest.mark.parametrize(
    "address", [address for address, how in PROTECTED.items() if how.endswith("signature")]
)
async def test_what_is_not_signed_is_refused(
    served: tuple[program.App, str], address: tuple[str, str]
) -> None:
    method, path = address
    assert await _status(served[1], method, path) == 401


async def _status(url: str, method: str, path: str) -> int:
    body = {"type": "message", "text": "hello"} if method == "POST" else None
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url + path, json=body) as answer,
    ):
        return answer.status
