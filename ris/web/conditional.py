"""Conditional answers: a page that has not changed costs one small query and no rendering.

The validator is the Body's revision, which every transaction that changes its rows raises, with the day
(pages say "heute"), the reader and the version of the program. It is coarse and never wrong.
What was rendered for one visitor is kept for the next (``ris/web/kept_pages.py``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flask import current_app, make_response, request, session
from sqlalchemy import Integer, bindparam, column, select, table

from ris.db import UTCDateTime, db, now_utc
from ris.web.actor import current_actor
from ris.web.dates import BERLIN
from ris.web.kept_pages import keep_page, kept_page, same_for_all
from ris.web.viewing import viewing_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue


P = ParamSpec("P")

_KEPT = table("revision", column("body_id", Integer), column("number", Integer), column("changed_at", UTCDateTime()))
REVISION = select(_KEPT.c.number, _KEPT.c.changed_at).where(_KEPT.c.body_id == bindparam("body"))
"""Built once, and asked without a session: most requests for a page end here, and a session costs as much again."""


@dataclass(frozen=True)
class Validator:
    """What tells whether a page is still the same."""

    etag: str
    last_modified: datetime


def current_validator() -> Validator:
    """The validator of the requested page for the current reader."""
    actor = current_actor()
    midnight = now_utc().astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0)
    with db.engine.connect() as connection:
        row = connection.execute(REVISION, {"body": actor.body_id}).first()
    number, changed_at = (row.number, row.changed_at) if row else (0, midnight)
    facts = (
        current_app.config["PROGRAM_VERSION"],
        actor.body_id,
        actor.user_id,
        sorted(actor.reads),
        sorted(actor.roles),  # what one may do is offered on pages
        sorted(actor.chairs),
        number,
        changed_at.isoformat(),
        midnight.isoformat(),
        request.full_path,
    )
    etag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    return Validator(etag, max(changed_at, midnight).replace(microsecond=0))


def conditional(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Decorate a page's view: 304 before it runs when the reader has the newest version already."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if has_news():
            response = make_response(view(*args, **kwargs))
            response.headers["Cache-Control"] = "private, no-store"
            return response
        validator = current_validator()
        if request.method in {"GET", "HEAD"} and _reader_has(validator):
            response = current_app.response_class(status=304)
        else:
            response = kept_page(validator.etag) or _rendered(validator, view(*args, **kwargs))
        if response.status_code in {200, 304}:
            _set_validator(response, validator)
        return response

    return answered


def has_news() -> bool:
    """Whether the page says what has just been done, or is seen with other eyes; it is shown once and kept by nobody."""
    return bool(viewing_words()) or (current_actor().user_id is not None and "_flashes" in session)


def _rendered(validator: Validator, answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    keep_page(validator.etag, response)
    return response


def _reader_has(validator: Validator) -> bool:
    if request.if_none_match:
        return request.if_none_match.contains_weak(validator.etag)
    since = request.if_modified_since
    return since is not None and since >= validator.last_modified


def _set_validator(response: Response, validator: Validator) -> None:
    response.set_etag(validator.etag, weak=True)
    response.last_modified = validator.last_modified
    private = not current_actor().anonymous
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    if not same_for_all():
        response.headers["Vary"] = "Cookie"
