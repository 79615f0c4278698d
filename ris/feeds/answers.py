"""Answering with a list in one of its formats: always as the public, conditional, open to programs of other sites."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flask import Response, g, make_response, request, stream_with_context

from ris.db import db
from ris.feeds.atom import CONTENT_TYPE, Frame, atom
from ris.feeds.calendar import Event, calendar
from ris.feeds.listing import Form, Listing
from ris.feeds.recorded import recorded_entries
from ris.feeds.rows import CSV_TYPE, JSON_TYPE, feed_of, headings_of, lines_of
from ris.scope.current import working_for
from ris.web.actor import current_actor, current_public_url
from ris.web.conditional import conditional, current_validator
from ris.web.doors import as_everybody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")

FEED_SIZE = 100
"""Rows of a page of Atom or JSON."""
BATCH = 500
"""Rows of a table that are read and sent at once."""
CALENDAR_TYPE = "text/calendar; charset=utf-8"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""What is public may be read by every page of every site; it is the same with and without a login. People who search
the web are to find the page, not its table."""


def feed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Decorate the view of a feed: everybody gets the same, an unchanged one costs no rendering."""
    answered = conditional(view)

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        response = make_response(answered(*args, **kwargs))
        response.headers.update(OPEN)
        return response

    return as_everybody(opened)


def answer(listing: Listing, form: Form) -> Response:
    """A list in a format; a form the list does not have is the caller's mistake (``ValueError``)."""
    after = request.args.get("nach", "")
    match form:
        case Form.ATOM:
            return _atom(listing, after)
        case Form.JSON:
            return _json(listing, after)
        case Form.CSV:
            return _csv(listing)
        case Form.ICS:
            if listing.events is None:
                message = f"{listing.address} shows no meetings"
                raise ValueError(message)
            return calendar_answer(listing.events(db.session()), _titled(listing))


def calendar_answer(events: Iterable[Event], name: str) -> Response:
    """A calendar of some events."""
    return Response(calendar(events, name=name, public_url=current_public_url()), content_type=CALENDAR_TYPE)


def _atom(listing: Listing, after: str) -> Response:
    part, here = listing.changed(db.session(), after, FEED_SIZE), current_public_url()
    frame = Frame(
        title=_titled(listing),
        subtitle=listing.subtitle,
        author=g.body.name,
        page=f"{here}{listing.address}",
        own=f"{here}{listing.at(Form.ATOM, after)}",
        first=f"{here}{listing.at(Form.ATOM)}",
        following=f"{here}{listing.at(Form.ATOM, part.following)}" if part.following else "",
        unchanged_since=current_validator().last_modified,
    )
    return Response(atom(frame, part.entries, public_url=here), content_type=CONTENT_TYPE)


def _json(listing: Listing, after: str) -> Response:
    part, here = listing.listed(db.session(), after, FEED_SIZE), current_public_url()
    entries = recorded_entries(db.session(), part.entries)
    facts: dict[str, str | int] = {
        "title": _titled(listing),
        "description": listing.subtitle,
        "home_page_url": f"{here}{listing.address}",
        "feed_url": f"{here}{listing.at(Form.JSON, after)}",
        "next_url": f"{here}{listing.at(Form.JSON, part.following)}" if part.following else "",
        "_anzahl": part.total,
    }
    return Response(feed_of(facts, listing.columns, entries, public_url=here), content_type=JSON_TYPE)


def _csv(listing: Listing) -> Response:
    name = listing.address.partition("?")[0].strip("/").replace("/", "-")
    lines = stream_with_context(_table(listing, current_actor().body_id, current_public_url()))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(lines, content_type=CSV_TYPE, headers=headers)


def _table(listing: Listing, body_id: int, public_url: str) -> Iterator[bytes]:
    """The whole list batch by batch; each enters its Body anew, since the request may be over when more is asked for."""
    yield headings_of(listing.columns)
    after, sent, more = "", 0, True
    while more:
        with working_for(body_id):
            part = listing.listed(db.session(), after, BATCH)
            told = lines_of(part.entries, public_url=public_url)
        db.session.rollback()  # a slow reader holds no transaction open
        sent += len(part.entries)
        full = listing.largest_table is not None and sent >= listing.largest_table
        more = part.following not in ("", after) and not full
        after = part.following
        yield told


def _titled(listing: Listing) -> str:
    """With its filter, so that two subscriptions can be told apart."""
    chosen = f"{listing.title}, {listing.subtitle}" if listing.subtitle else listing.title
    return f"{chosen} – {g.body.name}"
