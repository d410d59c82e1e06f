"""A weighted average that stays exact, and knows what its unconfirmed coefficients leave open."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from laureat.rules import Average, Term

TERMS = st.lists(
    st.builds(
        lambda code, low, more, span, half, counts: Term(
            str(code), low + min(more, span), low, low + span, half * 50 if counts else 0, counts
        ),
        st.integers(0, 99),
        st.integers(100, 500),
        st.integers(0, 300),
        st.sampled_from([0, 0, 300]),
        st.integers(0, 40),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
EXTRA = st.integers(-2000, 2000)
THRESHOLDS = st.sampled_from([0, 800, 1000, 1200, 2000])


def exact(terms: list[Term], coefficients: tuple[int, ...], extra: int) -> Fraction | None:
    counted = [(c, t.mark) for c, t in zip(coefficients, terms, strict=True) if t.counts]
    total = sum(c for c, _ in counted)
    return (Fraction(sum(c * m for c, m in counted), 100) + extra) / total if total else None


@given(TERMS, EXTRA, THRESHOLDS)
def test_a_threshold_is_reached_when_the_exact_fraction_reaches_it(
    terms: list[Term], extra: int, threshold: int
) -> None:
    average = Average.of(terms, extra)
    value = exact(terms, tuple(t.coefficient for t in terms), extra)
    assert average.fraction() == value
    assert average.is_empty is (value is None)
    if value is not None:
        assert average.reaches(threshold) is (value * 100 >= threshold)


@given(TERMS, EXTRA, THRESHOLDS)
def test_the_corners_bound_every_corner(terms: list[Term], extra: int, threshold: int) -> None:
    average = Average.of(terms, extra)
    if average.is_empty:
        return
    margins = []
    for coefficients in product(*({t.low, t.coefficient, t.high} for t in terms)):
        moved = [Term(t.code, c, t.low, t.high, t.mark, t.counts) for c, t in zip(coefficients, terms, strict=True)]
        margins.append(Average.of(moved, extra).margin(threshold))
    assert average.seen_from(-1).margin(threshold) == min(margins)
    assert average.seen_from(1).margin(threshold) == max(margins)
    assert average.at_corners(threshold) == (min(margins) >= 0, max(margins) >= 0)


@given(TERMS, EXTRA, st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_raising_marks_is_averaging_the_raised_marks(terms: list[Term], extra: int, gains: list[int]) -> None:
    terms = [Term(str(i), *t[1:]) for i, t in enumerate(terms)]
    by_code = {t.code: gain if t.counts else 0 for t, gain in zip(terms, gains, strict=False)}
    again = Average.of([t.raised(by_code[t.code]) for t in terms], extra)
    assert Average.of(terms, extra).raised(by_code) == again


def test_an_empty_average_has_no_fraction() -> None:
    assert Average.of(()).fraction() is None
    assert Average.of(()).is_empty is True


def test_a_supposed_answer_wins_over_the_marks() -> None:
    average = Average.of([Term("U1", 100, 100, 200, 1500, True)])
    assert average.reaches(1000) is True
    supposed = average.supposing({1000: False})
    assert supposed.reaches(1000) is False
    assert supposed.reaches(1200) is True


def test_the_thresholds_asked_are_noted_once_each() -> None:
    average = Average.of([Term("U1", 100, 100, 100, 1500, True)])
    for threshold in (1000, 1200, 1000):
        average.reaches(threshold)
    assert average.tested == [1000, 1200]
    assert average.supposing({}).tested == []


def test_only_coefficients_with_bounds_apart_are_uncertain() -> None:
    sure, unsure = Term("U1", 100, 100, 100, 1500, True), Term("U2", 200, 100, 300, 900, True)
    average = Average.of([sure, unsure])
    assert average.uncertain_terms == (unsure,)
    assert average.sensitivity(unsure, 1000) == -100
    assert average.sensitivity(Term("U3", 100, 0, 200, 0, False), 1000) == 0
