"""A second speciality of the bac pro is one data file: the cases of Photographie, each run through both engines."""

from pathlib import Path

import pytest

from support.cas_de_loi import Cas, les_cas, verifier


@pytest.mark.parametrize("cas", les_cas(Path(__file__).parent / "cas", fichiers="texte/photographie.yaml"))
def test_the_law_of_the_bac_pro_decides_the_case_of_another_speciality(cas: Cas) -> None:
    verifier(cas)
