"""The figures of a session: what is counted, and what no reader may work out."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.session.figures import Assessed, Figures, Presented, distribution, from_counts, hidden, table, units
from laureat.session.told_figures import told
from support import lecteur_de_chiffres


def marked(unit: str, mode: str, mark: int) -> tuple[Assessed, ...]:
    return (Assessed(unit, mode, mark >= 1000, mark),)


def people(**schools: tuple[int, int]) -> list[Presented]:
    return [
        Presented(rank < admitted, {"etablissement": school})
        for school, (presented, admitted) in schools.items()
        for rank in range(presented)
    ]


def test_groups_are_counted_with_their_rate() -> None:
    found = table("Par établissement", people(A=(20, 14), B=(30, 15)), "etablissement")
    assert [(line.label, line.presented, line.admitted, line.rate) for line in found.lines] == [
        ("A", 20, 14, 70),
        ("B", 30, 15, 50),
    ]
    assert (found.total.presented, found.total.admitted) == (50, 29)
    assert not found.hides


def test_a_small_group_is_hidden_with_another_so_that_the_total_does_not_give_it_back() -> None:
    found = table("Par établissement", people(A=(20, 14), B=(30, 15), C=(3, 1)), "etablissement")
    assert {line.label: line.presented for line in found.lines} == {"A": None, "B": 30, "C": None}
    assert found.total.presented == 53


def test_a_few_who_were_refused_are_hidden_too() -> None:
    found = table("Par établissement", people(A=(20, 18), B=(30, 15)), "etablissement")
    assert [(line.presented, line.admitted) for line in found.lines] == [(20, None), (30, None)]


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 30), max_size=8))
def test_no_hidden_cell_follows_from_the_total(counts: dict[str, int]) -> None:
    away = hidden(counts)
    assert all(label in away for label, count in counts.items() if 0 < count < 5)
    left = sum(1 for label, count in counts.items() if count and label not in away)
    if away and left:
        assert len(away) >= 2
        assert sum(counts[label] for label in away) >= 5


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_neither_the_admitted_nor_the_refused_of_a_small_group_follow_from_the_total(
    counts: dict[str, tuple[int, int]],
) -> None:
    pairs = {label: (max(pair), min(pair)) for label, pair in counts.items()}
    found = from_counts("t", pairs)
    away = [line.label for line in found.lines if line.admitted is None]
    shown = [line for line in found.lines if line.admitted is not None]
    assert all(not 0 < (line.admitted or 0) < 5 for line in shown)
    assert all(not 0 < (line.presented or 0) - (line.admitted or 0) < 5 for line in shown)
    if away and any(line.presented for line in shown):
        assert len(away) >= 2


def test_marks_are_told_by_unit_and_mode_and_averages_by_class() -> None:
    ccf = [Presented(True, {}, Fraction(12), marked("U2", "CCF", 1200 + 50 * rank)) for rank in range(10)]
    point = [Presented(False, {}, Fraction(19, 2), marked("U2", "ponctuel", 900)) for _ in range(6)]
    assert [(line.mode, line.marked, line.mean, line.passed) for line in units([*ccf, *point])] == [
        ("CCF", 10, 1425, 10),
        ("ponctuel", 6, 900, 0),
    ]
    assert [one.count for one in distribution([*ccf, *point])] == [0, 0, 6, 0, 10, 0, 0]
    classes = distribution([Presented(True, {}, Fraction(20))] * 6)
    assert [one.count for one in classes][-1] == 6
    assert (classes[0].low, classes[-1].high) == (0, 2000)


@pytest.mark.parametrize("mark", [0, 499, 500, 1999, 2000])
def test_every_average_is_of_a_class(mark: int) -> None:
    assert sum(one.count or 0 for one in distribution([Presented(True, {}, Fraction(mark, 100))] * 5)) == 5


def test_a_mode_of_assessment_does_not_give_back_a_category_that_another_table_hides() -> None:
    """A and B are assessed by CCF, C is not: 29 of A subtracted from 32 by CCF would leave the 3 of B."""
    people = [
        Presented(rank % 2 == 0, {"categorie": categorie}, None, marked("U2", mode, 1000 if rank % 2 else 900))
        for categorie, mode, count in (("A", "CCF", 29), ("B", "CCF", 3), ("C", "ponctuel", 12))
        for rank in range(count)
    ]
    alone = table("Par catégorie", people, "categorie")
    assert [line.presented for line in alone.lines] == [29, None, None]
    assert [line.marked for line in units(people)] == [32, 12]
    assert gives_back(people, {"categorie": ""}, Figures((alone,), tuple(units(people)), ()))
    found = told(people, {"categorie": "Par catégorie"})
    assert {line.label: line.presented for line in found.tables[0].lines}["B"] is None
    assert not gives_back(people, {"categorie": "Par catégorie"}, found)


def test_classes_of_averages_do_not_give_back_with_the_admitted_a_class_that_is_hidden() -> None:
    """Whoever has 10 is admitted: 20 admitted and two classes shown would leave the third one."""
    averages = {Fraction(9): 7, Fraction(11): 3, Fraction(13): 9, Fraction(15): 8}
    people = [
        Presented(average >= 10, {"voie": "élève"}, average)
        for average, count in averages.items()
        for _ in range(count)
    ]
    assert [one.count for one in distribution(people)] == [0, 0, None, None, 9, 8, 0]
    assert gives_back(people, {"voie": ""}, Figures((table("", people, "voie"),), (), tuple(distribution(people))))
    found = told(people, {"voie": "Par voie"})
    assert found.classes[3].count is None
    assert not gives_back(people, {"voie": "Par voie"}, found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", ""]), st.sampled_from("xyz"), st.integers(0, 3), st.booleans(), st.booleans()
        ),
        min_size=1,
        max_size=60,
    )
)
def test_no_small_count_is_a_sum_of_multiples_of_what_all_the_tables_show(
    drawn: list[tuple[str, str, int, bool, bool]],
) -> None:
    people = [
        Presented(
            mark > 1,
            {"sexe": sexe, "voie": voie, "etablissement": voie},
            Fraction(8 + 2 * mark) if mark < 3 or has_mark else None,
            marked("U2", "CCF" if voie == "x" else "ponctuel", 900 + 100 * mark) if has_mark else (),
            listed=listed and mark > 1,
        )
        for sexe, voie, mark, has_mark, listed in drawn
    ]
    dimensions = {"sexe": "Par sexe", "voie": "Par voie", "etablissement": "Par établissement"}
    assert not gives_back(people, dimensions, told(people, dimensions))


def test_those_whom_a_unit_or_a_table_leaves_out_are_not_given_back_by_the_total() -> None:
    """50 presented, 47 marked in EPS: the 3 dispensed are few; the mean is told all the same."""
    people = [
        Presented(
            True, {"sexe": "femmes" if rank < 48 else ""}, Fraction(12), marked("U7", "CCF", 1250) if rank < 47 else ()
        )
        for rank in range(50)
    ]
    people = [Presented(one.admitted, {**one.groups, "voie": "élève"}, one.average, one.assessed) for one in people]
    dimensions = {"voie": "Par voie", "sexe": "Par sexe"}
    found = told(people, dimensions)
    assert not gives_back(people, dimensions, found)
    assert [(one.marked, one.mean) for one in found.units] == [(None, 1250)]
    assert found.tables[0].total.presented == 50
    everyone = [Presented(True, {"voie": "élève"}, Fraction(12), marked("U7", "CCF", 1250)) for _ in range(50)]
    assert [one.marked for one in told(everyone, {"voie": ""}).units] == [50]


def gives_back(people: list[Presented], dimensions: dict[str, str], found: Figures) -> list[object]:
    """The small groups of persons whose number follows from what is shown on one day."""
    return lecteur_de_chiffres.gives_back([(people, found)], dimensions)


def test_the_public_list_and_the_presented_of_a_school_do_not_give_back_those_refused_there() -> None:
    """12 presented, and 10 names on the list: two were refused."""
    people = [
        Presented(rank < admitted, {"etablissement": school}, listed=rank < admitted)
        for school, presented, admitted in (("A", 12, 10), ("B", 20, 12), ("C", 30, 20))
        for rank in range(presented)
    ]
    dimensions = {"etablissement": "Par établissement"}
    alone = table("Par établissement", people, "etablissement")
    assert [line.presented for line in alone.lines] == [12, 20, 30]
    assert gives_back(people, dimensions, Figures((alone,), (), ()))
    found = told(people, dimensions)
    assert {line.label: line.presented for line in found.tables[0].lines}["A"] is None
    assert not gives_back(people, dimensions, found)


def test_what_is_validated_without_a_mark_is_counted_and_has_no_mean() -> None:
    people = [Presented(rank < 9, {}, assessed=(Assessed("BC01", "", rank < 9),)) for rank in range(15)]
    [line] = told(people, {}).units
    assert (line.marked, line.passed, line.mean, line.by_marks) == (15, 9, None, False)
    assert told(people, {}).classes == ()
