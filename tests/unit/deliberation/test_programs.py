"""What the rules become: their programs, the proofs that they rest on, and who judges them."""

import importlib.util
import itertools
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from laureat.deliberation import cohort, paths
from laureat.deliberation import fast as fast_path
from laureat.deliberation import scalar as scalar_module
from laureat.deliberation.candidate import decide
from laureat.deliberation.changes import nearest_changes
from laureat.deliberation.fast import Fast
from laureat.deliberation.llvm import Unproved, module_text, width
from laureat.deliberation.paths import Columns
from laureat.deliberation.program import Input, Program, _codes, program
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.scalar import scalar
from laureat.exchange import judging
from laureat.exchange.candidates import candidates, canonical_text
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.judging import Divergence
from laureat.exchange.spec import Spec
from laureat.rules.graph import Graph, Op, Untraceable, computed
from support.deliberations import reglement
from support.programmes import SETS, by_scalar, hostile_rows, mutated, random_inputs, rules_of, texts

TRPM = reglement("RNCP35697").at(2026)
compiled = importlib.util.find_spec("llvmlite") is not None
fused_only = pytest.mark.skipif(not compiled, reason="llvmlite n'est pas installé")


@pytest.mark.parametrize(("name", "session"), SETS)
def test_every_node_lies_within_the_bounds_that_widths_rest_on(name: str, session: int) -> None:
    made = program(rules_of(name, session))
    values = random_inputs(made, np.random.default_rng(7), 60)
    for row in range(60):
        inputs = {
            known.name: bool(values[known.name][row]) if known.node.boolean else int(values[known.name][row])
            for known in made.inputs
        }
        for node, value in computed(made.nodes, inputs):
            assert node.low <= value <= node.high, node
            assert value % node.step == 0 if node.step else value == 0, node


