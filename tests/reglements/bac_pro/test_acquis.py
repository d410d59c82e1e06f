"""What lasts, what carries over from a former diploma, and what comes before the examination."""

from fractions import Fraction

import pytest

from laureat.reglements import charger
from laureat.reglements.bac_pro.correspondances import Acquis, lire_correspondances, reporter
from laureat.reglements.bac_pro.durees import (
    derniere_session,
    dispense_ouverte,
    est_conservee,
    points_conservables,
    se_conserve,
)
from laureat.reglements.bac_pro.parcours import (
    ReussiteIntermediaire,
    heures_de_formation,
    nombres_du_parcours,
    peut_se_presenter,
    reussite_intermediaire,
    semaines_de_pfmp,
)
from laureat.reglements.bac_pro.projet import note_du_projet
from laureat.reglements.communs.notes import arrondir_note_calculee
from laureat.vocabulary import InvalidInput, parse_cell
from support.deliberations import specialite_fictive

P = specialite_fictive().at().numbers
PARCOURS = nombres_du_parcours(2026)


def test_a_mark_of_ten_lives_five_years() -> None:
    assert derniere_session(2021, P) == 2026
    assert [session for session in range(2020, 2029) if est_conservee(2021, session, P)] == list(range(2021, 2027))


@pytest.mark.parametrize(
    ("note", "progressive", "etalement", "garde"),
    [
        (1000, False, False, True),
        (950, False, False, False),
        (950, True, False, True),
        (0, False, True, True),
    ],
)
def test_a_lower_mark_is_kept_in_progressive_form_or_spread_out_only(
    note: int, progressive: bool, etalement: bool, garde: bool
) -> None:
    assert se_conserve(note, progressive=progressive, etalement=etalement, p=P) is garde


def test_optional_points_above_ten_are_kept() -> None:
    assert [points_conservables(note, P) for note in (900, 1000, 1050, 2000)] == [0, 0, 50, 1000]


def test_an_attestation_dispenses_after_the_five_years_while_the_unit_is_in_force() -> None:
    after = {s: dispense_ouverte(2020, s, par_vae=False, en_vigueur=True, p=P) for s in (2025, 2026)}
    assert after == {2025: False, 2026: True}
    assert dispense_ouverte(2020, 2021, par_vae=True, en_vigueur=True, p=P)
    assert not dispense_ouverte(2010, 2026, par_vae=True, en_vigueur=False, p=P)


@pytest.mark.parametrize(
    ("note", "centiemes"),
    [(Fraction(25, 2), 1250), (Fraction(121, 10), 1250), (Fraction(12), 1200), (Fraction(3763, 300), 1300), (0, 0)],
)
def test_a_computed_mark_rounds_up_to_the_half_point(note: Fraction, centiemes: int) -> None:
    assert arrondir_note_calculee(Fraction(note), P) == centiemes


def test_the_direction_of_rounding_is_a_parameter() -> None:
    rules = specialite_fictive().at()
    down = rules.parameters.with_values({"arrondi_superieur": 0}).values_only
    assert arrondir_note_calculee(Fraction(129, 10), down) == 1250


def test_the_projet_is_half_livret_half_oral_where_ccf_is_practised() -> None:
    assert note_du_projet([1200, 1500], 1000, True, P) == 1200  # (13,5 + 10) / 2 = 11,75
    assert note_du_projet([1200, 1500], 1000, False, P) == 1000
    assert note_du_projet([], 1000, True, P) == 1000


def test_three_years_of_work_or_a_finished_course() -> None:
    assert peut_se_presenter(preparation_achevee=False, mois_d_activite=36, p=PARCOURS)
    assert not peut_se_presenter(preparation_achevee=False, mois_d_activite=35, p=PARCOURS)
    assert peut_se_presenter(preparation_achevee=True, mois_d_activite=0, p=PARCOURS)


