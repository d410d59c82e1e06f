"""``laureat expliquer``: why one candidate has this result, and what would change it."""

import json
from pathlib import Path

import click
from rich.panel import Panel

from laureat.cli import explained
from laureat.cli.common import EXISTING, console, rules_options, sheet_options, worksheet_option
from laureat.cli.law import rules_and_sheet
from laureat.cli.spoken import Console
from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.parts import parts
from laureat.exchange.candidates import read_candidates
from laureat.exchange.deliberating import candidate_numbered
from laureat.exchange.dossier import CANDIDATES, read_dossier
from laureat.exchange.spec import Spec
from laureat.vocabulary import format_hundredths, truncated_average

WIDTH = 100


@click.command()
@click.argument("candidats", type=EXISTING)
@click.option("--candidat", required=True, metavar="NUMÉRO", help="Le numéro du candidat.")
@rules_options
@sheet_options
@worksheet_option
@click.option("--baisses", is_flag=True, help="Dit aussi les baisses de note qui changeraient le résultat (jury).")
@click.option("--json", "as_json", is_flag=True, help="Écrit l'explication en JSON.")
def expliquer(
    candidats: Path,
    candidat: str,
    reglement: str | None,
    session: int | None,
    parametres: Path | None,
    textes: Path,
    lier: str,
    imposer: str,
    fiche: Path | None,
    numero: str | None,
    feuille: str | None,
    baisses: bool,
    as_json: bool,
) -> None:
    """Explique le résultat d'un candidat, étape par étape, avec les articles.

    CANDIDATS est une liste de candidats, ou le dossier d'une session délibérée.
    """
    if candidats.is_dir():
        dossier = read_dossier(candidats)
        dossier.require_unchanged()
        rules = dossier.rules
        found = candidate_numbered(dossier.batches(), rules, candidat, CANDIDATES)
    else:
        rules, _ = rules_and_sheet(
            reglement, session, parametres, fiche, numero, lier=lier, imposer=imposer, textes=textes
        )
        listed = read_candidates(candidats, Spec(rules), sheet=feuille)
        found = candidate_numbered(listed, rules, candidat, candidats.name)
    explanation = explain(rules, found, lowerings=baisses)
    if as_json:
        click.echo(json.dumps(explanation.to_json(), ensure_ascii=False, indent=2))
    else:
        show(explanation, console)


def show(explanation: Explanation, target: Console) -> None:
    """The explanation on a terminal: the result first, then why."""
    candidate, outcome = explanation.candidate, explanation.outcome
    identity = " ".join(part for part in (candidate.identite.get("prenom"), candidate.identite.get("nom")) if part)
    headline = f"[bold]{outcome.decision.label.capitalize()}[/]"
    if outcome.mention:
        headline += f", mention {outcome.mention.label}"
    if outcome.average is not None:
        headline += f" — moyenne {format_hundredths(truncated_average(outcome.average), decimals=2)} sur 20"
    title = f"Candidat {candidate.numero}{' · ' + identity if identity else ''}"
    target.print(Panel(headline, title=title, title_align="left", width=_width(target)))
    for part in parts(explanation):
        explained.show(part, target, _width(target))


def _width(target: Console) -> int:
    return min(target.width, WIDTH)
