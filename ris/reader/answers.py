"""Packs as the JSON a device keeps (docs/reader.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ris.reader.rules import as_json, digest_of_plan, keep_until
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ris.meetings.queries.calling import CalledItem
    from ris.reader.queries import PackItem, ReaderPack


def list_entry(pack: ReaderPack, digest: str, *, town: str, called: CalledItem | None) -> dict[str, Any]:
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
        "current_item": None if called is None else called.id,
        "url": address_of("meeting", pack.meeting.id),
    }


def called_content(item: CalledItem | None) -> dict[str, Any]:
    """What is called; everything empty where nothing is, or nothing this reader may know of."""
    if item is None:
        return {"item": None, "number": "", "title": "", "since": None}
    return {"item": item.id, "number": item.number, "title": item.title, "since": as_json(item.since)}


def plan_content(pack: ReaderPack, changed: Mapping[int, Any], *, reader: str) -> dict[str, Any]:
    """A pack with everything in it but the names of pages; ``changed`` says by file id what is new since it was read."""
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


def with_labels(content: dict[str, Any], labels: Sequence[Mapping[int, Sequence[str]]]) -> dict[str, Any]:
    """A plan with the names of all pages, by item and file id; they follow from the rest, so the digest stays."""
    items = [
        {
            **item,
            "documents": [
                {**each, "label": next(iter(named.get(each["file"], ())), ""), "labels": named.get(each["file"], [])}
                for each in item["documents"]
            ],
        }
        for item, named in zip(content["items"], labels, strict=False)
    ]
    return {**content, "items": items}


def _organization(pack: ReaderPack) -> str:
    return ", ".join(each.name for each in pack.meeting.organizations)


def _item(item: PackItem, changed: Mapping[int, Any]) -> dict[str, Any]:
    return {
        "id": item.line.id,
        "number": item.line.number,
        "label": item.label,
        "title": item.title,
        "closed": not item.line.public,
        "removed": item.line.removed,
        "note": item.note,
        "heading": item.line.heading,
        "documents": [{**asdict(each), "changed": changed.get(each.file)} for each in item.documents],
    }
