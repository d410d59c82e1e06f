"""Which facts own a signed head, and what the log of the house says of the heads of the others."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Replay, Replayed, Trouble
from laureat.records.facts import Fact, HeadSigned
from laureat.records.merkle import MerkleTree, proves_consistency
from laureat.records.recorded import Recorded
from laureat.records.treehead import Occasion, SignedTreeHead, TreeHead, Verifier
from laureat.vocabulary.french import plural

OWED: dict[type[Fact], Occasion] = {
    f.SessionClosed: Occasion.CLOSURE,
    f.PvSealed: Occasion.DELIBERATION,
    f.ResultPublished: Occasion.PUBLICATION,
    f.VaeResultNotified: Occasion.PUBLICATION,
    f.VaeSittingHeld: Occasion.DELIBERATION,
    f.CorrectionMade: Occasion.CORRECTION,
    f.CoefficientCorrected: Occasion.CORRECTION,
    f.RouteCorrected: Occasion.CORRECTION,
}
"""The facts that own a head, signed before any later one of them is numbered."""
SINCE_PERIODIC = frozenset({Occasion.CORRECTION})
"""Owed only where heads are signed from time to time: older sessions knew no such occasion."""


def occasion_of(facts: Iterable[Fact]) -> Occasion | None:
    """The occasion of the head that these facts of one command own, if any does."""
    return next((OWED[type(fact)] for fact in facts if type(fact) in OWED), None)


def owing(replay: Replay, heads: Sequence[SignedTreeHead]) -> Replay:
    """The same replay, which names the facts that own a head and have none. ``heads`` are read after the facts."""

    def with_heads(facts: Iterable[Recorded]) -> Replayed:
        owed: list[tuple[int, Fact]] = []

        def noted() -> Iterator[Recorded]:
            for one in facts:
                if one.number is not None and one.fact is not None and type(one.fact) in OWED:
                    owed.append((one.number, one.fact))
                yield one

        read = noted()
        replayed = replay(read)
        deque(read, maxlen=0)  # a replay that knows no rules stops early: what follows owes its heads all the same
        lawful = [(number, fact) for number, fact in owed if number not in replayed.refused]  # no other gets a head
        return replace(replayed, findings=(*replayed.findings, *_missing(lawful, heads)))

    return with_heads


def _missing(owed: Sequence[tuple[int, Fact]], heads: Sequence[SignedTreeHead]) -> Iterator[AuditFinding]:
    late = (Occasion.PERIODIQUE, Occasion.CORRECTION)
    known_from = min((one.head.size for one in heads if one.head.occasion in late), default=None)
    firsts = sorted({fact.command: number for number, fact in reversed(owed)}.values())
    signed: dict[Occasion, list[tuple[int, str]]] = defaultdict(list)
    for one in sorted(heads, key=lambda one: one.head.size):
        signed[one.head.occasion].append((one.head.size, one.head.at))
    for number, fact in owed:
        occasion = OWED[type(fact)]
        if occasion in SINCE_PERIODIC and (known_from is None or number < known_from):
            continue
        later, own = bisect_right(firsts, number), bisect_left(signed[occasion], (number + 1, ""))
        until = firsts[later] if later < len(firsts) else math.inf
        if not any(size <= until and at >= fact.at for size, at in signed[occasion][own : own + 1]):
            yield unowned(number, type(fact).__name__, occasion)


def unowned(number: int | None, kind: str, occasion: Occasion) -> AuditFinding:
    """A fact that owns a head and has none."""
    message = f"ce fait ({occasion.value}) devait avoir sa tête signée, et n'en a pas."
    return AuditFinding(Trouble.TETE, number, kind, message)


def head_of(fact: HeadSigned) -> SignedTreeHead | None:
    """The head that a fact of the house says was signed; None where it says none."""
    try:
        root, signature, occasion = bytes.fromhex(fact.root), bytes.fromhex(fact.signature), Occasion(fact.occasion)
    except ValueError:
        return None
    return SignedTreeHead(
        TreeHead(log=fact.of, size=fact.size, root=root, occasion=occasion, at=fact.signed_at), signature
    )


def signed(fact: HeadSigned, verify: Verifier) -> bool:
    """True when the head that a fact of the house says was signed was, by this key."""
    head = head_of(fact)
    return head is not None and head.holds(verify)


def against_the_house(
    tree: MerkleTree, heads: Sequence[SignedTreeHead], told: Sequence[HeadSigned]
) -> Iterator[AuditFinding]:
    """What the log of the house knows of a log, that its stored heads or its tree no longer say.

    ``told``: those that were signed.
    """
    stored = {one.signature for one in heads}
    gone = [fact for fact in told if bytes.fromhex(fact.signature) not in stored]
    if gone:
        last = max(gone, key=lambda fact: fact.size)
        many = plural(len(gone), "tête signée manque", "têtes signées manquent")
        which = f"la dernière : {last.signed_at}, {plural(last.size, 'fait')}"
        message = f"{many}, dont le journal de la maison répond ; {which}."
        yield AuditFinding(Trouble.TETE, None, "", message)
    yield from forks(heads)
    yield from _inconsistent(tree, told)


def forks(heads: Iterable[SignedTreeHead]) -> Iterator[AuditFinding]:
    """Heads of one size and several roots: two histories were signed."""
    roots: dict[tuple[str, int], set[bytes]] = defaultdict(set)
    for one in heads:
        roots[one.head.log, one.head.size].add(one.head.root)
    for (_, size), known in roots.items():
        if len(known) > 1:
            many = plural(len(known), "racine signée", "racines signées")
            message = f"{many} pour une même taille, {plural(size, 'fait')} : le journal a été dédoublé."
            yield AuditFinding(Trouble.TETE, None, "", message)


def _inconsistent(tree: MerkleTree, told: Sequence[HeadSigned]) -> Iterator[AuditFinding]:
    """Each head that the house knows must be prolonged by the next one, and the last one by the log as it is."""
    size, root = 0, b""
    for fact in sorted(told, key=lambda fact: fact.size):
        if fact.size > len(tree):
            missing = plural(fact.size - len(tree), "fait")
            yield AuditFinding(
                Trouble.MANQUANT, None, "", f"le journal de la maison a vu {missing} de plus à la fin de celui-ci."
            )
            return
        fresh = bytes.fromhex(fact.root)
        proof = tree.consistency_proof(size, fact.size) if size else ()
        prolongs = not size or proves_consistency(size, root, fact.size, fresh, proof)
        if not prolongs or tree.root(fact.size) != fresh:
            message = (
                f"la tête du {fact.signed_at} ({plural(fact.size, 'fait')}), dont le journal de la maison répond, "
                f"n'est pas celle de cet arbre : ce qui a changé est avant le n° {fact.size}"
                + (f", et pas avant le n° {size}." if size else ".")
            )
            yield AuditFinding(Trouble.TETE, None, "", message)
            return
        size, root = fact.size, fresh
