"""Tables of ticks under « Oui » and « Non » whose tabs became spaces or lines, with their tabs given back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from laureat.register.columns import segments
from laureat.vocabulary.french import fold

_TICK = re.compile(r"(\s*)[Xx✓✔☒](?:(\s+)(\S.*)?|$)", re.DOTALL)
_TICKS = frozenset("Xx✓✔☒")
_TICK_HEAD = re.compile(
    r"(?:(?:voie|d'acces|a|la|certification|oui|non|composition|des|jurys?|date|de|derniere|modification)(?: |$))+"
)
_HEADING = re.compile(r"oui|non|composition des jurys?|date de derniere modification")
"""A whole heading of the table, alone on its line."""
_SQUEEZED = 4
"""How far « Non » stands from « Oui » where a page is printed with one space between them."""
_DOUBLED = 2
"""The spaces of two tabs, where each became one."""
_STOP = 8
"""Where tabs became spaces up to the next multiple of so many characters."""


@dataclass
class Doubts:
    """What a table of ticks that lost its tabs does not say for sure."""

    guessed: list[str] = field(default_factory=list)
    """The labels of the rows whose column is lost."""
    unread: list[str] = field(default_factory=list)
    """Lines whose order tells nothing."""


@dataclass
class Ticks:
    """What the heading row « Oui  Non » says of the place of a tick below it."""

    yes: int = -1
    no: int = -1
    text: int = -1
    """The columns of « Oui », of « Non » and of what follows; -1 where they are not side by side."""

    @classmethod
    def of(cls, line: str) -> "Ticks":
        """The places that a heading row gives."""
        match = re.search(r"\bOui\b(\s+)\bNon\b\s*", line)
        return cls(match.start(), match.end(1), match.end()) if match and "\n" not in match[0] else cls()

    def aligned(self, lines: Sequence[str]) -> bool:
        """True where words and ticks stand below their headings."""
        if self.printed(lines) is not None:
            return True
        if self.no - self.yes < 5:
            return False
        columns = [column for line in lines for column, text in segments(line) if text in _TICKS]
        if columns and set(columns) <= {self.yes, self.no}:
            return True
        if any(self.yes <= column for line in lines for column, _ in segments(line)[:1]):
            return bool(columns)  # words go on below their column
        return bool(columns) and all(self.under(column) is not None for column in columns) and not self.stops

    def under(self, column: int) -> bool | None:
        """The answer of a tick in this column; None where it stands below neither, or between the two."""
        left, right = abs(column - self.yes), abs(column - self.no)
        return None if min(left, right) > 2 or left == right else left < right

    def printed(self, lines: Sequence[str]) -> dict[int, bool | None] | None:
        """By line, the answers of a table whose rows keep the columns of a page (``pdftotext -layout``); else None.

        Such a page squeezes its columns, by line: what stands left of « Oui » or at it is a yes, what stands at « Non »
        or right of it a no, and what stands between is a no where a yes of the same page stands well left of it. On a
        page set otherwise than the one that bears the heading, nothing is told.
        """
        if self.no - self.yes != _SQUEEZED:
            return None
        found = {}
        for number, line in enumerate(lines):
            pieces = segments(line)
            for rank, (column, text) in enumerate(pieces[:-1]):
                if text in _TICKS:
                    found[number] = column, pieces[rank + 1][0]
        if len(found) < 2:
            return None
        base = next(iter(found.values()))[1]
        here = {number: column for number, (column, words) in found.items() if abs(words - base) <= 1}
        if 2 * len(here) <= len(found) or not 0 <= base - self.text <= _SQUEEZED + 1:
            return None
        least = min(here.values())
        answers: dict[int, bool | None] = dict.fromkeys(found)
        for number, column in here.items():
            if column <= self.yes + 1:
                answers[number] = True
            elif column >= self.no or (least <= self.yes and column - least >= _SQUEEZED):
                answers[number] = False
        return answers

    @property
    def stops(self) -> bool:
        """True where the tabs became spaces up to the next multiple of eight."""
        return self.yes >= 0 and self.yes % _STOP == self.no % _STOP == 0 and self.no - self.yes == _STOP

    def answer(self, before: int, after: int | None, exact: bool) -> bool | None:
        """The answer of a tick with so many spaces (or lines) around it; None where they do not tell.

        ``exact``: each tab became the same number of spaces.
        """
        if self.no - self.yes == _SQUEEZED and max(before, after or 0) > _DOUBLED:
            return None  # a printed page whose rows did not keep its columns
        if after is not None and before != after:
            doubled = exact or self.stops or 2 * min(before, after) == max(before, after)
            return after > before if doubled else None
        if self.stops:
            return before <= _STOP
        if exact and self.no > self.yes >= 0:
            return before <= self.no - self.yes - len("Oui")
        return None


def is_tick_head(line: str) -> bool:
    """True for the heading row of a table of ticks, or for a piece of it."""
    return _TICK_HEAD.fullmatch(fold(line)) is not None


def ticked_rows(lines: Sequence[str], labels: Mapping[str, str], doubts: Doubts) -> list[str]:
    """Rows of a label, a tick under « Oui » or « Non », and words: with tabs, whatever became of them.

    Where a table lost its columns altogether, a route whose jury has words is open, one whose jury has none is
    closed, as on every sheet of the register; the labels of all rows whose column is lost are told in ``doubts``.
    Cells in an order that tells nothing are left there too.
    """
    if any("\t" in line for line in lines):
        return list(lines)
    result: list[str] = []
    exact = False
    for head, body in _tables(lines, labels):
        result += ["\tOui\tNon"] if head else []
        place = Ticks.of(head[-1]) if head else Ticks()
        if place.aligned(body):
            result += _aligned_rows(body, labels, place, doubts)
        else:
            rows, left, scrambled = _loose_rows(body, labels)
            if scrambled:
                doubts.unread += body
                continue
            gaps = {min(row.before, row.after) for row in rows if row.after is not None and not row.below}
            wide = any(not row.below and max(row.before, row.after or 0) > 1 for row in rows)
            exact = len(gaps) < 2 and (exact or wide)
            result += [*left, *_answered(rows, place, exact, doubts)]
    return result


def _tables(lines: Sequence[str], labels: Mapping[str, str]) -> list[tuple[list[str], list[str]]]:
    """The heading lines and the rows of each table; a heading row folded over lines ends at the first label."""
    tables: list[tuple[list[str], list[str]]] = [([], [])]
    in_head = False
    for line in lines:
        folded = fold(line)
        opens = any(label.startswith(folded.split(" x", 1)[0]) for label in labels) if folded else False
        if re.match(r"(?:voie d'acces .*)?oui non\b|voie d'acces\b|oui$", folded):
            tables.append(([line], []))
            in_head = True
        elif in_head and folded and not _opens_label(folded, labels):
            if re.fullmatch(
                r"(?:a la |la )?certification.*|oui|non|composition.*|(?:des )?jurys?|date de.*|modification", folded
            ):
                if Ticks.of(line).yes >= 0:
                    tables[-1][0].append(line)
            else:
                in_head = False
                tables[-1][1].append(line)
        else:
            in_head = in_head and not opens and not folded
            tables[-1][1].append(line)
    return tables


def _opens_label(folded: str, labels: Mapping[str, str]) -> bool:
    """True for a line that starts with a label or with the beginning of one."""
    return any(folded.startswith(label) or f"{label} ".startswith(f"{folded} ") for label in labels)


def _aligned_rows(lines: Sequence[str], labels: Mapping[str, str], place: Ticks, doubts: Doubts) -> list[str]:
    """Rows whose columns stand below their heading."""
    rows: list[list[str]] = []
    answers = place.printed(lines)
    for number, line in enumerate(lines):
        cells = ["", "", "", "", ""]
        pieces = segments(line)
        for column, text in pieces:
            if text in _TICKS:
                answer = place.under(column) if answers is None else answers.get(number)
                cells[{True: 1, False: 2, None: 4}[answer]] = "X"
            else:
                cells[0 if column < place.yes - 1 else 3] += f" {text}"
        label = cells[0].strip()
        if label and any(name.startswith(fold(label)) for name in labels):
            rows.append([label, "", "", "", ""])
        elif label and rows:
            rows[-1][0] += f" {label}"
        elif not rows:
            rows.append(["", "", "", "", ""])
        for rank in (1, 2, 4):
            rows[-1][rank] = rows[-1][rank] or cells[rank]
        rows[-1][3] += f"\n{cells[3].strip()}"
    for row in rows:
        if row[4]:
            doubts.guessed.append(fold(row[0]))
            if answers is None:
                row[1 if row[3].strip(" -–\n") else 2] = "X"
    return [line for row in rows for line in "\t".join([*row[:3], row[3].strip("\n")]).split("\n")]


@dataclass
class _Loose:
    """A row whose cells follow each other: the spaces (or lines) around its tick, and its words."""

    label: str
    before: int
    after: int | None
    words: list[str]
    below: bool
    """Its cells stand one below the other: only a missing empty line tells something."""


def _loose_rows(lines: Sequence[str], labels: Mapping[str, str]) -> tuple[list[_Loose], list[str], bool]:
    """The rows whose cells follow each other on a line or one below the other, and the lines above them.

    True in the end: a label has no tick, so the cells stand in an order that tells nothing.
    """
    found: list[_Loose] = []
    left: list[str] = []
    position, scrambled = 0, False
    while position < len(lines):
        label, rest, size = _label(lines, position, labels)
        tick = _TICK.match(rest) if label else None
        scrambled = scrambled or bool(label and tick is None)
        if tick is None:
            (found[-1].words if found else left).append(lines[position])
            position += 1
        else:
            after = len(tick[2] or "") if tick[3] else None
            below = "\n" in tick[1]
            if below and min(len(tick[1]), after or 2) > 1:
                after = len(tick[1])
            found.append(_Loose(label, len(tick[1]), after, (tick[3] or "").split("\n"), below))
            position += size
    return found, left, scrambled


def _answered(rows: Sequence[_Loose], place: Ticks, exact: bool, doubts: Doubts) -> Iterator[str]:
    """The rows with their tabs; see ``ticked_rows`` for those whose column is lost."""
    answers = [place.answer(row.before, row.after, exact) for row in rows]
    said = [any(word.strip(" -–") and not is_tick_head(word) for word in row.words) for row in rows]
    lost = any(said) and all(answer is None for answer in answers)
    for row, answer, has_words in zip(rows, answers, said, strict=True):
        if answer is None:
            doubts.guessed.append(row.label)
            answer = has_words if lost else None
        cells = ["X" if answer else "", "X" if answer is False else ""]
        yield from "\t".join([row.label, *cells, "\n".join(_below_the_head(row.words))]).split("\n")


def _below_the_head(words: Sequence[str]) -> list[str]:
    """The words of a cell, less the headings of the table where the order of the cells put them above it."""
    first = next((n for n, word in enumerate(words) if word.strip() and not _HEADING.fullmatch(fold(word))), len(words))
    return list(words[first:])


def _label(lines: Sequence[str], start: int, labels: Mapping[str, str]) -> tuple[str, str, int]:
    """The label that opens at this line, what follows it (down to its tick), and the number of lines."""
    if not _opens_label(fold(lines[start]), labels) or not lines[start].strip():
        return "", "", 0
    joined, best = "", ("", "", 0)
    for size in range(1, min(8, len(lines) - start) + 1):
        joined = f"{joined}\n{lines[start + size - 1]}" if joined else lines[start].lstrip()
        folded = fold(joined)
        for label in labels:
            if folded == label or folded.startswith(f"{label} x"):
                end = next(n for n in range(len(joined) + 1) if fold(joined[:n]) == label)
                best = (label, joined[end:], size)
        if best[0] and best[1].strip():
            return best
    return best
