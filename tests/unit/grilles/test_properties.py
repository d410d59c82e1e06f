"""What holds of any grid: exact, monotonic, indifferent to the order of entries, equal to a plain telling."""

from fractions import Fraction
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.grilles import NE, Entry, Filled, Grid, Outcome, attainable, compute, digest, filled, read_grids
from support.grilles_simples import plain_pondere, plain_round_up_half


def parts(draw: st.DrawFn, count: int) -> list[int]:
    """``count`` whole weights that make 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 1, max_size=count - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def weighted(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """A weighted grid as its file says it, and a level or NE on each of its lines."""
    values = draw(st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(lambda one: len(set(one)) > 1))
    codes = [f"N{rank}" for rank in range(len(values))]
    many = draw(st.integers(1, 4))
    competences = []
    for c, weight in enumerate(parts(draw, many)):
        lines = parts(draw, draw(st.integers(1, 4)))
        criteria = [{"code": f"C{c}.{k}", "texte": "a", "poids": str(w)} for k, w in enumerate(lines)]
        competences.append({"code": f"C{c}", "texte": "a", "poids": str(weight), "criteres": criteria})
    situations = [
        {"code": f"S{s}", "forme": "ccf", "poids": str(draw(st.integers(1, 3)))} for s in range(draw(st.integers(1, 2)))
    ]
    weighed = {
        line["code"] for one in competences for line in one["criteres"] if int(one["poids"]) and int(line["poids"])
    }
    lines = [criterion["code"] for competence in competences for criterion in competence["criteres"]]
    outside = draw(st.lists(st.sampled_from(lines), unique=True, max_size=3))
    if outside and weighed - set(outside):
        situations[0]["hors_champ"] = outside
    told = {
        "grille": "ESSAI",
        "edition": "1",
        "statut": "hypothese",
        "niveaux": {"codes": codes, "valeurs": [str(value) for value in values]},
        "calcul": {"mode": "pondere", "arrondi": {"pas": "0,5", "sens": "superieur"}},
        "situations": situations,
        "competences": competences,
    }
    tick = st.sampled_from([*codes, NE])
    ticked = {
        situation["code"]: {line: draw(tick) for line in lines if line not in situation.get("hors_champ", ())}
        for situation in situations
    }
    return told, ticked


def grid_of(told: dict[str, Any]) -> Grid:
    (grid,) = read_grids(yaml.safe_dump([told]), "essai.yaml")
    return grid


@given(weighted())
@settings(max_examples=80, deadline=None)
def test_the_engine_and_a_plain_telling_agree_and_stay_within_what_is_attainable(drawn: Any) -> None:
    told, ticked = drawn
    grid = grid_of(told)
    found = compute(grid, {code: Filled(values) for code, values in ticked.items()}, 2026)
    points, coverage = plain_pondere(told, ticked)
    assert found.coverage == coverage
    if points is None:
        assert found.mark is None
        assert found.outcome is Outcome.COUVERTURE
        return
    assert found.raw == points
    assert isinstance(found.raw, Fraction)
    assert type(found.mark) is int
    assert found.mark == plain_round_up_half(points)
    least, most = attainable(grid) or (0, 0)
    assert least <= found.mark <= most
    shown = sum((line.points or 0) * one.situation.weight for one in found.situations for line in one.lines)
    assert Fraction(shown) / sum(one.situation.weight for one in found.situations) == points


@given(weighted(), st.data())
@settings(max_examples=60, deadline=None)
def test_raising_a_level_never_lowers_the_mark(drawn: Any, data: st.DataObject) -> None:
    told, ticked = drawn
    grid = grid_of(told)
    situation = data.draw(st.sampled_from(sorted(ticked)))
    line = data.draw(st.sampled_from(sorted(ticked[situation])))
    if ticked[situation][line] == NE:
        return
    worth = grid.level(ticked[situation][line]).value
    higher = data.draw(st.sampled_from([level.code for level in grid.levels if level.value >= worth]))
    raised = {**ticked, situation: {**ticked[situation], line: higher}}
    before, after = (
        compute(grid, {code: Filled(values) for code, values in one.items()}, 2026) for one in (ticked, raised)
    )
    assert before.outcome == after.outcome
    if before.raw is not None and after.raw is not None:
        assert before.raw <= after.raw
        assert before.mark is None or (after.mark is not None and before.mark <= after.mark)


@given(weighted(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_entries_is_indifferent_and_the_same_tap_twice_is_one(drawn: Any, chance: Any) -> None:
    told, ticked = drawn
    grid = grid_of(told)
    entries = [
        Entry("c", situation, "1", "a", "", line, value, f"{situation}{line}")
        for situation, values in ticked.items()
        for line, value in values.items()
    ]
    mixed = [*entries, *entries[:2]]
    chance.shuffle(mixed)
    straight, shuffled = filled(entries), filled(mixed)
    assert straight == shuffled
    assert digest("1", straight) == digest("1", shuffled)
    assert compute(grid, straight, 2026) == compute(grid, shuffled, 2026)
