"""``laureat expliquer``: why one candidate has this result, and what would change it."""

import json
from pathlib import Path

import click
from rich.panel import Panel
from rich.table import Table

from laureat.cli import explained
from laureat.cli.common import EXISTING, console, rules_options, sheet_options, worksheet_option
from laureat.cli.law import rules_and_sheet
from laureat.cli.spoken import Console, to_look_at
from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.parts import parts
from laureat.exchange.candidates import read_candidates
from laureat.exchange.deliberating import candidate_numbered
from laureat.exchange.dossier import CANDIDATES, read_dossier
from laureat.exchange.grille_files import find_grid, opened_rows, read_sheets
from laureat.exchange.spec import Spec
from laureat.grilles import Result, compute
from laureat.vocabulary import InputProblem, InvalidInput, format_hundredths, truncated_average

WIDTH = 100


@click.command()
@click.argument("candidats", type=EXISTING)
@click.option("--candidat", required=True, metavar="NUMÉRO", help="Le numéro du candidat.")
@rules_options
@sheet_options
@worksheet_option
@click.option("--baisses", is_flag=True, help="Dit aussi les baisses de note qui changeraient le résultat (jury).")
@click.option(
    "--saisies",
    multiple=True,
    metavar="GRILLE=FICHIER",
    help="Les croix d'une grille (comme « grille calculer ») : la note s'ouvre jusqu'à elles ; répétable.",
)
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
    saisies: tuple[str, ...],
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
        remarks: list[InputProblem] = []
        listed = read_candidates(candidats, Spec(rules), sheet=feuille, warnings=remarks)
        found = candidate_numbered(listed, rules, candidat, candidats.name)
        to_look_at(remarks)
    grids = [ticked(told, candidat, rules.session) for told in saisies]
    explanation = explain(rules, found, lowerings=baisses)
    if as_json:
        told = explanation.to_json()
        if grids:
            told["grilles"] = [grid_json(one) for one in grids]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        show(explanation, console)
        for one in grids:
            show_grid(one, found, console)


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


def ticked(told: str, numero: str, session: int) -> Result:
    """What a candidate was given on a grid, ``GRILLE=FICHIER``. Raises InvalidInput."""
    code, _, file = told.partition("=")
    path = Path(file)
    if not file or not path.is_file():
        raise InvalidInput([f"--saisies « {told} » : attendu GRILLE=FICHIER, et le fichier n'est pas là"])
    grid = find_grid(code)
    sheets = read_sheets(path.read_bytes(), path.name, grid, session)
    if numero not in sheets:
        raise InvalidInput([f"{path.name} ne dit rien du candidat {numero}"])
    return compute(grid, sheets[numero], session)


def grid_json(result: Result) -> dict[str, object]:
    """A result open down to the cross, as data."""
    names = ("situation", "critere", "coche", "poids", "points")
    rows = [dict(zip(names, row, strict=True)) for row in opened_rows(result)]
    return {"grille": result.grid.name, "note": result.mark_text, "points_exacts": str(result.raw), "lignes": rows}


def show_grid(result: Result, candidate: Candidate, target: Console) -> None:
    """A result open down to the cross; where the list holds another mark than the grid gives, that is said."""
    grid, width = result.grid, _width(target)
    target.print(f"\n[bold]{grid.unit}[/], grille {grid.name} : {result.mark_text}", soft_wrap=True)
    if grid.notice:
        target.print(f"[dim]{grid.notice}[/]", width=width)
    table = Table(width=width)
    for name in ("Situation", "Critère", "Coché", "Poids", "Points"):
        table.add_column(name, justify="right" if name in ("Poids", "Points") else "left")
    for row in opened_rows(result):
        table.add_row(*row)
    target.print(table)
    held = candidate.cells.get(grid.unit)
    if held is not None and result.mark is not None and held.mark != result.mark:
        target.print(f"[yellow]La liste porte {held} : ce n'est pas la note que la grille donne.[/]", width=width)


def _width(target: Console) -> int:
    return min(target.width, WIDTH)
