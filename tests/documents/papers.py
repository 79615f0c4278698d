"""Small PDFs made by us: sound ones with links and bookmarks, and the ways in which a file can be unfit."""

import zlib
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Encryption, Name, NameTree, Pdf, Stream, String
from reportlab.pdfgen.canvas import Canvas


def paper(folder: Path, name: str, pages: int = 3) -> Path:
    """A paper whose pages link to each other by names that every such paper uses, with bookmarks."""
    path = folder / f"{name}.pdf"
    raw = BytesIO()
    canvas = Canvas(raw, invariant=1)
    for page in range(pages):
        canvas.bookmarkPage(f"anchor-{page}")
        canvas.addOutlineEntry(f"{name}, Abschnitt {page + 1}", f"anchor-{page}", level=0)
        canvas.drawString(72, 700, f"{name}: Seite {page + 1} mit Straßen und Gebühren")
        canvas.linkAbsolute("", f"anchor-{(page + 1) % pages}", (72, 100, 200, 120))
        canvas.linkURL("https://lindenau.example/", (72, 60, 200, 80))
        canvas.showPage()
    canvas.save()
    with Pdf.open(raw) as document:
        _link_by_name(document)
        document.save(path, deterministic_id=True)
    return path


def _link_by_name(document: Pdf) -> None:
    """Reportlab writes the target into each link; word processors write a name and a table of names."""
    pages = [page.obj for page in document.pages]
    names = NameTree.new(document)
    for number, page in enumerate(pages):
        names[f"anchor-{number}"] = Array([page, Name.XYZ, 0, 800, 0])
        for link in page.Annots:
            if Name.Dest in link:
                link.Dest = String(f"anchor-{(number + 1) % len(pages)}")
    document.Root.Names = Dictionary(Dests=names.obj)


def paper_with_old_names(folder: Path, name: str) -> Path:
    """A paper whose named places stand in the old table (``/Dests`` of the catalog), as PDF 1.1 had it."""
    path = folder / f"{name}.pdf"
    with Pdf.open(paper(folder, f"{name}-raw", 2)) as document:
        for page in document.pages:
            del page.obj["/Annots"]
        del document.Root["/Outlines"]
        del document.Root["/Names"]
        pages = [page.obj for page in document.pages]
        document.Root.Dests = Dictionary(Ziel=Array([pages[1], Name.Fit]))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Name.Ziel)
        pages[0].Annots = Array([document.make_indirect(link)])
        document.save(path)
    return path


def scan(folder: Path, pages: int = 2) -> Path:
    """Pictures of paper."""
    path = folder / "scan.pdf"
    with Pdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
            page = document.pages[-1]
            picture = Stream(document, bytes(64 * 64))
            picture.update(
                {
                    "/Type": Name.XObject,
                    "/Subtype": Name.Image,
                    "/Width": 64,
                    "/Height": 64,
                    "/ColorSpace": Name.DeviceGray,
                    "/BitsPerComponent": 8,
                },
            )
            page.add_resource(picture, Name.XObject, Name.Im0)
            page.contents_add(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        document.save(path)
    return path


def encrypted(folder: Path) -> Path:
    """A paper that needs a password."""
    path = folder / "encrypted.pdf"
    with Pdf.open(paper(folder, "geheim")) as document:
        document.save(path, encryption=Encryption(owner="o", user="u", R=6))
    return path


def restricted(folder: Path) -> Path:
    """A paper that opens for everybody and asks not to be copied."""
    path = folder / "restricted.pdf"
    with Pdf.open(paper(folder, "offen")) as document:
        document.save(path, encryption=Encryption(owner="o", user="", R=6))
    return path


def with_script(folder: Path) -> Path:
    """A paper that would run scripts and start a program."""
    path = folder / "script.pdf"
    with Pdf.open(paper(folder, "skript", 1)) as document:
        document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        launch = Dictionary(S=Name.Launch, F=String("/bin/sh"))
        for annotation in document.pages[0].Annots:
            annotation.A = Dictionary(S=Name.JavaScript, JS=String("app.alert(2)"))
        document.pages[0].Annots.append(
            document.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch),
            ),
        )
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(3)"))
        document.save(path)
    return path


