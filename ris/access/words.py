"""The policy in German: roles, permissions and predicates as "Wer darf was?" reads them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.actor import Role
from ris.access.permissions import Permission
from ris.access.policy import POLICY
from ris.access.predicates import (
    chairs_it,
    clerk_approves,
    did_not_prepare,
    has_account,
    is_administrator,
    is_asked,
    is_author,
    is_clerk,
    is_faction_staff,
    is_member,
    is_of_faction,
    is_theirs,
    is_themselves,
    same_body,
    signs_it,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.access.policy import Predicate

ROLES: Mapping[Role, str] = {
    Role.READER: "Leserin oder Leser mit Konto",
    Role.MEMBER: "Mitglied eines Gremiums",
    Role.FACTION_STAFF: "Mitarbeit in einer Fraktion",
    Role.AUTHOR: "Fachamt",
    Role.CLERK: "Sitzungsdienst",
    Role.CHAIR: "Vorsitz",
    Role.ADMINISTRATOR: "Administration",
}
"""What a role is called on screen."""

SHORT_ROLES: Mapping[Role, str] = {
    **ROLES,
    Role.READER: "Konto",
    Role.MEMBER: "Mitglied",
    Role.FACTION_STAFF: "Fraktion",
}
"""The same for the narrow columns of a table."""

ACTS: Mapping[Permission, str] = {
    Permission.BODY_ADD: "Eine neue Kommune in dieses System aufnehmen",
    Permission.BODY_EDIT: "Einstellungen, Hauptsatzung und Geschäftsordnung pflegen",
    Permission.COUNCIL_EDIT: "Gremien, Personen, Mandate und Orte pflegen",
    Permission.COUNCIL_IMPORT: "Personen und Mandate aus einer Tabelle übernehmen",
    Permission.MEETING_PLAN: "Sitzungen planen",
    Permission.MEETING_MOVE: "Sitzungen verlegen und absagen",
    Permission.MEETING_INVITE: "Zu einer Sitzung einladen und Nachträge versenden",
    Permission.OWN_AREA: "Den eigenen Bereich mit den nächsten Sitzungen sehen",
    Permission.NOTE_KEEP: "Eigene Notizen schreiben und mit anderen teilen",
    Permission.DELIVERY_CHOOSE: "Wählen, wie die eigenen Einladungen zugestellt werden",
    Permission.MEETING_REPLY: "Zu einer Sitzung zusagen oder absagen",
    Permission.REPLY_ENTER: "Zusagen und Absagen für andere eintragen",
    Permission.MEETING_RECORD: "Anwesenheit, Ergebnisse und Niederschrift festhalten",
    Permission.AGENDA_EDIT: "Eine Tagesordnung zusammenstellen",
    Permission.AGENDA_APPROVE: "Eine Tagesordnung freigeben",
    Permission.INVITATION_PROVE: "Versand und Zugang einer Einladung festhalten",
    Permission.PAPER_WRITE: "Eine Vorlage schreiben und neu fassen",
    Permission.PAPER_COSIGN: "Eine Vorlage mitzeichnen oder zurückgeben",
    Permission.PAPER_RELEASE: "Eine fertige Vorlage für Tagesordnungen freigeben",
    Permission.PAPER_NUMBER: "Einer Vorlage ihre Nummer geben",
    Permission.PAPER_SUBMIT: "Einen Antrag oder eine Anfrage einreichen",
    Permission.FACTION_PREPARE: "Notizen der eigenen Fraktion zu einer Tagesordnung lesen und schreiben",
    Permission.FILE_STORE: "Unterlagen hochladen",
    Permission.CONTENT_IMPORT: "Daten aus einem anderen System übernehmen",
    Permission.CONTENT_PREPARE: "Eine Veröffentlichung vorbereiten",
    Permission.CONTENT_PUBLISH: "Eine Veröffentlichung bestätigen",
    Permission.CONTENT_WITHDRAW: "Etwas Veröffentlichtes zurückziehen, mit Begründung",
    Permission.MAIL_SETTLE: "Wartende und gescheiterte E-Mails sehen und über ungeklärte entscheiden",
    Permission.USER_ADD: "Konten anlegen",
    Permission.USER_EDIT: "Konten ändern, schließen und Geräte abmelden",
    Permission.RIGHTS_READ: "Nachlesen, wer was darf",
    Permission.ROLE_VIEW_AS: "Seiten so ansehen, wie eine andere Rolle sie sieht",
    Permission.LOG_READ: "Das interne Protokoll lesen",
}
"""What a permission allows, as a phrase of a German sentence."""

CONDITIONS: Mapping[Predicate, str] = {
    is_clerk: "wer im Sitzungsdienst arbeitet",
    is_administrator: "wer das System verwaltet",
    is_author: "wer in einem Fachamt Vorlagen schreibt",
    is_member: "wer heute ein Mandat hat",
    has_account: "wer ein Konto hat",
    is_of_faction: "wer heute zu der Fraktion gehört oder für sie arbeitet",
    is_faction_staff: "wer für eine Fraktion arbeitet",
    clerk_approves: "wenn die Einstellungen der Kommune das vorsehen",
    chairs_it: "wer heute den Vorsitz eines der beteiligten Gremien hat",
    is_theirs: "bei eigenen Vorlagen und denen des eigenen Amtes",
    signs_it: "wer an dieser Station mitzeichnen soll oder die Vertretung hat",
    is_asked: "wer eingeladen ist oder jemanden vertritt",
    is_themselves: "wer selbst diese Person ist",
    did_not_prepare: "wenn jemand anderes sie vorbereitet hat",
    same_body: "",
}
"""What a predicate asks; empty for what goes without saying (everything ends at the town's border)."""


def ways_to(permission: Permission) -> list[str]:
    """Who may do it, one phrase for each row of the policy: "wer im Sitzungsdienst arbeitet, wenn …"."""
    return [", ".join(filter(None, (CONDITIONS[predicate] for predicate in row))) for row in POLICY[permission]]


def sentence_of(permission: Permission) -> str:
    """The whole rule as one sentence to be read aloud."""
    return f"{ACTS[permission]} darf, {' – oder '.join(ways_to(permission))}."
