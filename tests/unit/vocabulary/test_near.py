"""What a misspelt word may mean: never the contrary of what it says, and both where nothing tells them apart."""

import pytest

from laureat.exchange.spec import Choice
from laureat.vocabulary import CellError
from laureat.vocabulary.french import near

ROUTES = (
    "scolaire_public",
    "apprenti_cfa_habilite_ou_de_droit",
    "apprenti_cfa_non_habilite",
    "fpc_public_habilite_ccf_integral",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("apprenti_cfa_habilite", ["apprenti_cfa_habilite_ou_de_droit"]),
        ("apprenti_cfa_habilit", ["apprenti_cfa_habilite_ou_de_droit"]),
        ("apprenti_cfa_non_habilit", ["apprenti_cfa_non_habilite"]),
        ("apprenti_cfa", ["apprenti_cfa_habilite_ou_de_droit", "apprenti_cfa_non_habilite"]),
        ("scolaire_publique", ["scolaire_public"]),
        ("xyz", []),
    ],
)
def test_a_word_means_what_it_nearly_says(word: str, meant: list[str]) -> None:
    assert near(word, ROUTES) == meant


def test_the_contrary_alone_is_not_proposed() -> None:
    assert near("habilite", ["non_habilite"]) == []
    assert near("validee", ["validee_", "non_validee"]) == ["validee_"]


def test_a_choice_tells_both_where_nothing_tells_them_apart() -> None:
    with pytest.raises(CellError, match="« apprenti_cfa_habilite_ou_de_droit » ou « apprenti_cfa_non_habilite »"):
        Choice("voie", ROUTES).read("apprenti cfa")
