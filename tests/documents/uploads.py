"""Small files made for tests: PDFs with something to hide, office documents, pictures; sound ones and hostile ones."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
PLAIN = "Der Radweg an der Muehlgasse wird gebaut, damit Kinder sicher zur Schule kommen."


def pdf(text: str = PLAIN, *, bar: bool = False, light_on_bar: bool = False, title: str = "") -> bytes:
    """One page; with a bar over the text, or with white letters upon a bar."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("")
    if not light_on_bar:
        canvas.drawString(72, 700, text)
    if bar or light_on_bar:
        canvas.setFillColor(black)
        canvas.rect(70, 695, 400, 16, stroke=0, fill=1)
    if light_on_bar:
        canvas.setFillColor(white)
        canvas.drawString(72, 700, text)
    canvas.save()
    return stream.getvalue()


def changed(content: bytes, change: str) -> bytes:
    """A PDF with one thing more: script, remark, redaction mark, attached file, figure, password."""
    document = Pdf.open(io.BytesIO(content))
    page = document.pages[0].obj
    if change == "script":
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    if change in {"remark", "mark"}:
        kind = Name.Text if change == "remark" else Name.Redact
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([72, 700, 90, 710]))])
    if change == "attached":
        document.attachments["intern.txt"] = b"vertraulich"
    if change.endswith("figure"):
        figure = Dictionary(S=Name.Figure, K=Array([]))
        if change == "told figure":
            figure.Alt = String("Blick auf das Wehr")
        document.Root.StructTreeRoot = Dictionary(
            Type=Name.StructTreeRoot, K=Array([Dictionary(S=Name.Document, K=figure)])
        )
    stream = io.BytesIO()
    locked = pikepdf.Encryption(owner="o", user="geheim") if change == "password" else False
    document.save(stream, encryption=locked)
    return stream.getvalue()


def scan() -> bytes:
    """A page that is only a picture."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(document, zlib.compress(b"\xff" * 100))
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(I=picture))
    page.Contents = pikepdf.Stream(document, b"595 0 0 842 0 0 cm /I Do")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx(body: str = f"<w:p><w:r><w:t>{PLAIN}</w:t></w:r></w:p>", *, before: str = "", **parts: bytes) -> bytes:
    """A Word document; ``parts``: further parts, ``__`` in their names stands for a slash, ``_`` for a dot."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    kinds = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def odt(content: str) -> bytes:
    """An OpenDocument text around some content."""
    whole = (
        '<office:document-content office:version="1.2" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text>{content}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", whole)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return stream.getvalue()


def png(width: int, height: int) -> bytes:
    """A picture that claims a size; its dots are missing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg_with_place() -> bytes:
    """The head of a JPEG whose Exif data leads to coordinates."""
    exif = b"Exif\x00\x00II*\x00" + struct.pack("<IHHHII", 8, 1, 0x8825, 4, 1, 26) + struct.pack("<I", 0)
    frame = struct.pack(">BHHB", 8, 40, 60, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + _segment(0xE1, exif) + _segment(0xC0, frame) + b"\xff\xd9"


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
