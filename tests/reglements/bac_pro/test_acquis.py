"""What carries over from a former diploma: kept marks, validated units, dispenses."""

from dataclasses import replace

import pytest

from laureat.reglements import charger, construire
from laureat.reglements.bac_pro.correspondances import Acquis, lire_correspondances, reporter
from laureat.reglements.donnees import lire_yaml
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import BLOCKS, InvalidInput, parse_cell
from support.deliberations import reglement

BAC = charger("RNCP35697")
TABLEAU = """
RNCP420: {U10: U11, U11: U12, U30: U31, U40: U31}
RNCP422: {}
"""


def test_a_correspondence_table_carries_kept_marks_and_attestations() -> None:
    law = lire_correspondances(TABLEAU, "correspondances.yaml", BAC)
    held = [
        Acquis("RNCP420", "U10", parse_cell("B12,5@2023")),
        Acquis("RNCP420", "U11", parse_cell("14")),
        Acquis("RNCP420", "U30", parse_cell("DI")),
        Acquis("RNCP420", "U40", parse_cell("VA")),
    ]
    report = reporter(held, law, "RSP")
    assert {code: str(cell) for code, cell in report.cellules.items()} == {
        "U11": "B12,5@2023",
        "U12": "B14",
        "U31": "VA",
    }
    assert len(report.avertissements) == 1
    assert "le plus favorable est retenu" in report.avertissements[0]
    assert report.regle == "R-UNIT-10"
    assert "D337-71" in str(report.citation)


def test_a_unit_validated_by_experience_is_better_than_any_kept_mark() -> None:
    law = replace(BAC, former_diplomas={"X": {"A": "U31", "B": "U31"}})
    held = [Acquis("X", "A", parse_cell("VA")), Acquis("X", "B", parse_cell("B20@2025"))]
    assert {str(reporter(order, law).cellules["U31"]) for order in (held, held[::-1])} == {"VA"}


def test_a_table_told_without_its_option_is_read() -> None:
    data = {**charger("RNCP35697").data, "anciens_diplomes": {"RNCP420": {"U10": "U11"}, "RNCP422": None}}
    assert construire("bac_pro", data).former_diplomas == {"RNCP420": {"U10": "U11"}, "RNCP422": {}}


def test_the_order_in_which_acquis_come_is_indifferent() -> None:
    law = replace(BAC, former_diplomas={"X": {"A": "U31", "B": "U31", "C": "U31"}})
    held = [Acquis("X", code, parse_cell(cell)) for code, cell in (("A", "DI"), ("B", "B12"), ("C", "B14@2024"))]
    assert {str(reporter(order, law).cellules["U31"]) for order in (held, held[::-1])} == {"B14@2024"}


@pytest.mark.parametrize(
    ("acquis", "mot"),
    [
        (Acquis("RNCP422", "U2", parse_cell("B12")), "aucun tableau"),
        (Acquis("RNCP1", "U2", parse_cell("B12")), "aucun tableau"),
        (Acquis("RNCP420", "U99", parse_cell("B12")), "ne lui donne pas de correspondance"),
        (Acquis("RNCP420", "U10", parse_cell("AB")), "n'est pas un acquis"),
        (Acquis("RNCP420", "U10", parse_cell("")), "n'est pas un acquis"),
    ],
)
def test_what_has_no_correspondence_is_flagged_never_carried(acquis: Acquis, mot: str) -> None:
    law = lire_correspondances(TABLEAU, "correspondances.yaml", BAC)
    report = reporter([acquis], law)
    assert not report.cellules
    assert len(report.avertissements) == 1
    assert mot in report.avertissements[0]


def test_the_tables_of_the_library_are_empty_and_flagged() -> None:
    former = charger("RNCP35697").former_diplomas
    assert former == {"RNCP422": {}, "RNCP792": {}, "RNCP420": {}}
    report = reporter([Acquis(diplome, "U1", parse_cell("B12")) for diplome in former], BAC)
    assert len(report.avertissements) == 3


