"""The graph of traced rules: what is the same is one node, and what is proved of a node holds of its values."""

import functools
import inspect
import operator
import random
import sys
from typing import Any

import pytest

from laureat.rules import calcul, et, logic, maximum, minimum, non, ou, si, somme, written
from laureat.rules.graph import Graph, Node, Op, Untraceable, computed, digest
from laureat.rules.traceable import what_cannot_be_traced
from laureat.vocabulary import Citation, Decision
from laureat.vocabulary.citations import Reading

CITATION = Citation("Livre des gâteaux, art. 1", Reading.LU)


def some_graph() -> tuple[Graph, list[Node]]:
    """Every operation, on a mark by half points, a negative number, a rank and a truth."""
    graph = Graph()
    mark, shift = graph.input("note", 0, 2000, 50), graph.input("décalage", -300, 700, 10)
    rank, flag = graph.input("rang", 0, 3), graph.flag("drapeau")
    weighted = mark * 350 - shift * 20
    outputs = [
        somme([weighted, mark, 7]),
        abs(shift) // graph.node(40),
        abs(weighted) // (rank * 100),
        (mark * 20) // 1000,
        maximum(mark - 1000, 0),
        minimum(shift, mark),
        si(flag & (mark >= 1000), shift, -shift),
        si(flag, mark == 500, shift < 0),
        ou([flag, rank == 2]) ^ True,
        et([non(flag), mark != shift]),
        graph.table(rank, (6, -9, 0, 21)),
        graph.bit(rank, 1),
        flag == (mark < 1000),
    ]
    return graph, [graph.node(output) for output in outputs]