def truncated(folder: Path) -> Path:
    """An upload cut off early."""
    path = folder / "truncated.pdf"
    path.write_bytes(paper(folder, "ganz").read_bytes()[:40])
    return path


def empty(folder: Path) -> Path:
    """Nothing at all."""
    path = folder / "empty.pdf"
    path.write_bytes(b"")
    return path


def login_page(folder: Path) -> Path:
    """A page of a web site saved under the name of a PDF."""
    path = folder / "login.pdf"
    path.write_text("<!doctype html><title>Anmelden</title><script>go()</script>")
    return path


def many_pages(folder: Path, pages: int = 10_000) -> Path:
    """A small file with very many pages."""
    path = folder / "many.pdf"
    with Pdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        kids = Array(
            document.make_indirect(Dictionary(Type=Name.Page, MediaBox=[0, 0, 595, 842], Parent=document.Root.Pages))
            for _ in range(pages)
        )
        document.Root.Pages.Kids = kids
        document.Root.Pages.Count = pages
        document.save(path)
    return path


def bomb(folder: Path, megabytes: int = 300) -> Path:
    """A small file whose one page inflates to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    content = BytesIO()
    line = b"0 0 m 10 10 l S\n" * 65536
    for _ in range(megabytes):
        content.write(packer.compress(line))
    content.write(packer.flush())
    path = folder / "bomb.pdf"
    with Pdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        stream = Stream(document, content.getvalue(), Filter=Name.FlateDecode)
        document.pages[0].obj.Contents = document.make_indirect(stream)
        document.save(path)
    return path


def paper_with_bomb(folder: Path) -> Path:
    """Two pages of a paper, then one that inflates without end."""
    path = folder / "late-bomb.pdf"
    with Pdf.open(paper(folder, "anfang", 2)) as document, Pdf.open(bomb(folder)) as hostile:
        document.add_pages_from(hostile)
        document.save(path, compress_streams=False)
    return path


def looping(folder: Path) -> Path:
    """A page tree that contains itself, and bookmarks that go round."""
    path = folder / "loop.pdf"
    with Pdf.open(paper(folder, "kreis", 2)) as document:
        first = document.Root.Outlines.First
        first.Next = first
        document.save(path)
    return path


def endless(folder: Path) -> Path:
    """A page tree whose branch is its own root."""
    path = folder / "endless.pdf"
    with Pdf.open(paper(folder, "ring", 2)) as document:
        document.Root.Pages.Kids.append(document.Root.Pages)
        document.save(path)
    return path


def tagged(folder: Path, pages: int = 2) -> Path:
    """A paper with tags of its own, as a word processor writes them."""
    path = folder / "tagged.pdf"
    with Pdf.open(paper(folder, "etikett", pages)) as document:
        root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.RoleMap = Dictionary(Absatz=Name.P)
        whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        leaves = Array()
        for number, page in enumerate(document.pages):
            item = Dictionary(Type=Name.StructElem, S=Name.Absatz, P=whole, Pg=page.obj, K=0)
            element = document.make_indirect(item)
            whole.K.append(element)
            page.obj.StructParents = number
            leaves.append(number)
            leaves.append(Array([element]))
            content = page.Contents.read_bytes()
            page.Contents = document.make_stream(b"/Absatz <</MCID 0>> BDC\n" + content + b"\nEMC")
        root.K, root.ParentTree = whole, document.make_indirect(Dictionary(Nums=leaves))
        document.Root.StructTreeRoot, document.Root.MarkInfo = root, Dictionary(Marked=True)
        document.save(path)
    return path
