"""Looking into DOCX and ODT files without opening them in a word processor; runs inside a cell.

Both are ZIP files of XML. Nothing is unpacked to disk, no part further than a bound, and a part that declares entities
(the way of "XML external entities" and of "billion laughs") is not parsed at all.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

from ris.documents.findings import FindingCode
from ris.documents.telling import private_matters
from ris.documents.uploads import TAIL, ContentKind

MOST_PARTS = 5000
MOST_BYTES = 400_000_000
"""Bytes all parts may unpack to."""
MOST_OF_ONE = 60_000_000
"""Bytes of one part of XML; the text of a statute book of 500 pages has 10 million."""
RATIO = 200
"""How much larger than packed a part may be; text in XML shrinks to a twentieth."""
END, FAR_END = b"PK\x05\x06", b"PK\x06\x07"
"""How the end of a ZIP file's table of contents begins, and that of a very large one (APPNOTE 4.3.15, 4.3.16)."""
DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
PURL = "{http://purl.org/dc/elements/1.1/}"
PARTS = {
    ContentKind.DOCX: ("word/document", "word/comments", "docProps/core", "word/footnotes"),
    ContentKind.ODT: ("content", "meta"),
}
CHANGES = (f"{WORD}ins", f"{WORD}del", f"{WORD}moveFrom", f"{TEXT}changed-region")
COMMENTS = (f"{WORD}comment", f"{OFFICE}annotation")
HIDDEN = (f"{WORD}vanish", f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph")
PARAGRAPHS = (f"{WORD}p", f"{TEXT}p", f"{TEXT}h")


def inspect_office(path: Path, kind: ContentKind, ignored: list[str]) -> list[dict[str, Any]]:
    """The findings of an office document."""
    try:
        with zipfile.ZipFile(path) as archive:
            bomb = _bomb(archive)
            if bomb:
                return [_found(FindingCode.TOO_MUCH, problem=bomb)]
            return _in_archive(archive, kind, ignored)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return [_found(FindingCode.UNREADABLE, problem="Die Datei ist beschädigt oder verschlüsselt")]


def swells(stream: BinaryIO) -> bool:
    """Whether unpacking an office document would take more room than any may, as its table of contents says.

    Asked before it is kept, so only a small table is read. One that cannot be read is left to :func:`inspect_office`.
    """
    stream.seek(max(0, stream.seek(0, 2) - TAIL))
    tail = stream.read(TAIL)
    end = tail.rfind(END)
    if FAR_END in tail or int.from_bytes(tail[end + 12 : end + 16], "little") > TAIL:
        return True  # a table no office document of this size needs
    try:
        with zipfile.ZipFile(stream) as archive:
            return bool(_bomb(archive))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    finally:
        stream.seek(0)


def _found(code: FindingCode, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"code": code.value, "page": None, "facts": facts}


def _bomb(archive: zipfile.ZipFile) -> str:
    """In words; empty for a harmless one."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        return f"sie hat {len(parts)} Teile"
    size = sum(part.file_size for part in parts)
    steep = any(
        part.file_size > MOST_OF_ONE // 60 and part.file_size > RATIO * max(part.compress_size, 1) for part in parts
    )
    packed = sum(part.compress_size for part in parts)
    return f"aus {packed} werden {size} Byte" if size > MOST_BYTES or steep else ""


def _in_archive(archive: zipfile.ZipFile, kind: ContentKind, ignored: list[str]) -> list[dict[str, Any]]:
    names = archive.namelist()
    found = []
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        found.append(_found(FindingCode.MACROS))
    outside = sum(_outside(_read(archive, name)) for name in names if name.endswith(".rels"))
    trees = []
    for name in (f"{part}.xml" for part in PARTS[kind]):
        if name not in names:
            continue
        content = _read(archive, name)
        if DECLARES.search(content):
            return [*found, _found(FindingCode.ENTITIES)]
        if name.startswith("content"):
            outside += len(re.findall(rb'<draw:image[^>]+xlink:href="(?:https?|ftp|file):', content))
        trees.append(ET.fromstring(content))  # noqa: S314 - declares no entities, and cannot leave the cell
    if outside:
        found.append(_found(FindingCode.EXTERNAL_LINKS, count=outside))
    return found + _in_trees(trees, ignored)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(MOST_OF_ONE + 1)
    if len(content) > MOST_OF_ONE:
        message = "larger than its directory says"
        raise ValueError(message)
    return content


def _outside(relations: bytes) -> int:
    """Pictures and templates that are fetched when the document is opened; links one clicks are not counted."""
    entries = re.findall(rb"<Relationship\b[^>]*>", relations)
    return sum(b'TargetMode="External"' in entry and b"/hyperlink" not in entry for entry in entries)


def _in_trees(trees: list[ET.Element], ignored: list[str]) -> list[dict[str, Any]]:
    nodes = [node for tree in trees for node in tree.iter()]
    found = []
    for code, tags in (
        (FindingCode.TRACKED_CHANGES, CHANGES),
        (FindingCode.COMMENTS, COMMENTS),
        (FindingCode.HIDDEN_TEXT, HIDDEN),
    ):
        count = sum(node.tag in tags for node in nodes)
        if count:
            found.append(_found(code, count=count))
    authors = sorted({(node.text or "").strip() for node in nodes if node.tag == f"{PURL}creator" and node.text})
    if any(authors):
        found.append(_found(FindingCode.METADATA, what=f"Verfasser „{', '.join(authors)[:200]}“"))
    text = "\n".join("".join(node.itertext()) for node in nodes if node.tag in PARAGRAPHS)
    return found + [_found(code, **facts) for code, facts in private_matters(text, ignored)]