@fused_only
@pytest.mark.parametrize(("name", "session"), SETS)
def test_the_kernel_computes_what_the_graph_says_wherever_its_inputs_may_lie(name: str, session: int) -> None:
    compiled = Fast(rules_of(name, session)).fused
    made = compiled.program
    rows = 80
    values = random_inputs(made, np.random.default_rng(11), rows)
    columns = {column.name: (values[column.name] // column.step).astype(column.dtype) for column in compiled.inputs}
    told = compiled.run(columns, rows)
    steps = {column.name: column.step for column in compiled.outputs}
    for row in range(rows):
        inputs = {known.name: int(values[known.name][row]) for known in made.inputs}
        known = {node.rank: value for node, value in computed(made.nodes, inputs)}
        for output, node in made.outputs.items():
            assert int(told[output][row]) * steps[output] == int(known[node.rank]), output


def test_the_same_rules_give_the_same_program() -> None:
    again = reglement("RNCP35697").at(2026)
    assert program(again).digest == program(TRPM).digest
    other = TRPM.with_parameters(TRPM.parameters.with_values({"seuil_admission": 1050}))
    assert program(other).digest != program(TRPM).digest


def widths(rules: object) -> set[int]:
    return {width(node) for node in program(rules).nodes if not node.boolean}  # type: ignore[arg-type]


def test_most_values_are_proved_to_hold_in_sixteen_bits_and_none_needs_sixty_four() -> None:
    assert widths(TRPM) == {8, 16, 32}
    numbers = [node for node in program(TRPM).nodes if not node.boolean]
    assert sum(width(node) <= 16 for node in numbers) > 0.9 * len(numbers)


@fused_only
@pytest.mark.parametrize("most", [2**16, 2**24 - 1, 2**24, 2**31 - 1, 2**53 - 1, 2**53, 2**54 - 1])
def test_a_quotient_by_floating_numbers_is_the_whole_one_where_their_bounds_prove_it(most: int) -> None:
    """Held against whole numbers at each multiple of the divisor, just under it and just over, up to the greatest."""
    from laureat.deliberation.fused import Fused

    graph, greatest = Graph(), 4_999
    a, b = graph.input("a", 0, most - greatest), graph.input("b", 0, greatest)
    compiled = Fused(Program(graph, (Input("a", a), Input("b", b)), {"q": graph.divide(a, b)}))
    divisors = np.repeat(np.random.default_rng(7).integers(0, greatest + 1, 20_000), 3)
    multiples = (most - greatest) // np.maximum(divisors, 1) * divisors + np.tile([-1, 0, 1], 20_000)
    dividends = np.clip(multiples, 0, most - greatest)
    told = compiled.run({"a": dividends, "b": divisors}, len(divisors))["q"]
    assert (told == np.where(divisors == 0, 0, dividends // np.maximum(divisors, 1))).all()


@fused_only
def test_a_quotient_of_numbers_that_have_a_common_step_is_proved_on_their_steps() -> None:
    graph = Graph()
    a, b = graph.input("a", 0, 50 * 2**20, 50), graph.input("b", 0, 50 * 99, 50)
    text = module_text(Program(graph, (Input("a", a), Input("b", b)), {"q": graph.divide(a, b)}))
    assert "fdiv <32 x float>" in text
    assert "double" not in text


def test_no_floating_number_is_on_the_way_to_a_decision() -> None:
    frame = hostile_rows(TRPM, 2, 3)
    plan = cohort._kernel(TRPM, frame.columns).told(frame.lazy()).explain(optimized=False)
    assert ") // (" in plan
    assert not re.search(r"\) / \(|f32|f64|Float", plan)


@fused_only
@pytest.mark.parametrize(
    ("name", "coefficient"), [("RNCP35697", 479), ("cap_electricien_etendu", 7_919), ("RNCP35697", 99_991)]
)
def test_any_coefficient_is_computed_exactly_in_the_width_that_is_proved(name: str, coefficient: int) -> None:
    """4,79 leaves no common divisor: the sums need 32 bits, the largest ones 64. The option decides of some units."""
    given = rules_of(name, 2026)
    changed = {p.name: coefficient for p in given.parameters.hypotheses[:1]}
    assert changed
    rules = given.with_parameters(given.parameters.with_values(changed))
    frame = hostile_rows(rules, 400, 3)
    expected = texts(cohort.deliberate(rules, frame))
    decided = Fast(rules).deliberate(frame)
    assert texts(decided) == expected
    assert decided["proche"].equals(cohort.deliberate(rules, frame)["proche"])
    assert by_scalar(scalar(rules), frame) == expected
    if rules.reglement.options:
        untold = frame.drop("option")
        assert texts(cohort.deliberate(rules, untold)) == by_scalar(scalar(rules), untold)


@fused_only
def test_without_a_proof_there_is_no_fast_path_and_polars_decides() -> None:
    changed = {p.name: 2**62 for p in TRPM.parameters.hypotheses[:1]}
    rules = TRPM.with_parameters(TRPM.parameters.with_values(changed))
    with pytest.raises(Unproved, match="64 bits"):
        module_text(program(rules))


@fused_only
@pytest.mark.parametrize("mark", [1_025, 2_050, -50])
def test_a_number_that_no_cell_may_hold_is_left_to_polars(mark: int) -> None:
    frame = hostile_rows(TRPM, 50, 3).with_columns(pl.lit(mark, pl.Int16).alias("U2.note"))
    with pytest.raises(Unproved, match=r"U2\.note"):
        fast_path.fast(TRPM).deliberate(frame)
    columns = Columns(TRPM, worth=1)
    assert columns.deliberate(frame).equals(cohort.deliberate(TRPM, frame))
    assert "U2.note" in columns.reason
    assert columns.by_kernel == 0


def test_bounds_are_checked_as_two_comparisons_would_whatever_the_width() -> None:
    """The kernel's own check reads a number without its sign where it may: nothing passes that it should not."""
    for kind in (np.int8, np.int16, np.int32, np.uint8, np.uint16):
        ends = np.iinfo(kind)
        values = sorted({ends.min, ends.min + 1, max(-1, ends.min), 0, 1, 2, 41, 100, ends.max - 1, ends.max})
        for low, high in itertools.product((-1, 0, 1), (0, 1, 40, 100, 127, 128, 200, 255, 2_000, 32_767, 2**31)):
            for some in itertools.combinations_with_replacement(values, 2):
                held = fast_path._within(np.array(some, kind), low, high)
                assert held is (low <= some[0] and some[1] <= high), (kind, some, low, high)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (("", "a", "b"), [0, 1, 2, 0]),
        (("a", "b"), [0, 1, 2, 0]),
        (("b", "x", "a"), [0, 1, 2, 0]),
        (("x",), [0, 0, 0, 0]),
    ],
)
def test_a_word_is_told_by_its_rank_whatever_words_a_column_holds(held: tuple[str, ...], expected: list[int]) -> None:
    texts = [word if word in held else None for word in ("", "a", "b", "x")]
    told = _codes(pl.Series(texts, dtype=pl.Enum(held)), ("", "a", "b"))
    assert told.to_list() == expected == _codes(pl.Series(texts, dtype=pl.String), ("", "a", "b")).to_list()
    assert (told.dtype == pl.UInt8) is (held == ("", "a", "b")), "its own numbers are taken as they are"


def test_rules_that_no_program_can_be_made_of_are_decided_all_the_same(
    liste: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third party's rule may multiply what only a candidate tells: Polars and the rules as they are written know."""
    rules = TRPM.with_parameters(TRPM.parameters)  # whose programs no other test has made
    monkeypatch.setattr(paths, "WORTH_COMPILING", 1)
    monkeypatch.setattr(judging, "FEW", 0)
    for module in (fast_path, scalar_module):
        monkeypatch.setattr(module, "program", _untraceable)
    monkeypatch.setattr(scalar_module, "issue_program", _untraceable)
    someone = next(candidates(hostile_rows(rules, 1, 3), rules.reglement.famille))
    outcome = decide(rules, someone)
    assert nearest_changes(rules, someone, outcome) == nearest_changes(TRPM, someone, outcome)
    told = deliberate_file(Request(liste, rules, tmp_path / "d"))
    assert "Polars" in told["calcul"] or not compiled


def _untraceable(rules: SessionRules) -> Program:
    raise Untraceable("une règle multiplie deux valeurs du candidat")


def test_without_llvmlite_polars_decides_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "AVAILABLE", False)
    frame = hostile_rows(TRPM, 50, 3)
    columns = Columns(TRPM, worth=1)
    assert columns.deliberate(frame).equals(cohort.deliberate(TRPM, frame))
    assert "llvmlite" in columns.reason
    assert "Polars" in columns.reason


@fused_only
def test_a_short_list_is_not_worth_compiling() -> None:
    columns = Columns(TRPM, worth=80)
    columns.deliberate(hostile_rows(TRPM, 50, 3))
    assert columns.by_kernel == 0
    columns.deliberate(hostile_rows(TRPM, 50, 4))
    assert columns.by_kernel == 50


@fused_only
def test_the_object_code_is_emitted_for_another_processor() -> None:
    from laureat.deliberation.fused import object_for

    try:
        emitted = object_for(program(TRPM), "aarch64-linux-gnu")
    except RuntimeError as absent:
        pytest.skip(f"llvmlite ne connaît pas aarch64 ici : {absent}")
    assert emitted[:4] == b"\x7fELF"
    assert int.from_bytes(emitted[18:20], "little") == 183  # EM_AARCH64


@fused_only
@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@pytest.mark.parametrize("padded", [0, 32, 65_536 - 32, 65_536, 65_568, 1_000_000])
def test_the_rows_are_shared_between_threads_each_once_by_whole_vectors(padded: int, threads: int) -> None:
    from laureat.deliberation.fused import LANES, _shares

    shares = _shares(padded, threads)
    assert [first for first, _ in shares] == [0, *(last for _, last in shares[:-1])]
    assert shares[-1][1] == padded
    assert all(last % LANES == 0 for _, last in shares)
    assert len(shares) == (threads if padded >= 65_536 else 1)
    assert max(last - first for first, last in shares) - padded // threads <= (LANES if len(shares) > 1 else padded)


@pytest.mark.parametrize(("coefficient", "bits"), [(9_312, pl.Int32()), (9_313, pl.Int64())])
def test_sums_are_kept_in_32_bits_up_to_the_last_coefficient_that_they_hold(
    coefficient: int, bits: pl.DataType
) -> None:
    """The greatest number of the law, at a scale of four, four such sums; three optional units, six with an oral."""
    rules = TRPM.with_parameters(TRPM.parameters.with_values({"coefficient_U2": coefficient}))
    weights = sum(high for _, _, high in rules.coefficients.values()) + 100 * (3 + 2 * 6 + 10)
    assert (weights * coefficient * 4 * 4 < 2**31) is (bits == pl.Int32())
    assert cohort.number_type(rules) == bits


def test_an_average_with_a_control_mark_is_the_same_in_columns_and_alone() -> None:
    """Before session 2022 it is a mean of two marks: its points are counted twice as fine."""
    rules = rules_of("fictif", 2021)
    frame = hostile_rows(rules, 60, 5)
    assert texts(cohort.deliberate(rules, frame)) == by_scalar(scalar(rules), frame)


# --- a wrong node is caught


@pytest.fixture(scope="module")
def liste(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand lawful candidates, half of whom have an average that is exactly a threshold."""
    from laureat.exchange.cohorte import cohort as cohorte

    frame = cohorte(TRPM, 2_000, 5, identities=False)
    marks = [
        pl.when((pl.col(f"{u.code}.note") > 0) & (pl.col("ligne") % 2 == 0))
        .then(1000)
        .otherwise(pl.col(f"{u.code}.note"))
        .cast(pl.Int16)
        .alias(f"{u.code}.note")
        for u in TRPM.mandatory
    ]
    path = tmp_path_factory.mktemp("liste") / "candidats.parquet"
    canonical_text(frame.with_columns(marks), Spec(TRPM)).write_parquet(path)
    return path


@fused_only
def test_the_judges_stop_a_run_whose_kernel_has_one_wrong_node(
    liste: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = program(TRPM)
    request = Request(liste, TRPM, tmp_path / "d")
    monkeypatch.setattr(paths, "WORTH_COMPILING", 1)
    deliberate_file(request)
    thresholds = [
        node
        for node in made.graph.reached([made.outputs["decision"]])
        if node.op is Op.LE
        and node.args[0].constant
        and node.args[1].op in (Op.SUB, Op.ADD)
        and node.args[1].high > 10_000
    ]
    assert thresholds
    for node in thresholds:
        wrong = mutated(made, node.rank, Op.LT)
        with monkeypatch.context() as patch:
            patch.setattr(fast_path, "program", lambda rules, wrong=wrong: wrong)
            patch.setattr(fast_path, "fast", Fast)
            with pytest.raises(Divergence, match="Rien n'a été écrit"):
                deliberate_file(request)
