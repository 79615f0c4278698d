"""A coat of arms brings nothing along that could run, call elsewhere or tell of its maker."""

import struct
import zlib

import pytest

from ris.council.crests import LARGEST, PNG, PNG_START, SVG, CrestRefused, read_crest

SHIELD = '<path fill="#f00" d="M0 0h40v46z"/>'


def svg(inside: str, root: str = 'viewBox="0 0 40 46"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 2, height: int = 2, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + b"\xff\0\0" * 2))
    return PNG_START + head + b"".join(more) + pixels + chunk(b"IEND", b"")


def test_shapes_colours_and_gradients_stay() -> None:
    drawn = (
        '<title>Wappen &amp; Schild</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '</linearGradient></defs><g transform="translate(1 2)"><rect fill="url(#g)" width="4" height="5"/></g>'
    )
    crest = read_crest(svg(drawn))
    assert crest.kind == SVG
    assert crest.left_out == ()
    for kept in (
        "Wappen &amp; Schild",
        'id="g"',
        'fill="url(#g)"',
        'transform="translate(1 2)"',
        'viewBox="0 0 40 46"',
    ):
        assert kept in crest.content.decode()


@pytest.mark.parametrize(
    ("evil", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<path onload="alert(1)" d="M0 0"/>', "onload"),
        ("<style>@import 'https://boese.example/a.css'</style>", "style"),
        ('<image href="https://boese.example/a.png"/>', "image"),
        ('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">boese</body></foreignObject>', "foreignObject"),
        ('<a href="javascript:boese()"><path d="M0 0"/></a>', "a"),
        ('<use href="#x"/>', "use"),
        ('<path fill="url(https://boese.example/#a)" d="M0 0"/>', "fill"),
        ('<path style="fill: url( https://boese.example/a)" d="M0 0"/>', "fill"),
        ('<path d="M0 0" filter="url(#boese)"/>', "filter"),
        ('<animate attributeName="href" values="javascript:boese()"/>', "animate"),
        ("<text>boese</text>", "text"),
        ("<metadata><creator>boese</creator></metadata>", "metadata"),
        ('<svg:script xmlns:svg="http://www.w3.org/2000/svg">boese()</svg:script>', "svg:script"),
    ],
)
def test_what_is_no_shape_or_colour_is_left_out_and_named(evil: str, named: str) -> None:
    crest = read_crest(svg(SHIELD + evil))
    told = crest.content.decode()
    assert named in crest.left_out
    assert not [
        word for word in ("boese", "alert", "script", "onload", "href", "style", "http:") if word in inside(told)
    ]


def inside(told: str) -> str:
    return told.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_a_style_of_colours_becomes_properties() -> None:
    crest = read_crest(svg('<path style="fill:#0f0;stroke-width:2" d="M0 0"/>'))
    assert 'fill="#0f0" stroke-width="2"' in crest.content.decode()
    assert crest.left_out == ()


def test_width_and_height_say_the_size_where_there_is_no_view_box() -> None:
    assert b'viewBox="0 0 40 46"' in read_crest(svg(SHIELD, 'width="40px" height="46"')).content


def test_reading_what_was_cleaned_changes_nothing_more() -> None:
    once = read_crest(svg(SHIELD + "<script/>"))
    again = read_crest(once.content)
    assert (again.content, again.left_out) == (once.content, ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "weder eine PNG-Datei noch"),
        (b"%PDF-1.7", "weder eine PNG-Datei noch"),
        (b"<svg", "weder eine PNG-Datei noch"),
        (b"<html/>", "keine SVG-Datei"),
        (svg(SHIELD, 'width="100%"'), "viewBox"),
        (svg("<text>Lindenau</text>"), "zeichnet nichts"),
        (svg("<g>" * 41 + "</g>" * 41), "zu umfangreich"),
        (svg(SHIELD * 5001), "zu umfangreich"),
        (b"<!DOCTYPE svg [<!ENTITY a 'ha'>]>" + svg("&a;" + SHIELD), "DOCTYPE"),
        (b" " * (LARGEST + 1), "höchstens 512 KB"),
        (png()[:-5], "beschädigt"),
        (png().replace(b"IDAT", b"IDOT"), "beschädigt"),
        (PNG_START, "beschädigt"),
        (png(2001, 2), "2001 × 2 Bildpunkte"),
        (png(0, 2), "0 × 2 Bildpunkte"),
    ],
)
def test_a_file_that_cannot_be_a_coat_of_arms_is_refused_with_a_reason(content: bytes, said: str) -> None:
    with pytest.raises(CrestRefused, match=said):
        read_crest(content)


def test_a_png_keeps_its_picture_and_loses_its_notes() -> None:
    crest = read_crest(png(2, 2, chunk(b"tEXt", b"Author\0Quendel")) + b"appended")
    assert crest.kind == PNG
    assert crest.content == png()
