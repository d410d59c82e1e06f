"""A replay: every file of the folder of a session held against what its own candidates, rules and numbers give again.

``decisions.*``, ``explications.jsonl``, ``synthese.json``, ``reglement.json`` and ``parametres.json`` are made again;
what came from outside (the sheet, the remarks on the list, the list itself) is held against its digest.
"""

import csv
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from laureat.deliberation.paths import Columns
from laureat.exchange import dossier
from laureat.exchange.deliberating import Counts, as_csv, counted, decide_batch, decision_texts, explained_lines
from laureat.exchange.judging import COLUMNS, Decided
from laureat.exchange.processes import Processes
from laureat.exchange.stored import UNREADABLE_ARROW, decisions_of
from laureat.vocabulary.french import number, plural
from laureat.vocabulary.numbers import quoted

UNREADABLE = UNREADABLE_ARROW
NOT_REPLAYED = {"version_moteur", "empreinte_sources", "versions", "empreinte_entree"}
"""What the synthesis says of the machine and of the file received: nothing in the folder gives it again."""


@dataclass
class Replay:
    """What a replay found."""

    done: int = 0
    """How many candidates were decided again."""
    told: list[str] = field(default_factory=list)
    """Each difference, in a sentence that names its file."""


def replay(read: dossier.Dossier, progress: Callable[[int], None] = lambda rows: None) -> Replay:
    """Decide a recorded session again, and compare. Raises InvalidInput where a file of the folder is illegible."""
    found, counts, folder = Replay(), Counts(), read.path
    explanations = folder / dossier.EXPLANATIONS
    decisions = _Recorded(folder)
    columns = Columns(read.rules)
    with ExitStack() as stack:
        file = stack.enter_context(_opened(folder / dossier.DECISIONS_CSV))
        told = stack.enter_context(_opened(explanations)) if explanations.exists() else None
        processes = stack.enter_context(Processes(read.rules))
        csv_is_the_same = True
        for batch in read.batches():
            decided = decide_batch(columns, batch)
            again = decided.texts
            counts.add(again)
            found.told += decisions.changed(found.done, batch, decided)
            expected = as_csv(again, heading=found.done == 0)
            if csv_is_the_same and file.read(len(expected)) != expected:
                csv_is_the_same = False
            if not csv_is_the_same:
                found.told += _rows(dossier.DECISIONS_CSV, decisions.csv(found.done, batch.height), again)
            if told is not None:
                found.told += _lines(told, explained_lines(processes, batch))
            found.done += batch.height
            progress(found.done)
        if csv_is_the_same and file.read(1):
            found.told.append(f"{dossier.DECISIONS_CSV} : des lignes suivent la dernière décision")
        if told is not None and told.read(1):
            found.told.append(f"{dossier.EXPLANATIONS} : des lignes suivent la dernière explication")
    if (recorded := decisions.height) != found.done:
        written = plural(recorded, "décision enregistrée", "décisions enregistrées")
        found.told.append(f"{dossier.DECISIONS} : {written} pour {plural(found.done, 'candidat')}")
    if not read.intact(dossier.DECISIONS) and not any(line.startswith(dossier.DECISIONS) for line in found.told):
        found.told.append(f"{dossier.DECISIONS} : {dossier.OTHER_FILE}")
    found.told[:0] = [*_rules(read), *_given(read), *_synthesis(read, counts)]
    return found


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError:
        raise dossier.illegible(path.name, "il manque, ou ne s'ouvre pas") from None


