"""Tables that lost their tabs: cells set side by side by spaces, or printed one below the other.

Everything here gives back lines whose cells are parted by tabs; tables of ticks are in ``ticks``, those of blocks in
``two_columns``.
"""

import re
from collections.abc import Sequence

from laureat.register.values import iso_date
from laureat.vocabulary.french import fold

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_SIRET = re.compile(r"(?<!\d)\d{3} ?\d{3} ?\d{3} ?\d{5}(?!\d)")


def segments(line: str) -> list[tuple[int, str]]:
    """The pieces of a line set apart by two spaces or more, each with its column."""
    return [(match.start(), match[0]) for match in _SEGMENT.finditer(line)]


def plain_head(lines: Sequence[str], names: Sequence[str]) -> tuple[list[str], list[int], int, int] | None:
    """The heading row of a table without tabs: its cells (among ``names``, folded), their columns, first and last line.

    It may stand on a line, be folded within its columns, or have one cell a line; columns are known where it is not.
    """
    for start, line in enumerate(lines):
        if not line.strip() or not any(fold(line).startswith(name[:4]) for name in names[:1]):
            continue
        for stop in range(start + 1, min(start + 24, len(lines)) + 1):
            block = [row for row in lines[start:stop] if row.strip()]
            columns = _clusters(block)
            if len(columns) > 1 and all(fold(text) in names for _, text in columns):
                return [fold(text) for _, text in columns], [column for column, _ in columns], start, stop
            cells = _known_cells(fold(" ".join(block)), names)
            longer = (fold(" ".join(lines[start:end])) for end in range(stop + 1, min(stop + 8, len(lines)) + 1))
            if len(cells) > 1 and not any(len(_known_cells(folded, names)) > len(cells) for folded in longer):
                return cells, [], start, stop
    return None


def _known_cells(folded: str, names: Sequence[str]) -> list[str]:
    """The names that this text is made of, or nothing."""
    cells = []
    while folded:
        name = max((name for name in names if f"{folded} ".startswith(f"{name} ")), key=len, default=None)
        if name is None:
            return []
        cells.append(name)
        folded = folded[len(name) :].lstrip()
    return cells


def _clusters(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The columns of a few lines: pieces that stand one below the other, joined."""
    found: list[tuple[int, int, str]] = []
    for line in lines:
        for start, text in segments(line):
            over = [(s, e, words) for s, e, words in found if s < start + len(text) and start < e]
            if len(over) > 1:
                return []
            s, e, words = over[0] if over else (start, start, "")
            found = [column for column in found if column not in over]
            found.append((min(s, start), max(e, start + len(text)), f"{words} {text}".strip()))
    return [(start, words) for start, _, words in sorted(found)]


def siret_rows(lines: Sequence[str], size: int, starts: Sequence[int] = ()) -> list[str]:
    """Rows that a SIRET marks: the name before it, ``size`` cells in all.

    ``starts``: where the columns of the heading row begin, for names that go on below their row.
    """
    rows: list[list[str]] = []
    names: list[str] = []
    for line in filter(str.strip, lines):
        if match := _SIRET.search(line):
            after = [text for _, text in segments(line[match.end() :])]
            if len(after) == 1 < size - 2:
                after = after[0].rsplit(" ", 1)
            rows.append([" ".join([*names, line[: match.start()].strip()]).strip(), match[0], *after])
            names = []
        elif rows and not names and len(rows[-1]) < size and not starts:
            rows[-1].append(line.strip())
        elif rows and not names and starts:
            for column, text in segments(line):
                rank = max((r for r, start in enumerate(starts) if start <= column + 1), default=0)
                rows[-1] += [""] * (rank + 1 - len(rows[-1]))
                rows[-1][rank] = f"{rows[-1][rank]} {text}".strip()
        else:
            names.append(line.strip())
    if names and rows:
        rows[-1][0] = " ".join([rows[-1][0], *names])
    return ["\t".join(row + [""] * (size - len(row))) for row in rows] or list(lines)


def dated_rows(lines: Sequence[str]) -> list[str]:
    """Rows of two cells that open with a date or a dash."""
    result: list[str] = []
    for line in filter(str.strip, lines):
        first, _, rest = line.strip().partition(" ")
        if first == "-" or iso_date(first):
            result.append(f"{first}\t{rest.strip()}")
        elif result:
            result[-1] = f"{result[-1].rstrip(' ')}{'' if result[-1].endswith(chr(9)) else ' '}{line.strip()}"
        else:
            result.append(line)
    return result


def figure_rows(lines: Sequence[str], size: int) -> list[str]:
    """Rows of so many figures: a year, then as many numbers or dashes as the heading row has cells."""
    words = " ".join(lines).split()
    whole = [words[start : start + size] for start in range(0, len(words), size)]
    if not words or len(words) % size or any(not re.fullmatch(r"\d{4}", row[0]) for row in whole):
        return list(lines)
    return ["\t".join(row) for row in whole]
