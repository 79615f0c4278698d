"""Packs as the JSON a device keeps (docs/reader.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ris.reader.rules import as_json, digest_of_plan, keep_until, labels_of
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.reader.queries import Document, PackItem, ReaderPack


def list_entry(pack: ReaderPack, digest: str, *, town: str, current_item: int | None) -> dict[str, Any]:
    """A pack in the list of all."""
    documents = pack.documents
    return {
        "meeting": pack.meeting.id,
        "title": pack.meeting.title,
        "organization": _organization(pack),
        "town": town,
        "start": as_json(pack.start),
        "place": pack.meeting.place,
        "digest": digest,
        "documents": len(documents),
        "bytes": sum(each.size for each in documents),
        "closed": pack.closed,
        "keep_until": as_json(keep_until(pack.start)),
        "current_item": current_item,
        "url": address_of("meeting", pack.meeting.id),
    }


def plan_content(pack: ReaderPack, changed: Mapping[int, Any], *, reader: str) -> dict[str, Any]:
    """A pack with everything in it; ``changed`` says by file id what is new since it was read."""
    content: dict[str, Any] = {
        "meeting": pack.meeting.id,
        "title": pack.meeting.title,
        "organization": _organization(pack),
        "start": as_json(pack.start),
        "place": pack.meeting.place,
        "keep_until": as_json(keep_until(pack.start)),
        "reader": reader,
        "items": [_item(item, changed) for item in pack.items],
        "supplements": [
            {"number": each.number, "sent": as_json(each.sent), "reason": each.reason} for each in pack.supplements
        ],
    }
    changes = [pack.meeting.modified, *(each.sent for each in pack.supplements if each.sent)]
    return {**content, "digest": digest_of_plan(content), "as_of": as_json(max(changes))}


def _organization(pack: ReaderPack) -> str:
    return ", ".join(each.name for each in pack.meeting.organizations)


def _item(item: PackItem, changed: Mapping[int, Any]) -> dict[str, Any]:
    labels = labels_of(item.label, [(each.file, each.pages) for each in item.documents])
    return {
        "id": item.line.id,
        "number": item.line.number,
        "label": item.label,
        "title": item.title,
        "closed": not item.line.public,
        "removed": item.line.removed,
        "note": item.note,
        "heading": item.line.heading,
        "documents": [_document(each, labels[each.file], changed.get(each.file)) for each in item.documents],
    }


def _document(document: Document, labels: list[str], changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "file": document.file,
        "version": document.version,
        "hash": document.hash,
        "size": document.size,
        "pages": document.pages,
        "name": document.name,
        "mime": document.mime,
        "closed": document.closed,
        "label": labels[0] if labels else "",
        "labels": labels,
        "changed": changed,
    }
