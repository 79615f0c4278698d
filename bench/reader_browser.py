"""The reader in Chromium at tablet size with a pack of 300 pages and 38 MB: unlocking, first page, jumps, memory; without a server.

All times are seconds on the clock from the key or the finger until what was asked for is drawn, the server process killed
beforehand. The machine has no graphics: a tablet draws faster and computes slower.
"""

from __future__ import annotations

import io
import random
import re
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from config import Config
from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.app import create_app
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.models import FileRole, Paper, PaperFile
from ris.documents.services.files import NewFile, store_file
from ris.scope.current import working_for
from tests.browser.chromium import running_browser
from tests.browser.tablet import Tablet, a_tablet
from tests.browser.town_process import TownProcess
from tests.browser.working import COUNCIL_CHAIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

PAGES = 300
SIZE = 38 << 20
JUMPS = (150, 40, 270, 5, 222, 99, 301, 180)
PAPER = "Neues Feuerwehrhaus: Vorentwurf und Kosten"
WORDS = "Radweg Klimaschutz Schillerplatz Haushalt Kindertagesstätte Bebauungsplan Gebühren Beschluss Anlage Verkehr".split()
DRAWN = """number => {
  const [field, frame] = [document.querySelector('.reader-field'), document.querySelector('.reader-pages')]
  if (!field || (number !== null && field.value !== String(number))) return false
  const wanted = document.querySelector('.reader-label').textContent
  return [...document.querySelectorAll('.page[data-loaded]')].some(page => {
    const { top, bottom } = page.getBoundingClientRect()
    const there = top < innerHeight / 2 && bottom > frame.getBoundingClientRect().top
    return there && page.getAttribute('aria-label') === wanted && page.querySelector('canvas')
  })
}"""
"""The page with this number of the pack (or any) is drawn where one looks."""


def run() -> dict[str, float]:
    """Measure and print; the figures for results.json."""
    with tempfile.TemporaryDirectory() as place, running_browser() as browser, _town(Path(place)) as process:
        figures = _measured(browser, process)
    for name, value in figures.items():
        print(f"{name}: {value}")
    return figures


@contextmanager
def _town(place: Path) -> Iterator[TownProcess]:
    """The demo town with one large document in its next meeting, served by a process of its own."""
    app = create_app(Config.from_env({"RIS_DATA": str(place / "data")}))
    runner = app.test_cli_runner()
    for command in (["prepare"], ["demo"]):
        done = runner.invoke(args=command)
        if done.exit_code:
            raise SystemExit(done.output)
    with app.app_context():
        body = db.session.scalars(select(Body.id)).one()
        with working_for(body), transaction() as session:
            paper = session.scalars(select(Paper).where(Paper.name == PAPER)).one()
            new = NewFile("Anlage 3: Gutachten", "gutachten.pdf")
            machine = Actor.machine(body, "bench")
            storage = app.extensions["storage"]
            file = store_file(session, machine, storage, io.BytesIO(_large_pdf()), new, readers={PUBLIC}, now=now_utc())
            file.page_count = PAGES
            session.flush()
            session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=FileRole.AUXILIARY, position=9, public=True))
        db.engine.dispose()
    process = TownProcess(place / "data")
    process.start()
    try:
        yield process
    finally:
        process.kill()


def _large_pdf() -> bytes:
    """Pages of text with a noisy picture each, which no compression makes small."""
    chance = random.Random(300)
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    wanted = SIZE // PAGES - 3_000  # bytes of a page that are picture
    for number in range(1, PAGES + 1):
        canvas.drawString(72, 780, f"Gutachten, Blatt {number}")
        for line in range(24):
            canvas.drawString(72, 750 - 14 * line, " ".join(chance.choices(WORDS, k=9)))
        side = int(wanted**0.5 * 0.96)
        noise = Image.frombytes("L", (side, side), chance.randbytes(side * side))
        picture = io.BytesIO()
        noise.save(picture, "JPEG", quality=88)
        canvas.drawImage(ImageReader(picture), 72, 60, 300, 300)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _measured(browser: Browser, process: TownProcess) -> dict[str, float]:
    with a_tablet(browser, process.address) as tablet:
        page = tablet.page
        page.set_default_timeout(120_000)
        tablet.log_in(COUNCIL_CHAIR)
        tablet.set_up()
        loaded = _timed(lambda: page.wait_for_selector(".shell-pack__state:has-text('· gespeichert,')"))
        tablet.is_installed()
        process.kill()
        page.reload()
        page.wait_for_selector("#satz")
        unlocked = _timed(partial(_unlock, tablet))
        first = _timed(partial(_open, tablet))
        opened = _timed(lambda: _go(tablet, 4))
        jumps = [_timed(partial(_go, tablet, number)) for number in JUMPS]
        return {
            "Mappe laden und verschlüsseln (s)": loaded,
            "Entsperren ohne Server (s)": unlocked,
            "Mappe öffnen bis zur ersten Seite (s)": first,
            "Dokument mit 300 Seiten und 38 MB öffnen (s)": opened,
            "Sprung zu einer Seite, Median (s)": round(median(jumps), 3),
            "Sprung zu einer Seite, längster (s)": max(jumps),
            "Gezeichnete Seiten im Speicher": page.locator(".page canvas").count(),
            "JavaScript-Speicher (MB)": _heap(tablet),
            "Speicher des Browserfensters (MB)": _resident(browser),
        }


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return round(perf_counter() - start, 3)


def _unlock(tablet: Tablet) -> None:
    """From the passphrase to the list."""
    tablet.unlock()
    tablet.page.wait_for_selector(".shell-pack a")


def _open(tablet: Tablet) -> None:
    """From the list to a drawn page."""
    tablet.page.get_by_role("link", name=re.compile("Mappe lesen")).first.click()
    tablet.page.wait_for_function(DRAWN, arg=None)


def _go(tablet: Tablet, number: int) -> None:
    """To a page of the pack, until it is drawn."""
    field = tablet.page.get_by_label("Seite der Mappe")
    field.fill(str(number))
    field.press("Enter")
    tablet.page.wait_for_function(DRAWN, arg=number)


def _heap(tablet: Tablet) -> float:
    """JavaScript objects of the window after tidying up."""
    session = tablet.page.context.new_cdp_session(tablet.page)
    session.send("HeapProfiler.collectGarbage")
    used: int = session.send("Runtime.getHeapUsage")["usedSize"]
    return round(used / (1 << 20), 1)


def _resident(browser: Browser) -> float:
    """The largest process that shows pages, workers and canvases included."""
    running = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [_kilobytes(each["id"]) for each in running if each["type"] == "renderer"]
    return round(max(sizes) / 1024, 1)


def _kilobytes(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
