"""The agenda alone as a tagged PDF (PDF/UA-1): headings, lists, links, language, title, bookmarks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ris.documents.pack import PackFile, PackPlan, PackSection, Wording
from ris.documents.pdf.codes import code_picture
from ris.documents.pdf.front import CLOSED, CONTENTS, NO_AGENDA
from ris.documents.pdf.tagged import write_tagged
from ris.documents.pdf.typeface import clean
from ris.web.typography import counted, soft_hyphens

if TYPE_CHECKING:
    from pathlib import Path

AGENDA = Wording(CONTENTS)


def write_agenda(plan: PackPlan, target: Path, wording: Wording = AGENDA) -> int:
    """Write the tagged PDF; the number of its pages. The same plan and words give the same bytes.

    Raises:
        TaggingUnavailable: when pango is missing.
    """
    code = target.with_suffix(".svg")
    if wording.code:
        code.write_text(code_picture(wording.code), "utf-8")
    try:
        return write_tagged(agenda_page(plan, wording, code.as_uri()), target, identifier=b"agenda")
    finally:
        code.unlink(missing_ok=True)


def agenda_page(plan: PackPlan, wording: Wording = AGENDA, code: str = "") -> str:
    """The agenda as HTML: one heading for the meeting, one per part, one per item; around it the words of the letter.

    ``code`` is where the picture of the letter's code lies.
    """
    when = plan.lines[0] if plan.lines else ""
    title = " – ".join(clean(part) for part in (wording.kind, plan.title, when) if part)
    labels = plan.labels
    items = list(zip(plan.sections, labels, strict=True))
    public = [item for item in items if not item[0].closed]
    closed = [item for item in items if item[0].closed]
    parts = [
        '<!doctype html><html lang="de"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="author" content="{escape(clean(plan.body), quote=True)}">',
        "</head><body><header>",
        f'<p class="body">{_text(plan.body)}</p><p class="kind">{_text(wording.kind)}</p>',
        f"<h1>{_text(plan.title)}</h1>",
        *(f'<p class="line">{_text(line)}</p>' for line in plan.lines),
        "</header><main>",
        *(f'<p class="letter">{_text(paragraph)}</p>' for paragraph in wording.before),
        *_part("Öffentlicher Teil" if closed else "", public),
        *_part(CLOSED, closed),
        "" if items else f"<p>{NO_AGENDA}</p>",
        *(f'<p class="letter">{_text(paragraph)}</p>' for paragraph in wording.after),
        _code(wording.code, code),
        "</main><footer>",
        f"<p>{_text(plan.audience)}</p>",
        f"<p>Stand: {_text(plan.as_of)}</p>" if plan.as_of else "",
        f"<p>{_link(plan.address, plan.address)}</p>",
        "</footer></body></html>",
    ]
    return "".join(parts)


def _code(address: str, picture: str) -> str:
    if not address:
        return ""
    said = f"QR-Code mit der Adresse {address}"
    return f'<p class="code"><img src="{escape(picture, quote=True)}" alt="{escape(said, quote=True)}"></p>'


def _part(heading: str, items: list[tuple[PackSection, str]]) -> list[str]:
    if not items:
        return []
    level = "h3" if heading or any(section.heading for section, _ in items) else "h2"
    closed = ' class="closed"' if items[0][0].closed else ""
    return [
        f"<section{closed}>",
        f"<h2>{heading}</h2>" if heading else "",
        *(_item(section, label, level) for section, label in items),
        "</section>",
    ]


def _item(section: PackSection, label: str, level: str) -> str:
    if section.heading:
        return f"<h2>{_text(section.title)}</h2>"
    title = section.title or "Ohne Bezeichnung"
    note = f'<p class="note">{_text(section.note)}</p>' if section.note else ""
    files = "".join(f"<li>{_file(file)}</li>" for file in section.files)
    return (
        f'<article><{level}><span class="number">{_text(label)}</span> {_text(title)}</{level}>'
        f"{note}{f'<ul>{files}</ul>' if files else ''}</article>"
    )


def _file(file: PackFile) -> str:
    pages = f" ({counted(file.pages, 'Seite', 'Seiten')})" if file.pages else ""
    return _link(file.address, file.name) + pages


def _link(address: str, words: str) -> str:
    if not address.startswith(("http://", "https://")):
        return _text(words)
    return f'<a href="{escape(address, quote=True)}">{_text(words)}</a>'


def _text(text: str) -> str:
    return escape(soft_hyphens(clean(text)))
