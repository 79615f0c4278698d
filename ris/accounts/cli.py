"""Commands of accounts: ``python -m ris user …``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import or_, select

from ris.access.actor import FOLLOWING, Actor, Role
from ris.access.words import ROLES
from ris.accounts.models import TotpKey, User
from ris.accounts.sealing import CannotOpen, KeyRing
from ris.accounts.services.factors import reseal
from ris.accounts.services.links import welcome
from ris.accounts.services.users import AddressTaken, NoAddress, WeakPassword, add_user
from ris.council.cli import body_named, changing_town
from ris.council.models import Body, Person
from ris.db import db, now_utc, transaction
from ris.scope.current import working_for
from ris.web.addresses import town_address

user_cli = AppGroup("user", help="Konten.")
GIVEN = [role.value for role in Role if role not in FOLLOWING]


@user_cli.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Name, wie er auf den Seiten steht.")
@click.option("--role", "roles", multiple=True, type=click.Choice(GIVEN), help="Rolle; mehrfach möglich.")
@click.option("--person", help="Name der Person, für die das Konto steht, wie auf /gremien.")
@click.option("--body", "body_name", help="Name der Kommune; nötig, wenn es mehrere gibt.")
@click.option("--ask-password", is_flag=True, help="Jetzt nach einem Passwort fragen, statt einen Link zu schicken.")
def add(
    email: str, name: str, roles: tuple[str, ...], person: str | None, body_name: str | None, *, ask_password: bool
) -> None:
    """Ein Konto anlegen und den Link zum ersten Passwort zeigen."""
    password = click.prompt("Passwort", hide_input=True, confirmation_prompt=True) if ask_password else None
    with changing_town(body_name) as (session, body):
        machine = Actor.machine(body.id, "command line")
        try:
            user = add_user(
                session,
                machine,
                email=email,
                name=name,
                password=password,
                roles=[Role(role) for role in roles],
                person_id=_person_named(person),
                now=now_utc(),
            )
            link = None if password else _welcome(machine, user, body)
        except (NoAddress, AddressTaken, WeakPassword) as refusal:
            raise click.ClickException(REFUSALS[type(refusal)]) from None
    click.echo(f"Das Konto {user.email} ist angelegt.")
    if link:
        click.echo(f"Link zum ersten Passwort, sieben Tage gültig: {link}")


REFUSALS: dict[type[Exception], str] = {
    NoAddress: "Das ist keine E-Mail-Adresse.",
    AddressTaken: "Für diese Adresse gibt es schon ein Konto.",
    WeakPassword: "Das Passwort braucht mindestens 10 Zeichen.",
}


@user_cli.command("list")
@click.option("--body", "body_name", help="Name der Kommune; nötig, wenn es mehrere gibt.")
def list_users(body_name: str | None) -> None:
    """Alle Konten einer Kommune zeigen."""
    body = body_named(db.session(), body_name)
    with working_for(body.id):
        for user in db.session.scalars(select(User).order_by(User.email)):
            state = "" if user.active else "geschlossen"
            roles = ", ".join(ROLES[Role(role)] for role in user.roles)
            click.echo(f"{user.email:40} {user.name:30} {roles} {state}".rstrip())


@user_cli.command("reseal")
def reseal_keys() -> None:
    """Schlüssel der Anmelde-Apps mit dem heutigen Geheimnis neu versiegeln (nach einem Wechsel von RIS_SECRET_KEY)."""
    keys: KeyRing = current_app.extensions["keys"]
    done = lost = 0
    for body_id in db.session.scalars(select(Body.id)).all():
        with working_for(body_id), transaction() as session:
            for key in session.scalars(select(TotpKey)):
                try:
                    done += reseal(key, keys)
                except CannotOpen:
                    lost += 1
    click.echo(f"Neu versiegelt: {done}.")
    if lost:
        sentence = f"{lost} nicht lesbar: Das Geheimnis von damals fehlt in RIS_OLD_SECRET_KEYS."
        raise click.ClickException(sentence)


def _welcome(machine: Actor, user: User, body: Body) -> str:
    address = town_address(body.host, current_app.config["RIS"].public_url)
    return welcome(db.session(), machine, user, public_url=address, town=body.name, now=now_utc())


def _person_named(name: str | None) -> int | None:
    if name is None:
        return None
    found = db.session.scalars(
        select(Person.id).where(or_(Person.name == name, Person.family_name == name), Person.deleted.is_(False)),
    ).all()
    if len(found) != 1:
        raise click.ClickException(f"Es gibt nicht genau eine Person „{name}“. Die Namen zeigt die Seite /gremien.")
    return found[0]
