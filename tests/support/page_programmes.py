"""The drawing and the function of the page on programs: written by ``python -m support.page_programmes``."""

import re
from pathlib import Path

from laureat.deliberation.outcome import Candidate
from laureat.deliberation.program import Program
from laureat.deliberation.scalar import Issues, issues, printed
from laureat.reglements.capitalisation.chargeur import Bloc, reglement_de_la_fiche
from laureat.rules.drawing import svg
from laureat.rules.graph import computed
from laureat.vocabulary import BLOCKS

PAGE = Path("docs/comprendre/programmes.md")
DRAWING = PAGE.with_name("graphe-decision.svg")
NESTED = 4
"""The function is shown in short lines: fewer parentheses within one another than where it runs."""
BLOCS = [Bloc("RNCP99001BC01", "Régler"), Bloc("RNCP99001BC02", "Usiner")]


def _issues() -> Issues:
    return issues(reglement_de_la_fiche("RNCP99001", "Mécanicien", BLOCS, 2026).at())


def decision_program() -> Program:
    """The decision alone of a certification of two blocks."""
    made = _issues().program
    return Program(made.graph, made.inputs, {"decision": made.outputs["decision"]}, {})


def drawing() -> str:
    """The same drawn, for a candidate with 12 in the first block and the second validated."""
    someone = Candidate("1", None, {"BC01": BLOCKS.parse("12"), "BC02": BLOCKS.parse("V")})
    whole, made = _issues(), decision_program()
    inputs = dict(zip((known.name for known in whole.program.read), whole.read(someone), strict=True))
    values = {node.rank: value for node, value in computed(made.nodes, inputs)}
    return svg("La décision d'une certification de deux blocs", made.nodes, values)


def _write() -> None:
    root = Path(__file__).parent.parent.parent
    (root / DRAWING).write_text(drawing(), encoding="utf-8")
    text = (root / PAGE).read_text(encoding="utf-8")
    shown = f"<!-- calcul : fonction -->\n```python\n{printed(decision_program(), NESTED)}\n```"
    told = re.sub(r"<!-- calcul : fonction -->\n```python\n.*?```", lambda _: shown, text, flags=re.DOTALL)
    (root / PAGE).write_text(told, encoding="utf-8")


if __name__ == "__main__":
    _write()
