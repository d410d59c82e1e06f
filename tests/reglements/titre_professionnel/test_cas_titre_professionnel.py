"""The cases of the titre professionnel, each run through both engines."""

from pathlib import Path

import pytest

from support.cas_de_loi import Cas, les_cas, verifier
from support.titre_professionnel import en_colonnes, titre


@pytest.mark.parametrize("cas", les_cas(Path(__file__).parent / "cas", titre, en_colonnes))
def test_the_law_of_the_titre_professionnel_decides_the_case(cas: Cas) -> None:
    verifier(cas)
