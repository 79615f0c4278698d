"""Covering letters for window envelopes (DIN 5008, form B) behind a list to check off, as a tagged PDF."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ris.documents.pdf.tagged import write_tagged
from ris.documents.pdf.typeface import clean
from ris.web.typography import counted, soft_hyphens

if TYPE_CHECKING:
    from pathlib import Path

    from ris.documents.envelopes import Envelope, PostalPlan

MOST_LINES = 6
OWN_STYLE = """
@page letter { margin: 0 20mm 24mm 25mm; @bottom-left { content: none } @bottom-right { content: none } }
table { border-collapse: collapse; width: 100%; margin-top: 4mm }
td, th { border-bottom: .5pt solid #cdd1da; padding: 1.5mm 2mm; text-align: left; vertical-align: top }
thead { display: table-header-group } tr { break-inside: avoid }
.envelope { break-before: page; page: letter }
.window { box-sizing: border-box; height: 45mm; margin: 45mm 0 0 -5mm; padding: 12mm 0 0 5mm; width: 85mm; overflow: hidden }
.sender { border-bottom: .5pt solid #555b69; font-size: 7pt; color: #555b69; margin-bottom: 1.5mm; padding-bottom: .5mm }
.window .line { font-size: 10.5pt; line-height: 1.25 }
.day { text-align: right; margin: 8mm 0 6mm }
.envelope h2 { margin: 0 0 5mm; font-size: 11.5pt }
"""


def write_envelopes(plan: PostalPlan, target: Path) -> int:
    """Write the PDF; the number of its pages. Raises ``TaggingUnavailable`` when pango is missing."""
    return write_tagged(envelopes_page(plan), target, identifier=b"envelopes", style=OWN_STYLE)


def envelopes_page(plan: PostalPlan) -> str:
    """The list and the letters as HTML: one heading for the sending, one for each letter."""
    title = f"Postliste – {clean(plan.subject)}"
    letters = counted(len(plan.envelopes), "Brief", "Briefe")
    parts = [
        '<!doctype html><html lang="de"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="author" content="{escape(clean(plan.body), quote=True)}">',
        "</head><body><header>",
        f'<p class="body">{_text(plan.body)}</p><p class="kind">Postliste</p>',
        f"<h1>{_text(plan.subject)}</h1>",
        f'<p class="line">{_text(plan.day)}: {letters}</p>',
        "</header><main>",
        "<table><thead><tr><th>Nr.</th><th>Name und Anschrift</th><th>Als</th><th>Eingeworfen am, von</th></tr></thead><tbody>",
        *(_row(number, envelope) for number, envelope in enumerate(plan.envelopes, 1)),
        "</tbody></table>",
        *(_letter(plan, envelope) for envelope in plan.envelopes),
        "</main></body></html>",
    ]
    return "".join(parts)


def _row(number: int, envelope: Envelope) -> str:
    address = "<br>".join(_text(line) for line in envelope.lines)
    return f"<tr><td>{number}</td><td>{address}</td><td>{_text(envelope.part)}</td><td></td></tr>"


def _letter(plan: PostalPlan, envelope: Envelope) -> str:
    lines = "".join(f'<p class="line">{_text(line)}</p>' for line in envelope.lines[:MOST_LINES])
    paragraphs = (f"Guten Tag {envelope.lines[0]},", *plan.paragraphs)
    words = "".join(f'<p class="letter">{_text(paragraph)}</p>' for paragraph in paragraphs)
    return (
        f'<article class="envelope"><div class="window"><p class="sender">{_text(plan.sender)}</p>{lines}</div>'
        f'<p class="day">{_text(plan.day)}</p><h2>{_text(plan.subject)}</h2>{words}</article>'
    )


def _text(text: str) -> str:
    return escape(soft_hyphens(clean(text)))
