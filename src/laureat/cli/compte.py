"""``laureat compte``: make an account without a browser; the first one of an empty base above all."""

from collections.abc import Callable
from pathlib import Path

import click

from laureat.cli.serveur import DATA, django_on
from laureat.cli.spoken import echo

ROLES = ("examens",)
"""Those of the office invite all the others."""


@click.group()
def compte() -> None:
    """Les comptes de l'application web, sans navigateur."""


@compte.command()
@DATA
@click.option("--role", type=click.Choice(ROLES), required=True, help="Ce que fera la personne.")
@click.option("--courriel", required=True, help="Son adresse électronique, avec laquelle elle se connectera.")
@click.option("--nom", required=True, prompt="Nom de la personne", help="Son nom, comme les pages le montrent.")
@click.option(
    "--mot-de-passe",
    "password",
    prompt="Mot de passe (douze caractères au moins)",
    hide_input=True,
    confirmation_prompt="Le même, une seconde fois",
    envvar="LAUREAT_MOT_DE_PASSE",
    help="Demandé au clavier, sans l'afficher ; ou LAUREAT_MOT_DE_PASSE.",
)
def creer(donnees: Path, role: str, courriel: str, nom: str, password: str) -> None:
    """Ouvre le premier compte d'une base vide, ou d'une base où plus personne du service des examens n'a de compte.

    La double authentification se met en place à la première connexion.
    """
    django_on(donnees)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from laureat.session.framework import Refused
    from laureat.vocabulary import InvalidInput
    from laureat.web.accounts import trace
    from laureat.web.accounts.models import Happening, User
    from laureat.web.exam_sessions import people

    problems: list[str] = []
    checks: dict[str, Callable[[], object]] = {
        "--courriel": lambda: validate_email(courriel),
        "--mot-de-passe": lambda: validate_password(password, User(email=courriel, name=nom)),
    }
    for option, check in checks.items():
        try:
            check()
        except ValidationError as wrong:
            problems += [f"{option} : {message}" for message in wrong.messages]
    if User.objects.filter(email__iexact=courriel).exists():
        problems.append(f"--courriel : un compte existe déjà pour {courriel}")
    if not nom.strip():
        problems.append("--nom : il est vide")
    if problems:
        raise InvalidInput(problems)
    try:
        user = people.open_first(courriel, nom.strip(), password)
    except Refused:
        raise InvalidInput(
            ["quelqu'un du service des examens a déjà un compte : c'est lui qui invite, à la page « Comptes »"]
        ) from None
    trace.note(None, Happening.DROITS, by=user, what="compte ouvert en ligne de commande : examens")
    echo(f"Compte ouvert : {user.name} ({user.email}, {user.get_role_display()}).")
