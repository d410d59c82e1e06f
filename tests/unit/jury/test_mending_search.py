"""The search behind a mending, against a trial of every list of moves, and on its bounds."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from laureat.jury.law import Requirement, Ruling
from laureat.jury.mending_search import MOST_CHANGES, Margins, Move, Search
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

VERBS = ("ajouter", "remplacer", "retirer", "ranger parmi les membres")
SURE, NOT_BROKEN = (Ruling.TIENT,), (Ruling.TIENT, Ruling.INDETERMINE)
small = st.integers(-2, 2)
shifts = st.tuples(small, small).map(sorted).map(lambda pair: (pair[0], pair[1]))


def _rule(*, exact: bool = False) -> Requirement:
    usage = Citation("usage", Reading.USAGE)
    return Requirement("X", usage, "texte", "sujet", lambda member, p: 0, lambda members, p: "", exact=exact)


def _search(moves: Sequence[Move], sizes: Sequence[int] = (), exact: Sequence[bool] = (False,)) -> Search:
    return Search([_rule(exact=one) for one in exact], [SURE] * len(exact), moves, sizes)


def _gains(verb: str, *gains: int, pool: int | None = None) -> Move:
    return Move(verb, tuple((gain, gain) for gain in gains), pool)


def _after(start: Margins, moves: Sequence[Move]) -> list[tuple[int, int]]:
    return [
        (low + sum(m.shift[rank][0] for m in moves), high + sum(m.shift[rank][1] for m in moves))
        for rank, (low, high) in enumerate(start)
    ]


def _mends(start: Margins, moves: Sequence[Move], search: Search) -> bool:
    """Every rule ends where it may, and no pool gives more members than it holds."""
    ruled = zip(search.rules, search.allowed, _after(start, moves), strict=True)
    taken = [move.pool for move in moves]
    return all(rule.rule_on(*margin) in allowed for rule, allowed, margin in ruled) and all(
        taken.count(pool) <= size for pool, size in enumerate(search.sizes)
    )


@st.composite
def problems(draw: st.DrawFn) -> tuple[Search, Margins, list[Move]]:
    """Two rules, weighed or exact, known or in doubt; a few moves, out of two pools or from outside."""
    rules = [_rule(exact=draw(st.booleans())) for _ in range(2)]
    allowed = [draw(st.sampled_from((SURE, SURE, NOT_BROKEN))) for _ in rules]
    pools = st.sampled_from((None, 0, 1))
    moves = draw(
        st.lists(st.builds(Move, st.sampled_from(VERBS), st.tuples(shifts, shifts), pools), min_size=1, max_size=4)
    )
    start = draw(st.tuples(shifts, shifts))
    return Search(rules, allowed, moves, (1, 2)), start, moves


@settings(max_examples=150, deadline=None, database=None)
@given(problems())
def test_the_shortest_list_of_moves_is_the_shortest_that_a_trial_of_all_finds(
    problem: tuple[Search, Margins, list[Move]],
) -> None:
    search, start, moves = problem
    assume(not _mends(start, (), search))
    lengths = (
        length
        for length in range(1, 4)
        if any(_mends(start, tried, search) for tried in combinations_with_replacement(moves, length))
    )
    least = next(lengths, None)
    found = search.shortest(start)
    if found is not None:
        assert _mends(start, found, search)
    assert (len(found) if found is not None and len(found) < 4 else None) == least


@settings(max_examples=150, deadline=None, database=None)
@given(problems())
def test_moves_made_one_after_the_other_do_mend_and_one_that_is_enough_is_found(
    problem: tuple[Search, Margins, list[Move]],
) -> None:
    search, start, moves = problem
    found = search.some(start)
    if found is not None:
        assert _mends(start, found, search)
    if any(_mends(start, (move,), search) for move in moves):
        assert found is not None
        assert len(found) <= 1


def test_what_weighs_little_on_its_rule_is_looked_for_as_much_as_what_weighs_a_lot() -> None:
    heavy, light = _gains("ajouter", 6, 0), _gains("ajouter", 0, 1)
    search = _search([heavy, light], exact=(False, False))
    found = search.some(((-6, -6), (-2, -2)))
    assert found is not None
    assert (found.count(heavy), found.count(light)) == (1, 2)


def test_one_kind_of_change_is_preferred_where_it_is_as_short() -> None:
    seat, add = _gains("ranger parmi les membres", 1, pool=0), _gains("ajouter", 1)
    assert _search([seat, add], (1,)).shortest(((-2, -2),)) == [add, add]


def test_of_single_changes_the_first_in_order_is_told_whatever_its_kind() -> None:
    verbs = (("retirer", 1), ("remplacer", 2), ("retirer", 2))
    too_small, enough, late = (_gains(verb, gain, pool=pool) for pool, (verb, gain) in enumerate(verbs))
    assert _search([too_small, enough, late], (1, 1, 1)).shortest(((-2, -2),)) == [enough]


@pytest.mark.parametrize(("missing", "changes"), [(MOST_CHANGES, MOST_CHANGES), (MOST_CHANGES + 1, None)])
def test_a_jury_is_mended_by_so_many_changes_and_no_more(missing: int, changes: int | None) -> None:
    found = _search([_gains("ajouter", 1)]).shortest(((-missing, -missing),))
    assert (found and len(found)) == changes


def test_a_branch_is_given_up_as_soon_as_the_moves_left_cannot_gain_what_is_missing() -> None:
    both = [_gains("ajouter", 4, 0), _gains("ajouter", 0, 4)]
    search = _search(both, exact=(False, False))
    assert search.shortest(((-12, -12), (-12, -12))) == [both[0]] * 3 + [both[1]] * 3
    assert search.steps < 50
