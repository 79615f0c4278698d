"""What the worker does: each kind of job with its handler, named by the composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.accounts.tasks import send_reset_link
from ris.archive.nightly import get_ready_to_export
from ris.archive.tasks import export_record
from ris.documents.comparing_tasks import compare_versions
from ris.documents.tasks import build_document, read_text
from ris.drafting.tasks import check_file, recognise_text, remind
from ris.following.tasks import forget_followers, tell_followers
from ris.jobs.models import JobKind
from ris.mail.tasks import send_mail
from ris.meetings.tasks import remove_packs
from ris.notes.tasks import reanchor_notes
from ris.notices.tasks import send_push, tell_news
from ris.oparl.tasks import fetch_file
from ris.record.tasks import check_record, get_ready_to_record, record_objects
from ris.search.tasks import get_ready_to_index, index_objects, rebuild_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.jobs.worker import Handler

HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.BUILD_PACK: build_document,
    JobKind.PURGE_PACKS: remove_packs,
    JobKind.EXTRACT_TEXT: read_text,
    JobKind.COMPARE_VERSIONS: compare_versions,
    JobKind.REANCHOR: reanchor_notes,
    JobKind.CHECK_FILE: check_file,
    JobKind.RECOGNISE_TEXT: recognise_text,
    JobKind.REMIND_SIGNERS: remind,
    JobKind.INDEX: index_objects,
    JobKind.REBUILD_INDEX: rebuild_index,
    JobKind.RECORD: record_objects,
    JobKind.CHECK_RECORD: check_record,
    JobKind.EXPORT_RECORD: export_record,
    JobKind.FETCH_FILE: fetch_file,
    JobKind.TELL_NEWS: tell_news,
    JobKind.SEND_PUSH: send_push,
    JobKind.TELL_FOLLOWERS: tell_followers,
    JobKind.FORGET_FOLLOWERS: forget_followers,
    JobKind.SEND_MAIL: send_mail,
    JobKind.SEND_RESET: send_reset_link,
}
"""Every kind of job has its handler here (tests/architecture)."""


def get_ready_to_work() -> None:
    """What a worker does before it waits for the first time."""
    get_ready_to_index()
    get_ready_to_record()
    get_ready_to_export()
