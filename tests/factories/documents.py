"""Papers and files."""

from ris.documents.models import File, Paper, PaperFile, PaperOrganization, PaperPerson, PaperRelation, PaperVersion
from tests.factories.rows import Factory

file = Factory(
    File,
    lambda n: {"name": f"Anlage {n}", "file_name": f"anlage-{n}.pdf", "mime_type": "application/pdf"},
)
paper = Factory(
    Paper,
    lambda n: {
        "name": f"Vorlage {n}",
        "reference": f"2026/{n:04}",
        "slug": f"2026-{n:04}",
        "paper_type": "Beschlussvorlage",
    },
)
paper_file = Factory(PaperFile, lambda _n: {"role": "main"})
paper_organization = Factory(PaperOrganization, lambda _n: {"part": "originator"})
paper_person = Factory(PaperPerson)
paper_relation = Factory(PaperRelation, lambda _n: {"kind": "related"})
paper_version = Factory(PaperVersion)
