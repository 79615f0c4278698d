"""Planning: states of meetings, settings of organizations, school holidays, imports of people.

Revision 0007, follows 0006; 2026-11-22 21:51:02.800351.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_people_import_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
    )
    with op.batch_alter_table("people_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_import_body_id"), ["body_id"], unique=False)

    op.create_table(
        "school_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_school_holiday_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_holiday")),
    )
    with op.batch_alter_table("school_holiday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_holiday_body_id"), ["body_id"], unique=False)

    with op.batch_alter_table("location", schema=None) as batch_op:
        batch_op.add_column(sa.Column("room_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("in_use", sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("meeting_organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("succeeds_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("deputy_for_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_membership_succeeds_id_membership"), "membership", ["succeeds_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_membership_deputy_for_id_membership"), "membership", ["deputy_for_id"], ["id"]
        )

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settings", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("electronic_since", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("electronic_since")

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("settings")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_membership_deputy_for_id_membership"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_membership_succeeds_id_membership"), type_="foreignkey")
        batch_op.drop_column("deputy_for_id")
        batch_op.drop_column("succeeds_id")

    with op.batch_alter_table("meeting_organization", schema=None) as batch_op:
        batch_op.drop_column("number")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("sequence")
        batch_op.drop_column("state")

    with op.batch_alter_table("location", schema=None) as batch_op:
        batch_op.drop_column("in_use")
        batch_op.drop_column("room_key")

    with op.batch_alter_table("school_holiday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_holiday_body_id"))

    op.drop_table("school_holiday")
    with op.batch_alter_table("people_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_import_body_id"))

    op.drop_table("people_import")
