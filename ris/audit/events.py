"""The names of everything that is recorded, ``subject:past-participle``, with their German labels."""

from __future__ import annotations

from enum import StrEnum


class AuditEvent(StrEnum):
    """What can stand in the internal trail."""

    BODY_ADDED = "body:added"
    CONTENT_IMPORTED = "content:imported"
    CONTENT_WITHDRAWN = "content:withdrawn"
    CONTENT_PUBLISHED = "content:published"
    USER_ADDED = "user:added"
    USER_LOGGED_IN = "user:logged-in"


AUDIT_LABELS: dict[AuditEvent, str] = {
    AuditEvent.BODY_ADDED: "Körperschaft angelegt",
    AuditEvent.CONTENT_IMPORTED: "Daten importiert",
    AuditEvent.CONTENT_WITHDRAWN: "Zurückgezogen",
    AuditEvent.CONTENT_PUBLISHED: "Veröffentlicht",
    AuditEvent.USER_ADDED: "Konto angelegt",
    AuditEvent.USER_LOGGED_IN: "Angemeldet",
}


class PublicEvent(StrEnum):
    """What can stand in the public log."""

    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    INVITED = "invited"
    CORRECTED = "corrected"


PUBLIC_LABELS: dict[PublicEvent, str] = {
    PublicEvent.PUBLISHED: "veröffentlicht",
    PublicEvent.REPLACED: "durch neue Fassung ersetzt",
    PublicEvent.WITHDRAWN: "zurückgezogen",
    PublicEvent.INVITED: "eingeladen",
    PublicEvent.CORRECTED: "berichtigt",
}
