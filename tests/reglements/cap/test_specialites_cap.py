"""The specialities of the CAP that ship as data: the numbers of the orders, how they were read, and their sessions."""

import json
from pathlib import Path

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger, famille
from laureat.reglements.specialites import lire_specialite
from laureat.rules import ParameterStatus
from laureat.vocabulary import Decision, InvalidInput, Motif, UnitStatus, parse_cell

FILES = {"cap_electricien": "CAP-ELECTRICIEN", "cap_cip": "CAP-CIP", "cap_proelec": "CAP-PROELEC"}
each = pytest.mark.parametrize("name", list(FILES))
CAP = famille("cap")


def rules_of(name: str) -> SessionRules:
    return charger(name).at(charger(name).last_session)


@each
def test_units_coefficients_and_forms_are_those_of_the_order(name: str, root: Path) -> None:
    source = root.parent / "shared" / "regulation" / "units" / f"{FILES[name]}.json"
    if not source.is_file():
        pytest.skip("les tableaux d'unités (../shared/regulation) ne sont pas sur cette machine")
    law, rules = json.loads(source.read_text(encoding="utf-8")), rules_of(name)
    assert [unit.code for unit in rules.units] == [unit["unit"] for unit in law["units"]]
    for unit, told in zip(rules.units, law["units"], strict=True):
        coefficient = rules.coefficient(unit)
        assert (unit.label, unit.mandatory, unit.professional) == (
            told["label"],
            told["mandatory"],
            told["professional_average"],
        )
        assert (coefficient.value if coefficient else None) == (told["coefficient"] and told["coefficient"] * 100)
        for category, mode in unit.modes.items():
            assert (mode.mode, list(mode.natures)) == (
                told["forms"][category]["mode"],
                told["forms"][category].get("nature", []),
            )
    assert rules.parameters["facultatives_max"].value == law["max_optional_units"]
    assert rules.reglement.last_session == law["last_session"]
    assert rules.reglement.founding.identifier in law["legal_act"]


@each
def test_every_number_says_how_it_was_read_and_where(name: str) -> None:
    rules = rules_of(name)
    expected = ParameterStatus.DEDUIT if name == "cap_proelec" else ParameterStatus.VERIFIE
    for unit in rules.mandatory:
        coefficient = rules.coefficient(unit)
        assert coefficient.status is expected
        assert coefficient.citation.identifier
        assert coefficient.citation.url.startswith("https://")
    assert [p.name for p in rules.hypotheses] == ([] if name == "cap_proelec" else ["pse_share"])
    assert rules.parameters.unknown == ()
    assert rules.reglement.founding.url.startswith("https://")
    assert rules.reglement.numero == ""


def test_the_speciality_read_in_2014_asks_for_its_session_and_refuses_those_after_its_last() -> None:
    with pytest.raises(InvalidInput, match="indiquer la session"):
        charger("cap_proelec").at()
    with pytest.raises(InvalidInput, match="dernière session de cap_proelec, 2019"):
        charger("cap_proelec").at(2020)
    assert {charger(name).at().session for name in ("cap_electricien", "cap_cip")} == {2026}


@pytest.mark.parametrize("number", ["eliminatory_below", "adult_free_min_weeks", "pse_share"])
def test_a_number_that_a_speciality_leaves_null_is_asked_before_deciding(number: str) -> None:
    folder = Path(__file__).parent
    text = (folder / "cap_a_options.yaml").read_text(encoding="utf-8")
    unit = next(p.unit for p in CAP.parametres if p.name == number)
    silent = f"parametres: {{{number}: {{valeur: null, unite: {unit}, lecture: usage, article: non lu}}}}\nunites:"
    rules = lire_specialite(text.replace("unites:", silent, 1), "cap_muet.yaml").at()
    with pytest.raises(InvalidInput, match=number):
        decide(rules, Candidate("1", CAP.voies[0], {"UP1": parse_cell("12")}))


def test_the_replacement_of_eps_is_closed_by_law_even_where_a_file_leaves_it_open(root: Path) -> None:
    shipped = root / "src" / "laureat" / "reglements" / "cap" / "specialites" / "cap_electricien.yaml"
    text = shipped.read_text(encoding="utf-8")
    assert text.count("remplacement: non, ") == 1
    rules = lire_specialite(text.replace("remplacement: non, ", ""), "cap_ouvert.yaml").at(2026)
    cells = {unit.code: parse_cell("10") for unit in rules.mandatory}
    missed = {code: decide(rules, Candidate("1", CAP.voies[0], cells | {code: parse_cell("AJ")})) for code in cells}
    assert {code for code, found in missed.items() if found.decision is not Decision.REMPLACEMENT} == {"UG3"}
    assert missed["UG3"].decision is Decision.AJOURNE


def test_the_conduct_gives_an_article_for_every_ground_that_a_cell_may_stand_on() -> None:
    conduct = CAP.conduite
    assert set(conduct.motifs[UnitStatus.DISPENSE]) == {Motif.TITRE, Motif.UNITE, Motif.CERTIFICAT, Motif.DEMANDE}
    assert Motif.AUTRE_SPECIALITE in conduct.motifs[UnitStatus.BENEFICE]
    assert all(citation.article for grounds in conduct.motifs.values() for citation in grounds.values())
    routes = {voie.code for voie in CAP.voies}
    assert set(conduct.pieces) | set(conduct.habilitations) <= routes
    assert conduct.tours == ("premier", "remplacement")
    assert all(voie.natures for voie in CAP.voies if voie.code != "candidat_individuel_majeur")
