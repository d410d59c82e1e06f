"""The tables of a printed sheet: cells parted by tabs, rows cut by page breaks, overflow printed below its row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from laureat.register.columns import plain_head
from laureat.register.text import BULLETS, FOLDED, Folding, continues, join_lines, paragraphs, strip_html
from laureat.register.ticks import Doubts, ticked_rows
from laureat.register.two_columns import ASSESSMENT, after_the_list, retabbed, side_by_side, told_apart
from laureat.vocabulary.french import fold

_BLOCK = re.compile(r"\s*(?P<code>(?:RNCP|RS)\s?\d+\s?BC\s?\d+|BC\s?\d+|\d{1,3})\s*[-–—]\s*(?P<rest>.*)", re.DOTALL)
_TABLE_HEAD = re.compile(r"\s*Liste\s+de\s+comp[ée]tences\s+Modalit[ée]s\s+d\s?['’]\s?[ée]valuation\s*$", re.IGNORECASE)
_CUT_HYPHEN = re.compile(r"(?<=\w)-\s+(?=\w)")
_EDGE_TAGS = re.compile(r"^\s*<p\b[^<>]*>|</p>\s*$", re.IGNORECASE)
_ORDINAL = re.compile(r"\s+(?=\d{1,2}° )")
_HEAD_LINES = 8


@dataclass
class Row:
    """A row: its cells by the folded words of their heading; an empty cell or a dash is None."""

    cells: dict[str, str]

    def get(self, heading: str) -> str | None:
        """The cell under the heading that starts with these folded words."""
        return next((_value(cell) for words, cell in self.cells.items() if words.startswith(heading)), None)

    def cell(self, rank: int) -> str | None:
        """The cell at this place."""
        values = list(self.cells.values())
        return _value(values[rank]) if rank < len(values) else None


def _value(cell: str) -> str | None:
    words = " ".join(cell.split())
    return None if words in ("", "-", "–") else words


Untabbed = Callable[[Sequence[str], int, Sequence[int]], list[str]]
"""Lines without tabs, the number of cells of a row, the columns where they start (if known): the same with tabs."""


def rows(
    lines: Sequence[str],
    head: Sequence[str],
    untabbed: Untabbed,
    *,
    names: Sequence[str] = (),
    starts: Callable[[str], bool] | None = None,
) -> tuple[list[Row], list[str]]:
    """The rows below their heading row, and the lines that are not in the table.

    ``head`` is the heading row as usually printed (folded); a row with more columns is known by the first two.
    ``starts`` says whether a first cell opens a row; without it a row has as many cells as the heading, and a line
    without tab is the beginning of the name that the next line goes on with. ``untabbed`` gives their tabs back to
    lines that lost them; then ``names`` are the words that the heading row may be made of, if more than ``head``.
    """
    if not any("\t" in line for line in lines) and (plain := plain_head(lines, names or head)):
        cells, columns, start, stop = plain
        lines = [*lines[:start], "\t".join(cells), *untabbed(lines[stop:], len(cells), columns)]
    position, headings = 0, list[str]()
    left: list[str] = []
    while position < len(lines) and not headings:
        headings, size = _heading_row(lines, position, head)
        if not headings and lines[position].strip():
            left.append(lines[position])
        position += size
    found: list[list[str]] = []
    waiting: list[str] = []
    for line in filter(str.strip, lines[position:]):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == 1 and found and starts:
            found[-1][-1] += f" {cells[0]}"
        elif len(cells) == 1:
            waiting.append(cells[0])
        elif found and (cells[0] == "" or (starts and not starts(cells[0]))):
            for rank, cell in enumerate(cells[: len(found[-1])]):
                found[-1][rank] = f"{found[-1][rank]} {cell}".strip()
        else:
            cells[0] = " ".join([*waiting, cells[0]])
            waiting = []
            found.append((cells + [""] * len(headings))[: max(len(cells), len(headings))])
    if waiting and found:
        found[-1][-1] += " " + " ".join(waiting)
    elif waiting:
        left += waiting
    named = [[*headings, *(f"colonne {rank + 1}" for rank in range(len(headings), len(row)))] for row in found]
    return [Row(dict(zip(names, row, strict=True))) for names, row in zip(named, found, strict=True)], left


def _heading_row(lines: Sequence[str], start: int, head: Sequence[str]) -> tuple[list[str], int]:
    """The cells of the heading row that opens at this line, perhaps folded, and its number of lines."""
    usual, joined = " ".join(head), ""
    for size in range(1, min(_HEAD_LINES, len(lines) - start) + 1):
        joined = f"{joined} {lines[start + size - 1]}"
        folded = fold(joined)
        cells = [fold(cell) for cell in joined.split("\t")]
        if folded == usual and len(cells) > 1:
            return cells, size
        if not usual.startswith(folded):
            known = size == 1 and len(cells) > 1 and all(word in folded for word in head[:2])
            return (cells if known else []), 1
    return [], 1


@dataclass
class Checkbox:
    """A row with an X under « Oui » or « Non »."""

    ticked: bool | None
    text: str | None
    fragments: list[str] = field(default_factory=list)


def checkbox_rows(
    lines: Sequence[str], labels: Mapping[str, str], doubts: Doubts, folding: Folding = FOLDED
) -> tuple[dict[str, Checkbox], list[str]]:
    """The rows named by ``labels`` (folded words → key), and the lines of none of them.

    The text of a row goes on below it, after a page break too, until the next label or the next heading row.
    ``doubts`` receives the rows whose columns were lost (``columns.ticked_rows``).
    """
    lines = ticked_rows(lines, labels, doubts)
    found: dict[str, Checkbox] = {}
    left: list[str] = []
    current: Checkbox | None = None
    position = 0
    while position < len(lines):
        label, size = _label_at(lines, position, labels)
        if not label and (flat := next((name for name in labels if fold(lines[position]).startswith(f"{name} ")), "")):
            # Without tabs nothing tells under which heading the X stands: the route is there, open or not.
            words = lines[position].split(" ")[len(flat.split(" ")) :]
            current = found.setdefault(labels[flat], Checkbox(None, None))
            current.fragments.append(" ".join(words[1:] if words[:1] in (["X"], ["x"]) else words))
            position += 1
            continue
        if label:
            cells = "\n".join(lines[position : position + size]).split("\t")[1:]
            marks = 0
            while marks < min(2, len(cells)) and cells[marks].strip().upper() in ("", "X"):
                marks += 1
            ticks = [cell.strip().upper() == "X" for cell in cells[:marks]]
            ticked = True if ticks[:1] == [True] else False if ticks[1:2] == [True] else None
            current = found.setdefault(labels[label], Checkbox(ticked, None))
            current.fragments.append("\t".join(cells[marks:]))
            position += size
            continue
        line = lines[position]
        if fold(line).startswith("oui non"):
            current = None
        if current is not None:
            current.fragments.append(line)
        else:
            left.append(line)
        position += 1
    for row in found.values():
        words = [part for text in cell_paragraphs(row.fragments, folding) for part in _ORDINAL.split(text)]
        row.text = "\n".join(words) if words and words != ["-"] else None
    return found, left


def _label_at(lines: Sequence[str], start: int, labels: Mapping[str, str]) -> tuple[str, int]:
    """The label that opens at this line, perhaps cut over several, and its number of lines."""
    if not lines[start].strip():
        return "", 0
    joined = ""
    for size in range(1, 5):
        if start + size > len(lines):
            break
        joined = f"{joined} {lines[start + size - 1]}"
        cell = fold(joined.split("\t", 1)[0])
        if cell in labels:
            return cell, size
        if not any(label.startswith(f"{cell} ") for label in labels):
            break
    return "", 0


def cell_paragraphs(fragments: Iterable[str], folding: Folding) -> list[str]:
    """The paragraphs of a cell whose text was cut into fragments by page breaks."""
    result: list[str] = []
    last = ""
    for fragment in fragments:
        lines = _EDGE_TAGS.sub("", fragment.replace("\t", " ").strip()).split("\n")
        pieces = [part for line in join_lines(lines, folding) for part in paragraphs(line)]
        full = folding.full(last, lines[0].strip())
        if result and pieces and continues(result[-1], pieces[0], touching=False, full=full):
            result[-1] = folding.joined(result[-1], pieces.pop(0))
        result += pieces
        last = lines[-1]
    return result


@dataclass
class BlockTable:
    """The table of one block: the paragraphs of its two columns."""

    code: str
    title: str
    head: str = ""
    """The heading row of the table, as it stands."""
    lines: list[str] = field(default_factory=list)
    competences: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    """Overflow that nothing ties to a column; it was put in the second."""
    unproved: bool = False
    """The columns were told apart by their words, and the summary has not each competence read, or one of the modes."""


def opens_block(lines: Sequence[str], start: int) -> bool:
    """True where the title of a block and the heading row of its table stand."""
    return _opening(lines, start)[0] is not None


def block_titles(lines: Sequence[str]) -> Iterator[str]:
    """The titles of the blocks."""
    return (table.title for start in range(len(lines)) if (table := _opening(lines, start)[0]))


def block_tables(lines: Sequence[str], summary: Sequence[str], folding: Folding) -> tuple[list[BlockTable], list[str]]:
    """The tables of the blocks, and the lines outside of them.

    ``summary``: the paragraphs of the attested competences, which tell which column a piece of overflow continues.
    """
    tables: list[BlockTable] = []
    left: list[str] = []
    position = 0
    while position < len(lines):
        opening, size = _opening(lines, position)
        if opening is not None:
            tables.append(opening)
            position += size
            continue
        (tables[-1].lines if tables else left).append(lines[position])
        position += 1
    known = fold(" ".join(summary))
    items = set(map(_bare, summary))
    for table in tables:
        _share_columns(table, known, folding)
        strangers = "\n".join(map(_bare, table.modes))
        table.unproved = table.unproved and (
            not items.issuperset(map(_bare, table.competences))
            or any(i in strangers for i in items if i.count(" ") > 1)
        )
    return tables, left


def _bare(competence: str) -> str:
    return fold(strip_html(competence)).strip(f" {BULLETS}.;,")


def _opening(lines: Sequence[str], start: int) -> tuple[BlockTable | None, int]:
    """``RNCP1BC01 - Title`` over several lines, down to the heading row of its table."""
    if not _BLOCK.match(lines[start]):
        return None, 0
    joined = ""
    for size in range(1, _HEAD_LINES + 1):
        if start + size > len(lines):
            break
        joined = f"{joined} {lines[start + size - 1]}"
        if head := _TABLE_HEAD.search(joined):
            match = _BLOCK.match(joined[: head.start()])
            if match is None:
                return None, 0
            title = _CUT_HYPHEN.sub("-", " ".join(match["rest"].split()))
            return BlockTable(match["code"].replace(" ", ""), title, lines[start + size - 1]), size
    return None, 0


def _share_columns(table: BlockTable, summary: str, folding: Folding) -> None:
    """Give each piece of the table to its column: a tab parts them, overflow is recognised by its words.

    Without tabs the columns stand side by side, or one below the other.
    """
    if not any("\t" in line for line in table.lines):
        columns = side_by_side(table.lines, table.head)
        if columns is not None:
            folding = replace(folding, touching=True)
        elif (tabbed := retabbed(table.lines, table.head)) is not None:
            table.lines = tabbed
        elif (columns := after_the_list(table.lines, summary)) is None:
            columns = told_apart(table.lines, summary, table.head, folding)
            table.unproved = True
        for column, target in zip(columns or (), (table.competences, table.modes), strict=False):
            width = max(map(len, column), default=0) if folding.width is not None else None
            target += cell_paragraphs(re.split(r"\n\s*\n", "\n".join(column)), replace(folding, width=width))
        if columns is not None:
            return
    competences: list[str] = []
    modes: list[str] = []
    chunks = [chunk.strip("\n") for chunk in re.split(r"\n\s*\n", "\n".join(table.lines)) if chunk.strip()]
    for rank, chunk in enumerate(chunks):
        if "\t" in chunk:
            for left, right in _split_rows(chunk):
                competences.append(left)
                modes.append(right)
            continue
        following = chunks[rank + 1] if rank + 1 < len(chunks) else ""
        rank_of = _column(chunk, competences, modes, following, summary)
        if rank_of is None:
            table.doubtful.append(chunk)
        (competences if rank_of == 0 else modes).append(chunk)
    table.competences, table.modes = cell_paragraphs(competences, folding), cell_paragraphs(modes, folding)


def _split_rows(chunk: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    before: list[str] = []
    for line in chunk.split("\n"):
        if "\t" in line:
            left, right = line.split("\t", 1)
            found.append(("\n".join([*before, left]), right))
            before = []
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        else:
            before.append(line)
    return found


def _column(chunk: str, competences: list[str], modes: list[str], following: str, summary: str) -> int | None:
    """0 for the competences, 1 for the modes, None when nothing tells."""
    words, bullet = fold(strip_html(chunk)), chunk.lstrip()[:1]
    if chunk.lstrip().startswith(("- ", "•", "* ", "<ul", "<li")):
        of_competences, of_modes = (
            any(line.lstrip().startswith(f"{bullet} ") for cell in column for line in cell.split("\n"))
            for column in (competences, modes)
        )
        return 1 if of_modes and not of_competences else 0
    if competences:
        tail = fold(strip_html(competences[-1])).split(" ")[-3:]
        if summary and f"{' '.join(tail)} {' '.join(words.split(' ')[:3])}" in summary:
            return 0
    if ASSESSMENT.search(words):
        return 1
    return 0 if following else None
