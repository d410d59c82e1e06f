"""The page that tells how a rule becomes four programs shows what the rules really give."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from laureat.deliberation.program import Input, Program
from laureat.deliberation.scalar import printed
from laureat.rules import et, ou, si
from laureat.rules.graph import Graph, computed
from laureat.vocabulary import Decision, UnitStatus
from support.page_programmes import DRAWING, NESTED, PAGE, decision_program, drawing


def test_the_drawing_and_the_function_of_the_page_are_those_of_the_rules(root: Path) -> None:
    asked = "lancer, depuis tests : python -m support.page_programmes"
    assert (root / DRAWING).read_text(encoding="utf-8") == drawing(), asked
    text = (root / PAGE).read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- calcul : fonction -->\n```python\n(.*?)```", text, re.DOTALL)
    assert shown == printed(decision_program(), NESTED) + "\n", asked


def test_the_printed_function_says_what_the_graph_says_however_deep_it_is_nested() -> None:
    graph = Graph()
    number = graph.input("n", -400, 400)
    truth, shared, divided = number == 0, number, number
    for rank in range(1, 400):
        truth = et([number != rank, truth]) if rank % 3 else ou([number == -rank, truth])
        shared = si(shared < rank, shared + 1, shared - rank)
    for _ in range(14):
        divided = graph.node(4000) // (abs(divided) + 1)
    outputs = {"vrai": truth, "somme": shared, "quotient": divided}
    made = Program(graph, (Input("n", number),), outputs)
    told: dict[str, Any] = {}
    exec(printed(made), told)
    assert len(printed(made)) < 60_000
    for given in (-400, -399, -6, -1, 0, 1, 7, 398, 400):
        values = {node.rank: value for node, value in computed(made.nodes, {"n": given})}
        assert told["decide"](given) == tuple(values[node.rank] for node in outputs.values())


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
