"""PURE. What is checked before an agenda is sent: whether everything is there, and what the law asks.

Facts in, findings out. A finding names its norm, what helps, and where on the page that is done.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ris.meetings.check_facts import AgendaFacts, Finding, ItemFacts, PaperFacts, Report, Severity
from ris.meetings.invitation_rules import Part
from ris.meetings.legal_checks import legal_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ris.law.in_force import LawInForce

RANK = {severity: rank for rank, severity in enumerate(Severity)}
NO_LAW = "Für dieses Gremium oder diesen Tag ist kein Recht hinterlegt; Fristen werden nicht geprüft."
READY = frozenset({"numbered", "on_agenda"})
NAMES_SHOWN = 5


def check_agenda(facts: AgendaFacts, law: LawInForce | None, today: date) -> Report:
    """All findings on an agenda, the gravest first; ``law`` is None where none is on file, itself a finding."""
    found = [*_meeting(facts), *_numbers(facts), *_people(facts)]
    for item in facts.items:
        found += _item(item, facts)
    if law is None or facts.day is None or facts.chamber is None:
        cure = "Wählen Sie in den Stammdaten, was für ein Gremium es ist; prüfen Sie Fristen bis dahin von Hand."
        found.append(Finding(Severity.WARN, NO_LAW, cure, "#ladung"))
    else:
        found += legal_findings(facts, law, facts.day, today)
    return Report(sorted(found, key=lambda finding: RANK[finding.severity]))


def _meeting(facts: AgendaFacts) -> Iterator[Finding]:
    edit = f"/sitzung/{facts.meeting_id}"
    if facts.start is None or facts.day is None:
        yield Finding(Severity.BLOCK, "Tag und Uhrzeit der Sitzung fehlen.", "Tragen Sie den Termin ein.", edit)
    if not facts.place:
        yield Finding(Severity.BLOCK, "Der Ort der Sitzung fehlt.", "Tragen Sie ein, wo getagt wird.", edit)
    if facts.supplement_reason is not None:
        if not facts.supplement_reason.strip():
            sentence = "Warum der Nachtrag später kommt, steht noch nicht da."
            yield Finding(Severity.BLOCK, sentence, "Schreiben Sie den Grund in einem Satz.", "#nachtrag")
        if not any(item.late for item in facts.items):
            sentence = "Der Nachtrag ist leer."
            yield Finding(Severity.BLOCK, sentence, "Nehmen Sie mindestens einen Punkt auf.", "#vorlagen")


def _numbers(facts: AgendaFacts) -> Iterator[Finding]:
    for number, count in Counter(item.number for item in facts.items).items():
        if not number.strip():
            cure = "Nummerieren Sie den Punkt."
            yield Finding(Severity.BLOCK, "Ein Punkt hat keine Nummer.", cure, "#tagesordnung")
        elif count > 1:
            cure = "Verschieben Sie einen der Punkte; die Nummern werden dann neu vergeben."
            yield Finding(Severity.BLOCK, f"Die Nummer {number} gibt es {count}-mal.", cure, "#tagesordnung")


def _people(facts: AgendaFacts) -> Iterator[Finding]:
    if not any(invitee.part is Part.MEMBER for invitee in facts.invitees):
        sentence = "Niemand würde eingeladen: Das Gremium hat an diesem Tag keine Mitglieder."
        yield Finding(Severity.BLOCK, sentence, "Tragen Sie die Mitglieder ein.", "#verteiler")
        return
    lost = [invitee.name for invitee in facts.invitees if not invitee.reachable]
    if lost:
        cure = "Tragen Sie eine Anschrift ein, oder das Einverständnis und eine E-Mail-Adresse."
        yield Finding(Severity.BLOCK, f"Ohne Anschrift: {_names(lost)}.", cure, "#verteiler")
    by_post = [invitee.name for invitee in facts.invitees if not invitee.electronic and invitee.reachable]
    if by_post:
        sentence = f"Per Post, weil das Einverständnis zur elektronischen Einladung fehlt: {_names(by_post)}."
        cure = "Planen Sie den Postweg ein; es zählt der Tag, an dem der Brief ankommt."
        yield Finding(Severity.HINT, sentence, cure, "#verteiler")
    if facts.deputies_expected and not any(invitee.part is Part.DEPUTY for invitee in facts.invitees):
        sentence = "Das Gremium hat Stellvertretungen, aber keine ist eingetragen."
        yield Finding(Severity.HINT, sentence, "Tragen Sie die Stellvertretungen ein.", "#verteiler")


def _item(item: ItemFacts, facts: AgendaFacts) -> Iterator[Finding]:
    jump, top = f"#punkt-{item.id}", f"TOP {item.number}"
    if not item.public and not item.closed_reason.strip():
        sentence = f"{top}: Der Grund für den nichtöffentlichen Teil fehlt."
        yield Finding(Severity.WARN, sentence, "Schreiben Sie den Grund dazu.", jump)
    if item.paper is None:
        if not item.standing:
            sentence = f"{top} hat keine Vorlage."
            cure = "Fügen Sie die Vorlage hinzu, wenn über etwas beschlossen werden soll."
            yield Finding(Severity.HINT, sentence, cure, jump)
        return
    yield from _paper(item, item.paper, jump, top)
    yield from _way(item.paper, facts, jump, top)


def _paper(item: ItemFacts, paper: PaperFacts, jump: str, top: str) -> Iterator[Finding]:
    name = paper.reference or "ohne Nummer"
    page = f"/vorlage/{paper.slug}"
    if paper.state is not None and paper.state not in READY:
        sentence = f"{top}: Die Vorlage {name} ist noch nicht freigegeben und nummeriert."
        yield Finding(Severity.BLOCK, sentence, "Schließen Sie Mitzeichnung und Nummerierung ab.", page)
    if item.public and paper.public is False:
        sentence = f"{top}: Die Vorlage {name} ist nichtöffentlich, steht aber im öffentlichen Teil."
        yield Finding(Severity.BLOCK, sentence, "Verschieben Sie den Punkt in den nichtöffentlichen Teil.", jump)
    if paper.state is not None and paper.public is None:
        sentence = f"{top}: Für die Vorlage {name} hat niemand gesagt, ob sie öffentlich ist."
        yield Finding(Severity.BLOCK, sentence, "Wählen Sie es an der Vorlage aus.", page)
    if not paper.files and not paper.worded:
        sentence = f"{top}: Die Vorlage {name} hat weder Text noch Unterlagen."
        yield Finding(Severity.WARN, sentence, "Ergänzen Sie die Unterlagen.", page)
    yield from _files(paper, page, top)


def _files(paper: PaperFacts, page: str, top: str) -> Iterator[Finding]:
    open_choice = [file.name for file in paper.files if file.public is None]
    if paper.state is not None and open_choice:
        sentence = f"{top}: Ungeklärt, ob öffentlich: {_names(open_choice)}."
        yield Finding(Severity.BLOCK, sentence, "Wählen Sie es für jede Unterlage aus.", page)
    scans = [file.name for file in paper.files if file.scan]
    if scans:
        sentence = f"{top}: Nur Bild, kein Text: {_names(scans)}."
        cure = "Lassen Sie den Text erkennen oder ersetzen Sie die Datei."
        yield Finding(Severity.WARN, sentence, cure, page)
    untagged = [file.name for file in paper.files if file.tagged is False and not file.scan]
    if untagged:
        cure = "Speichern Sie das PDF barrierefrei neu."
        yield Finding(Severity.WARN, f"{top}: Nicht barrierefrei: {_names(untagged)}.", cure, page)


def _way(paper: PaperFacts, facts: AgendaFacts, jump: str, top: str) -> Iterator[Finding]:
    """Whether the paper comes here in the order of its way (Beratungsfolge)."""
    if facts.day is None:
        return
    for who, day, decides in paper.before:
        late = day is None or day >= facts.day
        if paper.decides and not decides and late:
            when = "hat noch keinen Termin" if day is None else f"berät erst am {day:%d.%m.%Y}"
            sentence = f"{top}: Hier wird entschieden, aber {who} {when}."
            cure = "Verschieben Sie die Entscheidung oder ziehen Sie die Vorberatung vor."
            yield Finding(Severity.WARN, sentence, cure, jump)
        elif decides and not paper.decides and day is not None and day < facts.day:
            sentence = f"{top}: {who} entscheidet schon am {day:%d.%m.%Y}, vor dieser Beratung."
            yield Finding(Severity.WARN, sentence, "Prüfen Sie die Beratungsfolge.", jump)


def _names(names: list[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" und {more} weitere" if more > 0 else "")
