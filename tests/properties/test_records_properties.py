"""Whatever the facts: proofs hold, a single changed bit shows, canonical bytes are one."""

import json

from hypothesis import given
from hypothesis import strategies as st

from laureat.records import KINDS, decode, encode
from laureat.records.encoding import canonical
from laureat.records.facts import MarkRectified
from laureat.records.merkle import (
    Frontier,
    MerkleTree,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)

leaves = st.lists(st.binary(max_size=12).map(leaf_hash), min_size=1, max_size=80)


def by_definition(hashes: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word: split at the largest power of two smaller than the size."""
    from hashlib import sha256

    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\x01" + by_definition(hashes[:split]) + by_definition(hashes[split:])).digest()


@given(leaves)
def test_the_head_is_the_one_of_the_definition(hashes: list[bytes]) -> None:
    assert by_definition(hashes) == root_of(hashes) == MerkleTree(hashes).root()


@given(leaves, st.data())
def test_a_frontier_may_be_stored_between_any_two_appends(hashes: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(hashes)))
    stored = Frontier().extended(hashes[:cut])
    again = Frontier(stored.size, stored.hashes).extended(hashes[cut:])
    assert again.root == root_of(hashes)
    assert len(again.hashes) == again.size.bit_count()


@given(leaves, st.data())
def test_any_leaf_of_any_past_tree_is_proved(hashes: list[bytes], data: st.DataObject) -> None:
    tree = MerkleTree(hashes)
    size = data.draw(st.integers(1, len(hashes)))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size)
    assert proves_inclusion(hashes[index], index, size, proof, root_of(hashes[:size]))
    old = data.draw(st.integers(1, size))
    assert proves_consistency(old, root_of(hashes[:old]), size, tree.root(size), tree.consistency_proof(old, size))


@given(leaves, st.data())
def test_one_bit_changed_anywhere_in_a_proof_is_refused(hashes: list[bytes], data: st.DataObject) -> None:
    tree = MerkleTree(hashes)
    index = data.draw(st.integers(0, len(hashes) - 1))
    proof = list(tree.inclusion_proof(index))
    if not proof:
        return
    step = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    proof[step] = bytes(byte ^ (1 << bit % 8) if at == bit // 8 else byte for at, byte in enumerate(proof[step]))
    assert not proves_inclusion(hashes[index], index, len(hashes), proof, tree.root())


@given(leaves, st.data())
def test_a_history_rewritten_has_no_proof(hashes: list[bytes], data: st.DataObject) -> None:
    if len(hashes) < 2:
        return
    old = data.draw(st.integers(1, len(hashes) - 1))
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [leaf_hash(leaf) if at == changed else leaf for at, leaf in enumerate(hashes)]
    new = MerkleTree(rewritten)
    proof = new.consistency_proof(old)
    assert not proves_consistency(old, root_of(hashes[:old]), len(hashes), new.root(), proof)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.builds(
        MarkRectified,
        **dict.fromkeys(("log", "author", "at", "key", "candidate", "unit", "before", "cell", "reason"), words),
        control=st.booleans(),
    )
)
def test_any_fact_comes_back_and_has_one_writing(fact: MarkRectified) -> None:
    payload = encode(fact)
    assert decode(payload) == fact
    assert encode(decode(payload)) == payload
    assert json.loads(payload)["kind"] in KINDS


@given(st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), words | st.integers(-(2**53) + 1, 2**53 - 1)))
def test_canonical_bytes_do_not_depend_on_the_order_of_the_keys(value: dict[str, str | int]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical(value) == canonical(backwards)
    assert json.loads(canonical(value)) == value
