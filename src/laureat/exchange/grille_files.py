"""What goes with a grid: the list of those assessed, what was ticked (YAML or JSON), and the marks that come out."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from laureat.exchange.grille_drawn import Assessed, signatories_text
from laureat.exchange.grille_workbook import line_texts
from laureat.exchange.tables import read_table
from laureat.grilles import (
    Filled,
    Grid,
    Outcome,
    Result,
    Standing,
    compute,
    library,
    parse_points,
    points_text,
    read_grids,
    typed_mark,
)
from laureat.grilles.result import Line
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.spreadsheets import safe
from laureat.vocabulary.yaml_text import Path as Place
from laureat.vocabulary.yaml_text import YamlText, read_yaml

COLUMNS = ("numero", "nom", "prenom")


def find_grid(named: str, folder: Path | None = None) -> Grid:
    """A grid by its code (of those shipped), or out of a file, ``fichier.yaml`` or ``fichier.yaml:CODE``.

    Raises InvalidInput, with the codes that may be meant.
    """
    if named in library():
        return library()[named]
    file, _, code = named.rpartition(":") if not Path(named).is_file() else (named, "", "")
    path = (folder or Path()) / (file or named)
    if not path.is_file():
        known = ", ".join(library())
        told = f"ni grille livrée, ni fichier : « {named} » ; grilles livrées : {known}"
        raise InvalidInput([InputProblem(told)])
    grids = [one for one in read_grids(path.read_bytes(), path.name) if code in ("", one.code)]
    if len(grids) != 1:
        codes = ", ".join(one.code for one in grids) or "aucune de ce code"
        told = f"le fichier contient plusieurs grilles ({codes}) : dire laquelle, {path}:CODE"
        raise InvalidInput([InputProblem(told if grids else f"le fichier n'a pas de grille {code}", path.name)])
    return grids[0]


def read_assessed(path: Path, warnings: list[InputProblem] | None = None) -> tuple[Assessed, ...]:
    """The candidates of a list (CSV, XLSX): their number, name and first name. Raises InvalidInput."""
    table = read_table(path, known={name: name for name in COLUMNS}, warnings=warnings)
    keys = table.keys
    if missing := [name for name in COLUMNS[:2] if name not in keys]:
        raise InvalidInput([InputProblem(f"il manque la colonne {', '.join(missing)}", table.source, 1)])
    found: dict[str, Assessed] = {}
    problems = []
    for line, row in zip(table.lines, table.frame.iter_rows(named=True), strict=True):
        numero, nom, prenom = ((row[keys[name]] or "").strip() if name in keys else "" for name in COLUMNS)
        if not numero:
            problems.append(InputProblem("il manque le numéro du candidat", table.source, line, keys["numero"]))
        elif numero in found:
            problems.append(InputProblem(f"le numéro {numero} est déjà donné", table.source, line, keys["numero"]))
        else:
            found[numero] = Assessed(numero, f"{nom} {prenom}".strip())
    if not found and not problems:
        problems.append(InputProblem("la liste n'a aucun candidat", table.source))
    if problems:
        raise InvalidInput(problems)
    return tuple(found.values())


STATES = {"absent": Standing.ABSENT, "dispense": Standing.EXEMPT, "present": Standing.PRESENT}


def read_sheets(content: bytes, source: str, grid: Grid, session: int) -> dict[str, dict[str, Filled]]:
    """What was ticked, by candidate then situation: ``"1": {S1: {valeurs: {C1.1: "2"}, note: "12,5", etat: absent}}``.

    Raises InvalidInput: every fault at its line.
    """
    text = read_yaml(content, source)
    problems: list[InputProblem] = []
    found: dict[str, dict[str, Filled]] = {}
    if not isinstance(text.value, Mapping):
        raise InvalidInput([text.problem((), "attendu : un candidat par clé, puis ses situations")])
    for numero, situations in text.value.items():
        if not isinstance(situations, Mapping):
            problems.append(text.problem((numero,), "attendu : les situations du candidat, « S1: {valeurs: …} »"))
            continue
        for code, told in situations.items():
            sheet = _sheet(text, (numero, code), told, grid, session, problems)
            found.setdefault(numero, {})[code] = sheet
        try:
            compute(grid, found.get(numero, {}), session)
        except ValueError as fault:
            problems.append(text.problem((numero,), str(fault)))
    if problems:
        raise InvalidInput(problems)
    return found


def _sheet(text: YamlText, place: Place, told: Any, grid: Grid, session: int, problems: list[InputProblem]) -> Filled:
    known = ("valeurs", "indicateurs", "note", "bonus", "etat", "imposee", "texte")
    parts = [told.get(name, {}) for name in known[:2]] if isinstance(told, Mapping) else [None]
    if not all(isinstance(part, Mapping) for part in parts):
        problems.append(text.problem(place, f"attendu : {', '.join(known)}"))
        return Filled()
    for key in told:
        if key not in known:
            problems.append(text.problem((*place, key), f"clé inconnue : « {key} » ; connues : {', '.join(known)}"))
    standing = told.get("etat", "present")
    if standing not in STATES:
        problems.append(
            text.problem((*place, "etat"), f"« {standing} » n'est pas un état ; attendu : {', '.join(STATES)}")
        )
    imposed = _points(text, (*place, "imposee"), told.get("imposee"), problems)
    if imposed is not None and not told.get("texte"):
        problems.append(text.problem((*place, "imposee"), "une note fixée par un texte donne ce texte : « texte: … »"))
    mark = None
    if "note" in told:
        try:
            mark = typed_mark(grid, told["note"], session)
        except ValueError as fault:
            problems.append(text.problem((*place, "note"), str(fault)))
    return Filled(
        {code: value for code, value in told.get("valeurs", {}).items() if value},
        mark,
        _points(text, (*place, "bonus"), told.get("bonus"), problems) or parse_points("0"),
        Standing.IMPOSED if imposed is not None else STATES.get(standing, Standing.PRESENT),
        imposed,
        told.get("texte", ""),
        _observed(text, (*place, "indicateurs"), told.get("indicateurs", {}), problems),
    )


def _observed(
    text: YamlText, place: Place, told: Mapping[str, Any], problems: list[InputProblem]
) -> dict[str, frozenset[int]]:
    """The indicators seen, by criterion: ``{C1.1: [1, 3]}``, ranks from 1."""
    found: dict[str, frozenset[int]] = {}
    for criterion, ranks in told.items():
        if not isinstance(ranks, list) or not all(isinstance(one, str) and one.isdecimal() for one in ranks):
            problems.append(text.problem((*place, criterion), "attendu : les rangs des indicateurs observés, [1, 3]"))
        elif ranks:
            found[criterion] = frozenset(map(int, ranks))
    return found


def _points(text: YamlText, place: Place, told: Any, problems: list[InputProblem]) -> Any:
    try:
        return None if told is None else parse_points(str(told))
    except ValueError as fault:
        problems.append(text.problem(place, str(fault)))
        return None


def marks_csv(results: Iterable[tuple[str, str, Result]]) -> str:
    """The marks of a unit, one candidate a line, as lists of candidates take them, and what vouches for them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    rows = list(results)
    unit = rows[0][2].grid.unit if rows else "note"
    writer.writerow(
        [
            "numero",
            "nom",
            unit,
            "etat",
            "couverture",
            "points",
            "manque",
            "signatures",
            "grille",
            "edition",
            "empreinte",
        ]
    )
    for numero, name, result in rows:
        grid = result.grid
        cell = "" if result.mark is None else result.mark_text
        told = [result.outcome.label, result.coverage_text, result.raw_text, " ; ".join(result.missing)]
        told.append(f"aucune ; {signatories_text(grid)}")
        writer.writerow(map(safe, [numero, name, cell, *told, grid.code, grid.edition, grid.fingerprint]))
    return out.getvalue()


def opened_rows(result: Result) -> list[tuple[str, str, str, str, str]]:
    """A result open down to the cross: situation, line, what was ticked, its weight there, the points it brings."""
    grid, rows = result.grid, list[tuple[str, str, str, str, str]]()
    for one in result.situations:
        if one.standing is not Standing.PRESENT:
            points = "" if one.raw is None else points_text(one.raw)
            rows.append((one.situation.title, Outcome(one.standing).label, one.text or "—", "", points))
        rows += [
            (one.situation.title, f"{line.code} {text}", *_told(grid, line))
            for line, (_, text, _) in zip(one.lines, line_texts(grid, one.situation), strict=True)
        ]
    return rows


def _told(grid: Grid, line: Line) -> tuple[str, str, str]:
    known = {level.code: level.label for level in grid.levels}
    ticked = known.get(line.value, line.value) or "—"
    criterion = grid.criterion(line.code)
    if criterion is not None and line.observed:
        seen = " ; ".join(criterion.indicators[rank - 1] for rank in line.observed)
        ticked += f" (observés, {len(line.observed)} sur {len(criterion.indicators)} : {seen})"
    return ticked, f"{points_text(line.share * 100)} %", "" if line.points is None else points_text(line.points)
