"""Bad input, told whole: what was expected, what came, where, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One problem in one place. ``message`` is French and says what came, what was expected and what to do."""

    message: str
    source: str = ""
    """The file, or the sheet of a workbook."""
    line: int | None = None
    """The line as the reader of the file counts it: 1 is the heading."""
    column: str = ""
    """The heading of the column, as written in the file."""
    letter: str = ""
    """The letter of the column, as a spreadsheet shows it."""
    candidate: str = ""
    """The number of the candidate who stands on the line."""

    def __str__(self) -> str:
        letter = f" ({self.letter})" if self.letter else ""
        where = [
            self.source,
            f"ligne {self.line}" if self.line else "",
            f"colonne {self.column}{letter}" if self.column else "",
            f"candidat {self.candidate}" if self.candidate else "",
        ]
        place = ", ".join(part for part in where if part)
        return f"{place} : {self.message}" if place else self.message


class InvalidInput(Exception):
    """All the problems of an input at once. Doors print them and leave with exit code 2; nothing was written."""

    def __init__(self, problems: Iterable[InputProblem | str]) -> None:
        self.problems: tuple[InputProblem, ...] = tuple(
            problem if isinstance(problem, InputProblem) else InputProblem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Several(InvalidInput):
    """Several parts of a file may be meant, and nobody said which: a door asks, and reads again."""

    def __init__(self, problem: InputProblem, choices: Mapping[str, str]) -> None:
        """``choices``: what to name, and how a person reads it; the first ones, where there are very many."""
        super().__init__([problem])
        self.choices = dict(choices)
