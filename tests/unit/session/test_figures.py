"""The figures of a session: what is counted, and what no reader may work out."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.session.figures import Presented, distribution, from_counts, hidden, table, units


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
    ccf = [Presented(True, {}, Fraction(12), (("U2", "CCF", 1200 + 50 * rank),)) for rank in range(10)]
    point = [Presented(False, {}, Fraction(19, 2), (("U2", "ponctuel", 900),)) for _ in range(6)]
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
