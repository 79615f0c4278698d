"""Taking papers in, releasing them, writing second versions and taking one back."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ris.access.circles import ADMINISTRATION
from ris.demo_town.reading import papers
from ris.demo_town.rounds import SUPPLEMENTED_BEFORE, at, invited_on
from ris.demo_town.sheets import attachment_letter, paper_letter
from ris.demo_town.wording import filled, told
from ris.documents.models import FileRole
from ris.documents.pdf.letter import draw_letter
from ris.documents.rules import slug_of
from ris.documents.services.files import KnownText, NewFile, store_file
from ris.documents.services.papers import (
    NewPaper,
    NewWording,
    add_paper,
    attach_file,
    release_paper,
    revise_paper,
)
from ris.publication.withdrawals import withdraw_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from ris.demo_town.reading import PaperText, Revision
    from ris.demo_town.town import Town
    from ris.documents.models import File
    from ris.documents.pdf.letter import Letter

REVISED_AFTER = timedelta(days=2)
WITHDRAWN_AFTER = timedelta(days=12)


def paper_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Everything that happens to papers outside of meetings."""
    for text in papers():
        if text.way[0].place < town.calendar.first:
            continue
        filed = filed_at(town, text)
        yield filed, partial(_add, town, text, filed)
        if text.revision is not None:
            station = next(each for each in text.way if each.organization == text.revision.after)
            day = town.calendar.day(station.organization, station.place)
            moment = at(day + REVISED_AFTER, 11, 20)
            yield moment, partial(_revise, town, text, text.revision, moment)
        if text.withdrawn:
            moment = filed + WITHDRAWN_AFTER
            yield moment, partial(_take_back, town, text, moment)


def filed_at(town: Town, text: PaperText) -> datetime:
    """When a paper comes in: some days before the first invitation it stands on; amendments and answers later."""
    first = text.way[0]
    day = town.calendar.day(first.organization, first.place)
    spread = sum(map(ord, text.key))
    hour, minute = 8 + spread % 9, spread * 7 % 60
    if text.amends:
        return at(day - SUPPLEMENTED_BEFORE - timedelta(days=1), hour, minute)
    return at(invited_on(first.organization, day).date() - timedelta(days=2 + spread % 6), hour, minute)


def stored(town: Town, letter: Letter, name: str, *, day: date, readers: Iterable[str], now: datetime) -> File:
    """Draw a writing and keep it."""
    drawn = draw_letter(letter)
    new = NewFile(
        name=name,
        file_name=f"{slug_of(letter.mark)}_{slug_of(name)[:40]}.pdf",
        date=day,
        known=KnownText(drawn.pages, tagged=False),
    )
    return store_file(town.session, town.actor, town.storage, io.BytesIO(drawn.content), new, readers=readers, now=now)


def _add(town: Town, written: PaperText, now: datetime) -> None:
    organizations = town.organizations
    text = told(town, written)
    new = NewPaper(
        name=text.title,
        paper_type=text.kind,
        date=now.date(),
        summary=text.summary or None,
        proposal=text.proposal or None,
        reasons=text.reasons or None,
        originators=(organizations[text.by].id,),
        in_charge=(organizations[text.office].id,) if text.office else (),
        locations=tuple(town.locations[place] for place in text.places),
        related=tuple(town.papers[key].id for key in text.related if key in town.papers),
        keyword=list(text.topics) or None,
        persons=_signing(town, text, now.date()),
    )
    paper = add_paper(town.session, town.actor, new, readers={ADMINISTRATION}, now=now)
    town.papers[text.key] = paper
    main = paper_letter(town, text, paper.reference or "", now.date())
    files = [stored(town, main, f"{text.kind} {paper.reference}", day=now.date(), readers={ADMINISTRATION}, now=now)]
    files += _attachments(town, text, {ADMINISTRATION}, now)
    for position, file in enumerate(files):
        role = FileRole.AUXILIARY if position else FileRole.MAIN
        attach_file(town.session, town.actor, paper, file, role, position=position)
    readers = town.circle(text.way[0].organization, now.date(), closed=bool(text.closed_reason))
    release_paper(town.session, town.actor, paper, readers=readers, now=now)


def _signing(town: Town, text: PaperText, day: date) -> tuple[int, ...]:
    if text.by == "magistrat":
        return ()
    return (town.persons[town.chair(text.by, day).person].id,)


def _attachments(town: Town, text: PaperText, readers: Iterable[str], now: datetime) -> list[File]:
    reference, day = town.papers[text.key].reference or "", now.date()
    return [
        stored(
            town,
            attachment_letter(town, text, number, reference, day),
            f"Anlage {number}: {each.name}",
            day=day,
            readers=readers,
            now=now,
        )
        for number, each in enumerate(text.attachments, 1)
    ]


def _revise(town: Town, written: PaperText, revision: Revision, now: datetime) -> None:
    text = told(town, written)
    paper = town.papers[text.key]
    readers = paper.reader_tokens
    letter = paper_letter(town, text, paper.reference or "", now.date(), revision=revision)
    name = f"{text.kind} {paper.reference}, Fassung 2"
    files = [(stored(town, letter, name, day=now.date(), readers=readers, now=now), FileRole.MAIN)]
    files += [(file, FileRole.AUXILIARY) for file in _attachments(town, text, readers, now)]
    wording = NewWording(
        summary=filled(town, revision.summary),
        proposal=filled(town, revision.proposal),
        reasons=filled(town, revision.reasons),
        files=files,
    )
    revise_paper(town.session, town.actor, paper, wording, now=now)


def _take_back(town: Town, text: PaperText, now: datetime) -> None:
    withdraw_paper(town.session, town.actor, town.papers[text.key], filled(town, text.withdrawn), now=now)
