"""A speciality of the BTS is a data file: domains, coefficient of the bonus, sessions, and what is wrong in it."""

from fractions import Fraction
from importlib import resources

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import Reglement
from laureat.exchange.spec import Spec
from laureat.reglements import charger, construire
from laureat.reglements.bts.textes import ARRETE_MATIERES
from laureat.reglements.specialites import lire_specialite
from laureat.vocabulary import InvalidInput, parse_cell
from support.deliberations import in_columns, one_by_one

TEXT = (resources.files("laureat.reglements.bts") / "specialites" / "bts_batiment.yaml").read_text(encoding="utf-8")


def with_bonus(coefficient: str) -> Reglement:
    data = charger("bts_batiment").data
    number = {**data["parametres"]["coefficient_bonus"], "valeur": coefficient}
    return construire("bts", {**data, "parametres": {"coefficient_bonus": number}})


def someone(reglement: Reglement, optional: str) -> Candidate:
    notes = {unit.code: "10" for unit in reglement.units if unit.mandatory} | {"U1": "9", "UF1": optional}
    voie = reglement.famille.voie("scolaire_public")
    return Candidate("1", voie, {code: parse_cell(text) for code, text in notes.items()})


@pytest.mark.parametrize(
    ("coefficient", "optional", "average"),
    [
        ("1", "13", Fraction(279, 28)),
        ("1", "14", Fraction(10)),
        ("2", "12", Fraction(10)),
        ("1,5", "12,5", Fraction(27975, 2800)),
        ("1,25", "12,5", Fraction(279125, 28000)),
        ("0,01", "10,5", Fraction(276005, 28000)),
    ],
)
def test_the_points_of_the_optional_unit_are_multiplied_exactly(
    coefficient: str, optional: str, average: Fraction
) -> None:
    rules = with_bonus(coefficient).at(2026)
    candidate = someone(rules.reglement, optional)
    assert decide(rules, candidate).average == average
    assert one_by_one(rules, [candidate]) == in_columns(rules, [candidate])


@pytest.mark.parametrize("name", ["bts_crsa", "bts_batiment", "bacpro_photographie", "tp_commercial"])
def test_a_text_read_as_in_2014_asks_for_its_session(name: str) -> None:
    with pytest.raises(InvalidInput, match="indiquer la session"):
        charger(name).at()
    assert charger(name).at(2014).session == 2014


def test_a_session_before_the_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="précède la première session"):
        charger("bts_crsa").at(2011)


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(InvalidInput) as refused:
        lire_specialite(text, "essai.yaml")
    return [(problem.line, problem.message) for problem in refused.value.problems]


def test_a_unit_without_its_domain_is_refused() -> None:
    ((_, message),) = faults(TEXT.replace("intitule: Anglais, domaine: generale", "intitule: Anglais"))
    assert message == "unité U2 : il manque « domaine » (generale ou professionnelle)"


def test_a_misspelt_number_is_an_error_and_not_a_silence() -> None:
    ((_, message),) = faults(TEXT.replace("  coefficient_bonus:", "  coeficient_bonus:"))
    assert "coeficient_bonus : nombre inconnu de la famille bts (vouliez-vous « coefficient_bonus » ?)" in message


def test_a_misspelt_domain_is_an_error_with_its_line() -> None:
    line = next(n for n, row in enumerate(TEXT.splitlines(), 1) if "Anglais" in row)
    assert faults(TEXT.replace("intitule: Anglais, domaine: generale", "intitule: Anglais, domaine: general")) == [
        (line, "unites > n° 2 > domaine : « general » n'est pas connu ; attendu : generale, professionnelle")
    ]


@pytest.mark.parametrize(("session", "refused"), [(2024, False), (2025, True)])
def test_a_second_optional_unit_is_refused_once_the_decree_says_one(session: int, refused: bool) -> None:
    data = charger("bts_crsa").data
    more = [*data["unites"], {"code": "EF2", "intitule": "Engagement étudiant", "facultative": "oui"}]
    rules = construire("bts", {**data, "unites": more}).at(session)
    notes = {unit.code: parse_cell("10") for unit in rules.units}
    candidate = Candidate("1", rules.reglement.famille.voie("scolaire_public"), notes)
    if not refused:
        assert decide(rules, candidate).average == 10
        return
    with pytest.raises(InvalidInput, match="1 au plus"):
        decide(rules, candidate)


def test_too_many_epreuves_are_only_noted() -> None:
    data = charger("bts_crsa").data
    unit = {**data["unites"][0], "domaine": "generale"}
    more = [*({**unit, "code": f"U{n}", "epreuve": f"E{n}"} for n in range(1, 8))]
    rules = construire("bts", {**data, "unites": more})
    notes = {f"U{n}": parse_cell("11") for n in range(1, 8)}
    candidate = Candidate("1", rules.famille.voie("scolaire_public"), notes)
    (told,) = in_columns(rules.at(2024), [candidate])
    assert "plus de 6 épreuves" in told["avertissements"]
    assert one_by_one(rules.at(2024), [candidate]) == [told]
    (later,) = in_columns(rules.at(2026), [candidate])
    assert later["avertissements"] == " | ".join(rules.at(2026).reglement.avis)


def test_the_list_of_a_bts_has_the_form_of_the_exam() -> None:
    assert "forme" in {choice.name for choice in Spec(charger("bts_batiment").at(2019)).choices}


def test_the_choice_of_orals_is_cited_from_the_text_of_its_session() -> None:
    cited = {session: ARRETE_MATIERES.at(session) for session in (2021, 2022, 2024, 2025)}
    assert {session: text and text.article.split(" du ")[1] for session, text in cited.items()} == {
        2021: None,
        2022: "3 juin 2022",
        2024: "3 juin 2022",
        2025: "9 mai 2025",
    }
