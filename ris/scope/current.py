"""The Body (Körperschaft) everything is done for; entered once per request, job and command."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_current: ContextVar[int | None] = ContextVar("current_body", default=None)


class NoBody(RuntimeError):
    """Rows of a Body were asked for while nobody said which Body."""


@contextmanager
def working_for(body_id: int) -> Iterator[None]:
    """Everything inside sees and changes rows of this Body only."""
    token = _current.set(body_id)
    try:
        yield
    finally:
        _current.reset(token)


def current_body_id() -> int:
    """Id of the current Body; raises :class:`NoBody` outside :func:`working_for`."""
    body_id = _current.get()
    if body_id is None:
        message = "no current Body: wrap this in working_for(body_id)"
        raise NoBody(message)
    return body_id
