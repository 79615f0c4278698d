"""Papers are written here.

Revision 0009, follows 0008; 2026-11-22 21:53:53.906530.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_number_series_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("body_id", "series", "year", name=op.f("uq_number_series_body_id_series_year")),
    )
    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_series_body_id"), ["body_id"], unique=False)

    op.create_table(
        "file_check",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_file_check_body_id_body")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_check_file_id_file")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_check")),
    )
    with op.batch_alter_table("file_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_check_body_id"), ["body_id"], unique=False)

    op.create_table(
        "file_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("accepted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_reason", sa.String(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user_account.id"], name=op.f("fk_file_finding_accepted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_file_finding_body_id_body")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_finding_file_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_finding")),
    )
    with op.batch_alter_table("file_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_finding_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_finding_file_id_id"), ["file_id", "id"], unique=False)

    op.create_table(
        "signing_station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_signing_station_body_id_body")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_signing_station_deputy_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_signing_station_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_signing_station_paper_id_paper")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_station_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_station")),
    )
    with op.batch_alter_table("signing_station", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_station_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signing_station_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_signing_station_paper_id_position"), ["paper_id", "position"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_signing_station_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("station_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("as_deputy", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("void_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_signature_body_id_body")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_signature_paper_id_paper")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.ForeignKeyConstraint(
            ["station_id"], ["signing_station.id"], name=op.f("fk_signature_station_id_signing_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_paper_id_at"), ["paper_id", "at"], unique=False)

    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("finances", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("climate", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("details", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("html", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("public", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("closed_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("saves", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("author_user_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("submitted", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_paper_state"), ["state"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_department_id_organization"), "organization", ["department_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_author_user_id_user_account"), "user_account", ["author_user_id"], ["id"]
        )

    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("closed_reason", sa.String(), nullable=True))

    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_user_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_version_by_user_id_user_account"), "user_account", ["by_user_id"], ["id"]
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_version_by_user_id_user_account"), type_="foreignkey")
        batch_op.drop_column("reason")
        batch_op.drop_column("by_user_id")

    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.drop_column("closed_reason")
        batch_op.drop_column("public")

    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_author_user_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_paper_department_id_organization"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_paper_state"))
        batch_op.drop_column("submitted")
        batch_op.drop_column("department_id")
        batch_op.drop_column("author_user_id")
        batch_op.drop_column("saves")
        batch_op.drop_column("closed_reason")
        batch_op.drop_column("public")
        batch_op.drop_column("html")
        batch_op.drop_column("details")
        batch_op.drop_column("climate")
        batch_op.drop_column("finances")
        batch_op.drop_column("state")
        batch_op.drop_column("kind")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_paper_id_at"))
        batch_op.drop_index(batch_op.f("ix_signature_body_id"))

    op.drop_table("signature")
    with op.batch_alter_table("signing_station", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signing_station_person_id"))
        batch_op.drop_index(batch_op.f("ix_signing_station_paper_id_position"))
        batch_op.drop_index(batch_op.f("ix_signing_station_deputy_id"))
        batch_op.drop_index(batch_op.f("ix_signing_station_body_id"))

    op.drop_table("signing_station")
    with op.batch_alter_table("file_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_finding_file_id_id"))
        batch_op.drop_index(batch_op.f("ix_file_finding_body_id"))

    op.drop_table("file_finding")
    with op.batch_alter_table("file_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_check_body_id"))

    op.drop_table("file_check")
    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_series_body_id"))

    op.drop_table("number_series")
