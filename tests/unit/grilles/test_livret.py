"""The livret: weeks from dates, once each, whole; what is due at a session; the chart."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.grilles.livret import Period, Position, chart, company, due

MONDAY = date(2025, 1, 6)


def weeks(start: date, count: int, absent: int = 0) -> Period:
    return Period(start, start + timedelta(weeks=count, days=-3), absent)


def test_days_and_weeks_come_from_dates_a_day_of_absence_being_a_fifth_of_a_week() -> None:
    made = company([weeks(MONDAY, 4), weeks(MONDAY + timedelta(weeks=10), 16, absent=1)], date.max)
    assert (made.days, made.weeks, made.whole_weeks) == (99, Fraction(99, 5), 19)
    assert made.text == "19,8 semaines (99 jours)"
    assert made.short_of(20) == Fraction(1, 5)  # never rounded up to what is due
    assert company([], date.max).text == "0 semaine (0 jour)"


def test_a_day_that_two_periods_share_counts_once_and_they_are_named() -> None:
    one, other = weeks(MONDAY, 2), weeks(MONDAY + timedelta(weeks=1), 2)
    made = company([other, one], date.max)
    assert made.days == 15
    assert made.overlaps == ((one, other),)


@pytest.mark.parametrize(
    ("start", "end", "absent", "told"),
    [(date(2025, 1, 8), date(2025, 1, 6), 0, "finit avant"), (MONDAY, MONDAY, 2, "2 jours d'absence")],
)
def test_a_period_that_cannot_be_is_refused(start: date, end: date, absent: int, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Period(start, end, absent)


def test_a_positionnement_lowers_what_is_due_never_under_the_floor() -> None:
    assert due(20, None, 10) == 20
    assert due(20, 14, 10) == 14
    assert due(20, 6, 10) == 10
    assert due(None, None, None) is None


def test_the_weeks_due_are_the_law_dated_22_then_20() -> None:
    from laureat.reglements import famille
    from laureat.rules.parameter import Parameters

    law = famille("bac_pro").parametres
    assert [Parameters.at(year, law)["semaines_pfmp_scolaire"].known for year in (2024, 2025, 2027)] == [22, 20, 20]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=6))
def test_the_order_of_periods_is_indifferent_and_one_more_never_takes_days_away(told: list[tuple[int, int]]) -> None:
    periods = [Period(MONDAY + timedelta(start), MONDAY + timedelta(start + length)) for start, length in told]
    assert company(periods, date.max).days == company(reversed(periods), date.max).days
    assert company(periods[:-1], date.max).days <= company(periods, date.max).days


def test_the_chart_lays_days_from_left_to_right_a_row_a_block() -> None:
    assert chart([]) is None
    made = chart([Position("U2", date(2025, 6, 1), 3), Position("U2", MONDAY, 1), Position("U11", MONDAY, 2)])
    assert made is not None
    assert [block for block, _y, _dots in made.rows] == ["U11", "U2"]
    first, second = made.rows[1][2]
    assert first.x < second.x <= made.width
    assert (first.position.level, second.position.level) == (1, 3)
