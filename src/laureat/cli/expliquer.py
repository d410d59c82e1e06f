"""``laureat expliquer``: why one candidate has this result, and what would change it."""

import json
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel

from laureat.cli import explained
from laureat.cli.common import EXISTING, console, rules_options, sheet_options, worksheet_option
from laureat.cli.law import rules_and_sheet
from laureat.deliberation.explain import Explanation, Step, explain
from laureat.exchange.deliberating import candidate_numbered
from laureat.exchange.dossier import CANDIDATES, read_dossier
from laureat.vocabulary import Decision, format_hundredths, truncated_average

NEAREST = 5
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
        rules = read_dossier(candidats).rules
        found = candidate_numbered(candidats / CANDIDATES, rules, candidat, stored=True)
    else:
        rules, _ = rules_and_sheet(reglement, session, parametres, fiche, numero, lier=lier, imposer=imposer)
        found = candidate_numbered(candidats, rules, candidat, sheet=feuille)
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
    target.print(explained.computation(explanation.table, _width(target)))
    _section(target, "Le raisonnement", explanation.steps)
    _section(target, "Ce qui n'est pas confirmé", explanation.certainty)
    if explanation.orals is not None:
        target.print("\n[bold]Que me faut-il à l'oral ?[/]")
        target.print(explained.orals(explanation.orals, _width(target)))
        _bullets(target, explanation.orals.sentences())
    if explanation.changes:
        target.print("\n[bold]Ce qui aurait changé le résultat, une note à la fois[/]")
        _bullets(target, (change.text for change in explanation.changes[:NEAREST]))
    if explanation.lowerings:
        target.print("\n[bold]Les plus petites baisses qui changeraient le résultat (pour le jury)[/]")
        _bullets(target, (change.text for change in explanation.lowerings[:NEAREST]))
    if explanation.next_session:
        awaited = outcome.decision in (Decision.CONTROLE, Decision.REMPLACEMENT)
        target.print(f"\n[bold]Et à la prochaine session{', sans le diplôme' if awaited else ''} ?[/]")
        target.print(explained.next_session(explanation.next_session, _width(target)))
    _section(target, "Vos droits et la suite", explanation.rights)


def _width(target: Console) -> int:
    return min(target.width, WIDTH)


def _bullets(target: Console, texts: Iterable[str]) -> None:
    for text in texts:
        target.print(Padding(f"• {text}", (0, 0, 0, 2)))


def _section(target: Console, title: str, steps: tuple[Step, ...]) -> None:
    if not steps:
        return
    target.print(f"\n[bold]{title}[/]")
    _bullets(target, (f"{step.text} [dim]({step.article} ; règle {step.rule_id})[/]" for step in steps))
