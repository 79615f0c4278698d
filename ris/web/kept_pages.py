"""Pages a process still has: what one visitor was shown, the next is shown again until something changes.

On the evening of a sitting thousands open the same agenda. A page is kept under its validator
(``ris/web/conditional.py``), which names the address, the Body's revision, the circles of the reader and the day, so a
kept page is as exact as an answer "unchanged". Only what is the same for everybody is kept: see :func:`shared`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app, request, session

from ris.web.actor import current_actor
from ris.web.doors import reads_as_everybody

if TYPE_CHECKING:
    from flask import Flask, Response

MOST_BYTES = 32 * 1024 * 1024
"""What all kept pages of a process may take; the ones not asked for longest go first."""
LARGEST_SHARE = 16
"""A page above this part of the whole is not kept: it would push too many others out."""


@dataclass(frozen=True)
class KeptPage:
    """A rendered page."""

    content: bytes
    content_type: str


class KeptPages:
    """The kept pages of one process, by validator; safe for its threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()

    def get(self, validator: str) -> KeptPage | None:
        """The page kept under this validator."""
        with self._lock:
            page = self._pages.get(validator)
            if page is not None:
                self._pages.move_to_end(validator)
            return page

    def put(self, validator: str, page: KeptPage) -> None:
        """Keep a page; others are forgotten when there is no room."""
        size = len(page.content)
        if size > self._most_bytes // LARGEST_SHARE:
            return
        with self._lock:
            if validator in self._pages:
                return
            self._pages[validator] = page
            self._bytes += size
            while self._bytes > self._most_bytes:
                _, forgotten = self._pages.popitem(last=False)
                self._bytes -= len(forgotten.content)


def use_kept_pages(app: Flask) -> None:
    """Give the application its own: two applications in one process may serve two databases."""
    app.extensions["kept_pages"] = KeptPages()


def shared() -> bool:
    """Whether this visitor sees what every visitor sees: no account, no cookie of any kind, a plain reading request.

    A view that reads as everybody (``ris/web/doors.py``) looks at no cookie.
    """
    plain = request.method in {"GET", "HEAD"} and current_actor().anonymous
    return plain and (not request.cookies or same_for_all())


def same_for_all() -> bool:
    """Whether the requested view answers all alike, whoever they are."""
    return reads_as_everybody(current_app.view_functions.get(request.endpoint or ""))


def kept_page(validator: str) -> Response | None:
    """The kept page as an answer, when this visitor may be given one."""
    page = _pages().get(validator) if shared() else None
    if page is None:
        return None
    return current_app.response_class(page.content, content_type=page.content_type)


def keep_page(validator: str, response: Response) -> None:
    """Keep an answer for the next visitor when it holds nothing of this one (a form's token fills the session)."""
    if not shared() or (session and not same_for_all()) or response.status_code != 200:  # noqa: PLR2004 - OK
        return
    if response.is_streamed or response.direct_passthrough or "Set-Cookie" in response.headers:
        return
    if set(response.headers.keys()) - {"Content-Type", "Content-Length"}:
        return  # a page with headers of its own would come back without them
    _pages().put(validator, KeptPage(response.get_data(), response.content_type or ""))


def _pages() -> KeptPages:
    kept: KeptPages = current_app.extensions["kept_pages"]
    return kept
