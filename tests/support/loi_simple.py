"""The law of the bac pro a second time, told plainly: what both engines are compared with.

The law itself stands in ``loi_simple_bac_pro``, which knows nothing of Lauréat; here a candidate of the engine is
written back as the plain values that it takes, with the table of RNCP35697.
"""

from collections.abc import Mapping
from fractions import Fraction

from laureat.deliberation.outcome import Candidate
from laureat.vocabulary import Cell
from support import loi_simple_bac_pro
from support.loi_simple_commun import Cells, Plain
from support.tables_simples import with_coefficients

WITHOUT_PROJET = ("fpc", "enseignement", "experience")


def plain(candidate: Candidate, coefficients: dict[str, Fraction], session: int = 2026) -> Plain:
    """The decision on one candidate; coefficients in units, compulsory units only."""
    return loi_simple_bac_pro.plain(
        _texts({code: cell for code, cell in candidate.cells.items() if code != "PROJET"}),
        _texts(candidate.controle),
        with_coefficients("fictif", coefficients),
        projet=str(candidate.cell("PROJET")),
        scolaire_ou_apprenti=not candidate.voie.code.startswith(WITHOUT_PROJET),
        categorie=candidate.categorie,
        forme=candidate.forme.value,
        etalement=bool(candidate.declare.get("etalement")),
        session=session,
    )


def _texts(cells: Mapping[str, Cell]) -> Cells:
    return {code: str(cell) for code, cell in cells.items()}
