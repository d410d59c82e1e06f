"""What is held under a former diploma, case by case: what is carried, what is said, what both engines then decide."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from laureat.deliberation.outcome import Candidate
from laureat.exchange.acquis import Receiving
from laureat.reglements.bac_pro.correspondances import Acquis, reporter
from support.cas_de_loi import Cas, les_cas, verifier_decision
from support.certificateurs import certificateur
from support.deliberations import reglement
from support.tables_simples import CERTIFIERS
from support.titre_professionnel import en_colonnes, titre

HERE = Path(__file__).parent
OWN = ("acquis", "table")
"""What a case of this folder says beside the candidate: what is held, and the table of correspondence."""
FORMER = "X"
"""The former diploma of every case."""


def _law(name: str) -> Any:
    return certificateur(name) if name in CERTIFIERS else titre(name) if name.startswith("tp_") else reglement(name)


class Reporte(Cas):
    """A case whose candidate holds what was carried."""

    @property
    def attendu(self) -> dict[str, Any]:
        return {name: value for name, value in super().attendu.items() if name not in ("reporte", "dit")}

    def reported(self) -> tuple[Candidate, dict[str, str], list[str]]:
        """The candidate once the acquis are carried to the empty units, what each then holds, and what is said."""
        entered = Cas.candidate(self)
        law = replace(self.rules.reglement, former_diplomas={FORMER: self.champs["table"]})
        grammar = law.famille.cellules
        held = [Acquis(FORMER, unit, grammar.parse(cell)) for unit, cell in self.champs["acquis"]]
        receiving = Receiving(self.rules, entered)
        report = reporter(held, law, entered.option, receiving.refusal)
        carried = {unit: cell for unit, cell in report.cellules.items() if not entered.cell(unit).status}
        said = [*report.avertissements, *receiving.remarks(carried)]
        cells = {**entered.cells, **carried}
        return replace(entered, cells=cells), {unit: str(cell) for unit, cell in carried.items()}, said

    def candidate(self) -> Candidate:
        return self.reported()[0]


def _of(case: Cas) -> Reporte:
    columns = en_colonnes if case.champs["reglement"].startswith("tp_") else dict

    def dire(champs: Mapping[str, Any]) -> Mapping[str, Any]:
        return columns({name: value for name, value in champs.items() if name not in OWN})

    return Reporte(case.fichier, case.champs, _law, dire)


CASES = [pytest.param(_of(*one.values), id=one.id) for one in les_cas(HERE, fichiers="reports/*.yaml")]


@pytest.mark.parametrize("cas", CASES)
def test_what_is_held_under_a_former_diploma_is_carried_as_the_law_keeps_it(cas: Reporte) -> None:
    expected = cas.champs["attendu"]
    _, carried, said = cas.reported()
    assert carried == expected["reporte"]
    assert len(said) == len(expected["dit"]), said
    assert all(any(words in sentence for sentence in said) for words in expected["dit"]), said
    verifier_decision(cas)
