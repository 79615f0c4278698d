"""Forms of an agenda that were sent twice: what they ask for is done already, so nobody has to choose anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.meetings.office_forms import ItemForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ris.meetings.models import AgendaItem


def item_of_form(
    rows: Sequence[AgendaItem], form: Mapping[str, str], *, supplement_id: int | None
) -> AgendaItem | None:
    """The item a form that came too late wanted to put on the agenda, if it stands there; None where it does not.

    A waiting paper is known by its station; an item in the office's own words by these words, and as the newest there is.
    """
    own = [row for row in rows if row.supplement_id == supplement_id]
    if station := form.get("beratung"):
        return next((row for row in own if str(row.consultation_id) == station), None)
    newest, words = max(own, key=lambda row: row.id, default=None), ItemForm.parse(form)
    if newest is None or words.errors or newest.consultation_id is not None:
        return None
    return newest if ItemForm.of(newest).words == words.words else None
