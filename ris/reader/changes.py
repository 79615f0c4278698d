"""What changed in the documents of a pack since a member read them, as their devices show it beside the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.documents.queries.changes import changed_since
from ris.documents.version_changes import changes_from
from ris.documents.version_models import FileComparison
from ris.notes.queries import read_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.queries.changes import ChangedPages
    from ris.reader.queries import Document


def changes_since_read(session: Session, actor: Actor, documents: Sequence[Document]) -> dict[int, dict[str, Any]]:
    """For each document that was read in an older version, by file id: its changed pages and what they were before.

    ``pages`` are numbers of the present version, ``old`` those of the same pages in the version that was read, whose bytes
    ``since_hash`` names; 0 for a page that is new.
    """
    read = read_versions(session, actor, [each.file for each in documents])
    since: dict[int, int | None] = {
        each.file: read[each.file] for each in documents if read.get(each.file, each.version) < each.version
    }
    if not since:
        return {}
    found = {file: each for file, each in changed_since(session, actor, since).items() if each.count}
    rows = session.execute(
        select(
            FileComparison.file_id,
            FileComparison.old_number,
            FileComparison.new_number,
            FileComparison.old_sha512,
            FileComparison.content,
        ).where(
            FileComparison.file_id.in_(sorted(found)),
            FileComparison.new_number.in_({each.version for each in found.values()}),
        )
    )
    return {
        row.file_id: _told(found[row.file_id], row.old_sha512, row.content or {"changes": []})
        for row in rows
        if (row.old_number, row.new_number) == (found[row.file_id].since, found[row.file_id].version)
    }


def _told(changed: ChangedPages, old_hash: str, content: Mapping[str, Any]) -> dict[str, Any]:
    before = {each.new: each.old or 0 for each in changes_from(content) if each.new}
    return {
        "since_version": changed.since,
        "since_hash": old_hash,
        "pages": list(changed.pages),
        "old": [before.get(page, 0) for page in changed.pages],
        "removed": list(changed.removed),
        "reason": changed.reason,
    }
