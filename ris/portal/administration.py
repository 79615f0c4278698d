"""The front page of "Verwaltung": what there is to keep, for who may keep it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ris.access.permissions import Permission
from ris.portal.site import leads_to
from ris.web.actor import current_actor
from ris.web.doors import permitted

blueprint = Blueprint("portal_administration", __name__)


@dataclass(frozen=True)
class Entry:
    """A part of the administration."""

    label: str
    path: str
    about: str


ENTRIES = (
    Entry("Körperschaft", "/verwaltung/koerperschaft", "Name, Vertretung, Sitzungsdienst und Einstellungen"),
    Entry("Satzung und Geschäftsordnung", "/verwaltung/recht", "Fristen und Bekanntmachung; strenger als das Gesetz"),
    Entry("Gremien und Fraktionen", "/verwaltung/gremien", "Größe, Zählung, feste Punkte und Mandate"),
    Entry("Personen", "/verwaltung/personen", "Personen und ihre Mandate"),
    Entry("Personen aus einer Tabelle", "/verwaltung/import", "CSV hochladen, prüfen, übernehmen"),
    Entry("Wahlperioden", "/verwaltung/wahlperioden", "Von wann bis wann"),
    Entry("Orte und Räume", "/verwaltung/orte", "Wo getagt wird"),
    Entry("Schulferien", "/verwaltung/ferien", "Tage, die der Jahresplan freilässt"),
    Entry("Konten", "/verwaltung/benutzer", "Wer sich anmelden kann, Rollen und Geräte"),
    Entry("Wer darf was?", "/verwaltung/rechte", "Die Rechte aller Rollen in einer Tabelle"),
    Entry("Ansicht als …", "/verwaltung/ansicht", "Seiten so sehen, wie eine andere Rolle sie sieht"),
    Entry("E-Mails", "/verwaltung/email", "Was wartet, und worüber zu entscheiden ist"),
    Entry("Internes Protokoll", "/verwaltung/protokoll", "Wer wann was getan hat"),
)
"""In this order; an entry appears where its page exists and the reader may open it."""


@blueprint.get("/verwaltung")
@permitted(Permission.BODY_EDIT, Permission.USER_EDIT, Permission.LOG_READ)
def overview() -> ResponseReturnValue:
    """Everything there is to keep."""
    entries = [entry for entry in ENTRIES if leads_to(entry.path, current_actor())]
    return render_template("administration/overview.html", entries=entries)
