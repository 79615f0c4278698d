"""What no database can be asked for never reaches it: numbers beyond any id, and text with a NUL in it, in addresses and forms."""

from itertools import chain

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

HIGHEST_ID = 2**31 - 1
"""The highest number an INTEGER column holds in PostgreSQL."""


class RowId(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere, like any other address that is none."""

    def __init__(self, map: Map, fixed_digits: int = 0, **_options: object) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, fixed_digits, max=HIGHEST_ID)


def row_number(text: str) -> int:
    """For ``request.form.get(name, 0, type=row_number)``; raises ``ValueError`` for a number that no row can have."""
    number = int(text)
    if abs(number) > HIGHEST_ID:
        raise ValueError(text)
    return number


def refuse_nul() -> None:
    """PostgreSQL refuses a NUL in text, so nothing here can bear such a name, and nobody types one into a form."""
    if "\0" in request.path:
        abort(400)
    asked = request.args.values() if request.query_string else ()
    typed = () if request.method in {"GET", "HEAD"} else (value for _, value in request.form.items(multi=True))
    if any("\0" in value for value in chain(asked, typed)):
        abort(400)


def use_askable_addresses(app: Flask) -> None:
    """Before any route is registered: ``<int:…>`` means a row's id; then every request is looked at."""
    app.url_map.converters["int"] = RowId
    app.before_request(refuse_nul)
