"""A certifier's own rule is cited as its data file cites it, with the way it was read."""

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.dossier import rules_to_json
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import Cell, UnitStatus

REGLE = {"mode": "moyenne", "seuil_moyenne": "10", "article": "Règlement de certification, art. 4", "lecture": "lu"}
CITED = "Règlement de certification, art. 4 (lu)"


def rules(regle: dict[str, str] | None) -> SessionRules:
    blocs = [Bloc("RNCP99001BC01", "Vendre"), Bloc("RNCP99001BC02", "Conseiller")]
    return reglement_de_la_fiche("RNCP99001", "Vendeur", blocs, 2026, regle).at(2026)


def articles(law: SessionRules) -> set[str]:
    cells = {unit.code: Cell(UnitStatus.NOTE, 800) for unit in law.units}
    return {step.article for step in explain(law, Candidate("1", None, cells)).steps}


def test_the_explanation_and_the_folder_cite_the_article_of_the_certifier() -> None:
    law = rules(REGLE)
    assert CITED in articles(law)
    assert not any("règle du certificateur" in article for article in articles(law))
    told = [f"{rule['article']} ({rule['lecture']})" for rule in rules_to_json(law)["regles"]]
    assert CITED in told


def test_without_a_rule_of_its_own_nothing_is_cited_of_it() -> None:
    assert CITED not in articles(rules(None))
