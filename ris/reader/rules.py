"""PURE. How long a device may keep a pack, and what names its state."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

from ris.web.dates import local_day, midnight

if TYPE_CHECKING:
    from datetime import datetime

KEPT_DAYS: Final = 14
"""So many whole days after the sitting a device keeps its pack."""


def keep_until(start: datetime) -> datetime:
    """When a device deletes the pack of a meeting that begins at ``start``: at midnight (Europe/Berlin)."""
    return midnight(local_day(start) + timedelta(days=KEPT_DAYS + 1))


def kept_since(now: datetime) -> datetime:
    """Packs of meetings that began before this instant are kept no more."""
    return midnight(local_day(now) - timedelta(days=KEPT_DAYS))


def digest_of_plan(content: object) -> str:
    """SHA-256 of what a device is told of a pack, in hex: equal digests mean that there is nothing to load."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def as_json(moment: datetime | None) -> Any:  # noqa: ANN401 - JSON
    """An instant as it travels, in UTC, or nothing."""
    return None if moment is None else moment.astimezone(UTC).isoformat()
