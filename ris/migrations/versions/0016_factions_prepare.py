"""Fraktionen note what they prepare for the items of an agenda.

Revision 0016, follows 0015; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "faction_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("faction_id", sa.Integer(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("unsettled", sa.String(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_faction_note_agenda_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["audience_id"], ["audience.id"], name=op.f("fk_faction_note_audience_id_audience")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_faction_note_body_id_body")),
        sa.ForeignKeyConstraint(
            ["faction_id"], ["organization.id"], name=op.f("fk_faction_note_faction_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faction_note")),
        sa.UniqueConstraint("faction_id", "agenda_item_id", name=op.f("uq_faction_note_faction_id_agenda_item_id")),
    )
    with op.batch_alter_table("faction_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faction_note_agenda_item_id"), ["agenda_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_faction_note_body_id"), ["body_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("faction_note")
