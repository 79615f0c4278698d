"""PURE. Which columns of which tables are part of the public record; whatever is not named here stays in the house.

The portal's pages and ``/oparl`` say more than OParl's objects hold (addresses given once, frozen versions, the order of
things), so an installation is restored from these. The order of the tables is that of their references.
"""

from __future__ import annotations

from typing import Final

OBJECT: Final = ("id", "created", "modified", "deleted", "keyword", "license", "web", "extra")
"""What every OParl object has."""
LINK: Final = ("role", "position")

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "legislative_term": (*OBJECT, "name", "start_date", "end_date"),
    "location": (
        *OBJECT,
        *("description", "geojson", "street_address", "room", "postal_code", "sub_locality", "locality"),
    ),
    "organization": (
        *(*OBJECT, "name", "short_name", "organization_type", "classification", "post", "start_date", "end_date"),
        *("website", "task", "sub_organization_of_id", "location_id"),
    ),
    "person": (
        *(*OBJECT, "name", "family_name", "given_name", "form_of_address", "affix", "title", "gender", "phone"),
        *("email", "status", "life", "life_source", "location_id"),
    ),
    "membership": (
        *(*OBJECT, "person_id", "organization_id", "role", "voting_right", "start_date", "end_date"),
        *("on_behalf_of_id", "succeeds_id", "deputy_for_id"),
    ),
    "file": (
        *(*OBJECT, "name", "file_name", "mime_type", "date", "size", "sha512_checksum", "source_url"),
        *("source_access_url", "external_service_url", "file_license", "master_file_id", "page_count", "text"),
        *("text_state", "text_note", "tagged", "alt_text", "version"),
    ),
    "paper": (
        *(*OBJECT, "name", "reference", "slug", "paper_type", "date", "summary", "proposal", "reasons", "version"),
        *("kind", "state", "finances", "climate", "details", "html", "public"),
    ),
    "meeting": (
        *(*OBJECT, "name", "meeting_state", "state", "sequence", "cancelled", "change_reason", "moved_to_id"),
        *("start", "end", "location_id", "agenda_version"),
    ),
    "supplement": ("id", "meeting_id", "number", "kind", "reason", "created", "sent"),
    "agenda_item": (
        *(*OBJECT, "meeting_id", "number", "position", "name", "public", "closed_reason", "consultation_id"),
        *("subject", "block", "supplement_id", "removed", "removed_reason", "result", "resolution_text"),
        *("votes_yes", "votes_no", "votes_abstain", "start", "end"),
    ),
    "consultation": (*OBJECT, "paper_id", "meeting_id", "agenda_item_id", "role", "authoritative"),
    "consultation_organization": ("consultation_id", "organization_id", "position"),
    "meeting_organization": ("meeting_id", "organization_id", "position", "number"),
    "meeting_participant": ("meeting_id", "person_id", "position"),
    "meeting_file": ("meeting_id", "file_id", *LINK),
    "agenda_item_file": ("agenda_item_id", "file_id", *LINK),
    "paper_file": ("paper_id", "file_id", *LINK, "public"),
    "paper_organization": ("paper_id", "organization_id", "part", "position"),
    "paper_person": ("paper_id", "person_id", "position"),
    "paper_location": ("paper_id", "location_id", "position"),
    "paper_relation": ("paper_id", "related_id", "kind", "position"),
    "paper_version": ("id", "paper_id", "number", "at", "content", "digest", "reason"),
    "file_version": (
        *("id", "file_id", "number", "sha512_checksum", "file_name", "mime_type", "size", "replaced", "reason"),
    ),
    "agenda_version": ("id", "meeting_id", "number", "at", "occasion", "content", "digest"),
    "foreign_id": ("id", "url", "path", "kind", "subject_id", "digest"),
    "tombstone": ("id", "subject_kind", "subject_id", "address", "at", "reason", "replaced_by"),
    "published_object": ("kind", "subject_id", "created", "modified", "gone"),
}
"""Table → what of its rows is written."""
UNSAID: Final[dict[str, frozenset[str]]] = {
    "location": frozenset({"room_key", "in_use"}),
    "organization": frozenset({"settings"}),
    "person": frozenset({"electronic_since"}),
    "paper": frozenset(
        {"closed_reason", "saves", "author_user_id", "department_id", "begun_with", "submitted", "answered"}
    ),
    "paper_file": frozenset({"closed_reason"}),
    "paper_version": frozenset({"by_user_id"}),
    "file_version": frozenset({"by_user_id"}),
    "foreign_id": frozenset({"source_id"}),
    "published_object": frozenset({"fingerprint"}),
}
"""Columns of these tables that are the house's own business; a column that stands nowhere fails a test."""
OF_EVERY_ROW: Final = frozenset({"body_id", "audience_id"})
"""Set anew by whoever restores."""
SYSTEM: Final = (*OBJECT, "name", "contact_name", "contact_email", "website")
BODY: Final = (
    *(*OBJECT, "name", "short_name", "host", "ags", "rgs", "website", "classification", "contact_name"),
    *("contact_email", "license_valid_since", "oparl_since", "equivalent", "location_id"),
)
SETTINGS: Final = (
    *("place", "frequent_topics", "council_organization_id", "office_name", "office_phone", "office_email"),
    *("office_address", "responsible_person", "records_meetings", "access_hint", "brand_colour"),
    *("brand_colour_dark", "crest", "crest_type", "page_texts"),
)
"""What of a town's settings is seen on its public pages."""
CLOSED_PART: Final = "closed_part"
"""Beside the tables: how many items nobody is told of stand on each agenda."""
WITHOUT_KEY: Final = {"consultation_id": "consultation"}
"""References the database does not know as such: column → table."""
