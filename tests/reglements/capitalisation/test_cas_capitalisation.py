"""The cases of certifications by blocks, each run through both engines."""

from pathlib import Path

import pytest

from support.cas_de_loi import Cas, les_cas, verifier
from support.certificateurs import certificateur


@pytest.mark.parametrize("cas", les_cas(Path(__file__).parent / "cas", certificateur))
def test_the_rule_of_the_certifier_decides_the_case(cas: Cas) -> None:
    verifier(cas)
