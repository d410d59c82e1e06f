"""``laureat jury``: is the jury lawful, by how much not, and what would mend it; or compose a lawful one."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from laureat.cli.common import replace_option, worksheet_option
from laureat.cli.jury_display import show_changes, show_examination, show_impossible, show_proposal
from laureat.cli.jury_law import FILE, find_law, law_options
from laureat.cli.spoken import echo, to_look_at
from laureat.exchange.jury import read_jury, read_register, read_ties, write_jury
from laureat.exchange.places import require_free
from laureat.jury import Examination, changes, examine
from laureat.jury.planning import Impossible, PlanningUnavailable, Wishes, propose
from laureat.jury.register import impartiality_verdict
from laureat.vocabulary import InputProblem, InvalidInput

EXIT_UNLAWFUL = 1


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def jury() -> None:
    """Vérifie la composition d'un jury, ou en propose une."""


@jury.command()
@click.argument("fichier", metavar="JURY", type=FILE)
@law_options
@worksheet_option
@click.option("--arrete", metavar="TEXTE", default="", help="Arrêté de nomination, tel que le PV le citera.")
@click.option("--avant", type=FILE, metavar="JURY", help="Le jury avant un changement : dit qui entre et qui sort.")
@click.option("--candidats", type=FILE, metavar="FICHIER", help="Candidats : cherche les conflits d'intérêts.")
@click.option("--json", "as_json", is_flag=True, help="Un verdict nommé par règle, en JSON.")
def verifier(
    fichier: Path,
    feuille: str | None,
    arrete: str,
    avant: Path | None,
    candidats: Path | None,
    as_json: bool,
    impossibilite: str,
    **law_choices: Any,
) -> None:
    """Dit, règle par règle, si le JURY est régulier, de combien il s'en faut, et le plus petit remède.

    JURY : CSV, XLSX ou YAML, un membre par ligne (nom, prenom, sexe, qualite, fonction, presence, qualifie, lien). La
    colonne presence est vide à la nomination, remplie à la délibération.

    Codes de sortie : 0, régulier, avec ou sans avertissement, ou à juger sur les mots d'une fiche ; 1, irrégulier, ou
    indéterminé (une règle dont le fichier du jury ne dit pas si elle tient) ; 2, fichier illisible.
    """
    law = find_law(**law_choices)
    remarks: list[InputProblem] = []
    before = read_jury(avant, warnings=remarks) if avant is not None else None
    ties = read_ties(candidats, warnings=remarks) if candidats is not None else None
    composed = read_jury(fichier, sheet=feuille, warnings=remarks)
    to_look_at(remarks)
    composed = replace(
        composed, impossibilite=impossibilite or composed.impossibilite, arrete=arrete or composed.arrete
    )
    examination = examine(composed, law)
    if ties is not None:
        conflict = impartiality_verdict(composed, law, ties)
        examination = Examination((*examination.verdicts, conflict), examination.remede, examination.mended)
    if as_json:
        click.echo(json.dumps([v.as_dict() for v in examination.verdicts], ensure_ascii=False, indent=2))
    else:
        if before is not None:
            show_changes(*changes(before, composed))
        show_examination(composed, law, examination)
    sys.exit(0 if examination.lawful and not examination.silent else EXIT_UNLAWFUL)


@jury.command()
@click.argument("membres", metavar="MEMBRES", type=FILE)
@click.option("--taille", type=click.IntRange(min=1), required=True, help="Membres du jury, président compris.")
@law_options
@worksheet_option
@click.option("--adjoints", type=click.IntRange(min=0), default=0, show_default=True, help="Présidents adjoints.")
@click.option("--commune", default="", help="Commune où siège le jury : les membres proches sont préférés.")
@click.option("--sortie", type=FILE, metavar="FICHIER.csv", help="Écrit le jury, prêt pour « jury verifier ».")
@replace_option
@click.option("--json", "as_json", is_flag=True, help="Le jury, ou les conditions contraires, en JSON.")
def proposer(
    membres: Path,
    feuille: str | None,
    taille: int,
    adjoints: int,
    commune: str,
    sortie: Path | None,
    remplacer: bool,
    as_json: bool,
    impossibilite: str,
    **law_choices: Any,
) -> None:
    """Choisit dans un vivier un jury régulier : le droit d'abord, puis les charges, secteurs, sexes, trajets.

    MEMBRES : les colonnes d'un jury, plus commune, etablissement, disponible, charge (et, au besoin, distance,
    secteurs, disciplines, langues, services, qualite_depuis, qualite_jusqu_a, piece).

    Codes de sortie : 0, un jury est proposé ; 1, aucun n'existe, et les conditions qui se contredisent sont dites ; 2,
    fichier illisible.
    """
    if sortie is not None:
        require_free(sortie, replace=remplacer)
    law = find_law(**law_choices)
    remarks: list[InputProblem] = []
    register = read_register(membres, sheet=feuille, warnings=remarks)
    to_look_at(remarks)
    try:
        answer = propose(register, law, Wishes(taille, adjoints, law_choices["day"], commune, impossibilite))
    except PlanningUnavailable as missing:
        raise InvalidInput([str(missing)]) from None
    if isinstance(answer, Impossible):
        if as_json:
            echo(json.dumps({"conditions": answer.conditions, "vivier": answer.supply}, ensure_ascii=False, indent=2))
        else:
            show_impossible(answer)
        sys.exit(EXIT_UNLAWFUL)
    if nameless := [member.nom for member in answer.jury.presidents if not member.prenom]:
        raise InvalidInput([f"{membres.name} : le prénom de {nameless[0]}, qui présiderait, manque (colonne prenom)"])
    if sortie is not None:
        write_jury(answer.jury, sortie)
    if as_json:
        named = [
            {"nom": m.nom, "prenom": m.prenom, "sexe": m.sexe, "qualite": m.qualite.value, "fonction": m.fonction.value}
            for m in answer.jury.members
        ]
        click.echo(json.dumps({"membres": named, "remarques": answer.remarks}, ensure_ascii=False, indent=2))
    else:
        show_proposal(answer, examine(answer.jury, law), sortie)
