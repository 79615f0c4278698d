"""What the page of one version of a paper shows."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import Paper
from ris.documents.queries.papers import paper_for
from ris.documents.queries.versions import FrozenPaper, version_for


@dataclass(frozen=True)
class PaperVersionPage:
    """A paper as it stood at one time."""

    paper: Paper
    version: FrozenPaper

    @property
    def current(self) -> bool:
        """Whether the paper still says so."""
        return self.version.number == self.paper.version


def paper_version_page(session: Session, actor: Actor, key: str, number: int) -> PaperVersionPage | None:
    """One readable version of a readable paper; None where there is none."""
    paper = paper_for(session, actor, key)
    version = version_for(session, actor, paper.id, number) if paper else None
    return PaperVersionPage(paper, version) if paper and version else None
