"""A paper as a tagged PDF (PDF/UA-1), made of its own sanitised HTML; the number, version and digest stand on it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ris.documents.pdf.tagged import write_tagged
from ris.documents.pdf.typeface import clean
from ris.web.typography import soft_hyphens

if TYPE_CHECKING:
    from pathlib import Path

OWN_STYLE = """
h3, h4, h5, h6 { font-size: 11pt; margin: 3mm 0 1mm; break-after: avoid }
section { margin-top: 5mm } section p + p, section ul, section ol, section table { margin-top: 2mm }
ul, ol { padding-left: 6mm } table { border-collapse: collapse } td, th { border: .5pt solid #cdd1da; padding: 1mm 2mm; text-align: left }
code { font-family: "DejaVu Sans Mono", monospace; font-size: 7.5pt }
"""


def write_paper(sheet: dict[str, Any], target: Path) -> int:
    """Write the tagged PDF; the number of its pages. ``sheet``: see :func:`paper_page`.

    Raises:
        TaggingUnavailable: when pango is missing.
    """
    return write_tagged(paper_page(sheet), target, identifier=sheet["digest"].encode() or b"paper", style=OWN_STYLE)


def paper_page(sheet: dict[str, Any]) -> str:
    """The paper as HTML: ``town``, ``kind``, ``title``, ``lines``, ``sections`` (heading and HTML), ``foot``, ``digest``."""
    parts = [
        '<!doctype html><html lang="de"><head><meta charset="utf-8">',
        f"<title>{escape(clean(sheet['title']))}</title>",
        f'<meta name="author" content="{escape(clean(sheet["town"]), quote=True)}">',
        "</head><body><header>",
        f'<p class="body">{_text(sheet["town"])}</p><p class="kind">{_text(sheet["kind"])}</p>',
        f"<h1>{_text(sheet['title'])}</h1>",
        *(f'<p class="line">{_text(line)}</p>' for line in sheet["lines"]),
        "</header><main>",
        *(f"<section><h2>{_text(heading)}</h2>{html}</section>" for heading, html in sheet["sections"]),
        "</main><footer>",
        *(f"<p>{_text(line)}</p>" for line in sheet["foot"]),
        f"<p>Prüfsumme: <code>{escape(sheet['digest'])}</code></p>" if sheet["digest"] else "",
        "</footer></body></html>",
    ]
    return "".join(parts)


def _text(text: str) -> str:
    return escape(soft_hyphens(clean(text)))
