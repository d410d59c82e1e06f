"""Problems met while reading: all are counted, the first thousand are told, each with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.characters import shown
from laureat.vocabulary.french import plural

LIMIT = 1_000
OTHERS = ("autre problème", "autres problèmes")


class Problems:
    """Collects the problems of one input, then raises them together; warnings are kept apart and stop nothing."""

    def __init__(self, source: str, limit: int = LIMIT, alike: int | None = None) -> None:
        """``alike``: how many problems that say the same of a column are told, each in its place; None: all."""
        self.source = source
        self.limit = limit
        self.alike = alike
        self._explained: set[str] = set()
        self._met: Counter[tuple[str, str]] = Counter()
        self.total = 0
        self.warned = 0
        self.letters: dict[str, str] = {}
        """The letter of each column in a spreadsheet, by heading and by our name."""
        self._kept: list[InputProblem] = []
        self._warnings: list[InputProblem] = []

    def add(self, message: str, *, line: int | None = None, column: str = "", candidate: str = "") -> None:
        """Note one problem of this source."""
        self.extend([InputProblem(message, self.source, line, column, candidate=candidate)])

    def warn(self, message: str, *, line: int | None = None, column: str = "", candidate: str = "") -> None:
        """Note what a person should look at, and that stops nothing."""
        self.extend_warnings([InputProblem(message, self.source, line, column, candidate=candidate)])

    def extend(self, problems: Iterable[InputProblem], uncounted: int = 0) -> None:
        """Note several problems, and ``uncounted`` others that are not worth telling one by one."""
        for problem in problems:
            self.total += 1
            said = (problem.message, problem.column)
            self._met[said] += self.alike is not None
            if len(self._kept) < self.limit and (self.alike is None or self._met[said] <= self.alike):
                self._kept.append(self._lettered(problem))
        self.total += uncounted

    def extend_warnings(self, warnings: Iterable[InputProblem], uncounted: int = 0) -> None:
        """Note several warnings, and ``uncounted`` others."""
        for warning in warnings:
            self.warned += 1
            if len(self._warnings) < self.limit:
                self._warnings.append(self._lettered(warning))
        self.warned += uncounted

    def _lettered(self, problem: InputProblem) -> InputProblem:
        letter = self.letters.get(problem.column, "")
        return replace(problem, letter=letter) if letter and not problem.letter else problem

    def identify(self, lines: pl.Series, numbers: pl.Series) -> None:
        """Write the number of the candidate beside the lines of one batch."""
        for kept in (self._kept, self._warnings):
            wanted = {told.line for told in kept if told.line and not told.candidate}
            if not wanted:
                continue
            rows = lines.is_in(list(wanted)).arg_true()
            number = dict(zip(lines.gather(rows), map(shown, numbers.gather(rows)), strict=True))
            kept[:] = [replace(told, candidate=told.candidate or number.get(told.line, "")) for told in kept]

    def once(self, column: str) -> bool:
        """True the first time: what a column expects is told once."""
        new = column not in self._explained
        self._explained.add(column)
        return new

    @property
    def room(self) -> int:
        """How many more problems would be told."""
        return self.limit - len(self._kept)

    @property
    def warnings(self) -> list[InputProblem]:
        """What a person should look at, by line."""
        return _told(self._warnings, self.warned, self.source, "autre remarque", "autres remarques")

    def error(self) -> InvalidInput:
        """The exception that tells them, by line."""
        again = list(self._again())
        told = _told(self._kept, self.total - sum(count for count, _ in again), self.source, *OTHERS)
        return InvalidInput([*told, *(problem for _, problem in again)])

    def _again(self) -> Iterator[tuple[int, InputProblem]]:
        """How many other lines there are of which the same is to be said, and what is told of them."""
        for (message, column), met in self._met.items():
            if self.alike is not None and met > self.alike:
                more = met - self.alike
                lines = plural(more, "autre ligne", "autres lignes")
                told = InputProblem(f"et {lines} comme celles-ci : {message}", self.source, column=column)
                yield more, self._lettered(told)

    def raise_if_any(self) -> None:
        """Raise InvalidInput when at least one problem was noted."""
        if self.total:
            raise self.error()


def _told(kept: list[InputProblem], total: int, source: str, other: str, others: str) -> list[InputProblem]:
    told = sorted(kept, key=lambda problem: problem.line or 0)
    if (more := total - len(told)) > 0:
        told.append(InputProblem(f"et {plural(more, other, others)} du même fichier", source))
    return told
