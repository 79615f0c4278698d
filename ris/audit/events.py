"""The names of everything that is recorded, ``subject:past-participle``, with their German labels."""

from __future__ import annotations

from enum import StrEnum


class AuditEvent(StrEnum):
    """What can stand in the internal trail."""

    BODY_ADDED = "body:added"
    COUNCIL_CHANGED = "council:changed"
    FILE_STORED = "file:stored"
    FILE_REPLACED = "file:replaced"
    PAPER_ADDED = "paper:added"
    PAPER_REVISED = "paper:revised"
    PAPER_DRAFTED = "paper:drafted"
    PAPER_SAVED = "paper:saved"
    PAPER_SENT_ROUND = "paper:sent-round"
    PAPER_TAKEN_BACK = "paper:taken-back"
    PAPER_SIGNED = "paper:signed"
    PAPER_RELEASED = "paper:released"
    PAPER_NUMBERED = "paper:numbered"
    PAPER_SUBMITTED = "paper:submitted"
    QUESTION_ANSWERED = "question:answered"
    PAPER_DROPPED = "paper:dropped"
    FILE_DETACHED = "file:detached"
    FINDING_ACCEPTED = "finding:accepted"
    MEETING_PLANNED = "meeting:planned"
    MEETING_INVITED = "meeting:invited"
    MEETING_SUPPLEMENTED = "meeting:supplemented"
    MEETING_MOVED = "meeting:moved"
    MEETING_CANCELLED = "meeting:cancelled"
    MEETING_REPLIED = "meeting:replied"
    MEETING_HELD = "meeting:held"
    MEETING_FILE_ADDED = "meeting:file-added"
    PACK_FETCHED = "pack:fetched"
    ITEM_ADDED = "item:added"
    ITEM_REMOVED = "item:removed"
    AGENDA_CHANGED = "agenda:changed"
    AGENDA_APPROVED = "agenda:approved"
    INVITATION_NOTED = "invitation:noted"
    NOTICE_MADE = "notice:made"
    RESULT_RECORDED = "result:recorded"
    CONTENT_IMPORTED = "content:imported"
    CONTENT_WITHDRAWN = "content:withdrawn"
    CONTENT_CLOSED = "content:closed"
    CONTENT_PUBLISHED = "content:published"
    PUBLICATION_PREPARED = "publication:prepared"
    PUBLICATION_DISCARDED = "publication:discarded"
    MAIL_SETTLED = "mail:settled"
    MAIL_RETURNED = "mail:returned"
    USER_ADDED = "user:added"
    USER_LOGGED_IN = "user:logged-in"
    USER_CHANGED = "user:changed"
    USER_CLOSED = "user:closed"
    USER_LOGGED_OUT = "user:logged-out"
    USER_WELCOMED = "user:welcomed"
    PASSWORD_CHANGED = "password:changed"  # noqa: S105 - the name of an event
    CALENDAR_OPENED = "calendar:opened"
    CALENDAR_CLOSED = "calendar:closed"
    FACTOR_ADDED = "factor:added"
    FACTOR_REMOVED = "factor:removed"
    NOTICES_CHOSEN = "notices:chosen"
    PUSH_REGISTERED = "push:registered"
    DELIVERY_CHOSEN = "delivery:chosen"
    ACCOUNTS_LINKED = "accounts:linked"
    ACCOUNTS_UNLINKED = "accounts:unlinked"
    FACTION_PREPARED = "faction:prepared"
    WIPE_ORDERED = "device:wipe-ordered"
    DEVICE_WIPED = "device:wiped"
    ITEM_CALLED = "item:called"
    ROLE_VIEWED = "role:viewed"
    MEMBER_SUBSTITUTED = "member:substituted"


