"""``laureat cohorte``: a synthetic list of candidates, for demonstrations, tests and measures."""

import time
from pathlib import Path

import click

from laureat.cli.common import (
    ANY_PATH,
    REGLEMENT_HELP,
    bound_options,
    console,
    counting,
    replace_option,
    sheet_options,
)
from laureat.cli.law import rules_and_sheet
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.places import require_free
from laureat.vocabulary.french import plural, with_comma


@click.command()
@click.argument("fichier", type=ANY_PATH)
@click.option("--reglement", metavar="RÈGLEMENT", help=REGLEMENT_HELP)
@sheet_options
@bound_options
@click.option("--candidats", type=int, default=200, show_default=True, metavar="N", help="Combien de candidats.")
@click.option(
    "--graine",
    type=int,
    default=1,
    show_default=True,
    metavar="S",
    help="La même graine donne toujours les mêmes candidats ; les premiers restent, si l'on en demande plus.",
)
@click.option("--session", type=int, metavar="ANNÉE", help="Par défaut, la dernière que le règlement connaît.")
@click.option("--sans-identites", is_flag=True, help="Ni noms, ni dates, ni établissements : les notes seules.")
@replace_option
def cohorte(
    fichier: Path,
    reglement: str | None,
    fiche: Path | None,
    numero: str | None,
    lier: str,
    imposer: str,
    candidats: int,
    graine: int,
    session: int | None,
    sans_identites: bool,
    remplacer: bool,
) -> None:
    """Invente une cohorte vraisemblable et l'écrit dans FICHIER (.csv, .xlsx ou .parquet).

    Les voies, les absences, les dispenses, la VAE, les notes conservées, ce qui est facultatif, et ce que la famille
    du règlement connaît d'autre, y figurent ; personne n'existe. Au diplôme d'État, quatre candidats sur cinq
    environ réussissent.
    """
    rules, _ = rules_and_sheet(reglement, session, None, fiche, numero, lier=lier, imposer=imposer)
    require_free(fichier, replace=remplacer)
    start = time.perf_counter()
    with counting("Cohorte", candidats) as progress:
        write_cohort(fichier, rules, candidats, graine, identities=not sans_identites, progress=progress)
    elapsed = with_comma(f"{time.perf_counter() - start:.1f}")
    told = plural(candidats, "candidat fictif", "candidats fictifs")
    console.print(f"{told} de la session {rules.session}, dans {fichier}, en {elapsed} s.")
