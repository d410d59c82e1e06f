"""A unit carried from the VAE rests on a decision of its log: of that person, of that unit, standing that day."""

from dataclasses import replace
from typing import Any

import pytest

from laureat.session.carried import Validation, units_fallen
from laureat.session.framework import Refused

LEAF = "ab" * 32
GOOD = Validation("RNCP35697", "p-c1", "U2", (("2026-05-01T08:00:00Z", True),), held=True)


@pytest.fixture
def enrolled(conductor: Any) -> Any:
    """A candidate of experience, nothing carried yet."""
    return conductor.opened().enrolled("c1", "experience_3_ans")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (None, "Aucune décision de VAE ne valide U2"),
        *((replace(GOOD, unit=unit), "Aucune décision de VAE ne valide U2") for unit in ("U11", "U31")),
        *((replace(GOOD, certification=one), "Aucune décision de VAE") for one in ("RNCP1", "RNCP9")),
        *((replace(GOOD, person=other), "celle d'une autre personne") for other in ("a", "z", "")),
        (replace(GOOD, turns=(("2026-07-01T08:00:00Z", True),)), "n'était pas notifiée, ou ne valait plus"),
        (replace(GOOD, turns=(*GOOD.turns, ("2026-05-02T08:00:00Z", False))), "n'était pas notifiée, ou ne valait"),
        (replace(GOOD, turns=()), "n'était pas notifiée, ou ne valait plus"),
    ],
)
def test_a_decision_that_does_not_validate_that_unit_for_that_person_carries_nothing(
    enrolled: Any, said: Validation | None, refusal: str
) -> None:
    asked: list[tuple[str, str]] = []

    def vae(log: str, leaf: str) -> Validation | None:
        asked.append((log, leaf))
        return said

    carry = {"candidate": "c1", "unit": "U2", "source_log": "vae", "source_leaf": LEAF}
    with pytest.raises(Refused, match=refusal):
        enrolled.carry_vae_unit(vae=vae, **carry)
    assert asked == [("vae", LEAF)]
    enrolled.carry_vae_unit(vae=lambda *_: GOOD, **carry)
    assert str(enrolled.state.candidates["c1"].cell("U2")) == "VA"


def test_a_unit_carried_falls_with_the_decision_that_validated_it(enrolled: Any) -> None:
    enrolled.carry_vae_unit(candidate="c1", unit="U2", source_log="vae", source_leaf=LEAF)
    minutes = {"certifier": "Recteur de Lyon", "minutes": "2025-118", "decided_on": "2025-03-14"}
    enrolled.carry_outside_vae_unit(candidate="c1", unit="U31", **minutes)
    candidate = enrolled.state.candidates["c1"]
    assert list(units_fallen(candidate, lambda *_: GOOD)) == [], "what another house validated is not judged here"
    fallen = (None, replace(GOOD, held=False), replace(GOOD, unit="U11"), replace(GOOD, unit="U31"))
    assert [list(units_fallen(candidate, lambda *_, one=one: one)) for one in fallen] == [["U2"]] * len(fallen)
