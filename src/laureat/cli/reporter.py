"""``laureat reporter``: carry what candidates hold under a former diploma over to their list."""

import os
from pathlib import Path

import click
import polars as pl

from laureat.cli.common import ANY_PATH, EXISTING_FILE, console, replace_option, worksheet_option
from laureat.cli.law import read_reglement
from laureat.cli.spoken import to_look_at
from laureat.exchange.acquis import TOLD, carry, read_acquis
from laureat.exchange.candidates import read_candidates
from laureat.exchange.places import require_free
from laureat.exchange.spec import Spec
from laureat.reglements.bac_pro.correspondances import lire_correspondances
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import number, plural


@click.command()
@click.argument("candidats", type=EXISTING_FILE)
@click.option(
    "--reglement",
    required=True,
    metavar="RÈGLEMENT",
    help="Un règlement de la bibliothèque (RNCP35697, cap_electricien…), ou un fichier de données.",
)
@click.option("--session", type=int, metavar="ANNÉE", help="Par défaut, la dernière que le règlement connaît.")
@click.option(
    "--acquis",
    type=EXISTING_FILE,
    required=True,
    help="Un acquis par ligne : numero, ancien_diplome, ancienne_unite, acquis.",
)
@click.option(
    "--correspondances",
    type=EXISTING_FILE,
    help="Le tableau {ancien diplôme: {ancienne unité: unité}}, tel qu'un fichier de données l'écrit (YAML).",
)
@worksheet_option
@click.option("--sortie", type=ANY_PATH, required=True, metavar="FICHIER.csv", help="La liste complétée.")
@replace_option
def reporter(
    candidats: Path,
    reglement: str,
    session: int | None,
    acquis: Path,
    correspondances: Path | None,
    feuille: str | None,
    sortie: Path,
    remplacer: bool,
) -> None:
    """Reporte sur la liste des candidats ce qu'ils tiennent d'un ancien diplôme.

    Une note devient une note conservée ; une attestation se donne comme la dispense qu'elle ouvre. Ce qui est déjà
    saisi reste ; ce qui ne peut être reporté est dit dans la colonne acquis_signales.
    """
    require_free(sortie, replace=remplacer)
    rules = read_reglement(reglement).at(session)
    law = rules.reglement
    if correspondances is not None:
        law = lire_correspondances(correspondances.read_bytes(), correspondances.name, law)
    remarks: list[InputProblem] = []
    held = read_acquis(acquis, law.famille.cellules, remarks)
    spec = Spec(rules)
    listed = read_candidates(candidats, spec, sheet=feuille, warnings=remarks)
    completed = pl.concat(carry(batch, held, law, rules) for batch in listed)
    to_look_at(remarks)
    missing = sorted(set(held) - set(completed["numero"]))
    if missing:
        raise InvalidInput([f"{acquis.name} : aucun candidat ne porte le numéro {numero}" for numero in missing])
    partial = sortie.with_name(f".{sortie.name}.en-cours")
    completed.write_csv(partial, separator=";")
    os.replace(partial, sortie)
    signalled = int((completed[TOLD] != "").sum())
    written = plural(completed.height, "candidat écrit", "candidats écrits")
    console.print(f"{written} dans {sortie} ; {number(signalled)} à examiner ({TOLD}).")
