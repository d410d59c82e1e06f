"""``laureat texte``: the numbers of a règlement that nobody had read, entered once by two persons."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click
from rich.table import Table

from laureat.cli.common import Decorated, console, texts_option, texts_to_write
from laureat.cli.days import day as read_day
from laureat.cli.law import read_reglement
from laureat.exchange import readings
from laureat.vocabulary import french

NUMBER = click.argument("nombre", metavar="NOMBRE")
VALUE = click.argument("valeur", metavar="VALEUR")
LAW = click.argument("reglement", metavar="RÈGLEMENT")


def _by(told: str) -> Callable[[Decorated], Decorated]:
    return click.option("--par", "by", required=True, metavar="NOM", help=told)


@click.group()
def texte() -> None:
    """Les textes à confirmer : un nombre lu une fois par deux personnes, pour toutes les délibérations."""


@texte.command()
@LAW
@texts_option
def lister(reglement: str, textes: Path) -> None:
    """Liste les nombres de RÈGLEMENT que personne n'avait lus, et ce qui en a été lu depuis."""
    law = read_reglement(reglement)
    read = readings.read_readings(textes, law.id)
    table = Table(title=f"{law.title} : textes à confirmer", title_justify="left")
    for heading in ("Nombre", "Ce qu'il est", "Valeur", "Où il en est"):
        table.add_column(heading, overflow="fold")
    for name, number in readings.unread(law).items():
        found = read.get(name)
        if found is None:
            table.add_row(number.key, number.asked, "", "à lire")
            continue
        table.add_row(number.key, number.words, found.valeur, _state(found))
        if found.nouvelle:
            table.add_row(number.key, "nouvelle lecture", found.nouvelle.valeur, _state(found.nouvelle))
    console.print(table)


def _state(found: readings.Reading) -> str:
    text = f"{found.article}, texte du {french.written_date(found.texte_du)}, lu par {found.lu_par}"
    return f"{text}, confirmé par {found.confirme_par}" if found.confirme_par else f"{text}, à confirmer"


@texte.command()
@LAW
@NUMBER
@VALUE
@click.option("--article", required=True, metavar="TEXTE", help="La référence du texte lu, annexe comprise.")
@click.option("--du", "dated", required=True, type=read_day, metavar="JOUR", help="La date du texte.")
@_by("Qui a lu le texte.")
@texts_to_write
def proposer(reglement: str, nombre: str, valeur: str, article: str, dated: dt.date, by: str, textes: Path) -> None:
    """Note qu'une personne a lu NOMBRE dans un texte ; une seconde doit lire le même pour qu'il vaille.

    NOMBRE est celui que « laureat texte lister » écrit : U31, pour le coefficient de cette unité.
    """
    law = read_reglement(reglement)
    number = readings.propose(textes, law, nombre, valeur, article, dated, by, dt.date.today())
    console.print(f"{number.words} = {valeur} : lecture notée. Une autre personne doit lire le même nombre :")
    held = readings.read_readings(textes, law.id)[number.name]
    console.print(f"  laureat texte confirmer {reglement} {number.key} VALEUR --par NOM", markup=False)
    if held.confirme_par:
        both = f"lu par {held.lu_par} et confirmé par {held.confirme_par}"
        console.print(f"Jusque-là, {held.valeur}, {both}, reste la valeur prise.")


@texte.command()
@LAW
@NUMBER
@VALUE
@_by("Qui a relu le texte ; une autre personne que la première.")
@texts_option
def confirmer(reglement: str, nombre: str, valeur: str, by: str, textes: Path) -> None:
    """Note qu'une seconde personne a lu la même VALEUR : toute délibération à venir la prend, et le dit."""
    number = readings.confirm(textes, read_reglement(reglement), nombre, valeur, by, dt.date.today())
    console.print(f"{number.words} = {valeur} : confirmé ; les délibérations à venir le prennent, et le disent.")