def random_values(graph: Graph, source: random.Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for node in graph.nodes:
        if node.op is Op.INPUT:
            low, high = node.low // node.step, node.high // node.step
            number = source.choice((low, high, 0, source.randint(low, high)))
            values[node.value] = bool(max(number, 0)) if node.boolean else number * node.step
    return values


def test_every_value_is_within_its_bounds_and_a_multiple_of_its_step() -> None:
    graph, outputs = some_graph()
    source = random.Random(1)
    assert {node.op for node in graph.reached(outputs)} == set(Op)
    for _ in range(3_000):
        for node, value in computed(graph.nodes, random_values(graph, source)):
            assert node.low <= value <= node.high, node
            assert value % node.step == 0 if node.step else value == 0, node


def test_what_is_the_same_is_one_node_and_what_is_known_is_a_constant() -> None:
    graph = Graph()
    a, b = graph.input("a", 0, 10), graph.input("b", 5, 20)
    assert a + b is b + a
    assert (a < b) is (b > a)
    assert (a & True) is not None
    assert [str((a <= 20).value), str((b < 5).value), str((a == 11).value)] == ["True", "False", "False"]
    assert (a * 3) * 2 is a * 6
    assert graph.select(graph.node(True), a, b) is a
    assert maximum(a - 5, 0).low == 0
    assert (minimum(a, b).low, minimum(a, b).high) == (0, 10)


@pytest.mark.parametrize("by", [1, 2, 7, 100])
def test_a_number_below_zero_is_divided_as_python_divides_it(by: int) -> None:
    graph = Graph()
    a = graph.input("a", -30, 45)
    divided = a // by
    for value in range(-30, 46):
        known = dict(computed(graph.reached([divided]), {"a": value}))
        assert known[divided] == value // by
        assert divided.low <= value // by <= divided.high


def test_the_digest_is_that_of_what_is_computed() -> None:
    first, second = some_graph(), some_graph()
    told = [
        digest(graph.reached(outputs), zip("abcdefghijklm", outputs, strict=True)) for graph, outputs in (first, second)
    ]
    assert told[0] == told[1]
    graph, outputs = some_graph()
    other = [graph.node(outputs[0] + 1), *outputs[1:]]
    assert digest(graph.reached(other), zip("abcdefghijklm", other, strict=True)) != told[0]


@pytest.mark.parametrize(
    "ask",
    [
        lambda a, b: a if a > b else b,
        lambda a, b: a and b,
        lambda a, b: not a,
        lambda a, b: a in (b, 3),
        lambda a, b: a * b,
        lambda a, b: (a - 5) // b,
        lambda a, b: a ^ b,
    ],
)
def test_what_only_a_candidate_could_answer_is_refused_while_tracing(ask: Any) -> None:
    graph = Graph()
    with pytest.raises(Untraceable):
        ask(graph.input("a", 0, 10), graph.input("b", 0, 20))


# --- before anything is traced


def helper(value: Any) -> Any:
    """A function of a rule's own."""
    return value if value > 3 else 3


def asks_if(decision: Any) -> Any:
    if decision == Decision.ADMIS:
        return 1
    return 0


def asks_is(decision: Any) -> Any:
    return decision is not Decision.ADMIS


def asks_in(decision: Any) -> Any:
    return decision in (Decision.ADMIS, Decision.AJOURNE)


def asks_and(moyenne: Any, progressive: Any) -> Any:
    return moyenne.is_empty and progressive


def asks_not(obligatoires: Any) -> Any:
    return {u.code: not u.status for u in obligatoires}


def asks_isinstance(bonus: Any) -> Any:
    return isinstance(bonus, int)


def asks_any(blocs: Any) -> Any:
    return any(blocs.values())


def asks_in_a_comprehension(obligatoires: Any) -> Any:
    return [u.mark for u in obligatoires if u.status == 1]


def asks_through_a_helper(bonus: Any) -> Any:
    return helper(bonus)


def asks_a_chain(bonus: Any) -> Any:
    return 0 <= bonus < 5


def asks_a_name_it_made(moyenne: Any, p: Any) -> Any:
    enough = moyenne.reaches(p.seuil)
    return 1 if enough else 0


def asks_a_walrus(decision: Any) -> Any:
    found = (told := decision) == Decision.ADMIS
    return si(found, 1, 0) if told else 0


def asks_what_a_loop_bound(obligatoires: Any) -> Any:
    total, seen = 0, False
    for u in obligatoires:
        total = total + (1 if seen else 0)
        seen = u.status == 5
    return total


def asks_a_table(decision: Any) -> Any:
    return {Decision.ADMIS: 1}.get(decision, 0)


def asks_a_key(decision: Any) -> Any:
    return [0, 1, 2][decision]


def asks_a_set(obligatoires: Any) -> Any:
    return len({u.status for u in obligatoires})


def asks_a_text(decision: Any) -> Any:
    return f"{decision}" == "1"


def asks_a_word(decision: Any) -> Any:
    return str(decision) == "1"


def asks_a_list(decision: Any) -> Any:
    return Decision.ADMIS in [decision]


def asks_lists(decision: Any) -> Any:
    return [decision] == [Decision.ADMIS]


def asks_silently(decision: Any) -> Any:
    try:
        return int(Decision.ADMIS) + decision
    except TypeError:
        return 0


def asks_within(decision: Any) -> Any:
    def kept(value: Any) -> Any:
        return 1 if value else 0

    return kept(decision)


def asks_a_lambda(blocs: Any) -> Any:
    return somme(map(lambda value: 1 if value else 0, blocs.values()))  # noqa: C417


def asks_by_name(obligatoires: Any) -> Any:
    return somme(1 if getattr(u, "status") else 0 for u in obligatoires)  # noqa: B009


def asks_an_alias(decision: Any) -> Any:
    return operator.is_(decision, Decision.ADMIS)


HERE = sys.modules[__name__]


def asks_through_a_module(bonus: Any) -> Any:
    return HERE.helper(bonus)


@functools.cache
def remembered(value: Any) -> Any:
    """A helper that something wraps."""
    return value or 3


def asks_what_is_wrapped(bonus: Any) -> Any:
    return remembered(bonus)


def asks_a_helper_given_to_another(blocs: Any) -> Any:
    return somme(map(helper, blocs.values()))


ASKING = {
    asks_a_walrus: "if",
    asks_what_a_loop_bound: "if",
    asks_a_table: "get",
    asks_a_key: "[…]",
    asks_a_set: "{…}",
    asks_a_text: "{…}",
    asks_a_word: "str",
    asks_a_list: "in",
    asks_lists: "listes",
    asks_silently: "try",
    asks_within: "if",
    asks_a_lambda: "if",
    asks_by_name: "if",
    asks_an_alias: "is_",
    asks_through_a_module: "helper",
    asks_what_is_wrapped: "remembered",
    asks_a_helper_given_to_another: "helper",
    asks_if: "if",
    asks_is: "is not",
    asks_in: "in",
    asks_and: "and",
    asks_not: "not",
    asks_isinstance: "isinstance",
    asks_any: "any",
    asks_in_a_comprehension: "if",
    asks_through_a_helper: "helper",
    asks_a_chain: "enchaînées",
    asks_a_name_it_made: "if",
}


@pytest.mark.parametrize("function", ASKING, ids=lambda function: function.__name__)
def test_a_rule_that_asks_a_value_for_its_truth_is_found_in_its_source(function: Any) -> None:
    function.__doc__ = "Une règle."
    said = what_cannot_be_traced(calcul("G-1", CITATION, neutral=0)(function))
    assert said
    assert all(ASKING[function] in each for each in said)


def innocent(obligatoires: Any, facultatives: Any, controle: Any, comptees: Any, annee: Any, p: Any) -> Any:
    """Ce qui est connu de tous se demande librement."""
    if p.seuil > 3 and annee not in (2021, 2022):
        return 0
    kept = [u for u in obligatoires if u.professional or u.code in controle]
    dispense = {u.code: u.status == 5 for u in kept}
    return somme(
        si(comptees[u.code], u.mark, 0) if u.unit.excluded_by_dispense in dispense else 0 for u in facultatives
    )


def test_what_is_known_of_everyone_may_be_asked() -> None:
    assert what_cannot_be_traced(calcul("G-2", CITATION, neutral=0)(innocent)) == ()


def test_the_code_of_a_function_is_told_letter_for_letter_as_python_tells_it() -> None:
    def within(value: Any) -> Any:
        return value
        # a remark that closes it

    # a remark of nobody
    functions = [remembered, innocent, helper, *ASKING, within, lambda value: value, logic.si, written.source]
    for function in functions:
        assert written.source(function) == inspect.getsource(function)
