"""``laureat grille``: grids checked, listed, taken to Excel, read back, computed."""

from collections.abc import Iterable
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from laureat.cli.common import ANY_PATH, EXISTING_FILE, console, replace_option
from laureat.cli.spoken import to_look_at
from laureat.exchange.grille_drawn import LINES, TABS, signatories_text
from laureat.exchange.grille_files import find_grid, marks_csv, read_assessed, read_sheets
from laureat.exchange.grille_import import preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.exchange.places import require_free
from laureat.grilles import Grid, Result, attainable, compute, library, read_grids
from laureat.grilles.telling import parameters_told
from laureat.vocabulary import InputProblem, InvalidInput, format_hundredths
from laureat.vocabulary.french import plural

SESSION = click.option(
    "--session",
    type=click.IntRange(1990, 2100),
    default=2026,
    show_default="2026",
    metavar="ANNÉE",
    help="L'arrondi dépend d'elle.",
)
GRID = click.option(
    "--grille", "nom", required=True, metavar="GRILLE", help="Le code d'une grille livrée, ou FICHIER, ou FICHIER:CODE."
)


@click.group()
def grille() -> None:
    """Les grilles d'évaluation : celles qui sont livrées, et les vôtres, qui prévalent."""


@grille.command()
@click.argument("certification", default="")
def lister(certification: str) -> None:
    """Liste les grilles livrées, toutes ou celles d'une CERTIFICATION (RNCP35697)."""
    table = Table(title="Grilles livrées", title_justify="left")
    for heading in ("Grille", "Intitulé", "Mode", "Situations", "Notes possibles", "Statut"):
        table.add_column(heading, no_wrap=heading == "Grille", overflow="fold")
    shown = [one for code, one in library().items() if code.startswith(certification)]
    for one in shown:
        table.add_row(one.code, one.title, one.mode, ", ".join(s.code for s in one.situations), _ends(one), one.statut)
    console.print(table)
    for notice in dict.fromkeys(one.notice for one in shown if one.notice):
        console.print(notice)


@grille.command()
@click.argument("fichier", type=EXISTING_FILE)
def verifier(fichier: Path) -> None:
    """Vérifie un fichier de grilles (YAML, JSON) : toutes ses fautes, chacune avec sa ligne ; puis ce qui en sort.

    Codes de sortie : 0, les grilles sont bonnes ; 2, il y a des fautes, toutes dites.
    """
    for one in read_grids(fichier.read_bytes(), fichier.name):
        lines = plural(len(one.criteria) or len(one.situations[0].questions), "ligne")
        situations = plural(len(one.situations), "situation")
        console.print(f"{one.name} : mode {one.mode}, {situations}, {lines}, notes possibles : {_ends(one)}.")
        console.print(f"  Empreinte : {one.fingerprint}")
        console.print(f"  {signatories_text(one).capitalize()}.", markup=False)
        told = (line for rounding in one.calculation.roundings for line in parameters_told(one, rounding))
        for line in dict.fromkeys(told):
            console.print(f"  {line}", markup=False)
        for out_of_reach in _out_of_reach(one):
            console.print(f"  À noter : {out_of_reach}.", markup=False)
        if one.notice:
            console.print(f"  {one.notice}")


@grille.command()
@GRID
@click.option("--candidats", type=EXISTING_FILE, required=True, metavar="LISTE", help="Colonnes numero, nom, prenom.")
@click.option("--forme", type=click.Choice([LINES, TABS]), default=LINES, show_default=True, help="Un candidat par…")
@click.option("--situation", metavar="CODE", help="Cette situation seule ; par défaut, toutes (onglets : la première).")
@SESSION
@replace_option
@click.argument("classeur", type=ANY_PATH)
def exporter(
    nom: str, candidats: Path, forme: str, situation: str | None, session: int, remplacer: bool, classeur: Path
) -> None:
    """Écrit le CLASSEUR (.xlsx) à remplir : listes déroulantes, cellules verrouillées, note calculée à mesure."""
    one = find_grid(nom)
    if classeur.suffix.lower() != ".xlsx":
        raise InvalidInput([InputProblem("l'extension d'un classeur est .xlsx", str(classeur))])
    require_free(classeur, replace=remplacer)
    remarks: list[InputProblem] = []
    assessed = read_assessed(candidats, remarks)
    to_look_at(remarks)
    try:
        workbook = grid_workbook(one, assessed, session, shape=forme, situation=situation)
    except ValueError as fault:
        raise InvalidInput([str(fault)]) from None
    workbook.save(classeur)
    console.print(f"{plural(len(assessed), 'candidat')}, grille {one.name} : {classeur}", markup=False)
    if one.notice:
        console.print(one.notice)