def test_hours_of_an_apprentice_follow_the_contract() -> None:
    assert [heures_de_formation(annees, PARCOURS) for annees in (1, 2, 3)] == [675, 1350, 1850]


def test_weeks_in_a_firm_went_from_22_to_20_and_never_below_10() -> None:
    assert [semaines_de_pfmp(None, nombres_du_parcours(session)) for session in (2024, 2025)] == [22, 20]
    assert [semaines_de_pfmp(accordees, PARCOURS) for accordees in (6, 10, 14)] == [10, 10, 14]


@pytest.mark.parametrize(
    ("moyennes", "specialite", "projet", "issue"),
    [
        ([1000, 1000], 1000, None, ReussiteIntermediaire.ACCORDEE),
        ([800, 800], 1100, None, ReussiteIntermediaire.ACCORDEE),
        ([800, 800], 1099, None, ReussiteIntermediaire.AU_CONSEIL_DE_CLASSE),
        ([800, 800], 1050, 1400, ReussiteIntermediaire.ACCORDEE),
        ([900, 900], 900, None, ReussiteIntermediaire.AU_CONSEIL_DE_CLASSE),
        ([900, 900], 899, None, ReussiteIntermediaire.REFUSEE),
    ],
)
def test_the_intermediate_success_weighs_the_speciality_four_times(
    moyennes: list[int], specialite: int, projet: int | None, issue: ReussiteIntermediaire
) -> None:
    assert reussite_intermediaire(moyennes, specialite, projet, PARCOURS) is issue


TABLEAU = """
RNCP420: {U10: U11, U11: U12, U30: U31, U40: U31}
RNCP422: {}
"""


def test_a_correspondence_table_carries_kept_marks_and_attestations() -> None:
    table = lire_correspondances(TABLEAU, "correspondances.yaml", charger("RNCP35697"))
    held = [
        Acquis("RNCP420", "U10", parse_cell("B12,5@2023")),
        Acquis("RNCP420", "U11", parse_cell("14")),
        Acquis("RNCP420", "U30", parse_cell("DI")),
        Acquis("RNCP420", "U40", parse_cell("VA")),
    ]
    report = reporter(table, held)
    assert {code: str(cell) for code, cell in report.cellules.items()} == {
        "U11": "B12,5@2023",
        "U12": "B14",
        "U31": "VA",
    }
    assert len(report.avertissements) == 1
    assert "le plus favorable est retenu" in report.avertissements[0]
    assert report.regle == "R-UNIT-10"
    assert "D337-71" in str(report.citation)


def test_the_order_in_which_acquis_come_is_indifferent() -> None:
    table = {"X": {"A": "U31", "B": "U31", "C": "U31"}}
    held = [Acquis("X", code, parse_cell(cell)) for code, cell in (("A", "DI"), ("B", "B12"), ("C", "B14@2024"))]
    assert {str(reporter(table, order).cellules["U31"]) for order in (held, held[::-1])} == {"B14@2024"}


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
    table = lire_correspondances(TABLEAU, "correspondances.yaml", charger("RNCP35697"))
    report = reporter(table, [acquis])
    assert not report.cellules
    assert len(report.avertissements) == 1
    assert mot in report.avertissements[0]


def test_the_tables_of_the_library_are_empty_and_flagged() -> None:
    former = charger("RNCP35697").former_diplomas
    assert former == {"RNCP422": {}, "RNCP792": {}, "RNCP420": {}}
    report = reporter(former, [Acquis(diplome, "U1", parse_cell("B12")) for diplome in former])
    assert len(report.avertissements) == 3


def test_every_fault_of_a_table_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refus:
        lire_correspondances("RNCP420: {U10: U1, U11: U9}\nRNCP422: rien", "t.yaml", charger("RNCP35697"))
    assert len(refus.value.problems) == 3
    assert {problem.source for problem in refus.value.problems} == {"t.yaml"}
    with pytest.raises(InvalidInput, match="attendu"):
        lire_correspondances("- U1", "t.yaml", charger("RNCP35697"))
