"""The letters of the mark, embedded once per pack: all a name may have, since nobody knows who will ask."""

from __future__ import annotations

import zlib
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from reportlab.pdfbase import pdfmetrics

from ris.documents.pdf.mark import ALPHABET, CODES
from ris.documents.pdf.typeface import Weight, typeface

MOST_LINES = 100
"""Lines of one list in a table of letters (Adobe Technical Note 5014)."""
NAME = "RISMRK+Mark"


def embed_letters(pack: Pdf) -> Object:
    """The font of the mark; codes are two bytes, see :data:`ris.documents.pdf.mark.ALPHABET`."""
    font: Any = pdfmetrics.getFont(typeface(Weight.STRONG).main)
    face = font.face
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{NAME}"),
        Flags=4,
        FontBBox=Array(list(face.bbox)),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.capHeight,
        StemV=face.stemV,
        FontFile2=_letters(pack, face),
    )
    widths = Array([face.charWidths.get(ord(letter), face.defaultWidth) for letter in ALPHABET])
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{NAME}"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pack.make_indirect(descriptor),
        DW=face.defaultWidth,
        W=Array([1, widths]),
        CIDToGIDMap=_stream(pack, _glyphs(face)),
    )
    return pack.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{NAME}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pack.make_indirect(descendant)]),
            ToUnicode=_stream(pack, _meanings()),
        )
    )


def _letters(pack: Pdf, face: Any) -> Stream:  # noqa: ANN401 - reportlab's faces have no public type
    content = face.makeSubset([ord(letter) for letter in ALPHABET])
    stream = _stream(pack, content)
    stream.Length1 = len(content)
    return stream


def _glyphs(face: Any) -> bytes:  # noqa: ANN401 - see above
    """Code → outline in the embedded subset, which keeps each outline once, in the order it was asked for."""
    places = {0: 0}
    outlines = [0, *(face.charToGlyph.get(ord(letter), 0) for letter in ALPHABET)]
    return b"".join(places.setdefault(outline, len(places)).to_bytes(2, "big") for outline in outlines)


def _meanings() -> bytes:
    """Code → letter, for who searches, copies or has the page read aloud."""
    lines = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in CODES.items()]
    lists = [lines[start : start + MOST_LINES] for start in range(0, len(lines), MOST_LINES)]
    body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in lists)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /RisMark def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _stream(pack: Pdf, content: bytes) -> Stream:
    stream = Stream(pack, b"")
    stream.write(zlib.compress(content, 9), filter=Name.FlateDecode)
    return stream