AUDIT_LABELS: dict[AuditEvent, str] = {
    AuditEvent.BODY_ADDED: "Körperschaft angelegt",
    AuditEvent.COUNCIL_CHANGED: "Stammdaten geändert",
    AuditEvent.FILE_STORED: "Unterlage abgelegt",
    AuditEvent.FILE_REPLACED: "Unterlage ersetzt",
    AuditEvent.PAPER_ADDED: "Vorlage aufgenommen",
    AuditEvent.PAPER_REVISED: "Vorlage in neuer Fassung",
    AuditEvent.PAPER_DRAFTED: "Entwurf einer Vorlage angelegt",
    AuditEvent.PAPER_SAVED: "Vorlage bearbeitet",
    AuditEvent.PAPER_SENT_ROUND: "Zur Mitzeichnung gegeben",
    AuditEvent.PAPER_TAKEN_BACK: "Aus der Mitzeichnung zurückgeholt",
    AuditEvent.PAPER_SIGNED: "Mitgezeichnet",
    AuditEvent.PAPER_RELEASED: "Vorlage freigegeben",
    AuditEvent.PAPER_NUMBERED: "Drucksachennummer vergeben",
    AuditEvent.PAPER_SUBMITTED: "Von einer Fraktion eingereicht",
    AuditEvent.QUESTION_ANSWERED: "Anfrage beantwortet",
    AuditEvent.PAPER_DROPPED: "Entwurf verworfen",
    AuditEvent.FILE_DETACHED: "Anlage entfernt",
    AuditEvent.FINDING_ACCEPTED: "Befund einer Prüfung hingenommen",
    AuditEvent.MEETING_PLANNED: "Sitzung angesetzt",
    AuditEvent.MEETING_INVITED: "Zur Sitzung eingeladen",
    AuditEvent.MEETING_SUPPLEMENTED: "Tagesordnung ergänzt",
    AuditEvent.MEETING_MOVED: "Sitzung verschoben",
    AuditEvent.MEETING_CANCELLED: "Sitzung abgesagt",
    AuditEvent.MEETING_REPLIED: "Zusage oder Absage",
    AuditEvent.MEETING_HELD: "Sitzung durchgeführt",
    AuditEvent.MEETING_FILE_ADDED: "Unterlage zur Sitzung genommen",
    AuditEvent.PACK_FETCHED: "Vertrauliche Unterlagen abgerufen",
    AuditEvent.ITEM_ADDED: "Tagesordnungspunkt aufgenommen",
    AuditEvent.ITEM_REMOVED: "Tagesordnungspunkt abgesetzt",
    AuditEvent.AGENDA_CHANGED: "Tagesordnung geändert",
    AuditEvent.AGENDA_APPROVED: "Tagesordnung freigegeben",
    AuditEvent.INVITATION_NOTED: "Zugang einer Einladung vermerkt",
    AuditEvent.NOTICE_MADE: "Öffentliche Bekanntmachung vermerkt",
    AuditEvent.RESULT_RECORDED: "Ergebnis festgehalten",
    AuditEvent.CONTENT_IMPORTED: "Daten importiert",
    AuditEvent.CONTENT_WITHDRAWN: "Zurückgezogen",
    AuditEvent.CONTENT_CLOSED: "In den nichtöffentlichen Teil gelegt",
    AuditEvent.CONTENT_PUBLISHED: "Veröffentlicht",
    AuditEvent.PUBLICATION_PREPARED: "Veröffentlichung vorbereitet",
    AuditEvent.PUBLICATION_DISCARDED: "Veröffentlichung verworfen",
    AuditEvent.MAIL_SETTLED: "Über E-Mail entschieden",
    AuditEvent.MAIL_RETURNED: "E-Mail kam zurück",
    AuditEvent.USER_ADDED: "Konto angelegt",
    AuditEvent.USER_LOGGED_IN: "Angemeldet",
    AuditEvent.USER_CHANGED: "Konto geändert",
    AuditEvent.USER_CLOSED: "Konto geschlossen",
    AuditEvent.USER_LOGGED_OUT: "Geräte abgemeldet",
    AuditEvent.USER_WELCOMED: "Link zum ersten Passwort verschickt",
    AuditEvent.PASSWORD_CHANGED: "Passwort geändert",
    AuditEvent.CALENDAR_OPENED: "Adresse des eigenen Kalenders erzeugt",
    AuditEvent.CALENDAR_CLOSED: "Adresse des eigenen Kalenders gelöscht",
    AuditEvent.FACTOR_ADDED: "Zweiten Faktor eingerichtet",
    AuditEvent.FACTOR_REMOVED: "Zweiten Faktor entfernt",
    AuditEvent.NOTICES_CHOSEN: "Benachrichtigungen gewählt",
    AuditEvent.PUSH_REGISTERED: "Gerät für Mitteilungen eingetragen",
    AuditEvent.DELIVERY_CHOSEN: "Art der Zustellung gewählt",
    AuditEvent.ACCOUNTS_LINKED: "Mit dem Konto in einer anderen Kommune verbunden",
    AuditEvent.ACCOUNTS_UNLINKED: "Verbindung mit einer anderen Kommune gelöst",
    AuditEvent.FACTION_PREPARED: "Notiz einer Fraktion geändert",
    AuditEvent.WIPE_ORDERED: "Gerät abgemeldet, Mappen und Notizen darauf sind zu löschen",
    AuditEvent.DEVICE_WIPED: "Gerät meldet, dass es leer ist",
    AuditEvent.ITEM_CALLED: "Tagesordnungspunkt aufgerufen",
    AuditEvent.ROLE_VIEWED: "Ansicht als andere Rolle",
    AuditEvent.MEMBER_SUBSTITUTED: "Vertretung für eine Sitzung",
}


class PublicEvent(StrEnum):
    """What can stand in the public log."""

    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    INVITED = "invited"
    SUPPLEMENTED = "supplemented"
    CORRECTED = "corrected"
    DECIDED = "decided"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ANNOUNCED = "announced"
    REMOVED = "removed"


PUBLIC_LABELS: dict[PublicEvent, str] = {
    PublicEvent.PUBLISHED: "veröffentlicht",
    PublicEvent.REPLACED: "durch neue Fassung ersetzt",
    PublicEvent.WITHDRAWN: "zurückgezogen",
    PublicEvent.INVITED: "eingeladen",
    PublicEvent.SUPPLEMENTED: "Tagesordnung ergänzt (Nachtrag)",
    PublicEvent.CORRECTED: "berichtigt",
    PublicEvent.DECIDED: "Ergebnisse bekannt gegeben",
    PublicEvent.MOVED: "verschoben",
    PublicEvent.CANCELLED: "abgesagt",
    PublicEvent.ANNOUNCED: "öffentlich bekannt gemacht",
    PublicEvent.REMOVED: "von der Tagesordnung abgesetzt",
}
