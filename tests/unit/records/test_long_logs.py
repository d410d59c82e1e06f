"""A log of hundreds of facts is judged as a short one is."""

from dataclasses import replace

from laureat.records import encode, leaf_hash
from laureat.records import facts as f
from laureat.records.audit import Trouble, audit
from laureat.records.ed25519 import public_key_of, verifier
from laureat.records.journal import Entry

NUMBER = 300


def test_a_fact_far_in_the_log_changed_with_its_leaf_is_altered_and_neither_gone_nor_moved() -> None:
    told = [
        f.DeadlineSet(log="s", author="a", at="2026-07-01T08:00:00Z", key=f"k{rank}", milestone="m", day=f"d{rank}")
        for rank in range(NUMBER + 1)
    ]
    known = encode(told[NUMBER])
    forged = [*map(encode, told[:NUMBER]), encode(replace(told[NUMBER], day="d"))]
    entries = [Entry(number, payload, leaf_hash(payload)) for number, payload in enumerate(forged)]
    report = audit(entries, [], verifier(public_key_of(bytes(32))), witness={len(told) - 1: known})
    assert [(one.trouble, one.number) for one in report.findings] == [(Trouble.ALTERE, NUMBER)]
