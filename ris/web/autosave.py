"""Forms that save themselves while somebody writes: the same view, the same checks, an answer for the script.

``ris/static/autosave.js`` sends a form as it is, with :data:`FIELD` beside it and without a button, so that nothing but
saving happens. Without JavaScript there is the button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, request

from ris.db import now_utc
from ris.web.dates import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

FIELD = "automatisch"


def saves_itself() -> bool:
    """Whether the script sends this form, not a person."""
    return request.form.get(FIELD) == "1"


def saved(fields: Mapping[str, int]) -> ResponseReturnValue:
    """It is saved; ``fields``: what the next request has to name, such as the count of saves."""
    return jsonify(said=f"Gespeichert um {clock(now_utc())}", fields=dict(fields))


def not_saved(errors: Mapping[str, str]) -> ResponseReturnValue:
    """Something typed is wrong; the status line says the first of it, the button says all of it at the fields."""
    return jsonify(said=f"Noch nicht gespeichert. {next(iter(errors.values()), '')}".strip()), 422
