"""Draws a page from a template: its style stands in it, and nothing is loaded from elsewhere."""

from base64 import b64encode
from hashlib import sha256

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_TEMPLATES = Environment(
    loader=PackageLoader("foxo_bot.web"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STYLE = _TEMPLATES.get_template("style.css").render()
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def page(template: str, *, status: int = 200, **facts: object) -> Response:
    """A page for people; every fact is escaped."""
    html = _TEMPLATES.get_template(template).render(style=_STYLE, **facts)
    return HTMLResponse(html, status_code=status, headers=HEADERS)
