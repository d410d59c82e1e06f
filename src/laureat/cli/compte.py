"""``laureat compte``: make an account without a browser; the first one of an empty base above all."""

from collections.abc import Callable
from pathlib import Path

import click

from laureat.cli.serveur import DATA

ROLES = ("examens", "etablissement", "jury")


@click.group()
def compte() -> None:
    """Les comptes de l'application web, sans navigateur."""


@compte.command()
@DATA
@click.option("--role", type=click.Choice(ROLES), required=True, help="Ce que fera la personne.")
@click.option("--courriel", required=True, help="Son adresse électronique, avec laquelle elle se connectera.")
@click.option("--nom", required=True, prompt="Nom de la personne", help="Son nom, comme les pages le montrent.")
@click.option("--etablissement", "uai", default="", help="Numéro UAI de son établissement (rôle etablissement).")
@click.option(
    "--mot-de-passe",
    "password",
    prompt="Mot de passe (douze caractères au moins)",
    hide_input=True,
    confirmation_prompt="Le même, une seconde fois",
    envvar="LAUREAT_MOT_DE_PASSE",
    help="Demandé au clavier, sans l'afficher ; ou LAUREAT_MOT_DE_PASSE.",
)
def creer(donnees: Path, role: str, courriel: str, nom: str, uai: str, password: str) -> None:
    """Ouvre un compte : le premier d'une base vide, ou un autre quand plus personne ne peut entrer.

    La double authentification se met en place à la première connexion.
    """
    from laureat.cli.serveur import django_on

    django_on(donnees)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from laureat.vocabulary import InvalidInput
    from laureat.web.accounts import first, trace
    from laureat.web.accounts.models import Establishment, Happening, User

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
    school = Establishment.objects.filter(uai=uai.strip().upper()).first()
    if role == "etablissement" and school is None:
        problems.append(f"--etablissement : « {uai} » n'est pas un établissement de cette base")
    if problems:
        raise InvalidInput(problems)
    user = first.make_account(
        courriel, nom.strip(), role, password, establishment=school if role == "etablissement" else None
    )
    what = f"compte ouvert en ligne de commande : {role}"
    trace.note(None, Happening.DROITS, by=user, what=what)
    click.echo(f"Le compte de {user.name} ({user.email}, {user.get_role_display()}) est ouvert.")
