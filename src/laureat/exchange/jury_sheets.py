"""The rows of a jury or of a register, from a table or from YAML: cells as text, each with its line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from laureat.exchange.tables import normalised_heading, read_table
from laureat.vocabulary import InputProblem, InvalidInput

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


def read_sheet(path: Path, expected: Collection[str], known: Collection[str], sheet: str | None = None) -> Sheet:
    """The rows of a file, by its extension; a YAML file without a row is taken to have the ``expected`` columns.

    ``known`` are the headings that may be met in a table, ``sheet`` the one of a workbook (see ``table_sheet``).
    """
    return _yaml_sheet(path, expected) if path.suffix.lower() in _YAML else table_sheet(path, known, sheet)


def table_sheet(path: Path, known: Collection[str], sheet: str | None = None) -> Sheet:
    """The rows of a CSV, XLSX or Parquet file; ``known`` headings tell their line from a title above it.

    Raises Several where a workbook has several sheets that may be meant, and ``sheet`` does not name one.
    """
    table = read_table(path, sheet=sheet, known={name: name for name in known})
    keys = [normalised_heading(heading) for heading in table.frame.columns]
    rows = tuple(
        Row({key: cell or "" for key, cell in zip(keys, cells, strict=True)}, int(line))
        for cells, line in zip(table.frame.iter_rows(), table.lines, strict=True)
    )
    return Sheet(rows, frozenset(keys), {}, table.source)


def _yaml_sheet(path: Path, expected: Collection[str]) -> Sheet:
    """A YAML file read as text: the scalars stay as written, so that ``non`` stays a word."""

    def wrong(message: str, node: yaml.Node | None = None) -> InvalidInput:
        return InvalidInput([InputProblem(message, path.name, node.start_mark.line + 1 if node else None)])

    try:
        root = yaml.compose(path.read_bytes(), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise InvalidInput([InputProblem("le fichier n'existe pas", str(path))]) from None
    except OSError as error:
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être lu : {error.strerror}", str(path))]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise InvalidInput([InputProblem(f"YAML illisible : {error}".splitlines()[0], path.name, line)]) from None
    properties: dict[str, str] = {}
    rows_node = root
    if isinstance(root, yaml.MappingNode):
        rows_node = None
        for key, value in root.value:
            name = normalised_heading(str(key.value))
            if name == "membres":
                rows_node = value
            elif isinstance(value, yaml.ScalarNode):
                properties[name] = _scalar(value)
    if not isinstance(rows_node, yaml.SequenceNode):
        raise wrong("une liste de membres est attendue, seule ou sous la clé « membres »", root)
    rows = []
    for item in rows_node.value:
        if not isinstance(item, yaml.MappingNode):
            raise wrong("chaque membre s'écrit « nom: …, qualite: …, fonction: … »", item)
        cells = {}
        for key, value in item.value:
            if not isinstance(value, yaml.ScalarNode):
                raise wrong(f"la clé « {key.value} » attend un texte", value)
            cells[normalised_heading(str(key.value))] = _scalar(value)
        rows.append(Row(cells, item.start_mark.line + 1))
    keys = frozenset(name for row in rows for name in row.cells) or frozenset(expected)
    return Sheet(tuple(rows), keys, properties, path.name)


def _scalar(node: yaml.ScalarNode) -> str:
    text = str(node.value).strip()
    return "" if node.tag == "tag:yaml.org,2002:null" else text
