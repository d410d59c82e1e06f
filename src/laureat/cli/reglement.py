"""``laureat reglement``: what the library holds, a data file checked, a data file drawn up from a sheet."""

import json
from datetime import date
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from laureat.cli.common import ANY_PATH, EXISTING_FILE, SHEET, console, replace_option
from laureat.deliberation.reglement import Reglement
from laureat.exchange.places import require_free
from laureat.register import read_fiche
from laureat.reglements import famille, familles
from laureat.reglements.chargement import provenance
from laureat.reglements.dresser import dresser
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.reglements.specialites import bibliotheque, lire_fichier, refuses
from laureat.rules import ParameterStatus
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural


@click.group()
def reglement() -> None:
    """Les règlements : ceux de la bibliothèque, et les vôtres."""


@reglement.command()
def lister() -> None:
    """Liste les familles de règlements, et les spécialités de la bibliothèque."""
    for droit in familles():
        origin = f" (livrée par {origin})" if (origin := provenance(droit.code)) else ""
        console.print(f"[bold]{droit.code}[/] — {escape(droit.titre + origin)}")
    table = Table(title="Spécialités de la bibliothèque", title_justify="left")
    for heading in ("Règlement", "Famille", "Titre", "Sessions", "Nombres à confirmer"):
        table.add_column(heading, no_wrap=heading == "Règlement", overflow="fold")  # What is to be typed, whole.
    for law in bibliotheque().values():
        table.add_row(law.id, law.famille.code, law.title, law.sessions, ", ".join(_unread(law)))
    console.print(table)
    if faults := refuses():
        raise InvalidInput(faults)


@reglement.command()
@click.argument("fichier", type=EXISTING_FILE)
def verifier(fichier: Path) -> None:
    """Vérifie un fichier de données : toutes ses fautes, chacune avec sa ligne ; puis ce qui reste à confirmer.

    Codes de sortie : 0, le fichier est un règlement ; 2, il a des fautes, toutes dites.
    """
    law = lire_fichier(fichier.read_bytes(), fichier.name, date.today())
    named = law.famille.papiers.unite
    units = plural(len(law.units), named.un, named.plusieurs)
    console.print(f"{law.title} ({law.id}), famille {law.famille.code} : {units}, {law.founding}.")
    for notice in law.avis:
        console.print(f"Attention : {notice}.", markup=False, soft_wrap=True)
    unread = [p for p in law.history if p.status is ParameterStatus.HYPOTHESE]
    for told, numbers in (
        ("Nombres que le texte lu ne donne pas, à fournir avant de délibérer", [p for p in unread if p.value is None]),
        ("Nombres non confirmés, dont chaque résultat dira s'il dépend", [p for p in unread if p.value is not None]),
    ):
        if numbers:
            console.print(f"{told} (--parametres FICHIER) :")
            for line in dict.fromkeys(f"• {number.asked} : « {number.as_read} »" for number in numbers):
                console.print(line, markup=False, soft_wrap=True)


@reglement.command()
@click.argument("code", metavar="FAMILLE")
def schema(code: str) -> None:
    """Écrit le schéma JSON du fichier de données d'une spécialité de cette famille."""
    click.echo(json.dumps(famille(code).schema, ensure_ascii=False, indent=2))


def _unread(law: Reglement) -> list[str]:
    return list(dict.fromkeys(p.words for p in law.history if p.status is ParameterStatus.HYPOTHESE))


@reglement.command()
@click.option(
    "--fiche",
    type=SHEET,
    required=True,
    metavar="FICHE",
    help="La fiche : un fichier, ou le numéro d'une fiche fournie.",
)
@click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un export qui en contient plusieurs.")
@click.option("--famille", "code", metavar="FAMILLE", help="cap, bts… ; par défaut, celle que la fiche désigne.")
@click.option("--sortie", type=ANY_PATH, metavar="FICHIER", help="Le fichier à écrire ; sinon, sur la sortie standard.")
@replace_option
def nouveau(fiche: Path, numero: str | None, code: str | None, sortie: Path | None, remplacer: bool) -> None:
    """Dresse le fichier de données d'une spécialité depuis sa fiche : null partout où la fiche est muette."""
    sheet = read_fiche(fiche, numero)
    own = famille_de_la_fiche(sheet)
    if code is not None and own.code != famille(code).code:
        raise InvalidInput([f"la fiche {sheet.numero} relève de la famille {own.code} ({own.titre}), non de {code}"])
    text = dresser(sheet, own)
    if sortie is None:
        click.echo(text, nl=False)
        return
    require_free(sortie, replace=remplacer)
    sortie.write_text(text, encoding="utf-8")
    console.print(f"Fichier de données écrit dans {sortie} ; le compléter, puis : laureat reglement verifier {sortie}")
