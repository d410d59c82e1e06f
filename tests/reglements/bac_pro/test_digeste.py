"""Every numbered rule of the digest is code with its article, or out of scope with the reason."""

import importlib
import re
from pathlib import Path

import pytest

from laureat.reglements import charger
from laureat.reglements.bac_pro.chargeur import parametres_generaux
from laureat.reglements.bac_pro.digeste import Entree
from laureat.reglements.bac_pro.droits import DROITS
from laureat.reglements.bac_pro.parcours import parametres_du_parcours
from laureat.reglements.bac_pro.regles import CONSTATS, REGLES
from laureat.rules import Rule

FAMILIES = {
    **{"STRUCT": 8, "ROUTE": 6, "POS": 2, "DUR": 3, "PFMP": 3, "AI": 1, "CCF": 5, "UNIT": 11, "MARK": 3, "AVG": 7},
    **{
        "DIPLOMA": 4,
        "FORM": 4,
        "KEEP": 5,
        "BLOC": 2,
        "DISP": 5,
        "ABS": 4,
        "MENTION": 3,
        "CERT": 1,
        "EURO": 1,
        "CTRL": 5,
    },
    **{"PROJ": 5, "JURY": 10, "VAE": 8, "FRAUD": 6, "HAND": 2, "ADM": 7},
}
"""How many rules the digest numbers in each family."""

FROZEN = (
    {f"R-{family}-{n:02d}" for family, count in FAMILIES.items() for n in range(1, count + 1)}
    | {"R-PROJ-00"}
    | {f"D{n}" for n in range(1, 11)}
)


def test_the_digest_is_covered_rule_by_rule() -> None:
    assert set(famille("bac_pro").digeste) == FROZEN


def test_the_digest_at_hand_numbers_the_same_rules(root: Path) -> None:
    source = root.parent / "shared" / "regulation" / "REGULATION.md"
    if not source.is_file():
        pytest.skip("le condensé de la loi (../shared/regulation) n'est pas sur cette machine")
    text = source.read_text(encoding="utf-8")
    numbered = set(re.findall(r"^(?:\| |- )(R-[A-Z]+-\d+|D\d+)\b", text, re.MULTILINE))
    assert numbered == set(famille("bac_pro").digeste)


@pytest.mark.parametrize("entree", [e for e in famille("bac_pro").digeste.values() if e.code], ids=lambda e: e.id)
def test_what_is_said_to_carry_a_rule_exists(entree: Entree) -> None:
    parametres = {parametre.name for parametre in (*parametres_generaux(), *parametres_du_parcours())}
    for porteur in entree.code:
        module, _, nom = porteur.partition(":")
        if porteur == "coefficients":
            rules = charger("RNCP35697").at()
            assert all(rules.coefficient(unit).value > 0 for unit in rules.mandatory)
        elif module == "parametre":
            assert nom in parametres
        else:
            qualified = module if module.startswith("laureat.") else f"laureat.reglements.bac_pro.{module}"
            found = getattr(importlib.import_module(qualified), nom)
            if isinstance(found, Rule) and entree.id.startswith("R-"):
                assert famille("bac_pro").digeste.get(found.id), f"{porteur} porte une règle inconnue du condensé"


def test_every_rule_finding_and_right_is_in_the_digest_and_named_there() -> None:
    for rule in (*REGLES.rules, *CONSTATS, *DROITS):
        assert rule.id in famille("bac_pro").digeste, rule.id
        module = rule.function.__module__.rsplit(".", 1)[1]
        assert f"{module}:{rule.function.__name__}" in famille("bac_pro").digeste[rule.id].code, (
            f"{rule.id} : {rule.function.__name__}"
        )


def test_every_parameter_is_named_by_a_rule() -> None:
    named = {
        porteur.partition(":")[2]
        for e in famille("bac_pro").digeste.values()
        for porteur in e.code
        if porteur.startswith("parametre:")
    }
    assert {parametre.name for parametre in (*parametres_generaux(), *parametres_du_parcours())} == named


def test_an_entry_is_code_or_out_of_scope_never_both() -> None:
    entree = famille("bac_pro").digeste["R-AVG-01"]
    with pytest.raises(ValueError, match="hors du champ"):
        Entree("R-AVG-01", entree.texte, entree.citation)
    with pytest.raises(ValueError, match="hors du champ"):
        Entree("R-AVG-01", entree.texte, entree.citation, ("notes:moyenne",), "parce que")


def test_a_reason_is_a_sentence() -> None:
    assert all(len(e.hors_champ) > 20 for e in famille("bac_pro").digeste.values() if e.hors_champ)
    assert all(e.texte.endswith(".") for e in famille("bac_pro").digeste.values())
