"""``laureat modele``: the empty workbook to fill with candidates."""

import shlex
from pathlib import Path

import click

from laureat.cli.common import ANY_PATH, REGLEMENT_HELP, bound_options, console, replace_option, sheet_options
from laureat.cli.law import rules_and_sheet
from laureat.exchange.modele import write_template
from laureat.exchange.spec import Spec


@click.command()
@click.argument("fichier", type=ANY_PATH)
@click.option("--reglement", metavar="NUMÉRO", help=REGLEMENT_HELP)
@click.option("--session", type=int, metavar="ANNÉE", help="Par défaut, la dernière que le règlement connaît.")
@sheet_options
@bound_options
@replace_option
def modele(
    fichier: Path,
    reglement: str | None,
    session: int | None,
    fiche: Path | None,
    numero: str | None,
    lier: str,
    imposer: str,
    remplacer: bool,
) -> None:
    """Écrit le classeur vide des candidats (FICHIER, .xlsx) : listes déroulantes, contrôles et page d'aide."""
    rules, _ = rules_and_sheet(reglement, session, None, fiche, numero, lier=lier, imposer=imposer)
    spec = Spec(rules)
    write_template(fichier, rules, spec, replace=remplacer)
    console.print(f"Classeur vide écrit dans {fichier} ; la feuille « Aide » explique chaque colonne.", highlight=False)
    asked = {"--reglement": reglement, "--fiche": fiche, "--numero": numero, "--session": session}
    asked |= {"--lier": lier or None, "--malgre-la-fiche": imposer or None}
    told = [str(part) for option, value in asked.items() if value is not None for part in (option, value)]
    command = shlex.join(["laureat", "deliberer", str(fichier), *told, "--sortie", "dossier"])
    console.print(f"Une fois rempli : {command}", markup=False, soft_wrap=True)
