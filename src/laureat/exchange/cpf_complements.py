"""What the list did not say and the declaration to the SI-CPF asks: a table beside the folder, by candidate number.

The file of those who could not be declared is such a table: it is filled in, then handed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from laureat.deliberation.outcome import Candidate
from laureat.exchange.problems import Problems
from laureat.exchange.spec import BIRTH_CODES
from laureat.exchange.tables import normalised_heading, read_table
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french import enumeration, near

COLUMNS = (
    "nom",
    "prenom",
    "nom_usage",
    "sexe",
    "date_naissance",
    "lieu_naissance",
    "pays_naissance",
    *BIRTH_CODES,
    "voie_acces",
)
NUMBER, TO_DO = "numero", "a_faire"


@dataclass(frozen=True, slots=True)
class Complement:
    """One line: what it says of a candidate, by column."""

    source: str
    line: int
    said: Mapping[str, str]

    def problem(self, message: str, column: str, candidate: str) -> InputProblem:
        """A problem of one of its cells."""
        return InputProblem(message, self.source, self.line, column, candidate=candidate)


def read_complements(path: Path, warnings: list[InputProblem]) -> dict[str, Complement]:
    """The lines of a file, by candidate number. Raises InvalidInput with every problem."""
    known = (NUMBER, *COLUMNS, TO_DO)
    table = read_table(path, known=dict(zip(known, known, strict=True)), warnings=warnings)
    problems = Problems(table.source)
    for key, heading in table.keys.items():
        if key not in known:
            meant = [f"« {one} »" for one in near(key, known)]
            hint = f" ; vouliez-vous dire {enumeration(meant, 'ou')} ?" if meant else ""
            problems.add(f"cette colonne n'est pas d'un fichier de compléments{hint}", line=1, column=heading)
    if NUMBER not in table.keys:
        problems.add(f"la colonne obligatoire {NUMBER} manque", line=1)
    problems.raise_if_any()
    names = [name for name in known if name in table.keys]
    rows = table.frame.select(pl.col(table.keys[n]).fill_null("").str.strip_chars().alias(n) for n in names)
    found: dict[str, Complement] = {}
    for line, row in zip(table.lines, rows.iter_rows(named=True), strict=True):
        numero = row.pop(NUMBER)
        if not numero:
            problems.add("la cellule est vide", line=line, column=NUMBER)
        elif numero in found:
            told = f"ce candidat est déjà à la ligne {found[numero].line} : n'en garder qu'une"
            problems.add(told, line=line, candidate=numero)
        else:
            said = {name: text for name, text in row.items() if text and name != TO_DO}
            found[numero] = Complement(table.source, line, said)
    problems.raise_if_any()
    return found


def own_words(candidate: Candidate) -> dict[str, str]:
    """What the list itself says of a candidate, by column of complements: those that it alone knows too."""
    keyed = ((normalised_heading(heading), text.strip()) for heading, text in candidate.autres.items())
    others = {name: text for name, text in keyed if name in COLUMNS and text}
    return {**others, **candidate.identite, "voie_acces": str(candidate.voie_acces or "")}
