"""Versions of papers have readers.

Revision 0005, follows 0004; 2026-11-22 21:50:00.000000.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = "SELECT paper_id, number, at, content, digest, body_id FROM paper_version"


def upgrade() -> None:
    """Give each version the readers its paper has today, and a key of its own."""
    op.execute(f"CREATE TABLE kept_version AS {KEPT}")
    op.drop_table("paper_version")
    op.create_table(
        "paper_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audience_id"], ["audience.id"], name=op.f("fk_paper_version_audience_id_audience")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_paper_version_body_id_body")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_paper_version_paper_id_number")),
    )
    op.create_index(op.f("ix_paper_version_body_id"), "paper_version", ["body_id"], unique=False)
    op.execute(
        "INSERT INTO paper_version (paper_id, number, at, content, digest, audience_id, body_id) "
        "SELECT k.paper_id, k.number, k.at, k.content, k.digest, p.audience_id, k.body_id "
        "FROM kept_version k JOIN paper p ON p.id = k.paper_id ORDER BY k.paper_id, k.number",
    )
    op.drop_table("kept_version")
    with op.batch_alter_table("agenda_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_agenda_version_meeting_id_number_audience_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_agenda_version_meeting_id_number"), ["meeting_id", "number"], unique=False)


def downgrade() -> None:
    """Undo it; fails where two readings of one agenda were taken back."""
    with op.batch_alter_table("agenda_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_version_meeting_id_number"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_agenda_version_meeting_id_number_audience_id"), ["meeting_id", "number", "audience_id"]
        )
    op.execute(f"CREATE TABLE kept_version AS {KEPT}")
    op.drop_table("paper_version")
    op.create_table(
        "paper_version",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_paper_version_body_id_body")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id_paper")),
        sa.PrimaryKeyConstraint("paper_id", "number", name=op.f("pk_paper_version")),
    )
    op.create_index(op.f("ix_paper_version_body_id"), "paper_version", ["body_id"], unique=False)
    op.execute(
        f"INSERT INTO paper_version (paper_id, number, at, content, digest, body_id) {KEPT.replace('paper_version', 'kept_version')}"
    )
    op.drop_table("kept_version")
