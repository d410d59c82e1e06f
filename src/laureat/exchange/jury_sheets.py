"""The rows of a jury or of a register, from a table or from YAML: cells as text, each with its line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from laureat.exchange.tables import normalised_heading, read_table
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.yaml_text import read_yaml

_YAML = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, whatever the file: cells by normalised heading, and where it stands."""

    cells: Mapping[str, str]
    line: int

    def get(self, *names: str) -> str:
        """The first of these cells that says something."""
        return next((text for name in names if (text := self.cells.get(name, "").strip())), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows, the headings, what a YAML file says beside its members, and the name of the file."""

    rows: tuple[Row, ...]
    keys: frozenset[str]
    properties: Mapping[str, str]
    source: str


def read_sheet(
    path: Path,
    expected: Collection[str],
    known: Collection[str],
    sheet: str | None = None,
    warnings: list[InputProblem] | None = None,
) -> Sheet:
    """The rows of a file, by its extension; a YAML file without a row is taken to have the ``expected`` columns.

    ``known`` are the headings that may be met in a table, ``sheet`` the one of a workbook (see ``table_sheet``).
    """
    if path.suffix.lower() in _YAML:
        return _yaml_sheet(path, expected)
    return table_sheet(path, known, sheet, warnings=warnings)


def table_sheet(
    path: Path, known: Collection[str], sheet: str | None = None, warnings: list[InputProblem] | None = None
) -> Sheet:
    """The rows of a CSV, XLSX or Parquet file; ``known`` headings tell their line from a title above it.

    Raises Several where a workbook has several sheets that may be meant, and ``sheet`` does not name one.
    """
    table = read_table(path, sheet=sheet, known={name: name for name in known}, warnings=warnings)
    keys = [normalised_heading(heading) for heading in table.frame.columns]
    rows = tuple(
        Row({key: cell or "" for key, cell in zip(keys, cells, strict=True)}, int(line))
        for cells, line in zip(table.frame.iter_rows(), table.lines, strict=True)
    )
    return Sheet(rows, frozenset(keys), {}, table.source)


def _yaml_sheet(path: Path, expected: Collection[str]) -> Sheet:
    """A YAML file read as text: the scalars stay as written, so that ``non`` stays a word."""
    try:
        read = read_yaml(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise InvalidInput([InputProblem("le fichier n'existe pas", str(path))]) from None
    except OSError as error:
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être lu : {plainly(error)}", str(path))]) from None
    properties: dict[str, str] = {}
    members, at = read.value, tuple[str, ...]()
    if isinstance(members, Mapping):
        at = next((key for key in read.value if normalised_heading(key) == "membres"), "membres"), *at
        members = read.value.get(at[0])
        properties = {normalised_heading(key): _text(value) for key, value in read.value.items() if _is_text(value)}
    if not isinstance(members, list):
        raise InvalidInput([read.problem(at, "une liste de membres est attendue, seule ou sous la clé « membres »")])
    problems: list[InputProblem] = []
    rows: list[Row] = []
    for rank, member in enumerate(members):
        if not isinstance(member, Mapping):
            told = "chaque membre s'écrit « nom: …, qualite: …, fonction: … »"
            problems.append(read.problem((*at, rank), told))
            continue
        problems += (
            read.problem((*at, rank, key), f"la clé « {key} » attend un texte")
            for key, value in member.items()
            if not _is_text(value)
        )
        cells = {normalised_heading(key): _text(value) for key, value in member.items() if _is_text(value)}
        rows.append(Row(cells, read.place((*at, rank))[0]))
    if problems:
        raise InvalidInput(problems)
    keys = frozenset(name for row in rows for name in row.cells) or frozenset(expected)
    return Sheet(tuple(rows), keys, properties, path.name)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _text(value: str) -> str:
    return "" if value in ("~", "null") else value.strip()
