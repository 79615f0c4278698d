"""Taking papers in, releasing them, writing second versions and taking one back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from ris.access.circles import ADMINISTRATION
from ris.demo_town.reading import papers
from ris.demo_town.rounds import at, invited_on
from ris.demo_town.sheets import attachment_letter, paper_letter
from ris.demo_town.wording import filled
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

    from ris.demo_town.reading import PaperText
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
        yield filed, _adding(town, text, filed)
        if text.revision is not None:
            station = next(each for each in text.way if each.organization == text.revision.after)
            day = town.calendar.day(station.organization, station.place)
            moment = at(day + REVISED_AFTER, 11, 20)
            yield moment, _revising(town, text, moment)
        if text.withdrawn:
            moment = filed + WITHDRAWN_AFTER
            yield moment, _withdrawing(town, text, moment)


def filed_at(town: Town, text: PaperText) -> datetime:
    """When a paper comes in: some days before the first invitation it stands on; amendments and answers later."""
    first = text.way[0]
    invitation = invited_on(first.organization, town.calendar.day(first.organization, first.place))
    spread = sum(map(ord, text.key))
    before = timedelta(days=2 + spread % 6) if not text.amends else timedelta(days=1)
    return (invitation - before).replace(hour=8 + spread % 9, minute=spread * 7 % 60)


def stored(town: Town, letter: Letter, name: str, *, day: date, readers: Iterable[str], now: datetime) -> File:
    """Draw a writing and keep it."""
    drawn = draw_letter(letter)
    new = NewFile(
        name=name,
        file_name=f"{slug_of(letter.mark)}_{slug_of(name)[:40]}.pdf",
        date=day,
        known=KnownText(drawn.pages),
    )
    return store_file(town.session, town.actor, town.storage, io.BytesIO(drawn.content), new, readers=readers, now=now)


def _adding(town: Town, text: PaperText, now: datetime) -> Callable[[], None]:
    def add() -> None:
        organizations = town.organizations
        new = NewPaper(
            name=text.title,
            paper_type=text.kind,
            date=now.date(),
            summary=filled(town, text.summary) or None,
            proposal=filled(town, text.proposal) or None,
            reasons=filled(town, text.reasons) or None,
            originators=(organizations[text.by].id,),
            in_charge=(organizations[text.office].id,) if text.office else (),
            locations=tuple(town.locations[place] for place in text.places),
            related=tuple(town.papers[key].id for key in text.related if key in town.papers),
            keyword=list(text.topics) or None,
            persons=_signing(town, text, now.date()),
        )
        paper = add_paper(town.session, town.actor, new, readers={ADMINISTRATION}, now=now)
        town.papers[text.key] = paper
        for position, file in enumerate(_files(town, text, paper.reference or "", now)):
            role = FileRole.AUXILIARY if position else FileRole.MAIN
            attach_file(town.session, town.actor, paper, file, role, position=position)
        readers = town.circle(text.way[0].organization, closed=bool(text.closed_reason))
        release_paper(town.session, town.actor, paper, readers=readers, now=now)

    return add


def _signing(town: Town, text: PaperText, day: date) -> tuple[int, ...]:
    if text.by == "magistrat":
        return ()
    return (town.persons[town.chair(text.by, day).person].id,)


def _files(town: Town, text: PaperText, reference: str, now: datetime) -> Iterator[File]:
    letter = paper_letter(town, text, reference, now.date())
    yield stored(town, letter, f"{text.kind} {reference}", day=now.date(), readers={ADMINISTRATION}, now=now)
    for number, attachment in enumerate(text.attachments, 1):
        sheet = attachment_letter(town, text, attachment, reference, number)
        name = f"Anlage {number}: {attachment.name}"
        yield stored(town, sheet, name, day=now.date(), readers={ADMINISTRATION}, now=now)


def _revising(town: Town, text: PaperText, now: datetime) -> Callable[[], None]:
    def revise() -> None:
        revision = text.revision
        if revision is None:
            return
        paper = town.papers[text.key]
        reference = paper.reference or ""
        letter = paper_letter(town, text, reference, now.date(), note=revision.note)
        main = stored(
            town,
            letter,
            f"{text.kind} {reference}, Fassung 2",
            day=now.date(),
            readers=paper.reader_tokens,
            now=now,
        )
        files = [(main, FileRole.MAIN)]
        for number, attachment in enumerate(text.attachments, 1):
            sheet = attachment_letter(town, text, attachment, reference, number)
            name = f"Anlage {number}: {attachment.name}"
            kept = stored(town, sheet, name, day=now.date(), readers=paper.reader_tokens, now=now)
            files.append((kept, FileRole.AUXILIARY))
        wording = NewWording(
            filled(town, revision.summary), filled(town, revision.proposal), filled(town, revision.reasons), files
        )
        revise_paper(town.session, town.actor, paper, wording, now=now)

    return revise


def _withdrawing(town: Town, text: PaperText, now: datetime) -> Callable[[], None]:
    def take_back() -> None:
        withdraw_paper(town.session, town.actor, town.papers[text.key], filled(town, text.withdrawn), now=now)

    return take_back
