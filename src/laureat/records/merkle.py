"""A Merkle tree over the facts, as in Certificate Transparency (RFC 6962 §2.1, RFC 9162 §2.1).

Plain functions check proofs; ``MerkleTree`` grows by one leaf at a time and proves; ``Frontier`` only knows the head of
what was appended (a handful of hashes whatever the size), which is all a sequencer needs.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from laureat.vocabulary.french import plural

_sha256 = hashlib.sha256

EMPTY_ROOT = _sha256(b"").digest()
"""The head of the empty tree."""


def leaf_hash(payload: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ payload)."""
    return _sha256(b"\x00" + payload).digest()


def inner_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return _sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The head of the tree whose leaf hashes are given in order."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [
            _sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The complete subtrees at the right edge, largest first: one for each bit set in the size."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """The frontier after more leaf hashes."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            carry, bits = leaf, size
            while bits & 1:
                carry = _sha256(b"\x01" + stack.pop() + carry).digest()
                bits >>= 1
            stack.append(carry)
            size += 1
        return Frontier(size, tuple(stack))

    @property
    def root(self) -> bytes:
        """The head of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = inner_hash(left, root)
        return root


class MerkleTree:
    """All the complete subtrees, level by level: appends in constant time on average, proves in logarithmic time."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        self._levels[0].append(leaf)
        node, position, height = leaf, len(self) - 1, 0
        while position & 1:
            node = inner_hash(self._levels[height][position - 1], node)
            position >>= 1
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            self._levels[height].append(node)

    def root(self, size: int | None = None) -> bytes:
        """The head of the whole tree, or of the tree as it was at an earlier size."""
        size = self._checked(size)
        return self._head(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The audit path that proves leaf ``index`` (from 0) within the first ``size`` leaves (RFC 9162 §2.1.3.1)."""
        size = self._checked(size)
        if not 0 <= index < size:
            raise IndexError(f"la feuille {index} n'est pas parmi les {size} premières")
        proof: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._head(middle, end))
                end = middle
            else:
                proof.append(self._head(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that the first ``old`` leaves are a prefix of the first ``size`` (RFC 9162 §2.1.4.1)."""
        size = self._checked(size)
        if not 0 < old <= size:
            raise IndexError(f"la taille {old} n'est pas entre 1 et {size}")
        proof: list[bytes] = []
        start, end, whole = 0, size, True
        while old != end - start:
            half = _split(end - start)
            if old <= half:
                proof.append(self._head(start + half, end))
                end = start + half
            else:
                proof.append(self._head(start, start + half))
                start, old, whole = start + half, old - half, False
        if not whole:
            proof.append(self._head(start, end))
        return tuple(reversed(proof))

    def _checked(self, size: int | None) -> int:
        if size is None:
            return len(self)
        if not 0 <= size <= len(self):
            raise IndexError(f"l'arbre a {plural(len(self), 'feuille')}, pas {size}")
        return size

    def _head(self, start: int, end: int) -> bytes:
        """The head of the leaves from ``start`` to ``end``, where ``start`` is a multiple of a large enough power."""
        count = end - start
        if count & (count - 1) == 0:
            height = count.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _split(count)
        return inner_hash(self._head(start, middle), self._head(middle, end))


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the audit path leads from the leaf hash to the head (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, head = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            head = inner_hash(step, head)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            head = inner_hash(head, step)
        node >>= 1
        last >>= 1
    return last == 0 and head == root


def proves_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """True when the proof shows the old tree to be a prefix of the new one (RFC 9162 §2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if not 0 < old < size or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, size - 1
    while node & 1:
        node >>= 1
        last >>= 1
    old_head = head = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_head = inner_hash(step, old_head)
            head = inner_hash(step, head)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            head = inner_hash(head, step)
        node >>= 1
        last >>= 1
    return last == 0 and old_head == old_root and head == root
