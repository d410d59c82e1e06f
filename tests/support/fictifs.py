"""Candidates of every sort for any règlement, drawn from a seed."""

from random import Random
from typing import Any

from laureat.deliberation.famille import Genre
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import Cell, Forme, Motif, UnitStatus


def candidate_of(rules: SessionRules, random: Random) -> Candidate:
    """A candidate of any sort, whose marks are all in half points that no number of the law is worth."""
    droit = rules.reglement.famille
    level = random.choice((8, 9, 10, 11, 12, 14, 16, 18))
    codes = [UnitStatus.VIDE, *droit.cellules.codes, *([UnitStatus.BENEFICE] if droit.cellules.keeps else [])]
    odd = random.choice((0.0, 0.0, 0.1, 0.4, 1.0))

    def cell() -> Cell:
        status = random.choice(codes) if random.random() < odd or droit.cellules.step is None else UnitStatus.NOTE
        marked = status in (UnitStatus.NOTE, UnitStatus.BENEFICE)
        mark = max(0, min(19, level + random.randint(-2, 2))) * 100 + 50 if marked else 0
        return Cell(status, mark, motif=random.choice((Motif.SANS, *Motif)))

    chosen = [unit for unit in rules.units if unit.mandatory or random.random() < 0.5]
    annexes = [name for name in droit.annexes if random.random() < 0.5]
    return Candidate(
        "quelconque",
        random.choice(droit.voies) if droit.voies else None,
        {**{unit.code: cell() for unit in chosen}, **{name: cell() for name in annexes}},
        controle={unit.code: cell() for unit in random.sample(rules.control_units, min(2, len(rules.control_units)))}
        if random.random() < 0.3
        else {},
        forme=random.choice(list(Forme)) if droit.formes else Forme.GLOBALE,
        declare={colonne.nom: _said(random, colonne.genre, colonne.valeurs) for colonne in droit.colonnes},
    )


def _said(random: Random, genre: Genre, words: tuple[str, ...]) -> Any:
    match genre:
        case Genre.DRAPEAU:
            return random.random() < 0.3
        case Genre.CHOIX:
            return random.choice(("", *words))
        case _:
            return random.choice((-1, -1, 1, 15, 1350))