@grille.command()
@GRID
@click.option("--sortie", type=ANY_PATH, metavar="FICHIER", help="Écrit les notes (CSV) ; sans elle, aperçu seul.")
@replace_option
@click.option("--incomplet", is_flag=True, help="Accepte les lignes que personne n'a encore remplies.")
@click.argument("classeur", type=EXISTING_FILE)
def importer(nom: str, sortie: Path | None, remplacer: bool, incomplet: bool, classeur: Path) -> None:
    """Relit un CLASSEUR rempli : l'aperçu dit chaque changement et chaque faute, à sa cellule ; rien n'est deviné.

    Codes de sortie : 0, tout est bon ; 2, il y a des fautes, toutes dites, et rien n'est écrit.
    """
    one = find_grid(nom)
    if sortie is not None:
        require_free(sortie, replace=remplacer)
    found = preview(classeur, one)
    for told in found.normalised:
        console.print(f"À noter : {told}", markup=False)
    for change in found.changes:
        console.print(str(change), markup=False)
    problems = [*found.problems, *(() if incomplet else found.lacking)]
    if problems:
        raise InvalidInput(problems)
    _tell(one, [(c.numero, c.name, compute(one, c.sheets, found.session, c.chosen)) for c in found.candidates], sortie)


@grille.command()
@GRID
@SESSION
@click.option("--sortie", type=ANY_PATH, metavar="FICHIER", help="Écrit les notes (CSV).")
@replace_option
@click.argument("saisies", type=EXISTING_FILE)
def calculer(nom: str, session: int, sortie: Path | None, remplacer: bool, saisies: Path) -> None:
    """Calcule les notes de SAISIES (YAML, JSON) : « "1": {S1: {valeurs: {C1.1: "2"}}} », et dit d'où elles viennent."""
    one = find_grid(nom)
    if sortie is not None:
        require_free(sortie, replace=remplacer)
    sheets = read_sheets(saisies.read_bytes(), saisies.name, one, session)
    _tell(one, [(numero, "", compute(one, told, session)) for numero, told in sheets.items()], sortie)


def _tell(one: Grid, results: Iterable[tuple[str, str, Result]], target: Path | None) -> None:
    rows = list(results)
    table = Table(title=escape(f"Grille {one.name}"), title_justify="left")
    for heading in ("Numéro", "Nom", "Résultat", "Points exacts", "Couverture", "Manque ou à noter"):
        table.add_column(heading, overflow="fold")
    for numero, name, result in rows:
        exact = "" if result.raw is None else f"{result.raw_text} ({result.raw})"
        notes = " ; ".join((*result.missing, *result.alerts))
        table.add_row(*map(escape, (numero, name, result.mark_text, exact, result.coverage_text, notes)))
    console.print(table)
    for told in parameters_told(one, rows[0][2].rounding) if rows else ():
        console.print(told, markup=False)
    if one.settling.signatories.minimum > 1:
        console.print(f"À signer dans Lauréat avant d'être inscrites : {signatories_text(one)}.", markup=False)
    if one.notice:
        console.print(one.notice)
    if target is not None:
        target.write_text(marks_csv(rows), encoding="utf-8-sig")
        console.print(f"Notes écrites dans {target}.", markup=False)


def _ends(one: Grid) -> str:
    ends = attainable(one)
    return "aucune (acquis ou non)" if ends is None else " à ".join(map(format_hundredths, ends))


def _out_of_reach(one: Grid) -> Iterable[str]:
    for criterion in one.criteria:
        if reach := criterion.reachable:
            left = [level.code for level in one.levels if level.code not in reach]
            if left:
                many = plural(len(criterion.indicators), "indicateur")
                yield f"critère {criterion.code}, {many} : niveaux hors d'atteinte : {', '.join(left)}"
