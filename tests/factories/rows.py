"""A factory of rows: sensible values for what the test does not care about, committed at once.

Rows belong to the current Body (fixture `body`) and are readable by everybody unless the test says otherwise:
`meeting(readers={"council"})`. Plain functions instead of factory_boy, which strict mypy cannot read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Generic, TypeVar

from ris.db import Base, now_utc, transaction
from ris.scope.readers import audience_for

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Factory(Generic[Row]):
    """Makes rows of one model; `defaults` gives the values of the n-th row made."""

    model: type[Row]
    defaults: Callable[[int], dict[str, Any]] = lambda _n: {}
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, *, readers: Iterable[str] = ("public",), **columns: Any) -> Row:  # noqa: ANN401
        """A committed row with these columns."""
        values = {**self.defaults(next(self._numbers)), **columns}
        if hasattr(self.model, "modified"):
            values.setdefault("created", now_utc())
            values.setdefault("modified", values["created"])
        with transaction() as session:
            if hasattr(self.model, "audience_id") and "audience_id" not in values:
                values["audience_id"] = audience_for(session, readers).id
            row = self.model(**values)
            session.add(row)
        return row
