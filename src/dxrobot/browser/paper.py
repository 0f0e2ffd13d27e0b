"""A page of our own on paper: HTML that needs nothing from outside, printed by a browser of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from dxrobot.browser.session import BrowserSession

_NOWHERE = "http://paper.invalid/"
"""No page is asked for anywhere: this is only the origin that a session must have."""
_TIMEOUT_S = 120.0
_FOOTER = (
    '<div style="width:100%;font-size:8px;text-align:center;font-family:sans-serif">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


def print_html(executable: Path, html: str) -> bytes:
    """``html`` as a PDF, on the paper that its own style names (A4 where it names none), with page numbers.

    Raises :class:`~dxrobot.errors.InputError` when the browser does not start.
    """
    with BrowserSession(executable, _NOWHERE, (), _TIMEOUT_S) as session:
        return session.run(partial(_printed, html))


def _printed(html: str, page: Page) -> bytes:
    page.set_content(html)
    return page.pdf(
        format="A4",
        print_background=True,
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=_FOOTER,
    )
