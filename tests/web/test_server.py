"""What holds for every request: safe headers, plain refusals, a log without secrets."""

import logging
from io import BytesIO

import pytest

from tests.web.conftest import Site


async def test_what_a_browser_may_show_carries_the_safe_headers(site: Site) -> None:
    for path in ("/healthz", "/nowhere", "/ack/nonsense"):
        headers = (await site.asks("GET", path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["strict-transport-security"]
        assert "default-src 'none'" in headers["content-security-policy"]


async def test_an_answer_to_a_vendor_is_neither_kept_nor_guessed_at(site: Site) -> None:
    headers = (await site.asks("POST", "/vendor/s3cret", data=b"x")).headers

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_page_that_answers_a_press_carries_the_safe_headers_too(site: Site) -> None:
    headers = (await site.asks("POST", "/ack/nonsense")).headers

    assert headers["content-type"].startswith("text/html")
    assert headers["x-frame-options"] == "DENY"


async def test_what_does_not_exist_is_refused_plainly(site: Site) -> None:
    got = await site.asks("GET", "/nowhere")

    assert (got.status, got.text) == (404, "Not Found")


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_the_framework_explains_nothing(site: Site, path: str) -> None:
    assert (await site.asks("GET", path)).status == 404


async def test_the_wrong_method_is_refused_and_the_right_ones_named(site: Site) -> None:
    got = await site.asks("DELETE", "/healthz")

    assert (got.status, got.text) == (405, "Method Not Allowed")
    assert set(got.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_a_body_of_a_mebibyte_is_read_and_one_byte_more_is_refused(site: Site) -> None:
    fits = await site.asks("POST", "/vendor/s3cret", data=BytesIO(b"x" * 1024 * 1024))
    exceeds = await site.asks("POST", "/vendor/s3cret", data=BytesIO(b"x" * (1024 * 1024 + 1)))

    assert (fits.status, fits.text) == (200, '{"size":1048576}')
    assert exceeds.status == 413
    assert exceeds.headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_does_not_say_its_size_is_limited_too(site: Site) -> None:
    async def endless() -> object:
        for _ in range(40):
            yield b"x" * 65536

    assert (await site.asks("POST", "/vendor/s3cret", data=endless())).status == 413


async def test_a_failure_is_answered_plainly_and_its_words_are_not_repeated(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    got = await site.asks("POST", "/vendor/fails/s3cret")

    assert (got.status, got.text) == (500, "Something went wrong here.")
    assert got.headers["x-content-type-options"] == "nosniff"
    (failure,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert failure.name == "foxo_bot.web.guard"


async def test_what_does_not_fit_is_not_echoed(site: Site) -> None:
    got = await site.asks("GET", "/vendor/typed/Citizen")

    assert (got.status, got.text) == (400, "Bad Request")


async def test_the_log_has_one_line_for_a_request_and_never_the_token(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.case()
    token = site.link().removeprefix("/ack/")

    await site.asks("GET", f"/ack/{token}")
    await site.asks("POST", "/vendor/s3cret")
    await site.asks("PUT", f"/ack/{token}")
    await site.asks("GET", f"/akc/{token}")

    lines = [record for record in caplog.records if record.name == "foxo_bot.web.guard"]
    assert [(line.method, line.path, line.status) for line in lines] == [  # type: ignore[attr-defined]
        ("GET", "/ack/{token}", 200),
        ("POST", "/vendor/{secret}", 200),
        ("PUT", "/ack/{token}", 405),
        ("GET", "unknown", 404),
    ]
    assert all(line.ms >= 0 for line in lines)  # type: ignore[attr-defined]
    # uvicorn's access log is off in the program; only pytest's capture turns it on again.
    ours = [record for record in caplog.records if record.name != "uvicorn.access"]
    assert not any(token in str(vars(record)) for record in ours)
    assert not any("s3cret" in str(vars(record)) for record in ours)


async def test_a_plain_route_has_the_same_guard(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    read = await site.asks("POST", "/vendor/plain/s3cret")
    refused = await site.asks("GET", "/vendor/plain/s3cret")
    failed = await site.asks("POST", "/vendor/plain/fail")

    assert (read.status, read.headers["x-content-type-options"]) == (200, "nosniff")
    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert (failed.status, failed.text) == (500, "Something went wrong here.")
    lines = [r for r in caplog.records if r.name == "foxo_bot.web.guard" and r.msg == "request"]
    assert [line.path for line in lines] == ["/vendor/plain/{secret}"] * 3  # type: ignore[attr-defined]


async def test_the_questions_of_machines_are_kept_out_of_the_usual_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    for path in ("/healthz", "/readyz", "/metrics"):
        await site.asks("GET", path)

    assert [record for record in caplog.records if record.name == "foxo_bot.web.guard"] == []
