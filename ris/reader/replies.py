"""How the reader's data is answered: JSON, for one reader, kept by nobody but the device itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, json, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

PRIVATE = {"Cache-Control": "private, no-store"}


def told(content: dict[str, Any], status: int = 200) -> Response:
    """An answer."""
    return current_app.response_class(json.dumps(content), status, PRIVATE, mimetype="application/json")


def refused(sentence: str, status: int, **more: Any) -> Response:  # noqa: ANN401 - JSON
    """Why something was not done, in a German sentence."""
    return told({"error": sentence, **more}, status)


def told_if_new(mark: str, content: Callable[[], dict[str, Any]]) -> Response:
    """An answer, or 304 where the device has the one with this mark already; then it is not even put together."""
    if request.if_none_match.contains_weak(mark):
        response = current_app.response_class(status=304, headers=PRIVATE)
    else:
        response = told(content())
    response.set_etag(mark)
    return response