def test_a_diploma_bound_to_another_option_is_never_carried() -> None:
    law = lire_correspondances("RNCP422: {U2: U2}", "correspondances.yaml", BAC)
    held = [Acquis("RNCP422", "U2", parse_cell("B12@2023"))]
    other = reporter(held, law, "RSP")
    assert not other.cellules
    assert "l'option RMO lui succède, et le candidat est inscrit en RSP" in other.avertissements[0]
    own = reporter(held, law, "RMO")
    assert (str(own.cellules["U2"]), own.avertissements) == ("B12@2023", ())
    unsaid = reporter(held, law)
    assert (str(unsaid.cellules["U2"]), len(unsaid.avertissements)) == ("B12@2023", 1)


@pytest.mark.parametrize(
    ("option", "carried", "said"),
    [
        ("BOIS", {"UP1", "UP2B"}, ["UP2M est d'une autre option"]),
        ("METAL", {"UP1", "UP2M"}, ["UP2B est d'une autre option"]),
        ("", {"UP1", "UP2B", "UP2M"}, ["UP2B dépend de l'option", "UP2M dépend de l'option"]),
    ],
)
def test_nothing_is_carried_to_a_unit_of_another_option(option: str, carried: set[str], said: list[str]) -> None:
    law = replace(reglement("bp_a_options"), former_diplomas={"X": {"A": "UP1", "B": "UP2B", "C": "UP2M"}})
    report = reporter([Acquis("X", old, parse_cell("B12@2024")) for old in "ABC"], law, option)
    assert set(report.cellules) == carried
    assert len(report.avertissements) == len(said)
    assert all(word in warning for word, warning in zip(said, report.avertissements, strict=True))


def test_a_family_of_blocks_carries_a_block_with_its_session_and_keeps_no_mark() -> None:
    titre = replace(bibliotheque()["tp_commercial"], former_diplomas={"X": {"A": "CCP1"}})
    told = {text: reporter([Acquis("X", "A", BLOCKS.parse(text))], titre) for text in ("V@2023", "V", "12")}
    assert {text: {code: str(cell) for code, cell in one.cellules.items()} for text, one in told.items()} == {
        "V@2023": {"CCP1": "V@2023"},
        "V": {},
        "12": {},
    }
    assert "sans la session qui l'a donné" in told["V"].avertissements[0]


def test_every_fault_of_a_table_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refus:
        lire_correspondances("RNCP420: {U10: U1, U11: U9}\nRNCP422: rien", "t.yaml", charger("RNCP35697"))
    assert len(refus.value.problems) == 3
    assert {problem.source for problem in refus.value.problems} == {"t.yaml"}
    with pytest.raises(InvalidInput, match="attendu"):
        lire_correspondances("- U1", "t.yaml", charger("RNCP35697"))


def test_a_table_may_say_the_option_in_the_words_of_a_data_file() -> None:
    law = lire_correspondances("X: {option: RMO, unites: {U2: U31}}\nRNCP420: {unites: {U9: U11}}", "t.yaml", BAC)
    assert (law.former_diplomas["X"], law.former_options["X"]) == ({"U2": "U31"}, "RMO")
    assert (law.former_diplomas["RNCP420"], law.former_options["RNCP420"]) == ({"U9": "U11"}, "RSP")
    held = [Acquis("X", "U2", parse_cell("B12@2023"))]
    assert not reporter(held, law, "RSP").cellules


@pytest.mark.parametrize(
    ("anciens", "mots"),
    [
        ("{X: {option: RMA, unites: {}}}", "« RMA » n'est pas une option ; connues : RSP, RMO"),
        ("{X: {option: RMO, U2: U31}}", "attendu : {ancien diplôme"),
        ("{X: {unites: {U2: U99}}}", "« U99 » n'est pas une de nos unités"),
        ("{X: {U2: U99}}", "« U99 » n'est pas une de nos unités"),
    ],
)
def test_a_table_is_read_alike_in_a_data_file_and_in_one_of_its_own(anciens: str, mots: str) -> None:
    with pytest.raises(InvalidInput) as refus:
        lire_correspondances(anciens, "t.yaml", BAC)
    assert mots in refus.value.problems[0].message
    data = {**BAC.data, "anciens_diplomes": lire_yaml(anciens, "t.yaml")}
    with pytest.raises(InvalidInput) as refus:
        construire("bac_pro", data)
    assert mots in refus.value.problems[0].message