class _Recorded:
    """The decisions that the folder holds, in both files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._csv: pl.DataFrame | None = None
        try:
            self._legends, self._told = decisions_of(folder / dossier.DECISIONS)
        except UNREADABLE:
            raise dossier.illegible(dossier.DECISIONS, _DAMAGED) from None
        self.height = self._told.height

    def changed(self, start: int, batch: pl.DataFrame, again: Decided) -> Iterator[str]:
        """What the numbers recorded of a batch no longer say."""
        rows = self._told.slice(start, batch.height)
        told = pl.DataFrame({"numero": batch["numero"]}).hstack(again.told.drop("proche"))
        if self._legends == again.legends and rows.equals(told):
            return
        try:
            warned = batch[: rows.height].with_columns(rows["numero"])
            then = decision_texts(self._legends, warned, rows.with_columns(proche=False))
        except UNREADABLE:
            raise dossier.illegible(dossier.DECISIONS, _DAMAGED) from None
        yield from _rows(dossier.DECISIONS, then.select(_TEXT), again.texts)

    def csv(self, start: int, height: int) -> pl.DataFrame:
        """So many rows of the CSV file, which is read only where it is not what was written."""
        if self._csv is None:
            try:
                path = self._folder / dossier.DECISIONS_CSV
                self._csv = pl.read_csv(path, separator=";", infer_schema=False, glob=False).select(_TEXT)
            except UNREADABLE:
                why = "les lignes n'ont plus toutes les mêmes colonnes, ou ce n'est plus du texte en UTF-8"
                raise dossier.illegible(dossier.DECISIONS_CSV, why) from None
            if tuple(self._csv.columns) != COLUMNS:
                got = ", ".join(self._csv.columns)
                raise dossier.illegible(
                    dossier.DECISIONS_CSV, f"colonnes attendues : {', '.join(COLUMNS)} ; reçues : {got}"
                )
        return self._csv.slice(start, height)


_DAMAGED = "il manque, ou il est abîmé, tronqué, ou sans les colonnes d'une délibération"
_TEXT = pl.all().cast(pl.String).fill_null("")


def _rows(name: str, then: pl.DataFrame, again: pl.DataFrame) -> Iterator[str]:
    if then.height != again.height:
        recorded = plural(then.height, "décision enregistrée", "décisions enregistrées")
        yield f"{name} : {recorded} pour {plural(again.height, 'candidat')}"
        return
    after = again.select(_TEXT)
    if then.equals(after):
        return
    for b, a in zip(then.iter_rows(named=True), after.iter_rows(named=True), strict=True):
        for column in COLUMNS:
            if b[column] != a[column]:
                yield f"{name}, candidat {a['numero']} : {column} était « {b[column]} », devient « {a[column]} »"


def _lines(file: BinaryIO, expected: Iterator[str]) -> Iterator[str]:
    for line in expected:
        if file.readline() != line.encode():
            yield f"{dossier.EXPLANATIONS}, candidat {json.loads(line)['numero']} : l'explication n'est pas la même"


def _rules(read: dossier.Dossier) -> Iterator[str]:
    """The numbers that changed since the deliberation, each with its old and its new value; then the règlement."""
    then = _by_name(read.synthese.get("parametres"))
    now = [dossier.parameter_to_json(parameter) for parameter in read.rules.parameters.values()]
    if read.intact(dossier.PARAMETERS):  # What differs was then changed in the synthesis.
        yield from _changes(dossier.SYNTHESE, {"parametres": then}, {"parametres": _by_name(now)})
    else:
        yield from _changes(dossier.PARAMETERS, then, _by_name(now), "« {} » à la délibération, « {} » dans le dossier")
    yield from _changes(dossier.PARAMETERS, _by_name(dossier.read_json(read.path / dossier.PARAMETERS)), _by_name(now))
    yield from _changes(
        dossier.REGLEMENT, dossier.read_json(read.path / dossier.REGLEMENT), dossier.rules_to_json(read.rules)
    )


def _synthesis(read: dossier.Dossier, counts: Counts) -> Iterator[str]:
    again = counted(read.rules, counts)
    given = {*NOT_REPLAYED, "empreinte_candidats", "empreintes", "remarques", "parametres"}  # Told on their own.
    then = {name: value for name, value in read.synthese.items() if name not in given}
    then["hypotheses"], again["hypotheses"] = _by_name(then.get("hypotheses")), _by_name(again["hypotheses"])
    yield from _changes(dossier.SYNTHESE, then, {name: value for name, value in again.items() if name not in given})


def _given(read: dossier.Dossier) -> Iterator[str]:
    """What came from outside, by its digest."""
    yield from read.changed()
    path = read.path / dossier.REMARKS
    try:
        with path.open(encoding="utf-8", newline="") as file:
            remarks = sum(1 for _ in csv.reader(file, delimiter=";")) - 1
    except FileNotFoundError:
        remarks = 0
    except (OSError, ValueError, csv.Error):
        raise dossier.illegible(path.name, "ce n'est plus du texte en UTF-8") from None
    if read.synthese.get("remarques") != remarks:
        told = f"« remarques » dit {read.synthese.get('remarques')}, {dossier.REMARKS} en contient {number(remarks)}"
        yield f"{dossier.SYNTHESE} : {told}"


def _by_name(content: Any) -> Any:
    """A list of numbers by their names, so that each is compared with itself."""
    if isinstance(content, list) and all(isinstance(each, dict) and "nom" in each for each in content):
        return {str(each["nom"]): each for each in content}
    return content


def _changes(name: str, then: Any, now: Any, words: str = "« {} » dans le dossier, « {} » au rejeu") -> Iterator[str]:
    """Each value that differs between two contents of a file, with its path."""
    for path, before, after in _leaves(then, now, ()):
        yield f"{name} : {' > '.join(path) or 'tout'}, {words.format(_said(before), _said(after))}"


def _leaves(then: Any, now: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys(itertools.chain(now, then)):
            yield from _leaves(then.get(key), now.get(key), (*path, str(key)))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for rank, (before, after) in enumerate(zip(then, now, strict=True), 1):
            yield from _leaves(before, after, (*path, str(rank)))
    elif then != now or type(then) is not type(now):
        yield path, then, now


def _said(value: Any) -> str:
    if value is None:
        return "rien"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return quoted(text, 120)
