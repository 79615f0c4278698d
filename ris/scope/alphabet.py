"""The order of the alphabet, as people look names up in it, for both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

LONGEST: Final = 40
FOLDED: Final = (*zip("äÄöÖüÜéÉèÈáÁçÇşŞğĞ", "aaoouueeeeaaccssgg", strict=True), ("ß", "ss"))
"""Letters that stand where another stands, in both cases: SQLite lowers ASCII only, PostgreSQL as its locale says."""


def alphabetical(*columns: Any) -> ColumnElement[str]:  # noqa: ANN401 - any text column
    """What to sort by: the first of these columns that says something, umlauts with their vowels (DIN 5007-1).

    As short and plain as the key of a page in an address must be; names alike so far stand in the order of their ids.
    """
    sort: ColumnElement[str] = func.coalesce(*columns, "")
    for letter, plain in FOLDED:
        sort = func.replace(sort, letter, plain)
    return func.lower(func.substr(func.replace(sort, "_", " "), 1, LONGEST))
