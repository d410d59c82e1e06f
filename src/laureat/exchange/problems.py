"""Problems met while reading: all are counted, the first thousand are told."""

from collections.abc import Iterable

from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import plural

LIMIT = 1_000


class Problems:
    """Collects the problems of one input, then raises them together."""

    def __init__(self, source: str, limit: int = LIMIT) -> None:
        self.source = source
        self.limit = limit
        self.total = 0
        self._kept: list[InputProblem] = []

    def add(self, message: str, *, line: int | None = None, column: str = "") -> None:
        """Note one problem of this source."""
        self.extend([InputProblem(message, self.source, line, column)])

    def extend(self, problems: Iterable[InputProblem], uncounted: int = 0) -> None:
        """Note several problems, and ``uncounted`` others that are not worth telling one by one."""
        for problem in problems:
            self.total += 1
            if len(self._kept) < self.limit:
                self._kept.append(problem)
        self.total += uncounted

    @property
    def room(self) -> int:
        """How many more problems would be told."""
        return self.limit - len(self._kept)

    def error(self) -> InvalidInput:
        """The exception that tells them, by line."""
        told = sorted(self._kept, key=lambda problem: problem.line or 0)
        if (more := self.total - len(told)) > 0:
            told.append(
                InputProblem(f"et {plural(more, 'autre problème', 'autres problèmes')} du même fichier", self.source)
            )
        return InvalidInput(told)

    def raise_if_any(self) -> None:
        """Raise InvalidInput when at least one problem was noted."""
        if self.total:
            raise self.error()
