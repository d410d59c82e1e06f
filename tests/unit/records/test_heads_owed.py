"""A closure, a seal, a publication, a correction own a signed head; the house knows the heads of every log."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.records import (
    Commitment,
    Fact,
    MerkleTree,
    Occasion,
    SignedTreeHead,
    TreeHead,
    encode,
    leaf_hash,
    sign,
)
from laureat.records import facts as f
from laureat.records.audit import Replayed, audit
from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.facts import HeadSigned
from laureat.records.heads import OWED, against_the_house, forks, head_of, occasion_of, owing, signed
from laureat.records.journal import Entry
from laureat.records.outside import Claim, against, claim_of, unknown
from laureat.records.recorded import recorded
from laureat.session.house import HEADS_LOG
from laureat.session.replay import replay_with
from support.rejeu import numbered

SEED = bytes(range(32))
NOBODY = Commitment("0" * 64)


def at(minute: int) -> str:
    return f"2026-07-01T08:{minute:02d}:00Z"


def fact(kind: type[Fact], minute: int, **more: object) -> Fact:
    return kind(log="s", author="a", at=at(minute), key=f"k{minute}", **more)  # type: ignore[call-arg]


MARK = {"candidate": "c", "unit": "U2", "before": "8", "cell": "9", "control": False, "reason": NOBODY}
STORY: list[Fact] = [
    fact(f.SessionClosed, 1, round="premier"),
    fact(f.PvSealed, 2, deliberation=1, content="x"),
    fact(f.CorrectionMade, 3, **MARK),
    fact(f.ResultPublished, 4, deliberation=1),
]
TREE = MerkleTree(leaf_hash(encode(one)) for one in STORY)


def head(size: int, occasion: Occasion, minute: int, tree: MerkleTree = TREE) -> SignedTreeHead:
    return sign(TreeHead(log="s", size=size, root=tree.root(size), occasion=occasion, at=at(minute)), signer(SEED))


HEADS = [
    head(1, Occasion.CLOSURE, 1),
    head(2, Occasion.DELIBERATION, 2),
    head(3, Occasion.CORRECTION, 3),
    head(4, Occasion.PUBLICATION, 4),
]


def entries(story: Sequence[Fact] = STORY) -> list[Entry]:
    return [Entry(number, encode(one), leaf_hash(encode(one))) for number, one in enumerate(story)]


def found(heads: list[SignedTreeHead], story: Sequence[Fact] = STORY) -> list[str]:
    def nothing(facts: Iterable[tuple[int, Fact]]) -> Replayed:
        list(facts)
        return Replayed()

    report = audit(entries(story), heads, verifier(public_key_of(SEED)), owing(nothing, heads))
    return [f"{finding.number} {finding.kind}" for finding in report.findings]


def told(signed: SignedTreeHead) -> HeadSigned:
    one = signed.head
    return HeadSigned(
        log="maison",
        author="laureat",
        at=one.at,
        key=signed.signature.hex()[:20],
        of=one.log,
        size=one.size,
        root=one.root.hex(),
        occasion=one.occasion.value,
        signed_at=one.at,
        signature=signed.signature.hex(),
    )


def test_a_log_whose_facts_own_their_heads_is_sound() -> None:
    assert found(HEADS) == []


def test_each_missing_head_is_named_by_the_fact_that_owns_it() -> None:
    for number, kind in enumerate(("SessionClosed", "PvSealed", None, "ResultPublished")):
        if kind is not None:
            assert found([one for place, one in enumerate(HEADS) if place != number]) == [f"{number} {kind}"]


def test_a_sealer_that_was_away_signs_later() -> None:
    assert found([*HEADS[:3], head(4, Occasion.PUBLICATION, 5)]) == []


def test_each_closure_of_a_log_has_its_own_head() -> None:
    story = [fact(f.SessionClosed, minute, round="premier") for minute in (1, 2, 3)]
    tree = MerkleTree(leaf_hash(encode(one)) for one in story)
    heads = [head(size, Occasion.CLOSURE, size, tree) for size in (1, 2, 3)]
    assert found(heads, story) == []
    for number, skipped in enumerate(heads):
        assert found([one for one in heads if one is not skipped], story) == [f"{number} SessionClosed"]


def test_a_head_of_before_or_too_short_does_not_stand_for_it() -> None:
    assert found([*HEADS[:3], head(4, Occasion.PUBLICATION, 3)]) == ["3 ResultPublished"]
    assert found([*HEADS[:3], head(3, Occasion.PUBLICATION, 4)]) == ["3 ResultPublished"]
    assert found([*HEADS[:3], head(4, Occasion.CLOSURE, 4)]) == ["3 ResultPublished"]


def test_a_correction_of_before_such_heads_existed_owes_none() -> None:
    older = [HEADS[0], HEADS[1], HEADS[3]]
    assert found(older) == []
    assert found([head(1, Occasion.PERIODIQUE, 0), *older]) == ["2 CorrectionMade"]


def test_every_occasion_but_the_periodic_one_is_owed() -> None:
    assert set(OWED.values()) == set(Occasion) - {Occasion.PERIODIQUE}
    assert occasion_of(STORY[2:]) is Occasion.CORRECTION
    assert occasion_of([fact(f.DeadlineSet, 1, milestone="m", day="d")]) is None


def test_what_the_house_knows_and_the_log_forgot_is_named() -> None:
    known = [told(one) for one in HEADS]
    assert list(against_the_house(TREE, HEADS, known)) == []
    (gone,) = against_the_house(TREE, HEADS[:3], known)
    assert "1 tête signée manque" in gone.message
    shorter = MerkleTree(leaf_hash(encode(one)) for one in STORY[:2])
    messages = " ".join(finding.message for finding in against_the_house(shorter, HEADS[:2], known))
    assert "2 têtes signées manquent" in messages
    assert "a vu 1 fait de plus" in messages
    shorter = MerkleTree([leaf_hash(encode(STORY[0]))])
    messages = " ".join(finding.message for finding in against_the_house(shorter, HEADS[:1], known))
    assert "a vu 1 fait de plus" in messages


@pytest.mark.parametrize("known", [1, 2, 4])
def test_a_log_that_is_not_what_the_house_knows_is_named_be_it_by_one_head(known: int) -> None:
    """Another log of as many facts, whose own heads agree with it."""
    other = MerkleTree(leaf_hash(encode(fact(f.DeadlineSet, at, milestone="m", day="d"))) for at in range(len(STORY)))
    heads = [head(one.head.size, Occasion(one.head.occasion), one.head.size, other) for one in HEADS]
    for last in (known, known - 1 or known):
        of_the_house = [told(one) for one in HEADS if one.head.size in (last, known)]
        messages = [finding.message for finding in against_the_house(other, heads, of_the_house)]
        assert len([message for message in messages if "n'est pas celle de cet arbre" in message]) == 1


def test_a_head_that_the_key_did_not_sign_is_none_of_the_house_and_each_is_named() -> None:
    verify = verifier(public_key_of(SEED))
    honest = [told(one) for one in HEADS]
    forged = [
        replace(honest[0], root="00" * 32),
        replace(honest[0], size=2),
        replace(honest[0], of="t"),
        replace(honest[0], occasion="publication"),
        replace(honest[0], signed_at=at(9)),
        replace(honest[0], signature="ab" * 64),
        replace(honest[0], occasion="fête"),
        replace(honest[0], root="zz"),
        replace(honest[0], signature=""),
    ]
    assert [head_of(one) for one in honest] == HEADS
    assert [signed(one, verify) for one in honest] == [True] * len(honest)
    assert [signed(one, verify) for one in forged] == [False] * len(forged)
    given = [replace(one, log=HEADS_LOG) for one in (*honest, *forged)]
    replayed = replay_with(lambda _state: pytest.fail("ce n'est pas une session"), verify=verify)(numbered(given))
    assert [one.number for one in replayed.findings] == list(range(len(honest), len(given)))
    assert {one.message for one in replayed.findings} == {"cette tête n'a pas été signée par la clé du journal."}


def test_facts_missing_at_the_end_are_counted_and_a_changed_one_lies_between_two_heads() -> None:
    def said(kept: list[Entry]) -> list[str]:
        report = audit(kept, HEADS, verifier(public_key_of(SEED)), lambda facts: Replayed(tuple(facts)[:0]))
        return [finding.message.split(" : ")[-1] for finding in report.findings]

    assert said(entries()[:1]) == [f"il manque {n} à la fin du journal." for n in ("1 fait", "2 faits", "3 faits")]
    other = encode(replace(STORY[2], author="b"))
    assert said([*entries()[:2], Entry(2, other, leaf_hash(other)), entries()[3]]) == [
        "un fait a changé, ou l'ordre des faits, entre le n° 2 et le n° 2.",
        "1 autre tête signée en dépend et diffère aussi.",
    ]


def test_a_log_rewritten_with_its_heads_is_named_between_two_heads_of_the_house() -> None:
    other = MerkleTree(leaf_hash(encode(replace(one, author="b") if at > 1 else one)) for at, one in enumerate(STORY))
    heads = [HEADS[0], HEADS[1], head(3, Occasion.CORRECTION, 3, other), head(4, Occasion.PUBLICATION, 4, other)]
    findings = [finding.message for finding in against_the_house(other, heads, [told(one) for one in HEADS])]
    assert "2 têtes signées manquent" in findings[0]
    assert "avant le n° 3, et pas avant le n° 2" in findings[1]


def test_two_heads_of_one_size_and_two_roots_are_a_fork() -> None:
    twin = sign(replace(HEADS[2].head, root=bytes(32)), signer(SEED))
    (finding,) = forks([*HEADS, twin])
    assert "2 racines signées pour une même taille, 3 faits" in finding.message
    assert "dédoublé" in finding.message


@given(st.integers(1, 40), st.data())
def test_a_claim_holds_for_every_earlier_head_and_for_no_other_tree(size: int, data: st.DataObject) -> None:
    tree = MerkleTree(leaf_hash(bytes([number])) for number in range(size))
    old = data.draw(st.integers(0, size))
    assert list(against(tree, [Claim("o", old, tree.root(old), "elle")])) == []
    if old:
        spoilt = data.draw(st.integers(0, old - 1))
        other = MerkleTree(leaf_hash(bytes([number if number != spoilt else 255])) for number in range(size))
        assert len(list(against(other, [Claim("o", old, tree.root(old), "elle")]))) == 1


def test_a_head_copied_from_a_paper_is_read_as_it_is_printed() -> None:
    root = "0f" * 32
    spaced = " ".join(root[start : start + 8] for start in range(0, 64, 8))
    claim = Claim.parse(f" http://exemple.fr:8000/journal : 12 : {spaced.upper()} ")
    assert (claim.origin, claim.size, claim.root.hex()) == ("http://exemple.fr:8000/journal", 12, root)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("journal:12", "« journal:12 » : ORIGINE:TAILLE:RACINE est attendu"),
        (f":12:{'0' * 64}", "ORIGINE:TAILLE:RACINE est attendu"),
        ("x" * 81, f"« {'x' * 80} » : ORIGINE"),
        (f"journal:12:{'0' * 63}", f"« {'0' * 63} » : une racine a 64 chiffres hexadécimaux"),
        (f"journal:12:{'0' * 65}", "une racine a 64 chiffres hexadécimaux"),
        (f"journal:12:{'g' * 64}", f"« {'g' * 64} » : une racine a 64 chiffres hexadécimaux"),
        (f"journal:12:{'g' * 81}", f"« {'g' * 80} » : une racine"),
        (f"journal:douze:{'0' * 64}", "taille"),
    ],
)
def test_a_head_that_is_none_is_refused_with_what_is_expected(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Claim.parse(text)


def test_a_log_that_is_not_here_is_named_by_the_longest_head_one_holds() -> None:
    claims = [Claim("o", 3, bytes(32), "la tête donnée"), Claim("o", 9, b"", "l'autre")]
    assert "(l'autre)" in unknown(claims).message


def test_a_claim_that_its_log_did_not_sign_binds_nobody() -> None:
    raw = b"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xe2\x80\x94 o AAAAAAAA\n"
    with pytest.raises(ValueError, match="signé par la clé du journal"):
        claim_of(raw, "f", public_key_of(SEED))


def test_a_head_of_another_log_and_a_last_fact_that_a_witness_knows_are_named() -> None:
    def read(heads: list[SignedTreeHead], kept: list[Entry], known: dict[int, bytes]) -> list[tuple[int | None, str]]:
        report = audit(kept, heads, verifier(public_key_of(SEED)), lambda facts: Replayed(tuple(facts)[:0]), known)
        return [(finding.number, finding.message) for finding in report.findings]

    for log in ("!", "autre", "~"):
        head = TreeHead(log=log, size=1, root=TREE.root(1), occasion=Occasion.CLOSURE, at=at(1))
        [(_, said)] = read([sign(head, signer(SEED))], entries(), {})
        assert said.endswith(f"est celle d'un autre journal : {log}.")
    assert [number for number, _ in read([], entries()[:3], {3: encode(STORY[3])})] == [3]
    assert read([], entries(), {3: encode(STORY[3])}) == []


def test_a_fact_is_named_by_its_leaf() -> None:
    payload = encode(STORY[0])
    assert recorded(0, payload).leaf == leaf_hash(payload).hex()


def test_what_is_stored_beside_a_fact_must_say_what_it_says() -> None:
    payload, here = encode(STORY[2]), {"log": "s", "key": "k3", "kind": "CorrectionMade", "subject": "c"}
    sound = recorded(7, payload, here)
    assert (sound.fact, sound.problem, sound.subject) == (STORY[2], "", "c")
    for name in here:
        for other in ("", "z", "A"):
            spoilt = recorded(7, payload, here | {name: other})
            assert spoilt.fact is None
            assert spoilt.problem == f"la colonne {name} dit « {other} », le fait « {here[name]} »"
    assert recorded(7, b"{}", here).fact is None
