"""Looking through a stranger's PDF, inside a cell: what is covered but readable, what acts, what tells too much.

Findings are plain: ``{"code", "page", "facts"}``; the words for them stand in ris/documents/findings.py. Confidential
words themselves never leave the cell, only how often they were found and their first and last signs.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
from pikepdf import Array, Dictionary, Name, Object, Pdf

from ris.documents.findings import FindingCode
from ris.documents.pdf.covering import covered_texts
from ris.documents.pdf.outline import DAMAGE
from ris.documents.pdf.papers import Unreadable, open_pdf
from ris.documents.pdf.problems import SENTENCES, Problem
from ris.documents.pdf.reading import Say
from ris.documents.pdf.untold import figures_untold
from ris.documents.telling import private_matters

Finding = dict[str, Any]
MOST_PAGES = 3000
MOST_LETTERS = 5_000_000
REMARKS = frozenset(
    {"/Text", "/FreeText", "/Popup", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Caret"}
)
TELLING = (("/Author", "Verfasser"), ("/Title", "Titel"), ("/Subject", "Thema"), ("/Keywords", "Stichwörter"))
ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"})
FEW_LETTERS = 25


def finding(code: FindingCode, page: int | None = None, **facts: Any) -> Finding:  # noqa: ANN401 - JSON
    """A finding as it is told."""
    return {"code": code.value, "page": page, "facts": facts}


def inspect_pdf(path: Path, ignored: list[str], say: Say) -> list[Finding]:
    """Everything there is to say of a PDF; ``ignored``: telephone and address of the town's own office."""
    try:
        with open_pdf(path) as document:
            found = _structure(document)
    except Unreadable as unreadable:
        code = FindingCode.ENCRYPTED if unreadable.problem is Problem.ENCRYPTED else FindingCode.UNREADABLE
        return [finding(code, problem=SENTENCES[unreadable.problem].rstrip("."))]
    say({})
    with suppress(pypdfium2.PdfiumError):
        found += _pages(path, ignored, say)
    return found


def _structure(document: Pdf) -> list[Finding]:
    """What stands beside the pages: properties, scripts, attached files, remarks."""
    found = []
    told = [f"{label} „{value}“" for key, label in TELLING if (value := _property(document, key))]
    if told:
        found.append(finding(FindingCode.METADATA, what=", ".join(told)[:300]))
    acting = _acting(document)
    if acting:
        found.append(finding(FindingCode.ACTIVE_CONTENT, what=", ".join(sorted(acting))))
    with suppress(*DAMAGE):
        if len(document.attachments):
            found.append(finding(FindingCode.EMBEDDED_FILES, count=len(document.attachments)))
    if untold := figures_untold(document):
        found.append(finding(FindingCode.FIGURES_UNTOLD, count=untold))
    remarks, marks = _annotations(document)
    if remarks:
        found.append(finding(FindingCode.COMMENTS, count=remarks))
    if marks:
        found.append(finding(FindingCode.REDACTION_MARKS, count=marks))
    return found


def _property(document: Pdf, key: str) -> str:
    try:
        return " ".join(str(document.docinfo.get(key, "")).split())[:100]
    except (*DAMAGE, UnicodeDecodeError):
        return ""


def _acting(document: Pdf) -> set[str]:
    words = set()
    root = document.Root
    with suppress(*DAMAGE):
        names = root.get(Name.Names)
        if isinstance(names, Dictionary) and Name.JavaScript in names:
            words.add("JavaScript")
        if Name.AA in root:
            words.add("Aktionen beim Öffnen und Schließen")
        action = root.get(Name.OpenAction)
        words |= _act(action)
        form = root.get(Name.AcroForm)
        if isinstance(form, Dictionary) and Name.XFA in form:
            words.add("XFA-Formular")
    for page in document.pages[:MOST_PAGES]:
        with suppress(*DAMAGE):
            words |= {word for link in _of_page(page.obj) for word in _act(link.get(Name.A))}
    return words


def _act(action: Object | None) -> set[str]:
    kind = str(action.get(Name.S, "")) if isinstance(action, Dictionary) else ""
    return {kind[1:]} if kind in ACTIONS else set()


def _annotations(document: Pdf) -> tuple[int, int]:
    remarks = marks = 0
    for page in document.pages[:MOST_PAGES]:
        with suppress(*DAMAGE):
            kinds = [str(each.get(Name.Subtype, "")) for each in _of_page(page.obj)]
            remarks += sum(kind in REMARKS and kind != "/Popup" for kind in kinds)
            marks += kinds.count("/Redact")
    return remarks, marks


def _of_page(page: Object) -> list[Dictionary]:
    annotations = page.get(Name.Annots)
    return [each for each in annotations if isinstance(each, Dictionary)] if isinstance(annotations, Array) else []


def _pages(path: Path, ignored: list[str], say: Say) -> list[Finding]:
    """What the pages show and what they hide."""
    document = pypdfium2.PdfDocument(path)
    found: list[Finding] = []
    texts, empty = [], 0
    for index in range(min(len(document), MOST_PAGES)):
        say({})
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        text, covered = covered_texts(page)
        page.close()
        if covered:
            found.append(finding(FindingCode.COVERED_TEXT, index + 1, count=covered))
        empty += sum(sign.isalnum() for sign in text) < FEW_LETTERS
        texts.append(text)
        if sum(map(len, texts)) > MOST_LETTERS:
            break
    if texts and empty * 2 > len(texts):
        found.append(finding(FindingCode.NO_TEXT, count=empty))
    elif not pypdfium2.raw.FPDFCatalog_IsTagged(document):
        found.append(finding(FindingCode.NOT_TAGGED))
    return found + [finding(code, **facts) for code, facts in private_matters("\n".join(texts), ignored)]
