"""The page that tells how a rule becomes four programs shows what the rules really give."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from laureat.deliberation.scalar import printed
from laureat.vocabulary import Decision, UnitStatus
from support.page_programmes import DRAWING, NESTED, PAGE, decision_program, drawing


def test_the_drawing_and_the_function_of_the_page_are_those_of_the_rules(root: Path) -> None:
    asked = "lancer, depuis tests : python -m support.page_programmes"
    assert (root / DRAWING).read_text(encoding="utf-8") == drawing(), asked
    text = (root / PAGE).read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- calcul : fonction -->\n```python\n(.*?)```", text, re.DOTALL)
    assert shown == printed(decision_program(), NESTED) + "\n", asked


def test_the_drawing_is_svg_that_says_what_each_value_is_worth() -> None:
    tree = ET.fromstring(drawing())
    texts = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:2] == ["BC01.statut", str(int(UnitStatus.NOTE))]
    assert texts[-1] == str(int(Decision.ADMIS))
    assert "1000 ≤ ·" in texts


def test_the_numbers_that_the_page_names_are_those_of_the_code(root: Path) -> None:
    text = (root / PAGE).read_text(encoding="utf-8")
    named = {UnitStatus.VIDE: "vide", UnitStatus.NOTE: "noté", UnitStatus.DISPENSE: "dispensé"}
    named |= {UnitStatus.VALIDE_VAE: "validé par la VAE", UnitStatus.VALIDE: "validé"}
    assert ", ".join(f"{int(status)} {word}" for status, word in named.items()) in text
    decisions = {Decision.ADMIS: "admis", Decision.AJOURNE: "ajourné", Decision.EN_COURS: "en cours"}
    assert ", ".join(f"{int(decision)} {word}" for decision, word in decisions.items()) in text
