"""The labels of blank nodes are those of another implementation, whatever the graph."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld.canon import URDNA2015
from pyld.nquads import parse_nquads

from laureat.credentials import canonical
from laureat.credentials.rdf import Quad
from laureat.credentials.strict_json import TooComplex

NODES = [f"_:n{number}" for number in range(6)]
terms = st.sampled_from([*NODES, "<urn:a>", '"x"', '"é\\n"@fr'])
graphs = st.sampled_from(["", "", "", "_:n0", "<urn:g>"])


def names_no_node_twice(quad: Quad) -> bool:
    """PyLD counts a statement about one node twice where the standard counts it once."""
    blank = [term for term in quad if term.startswith("_:")]
    return len(blank) == len(set(blank))


statement = st.tuples(st.sampled_from([*NODES, "<urn:a>"]), st.sampled_from(["<urn:p>", "<urn:q>"]), terms, graphs)
quads = st.lists(statement.filter(names_no_node_twice), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(quads)
def test_any_small_graph_has_the_canonical_form_of_the_reference(given: list[Quad]) -> None:
    written = "".join(map(canonical.line, dict.fromkeys(given)))
    expected = URDNA2015().main(parse_nquads(written), {"format": "application/n-quads"})
    assert canonical.canonicalise(given) == expected


@settings(max_examples=50, deadline=None)
@given(quads, st.permutations(NODES))
def test_the_names_and_the_order_of_a_document_change_nothing(given: list[Quad], names: list[str]) -> None:
    renamed = dict(zip(NODES, names, strict=True))
    other = [canonical.relabel(quad, renamed) for quad in reversed(given)]
    assert canonical.canonicalise(other) == canonical.canonicalise(given)


@pytest.mark.parametrize("size", [5, 40])
def test_nodes_all_alike_are_labelled_or_refused_by_their_count(size: int) -> None:
    nodes = [f"_:k{number}" for number in range(size)]
    clique = [(one, "<urn:p>", other, "") for one in nodes for other in nodes if one != other]
    if size == 5:
        assert canonical.canonicalise(clique).count("\n") == 20
    else:
        with pytest.raises(TooComplex):
            canonical.canonicalise(clique)
