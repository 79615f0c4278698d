"""What the worker does when a document was replaced: compare the versions, then see to the notes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flask import current_app

from ris.db import db, now_utc, transaction
from ris.documents.services.comparisons import keep_comparison, uncompared
from ris.documents.version_changes import Version, changes_from, compare_files, draw_changed
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.jobs.worker import JobRun
    from ris.storage import FileStorage


def compare_versions(run: JobRun) -> None:
    """Compare a document with its older versions, as far as that was not done before."""
    file_id: int = run.payload["file_id"]
    found = uncompared(db.session(), file_id)
    db.session.rollback()  # comparing takes its time; no transaction stays open meanwhile
    papers: FileStorage = current_app.extensions["storage"]
    if found is not None and papers.holds(found[0][1]):
        current, older = found
        new = Version(*current, papers.path(current[1]))
        for done, (number, digest) in enumerate(older):
            if papers.holds(digest):
                _compare(file_id, Version(number, digest, papers.path(digest)), new)
            run.progress(done + 1, len(older))
    with transaction() as session:
        enqueue(session, JobKind.REANCHOR, current_body_id(), key=f"file:{file_id}", file_id=file_id)


def _compare(file_id: int, old: Version, new: Version) -> None:
    compared = compare_files(old, new)
    if compared.content is not None:
        changes = changes_from(compared.content)
        compared.content["pictures"] = {
            "old": _drawn(old, [each.old for each in changes if each.old]),
            "new": _drawn(new, [each.new for each in changes if each.new]),
        }
    with transaction() as session:
        keep_comparison(session, file_id, old, new, compared, now=now_utc())


def _drawn(version: Version, numbers: Sequence[int]) -> dict[str, Any]:
    """Digest, width and height of the pages' pictures, by page number."""
    kept: FileStorage = current_app.extensions["drawn"]
    desk: Path = current_app.config["RIS"].data_dir / "drawing"
    desk.mkdir(parents=True, exist_ok=True)
    digests = {}
    with TemporaryDirectory(dir=desk, prefix="document-") as folder:
        for page in draw_changed(version, numbers, Path(folder)):
            with page.path.open("rb") as picture:
                digests[str(page.number)] = [kept.put(picture).sha512, page.width, page.height]
    return digests
