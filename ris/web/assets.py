"""Addresses of static files: named by their content, so that they may be kept for a year, and bound to it by SRI.

Third-party files live in ``static/vendor`` and are described by the manifest the set-up writes there
(``{"files": {"kern/kern.min.css": {"integrity": "sha384-…"}}}``); our own files are hashed here.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
MANIFEST = STATIC / "vendor" / "manifest.json"
HASH_LENGTH = 12


@dataclass(frozen=True)
class Asset:
    """A static file as a template needs it."""

    url: str
    integrity: str


def integrity_of(content: bytes) -> str:
    """The subresource integrity value of some bytes, as W3C SRI writes it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")


@lru_cache(maxsize=1)
def vendor_integrity() -> dict[str, str]:
    """Integrity of each vendored file, as the set-up wrote it down; empty before the set-up ran."""
    if not MANIFEST.exists():
        return {}
    files = json.loads(MANIFEST.read_text("utf-8"))["files"]
    return {name: entry["integrity"] for name, entry in files.items()}


def asset(path: str) -> Asset:
    """The address and integrity of ``ris.css`` or ``vendor/kern/kern.min.css``.

    Raises:
        FileNotFoundError: our own file is missing; of a vendored one the set-up has not run.
    """
    return _asset(path, (STATIC / path).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _asset(path: str, _changed: int) -> Asset:
    # Hashed again when it changed: a browser refuses a style sheet with a stale integrity.
    known = vendor_integrity().get(path.removeprefix("vendor/")) if path.startswith("vendor/") else None
    integrity = known or integrity_of((STATIC / path).read_bytes())
    version = base64.b64decode(integrity.removeprefix("sha384-"))[: HASH_LENGTH // 2].hex()
    return Asset(url=f"/static/{path}?v={version}", integrity=integrity)
