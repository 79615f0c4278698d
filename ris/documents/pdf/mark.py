"""The words on every page that is not for everybody: who got the pack, and when.

A pack holds them once, in a form all its closed pages show; the form has a fixed number of bytes. So one pack is drawn
for all members, and each of them is sent a copy in which only these bytes are other ones (docs/adr/0101).
"""

from __future__ import annotations

import unicodedata
import zlib
from datetime import datetime

from reportlab.pdfbase import pdfmetrics

from ris.documents.pdf.typeface import UNKNOWN, Weight, clean, typeface
from ris.web.dates import BERLIN

ALPHABET = "".join(
    chr(code)
    for span in (
        range(0x20, 0x7F),
        range(0xA0, 0x250),  # Latin with what is added in Europe
        range(0x384, 0x3CF),  # Greek
        range(0x400, 0x460),  # Cyrillic
        range(0x1E00, 0x1F00),  # Latin with two marks, and the large sharp s
        range(0x2010, 0x2027),  # dashes and quotation marks
        (ord(UNKNOWN),),
    )
    for code in span
)
"""The letters a name may have; the code of one in the form is its place here, from 1."""
CODES = {letter: code for code, letter in enumerate(ALPHABET, start=1)}
LONGEST_NAME = 80
CONTENT_BYTES = 640
"""What the form says, filled up with blanks; room for the longest name and the time."""
WIDTH = 1000.0
"""Of the form; it is made to fit the page where it is shown."""
LARGEST = 40.0
"""Size of the letters in the form, if the words are short enough for it."""
FONT = "RisFont"


def words_for(name: str, moment: datetime) -> str:
    """What stands on the pages: who asked, and when (in Germany)."""
    cleaned = clean(name)
    if len(cleaned) > LONGEST_NAME:
        cleaned = f"{cleaned[: LONGEST_NAME - 1].rstrip()}…"
    return f"{cleaned}, {moment.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"


def mark_with(words: str) -> bytes:
    """The bytes of the form's stream that show these words; always as many as :func:`blank_mark` has.

    A letter outside :data:`ALPHABET` is shown without its marks, at worst as a box.

    Raises:
        ValueError: when the words are longer than a name and a time.
    """
    letters = [_known(letter) for letter in unicodedata.normalize("NFC", words)]
    width = pdfmetrics.stringWidth("".join(letters), typeface(Weight.STRONG).main, 1)
    size = min(LARGEST, WIDTH / width) if width else LARGEST
    codes = "".join(f"{CODES[letter]:04X}" for letter in letters)
    return _stream(
        f"BT 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts /{FONT} {size:.2f} Tf {-width * size / 2:.2f} 0 Td <{codes}> Tj ET".encode()
    )


def blank_mark(key: str) -> bytes:
    """The bytes of the form's stream before somebody asks: a remark by which they are found, showing nothing."""
    return _stream(f"%{key}".encode())


def _known(letter: str) -> str:
    if letter in CODES:
        return letter
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain in CODES else UNKNOWN


def _stream(content: bytes) -> bytes:
    """The content as a deflated stream that deflates nothing, so that its bytes can be exchanged (RFC 1950, 1951)."""
    if len(content) >= CONTENT_BYTES:
        message = f"{len(content)} bytes do not fit into {CONTENT_BYTES}"
        raise ValueError(message)
    filled = content.ljust(CONTENT_BYTES - 1) + b"\n"
    length = CONTENT_BYTES.to_bytes(2, "little")
    inverse = (CONTENT_BYTES ^ 0xFFFF).to_bytes(2, "little")
    return b"\x78\x01\x01" + length + inverse + filled + zlib.adler32(filled).to_bytes(4, "big")
