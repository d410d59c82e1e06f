"""The cases of the BTS, each run through both engines."""

from pathlib import Path

import pytest

from support.cas_de_loi import Cas, les_cas, verifier


@pytest.mark.parametrize("cas", les_cas(Path(__file__).parent / "cas"))
def test_the_law_of_the_bts_decides_the_case(cas: Cas) -> None:
    verifier(cas)
