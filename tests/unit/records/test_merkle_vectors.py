"""The tree is that of RFC 6962: the published vectors of Certificate Transparency."""

import pytest

from laureat.records.merkle import (
    EMPTY_ROOT,
    Frontier,
    MerkleTree,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)

PAYLOADS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(payload) for payload in PAYLOADS]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([]) == Frontier().root == MerkleTree().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_three_ways_give_the_published_roots(size: int) -> None:
    leaves = LEAVES[:size]
    assert root_of(leaves).hex() == ROOTS[size - 1]
    assert Frontier().extended(leaves).root.hex() == ROOTS[size - 1]
    assert MerkleTree(LEAVES).root(size).hex() == ROOTS[size - 1]


def test_the_published_audit_path_of_the_first_leaf_of_eight() -> None:
    proof = MerkleTree(LEAVES).inclusion_proof(0)
    assert [step.hex() for step in proof] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_the_published_consistency_proof_from_six_to_eight() -> None:
    proof = MerkleTree(LEAVES).consistency_proof(6, 8)
    assert [step.hex() for step in proof] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_proof_of_inclusion_holds_for_that_leaf_there_and_nowhere_else() -> None:
    tree = MerkleTree(LEAVES)
    for size in range(1, 9):
        for index in range(size):
            proof = tree.inclusion_proof(index, size)
            root = tree.root(size)
            assert proves_inclusion(LEAVES[index], index, size, proof, root)
            assert not proves_inclusion(LEAVES[index], (index + 1) % size, size, proof, root) or size == 1
            assert not proves_inclusion(LEAVES[index - 1], index, size, proof, root) or size == 1
            assert not proves_inclusion(LEAVES[index], index, size, (*proof, root), root)
            assert not proves_inclusion(LEAVES[index], index, size, proof[1:], root) or not proof


def test_an_index_beyond_the_tree_is_never_included() -> None:
    assert not proves_inclusion(LEAVES[0], 1, 1, (), LEAVES[0])
    assert not proves_inclusion(LEAVES[0], -1, 1, (), LEAVES[0])


def test_a_shorter_tree_is_proved_a_prefix_only_of_its_own_continuation() -> None:
    tree = MerkleTree(LEAVES)
    other = MerkleTree([LEAVES[1], LEAVES[0], *LEAVES[2:]])
    for size in range(1, 9):
        for old in range(1, size + 1):
            proof = tree.consistency_proof(old, size)
            assert proves_consistency(old, tree.root(old), size, tree.root(size), proof)
            assert not proves_consistency(old, other.root(old), size, tree.root(size), proof)
            if old < size:
                assert not proves_consistency(old, tree.root(old), size, tree.root(size), proof[:-1])
                assert not proves_consistency(old, tree.root(old), size, tree.root(old), proof)
                assert not proves_consistency(old, tree.root(old), size, tree.root(size), (*proof, proof[-1]))


def test_trees_of_the_same_size_are_consistent_only_when_equal() -> None:
    assert proves_consistency(3, LEAVES[0], 3, LEAVES[0], ())
    assert not proves_consistency(3, LEAVES[0], 3, LEAVES[1], ())
    assert not proves_consistency(0, EMPTY_ROOT, 3, LEAVES[1], (LEAVES[0],))


def test_asking_a_proof_outside_the_tree_is_refused() -> None:
    tree = MerkleTree(LEAVES)
    for ask in (
        lambda: tree.inclusion_proof(8),
        lambda: tree.root(9),
        lambda: tree.root(-1),
        lambda: tree.consistency_proof(0),
        lambda: tree.consistency_proof(5, 4),
    ):
        with pytest.raises(IndexError):
            ask()


def test_a_leaf_is_never_an_inner_node() -> None:
    pair = LEAVES[0] + LEAVES[1]
    assert leaf_hash(pair) != root_of(LEAVES[:2])
