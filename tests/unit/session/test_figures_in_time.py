"""The figures of a session told again on another day: nothing of one person is their difference."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.session.figures import Assessed, Figures, Presented
from laureat.session.told_figures import Shown, shown, told
from support.lecteur_de_chiffres import gives_back

DIMENSIONS = {"sexe": "Par sexe", "voie": "Par voie", "etablissement": "Par établissement"}


def one_of(rank: int, mark: int | None, voie: str = "x", sexe: str = "F", listed: bool = False) -> Presented:
    """Someone whose only mark is the average; nobody is admitted below 10."""
    assessed = () if mark is None else (Assessed("U2", "CCF" if voie == "x" else "ponctuel", mark >= 1000, mark),)
    return Presented(
        mark is not None and mark >= 1000,
        {"sexe": sexe, "voie": voie, "etablissement": voie},
        None if mark is None else Fraction(mark, 100),
        assessed,
        listed=listed and mark is not None and mark >= 1000,
        person=f"p{rank}",
    )


def days_told(days: list[list[Presented]]) -> list[tuple[list[Presented], Figures]]:
    """Each day told after those before it."""
    before: list[Shown] = []
    found = []
    for people in days:
        figures = told(people, DIMENSIONS, before)
        before.append(shown(people, DIMENSIONS, figures))
        found.append((people, figures))
    return found


def school(count: int = 40) -> list[Presented]:
    """Half of them admitted."""
    return [one_of(rank, 800 + 400 * (rank % 2), "xy"[rank % 4 // 2]) for rank in range(count)]


def corrected(people: list[Presented], ranks: range) -> list[Presented]:
    """Those of these ranks have 12."""
    return [one_of(rank, 1200, one.groups["voie"]) if rank in ranks else one for rank, one in enumerate(people)]


def test_one_decision_put_right_is_not_the_difference_of_two_days() -> None:
    first = school()
    second = corrected(first, range(1))
    apart = [(people, told(people, DIMENSIONS)) for people in (first, second)]
    assert gives_back(apart, DIMENSIONS)
    found = days_told([first, second])
    assert not gives_back(found, DIMENSIONS)
    then, now = (figures.tables[1] for _people, figures in found)
    assert (then.total.presented, then.total.admitted) == (40, 20)
    assert (now.total.presented, now.total.admitted) == (40, None)
    assert [one.mean for _people, figures in found for one in figures.units if one.mode == "CCF"] == [1000, None]


def test_what_changed_for_enough_people_is_told_and_so_is_what_did_not_change() -> None:
    found = days_told([school(80), corrected(school(80), range(0, 40))])
    totals = [(figures.tables[1].total.presented, figures.tables[1].total.admitted) for _people, figures in found]
    assert totals == [(80, 40), (80, 60)]
    assert not gives_back(found, DIMENSIONS)
    same = days_told([school(), school()])  # nothing changed: nothing more is hidden
    assert same[0][1] == same[1][1]


def test_a_few_who_come_later_are_told_with_those_who_follow() -> None:
    """Three sent to the control tests are decided on another day: their number is not said, ten more later it is."""
    few, many = ([one_of(100 + rank, 1200, "x") for rank in range(count)] for count in (3, 13))
    found = days_told([school(), [*school(), *few], [*school(), *many]])
    assert not gives_back(found, DIMENSIONS)
    assert [figures.tables[1].total.admitted for _people, figures in found] == [20, None, 33]


PERSON = st.tuples(
    st.sampled_from([None, 800, 1000, 1200]), st.sampled_from("xy"), st.sampled_from("FM"), st.booleans()
)
CHANGES = st.lists(st.tuples(st.integers(0, 19), st.none() | PERSON), max_size=12)


@settings(max_examples=12, deadline=None)
@given(st.lists(PERSON, min_size=8, max_size=20), st.lists(CHANGES, min_size=1, max_size=3))
def test_no_sequence_of_days_gives_back_a_few_persons(drawn: list, changes: list) -> None:  # type: ignore[type-arg]
    day = {rank: one_of(rank, *each) for rank, each in enumerate(drawn)}
    days = [list(day.values())]
    for some in changes:
        for rank, person in some:
            if person is None:
                day.pop(rank, None)
            else:
                day[rank] = one_of(rank, *person)
        days.append(list(day.values()))
    assert not gives_back(days_told(days), DIMENSIONS)
