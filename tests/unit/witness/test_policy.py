"""The file that names witnesses is that of the C2SP standard; its faults are all told, with their lines."""

import pytest

from laureat.records.ed25519 import public_key_of
from laureat.records.signed_note import COSIGNATURE, NoteKey
from laureat.vocabulary import InvalidInput
from laureat.witness.policy import read_policy

LOG = NoteKey("examens.exemple.fr/journal", public_key_of(bytes(32)))
X1, X2, X3, Y1, Y2 = (NoteKey(f"temoin{n}.fr", public_key_of(bytes([n] * 32)), COSIGNATURE) for n in range(1, 6))
TWO_LEVELS = f"""
# deux académies et les archives
log {LOG}

witness X1 {X1} https://x1.fr/temoin/
witness X2\t{X2}
  witness X3 {X3}
group X 2 X1 X2 X3
witness Y1 {Y1}
witness Y2 {Y2}
group Y any Y1 Y2
group tous all X Y
quorum tous
"""


def test_a_quorum_of_groups_is_met_as_the_standard_says() -> None:
    policy = read_policy(TWO_LEVELS.encode(), "temoins")
    assert [party.url for party in policy.witnesses] == ["https://x1.fr/temoin/", "", "", "", ""]
    assert policy.logs[0].name == LOG.name
    assert policy.is_met_by({X1.name, X3.name, Y2.name})
    assert not policy.is_met_by({X1.name, Y1.name, Y2.name})
    assert not policy.is_met_by({X1.name, X2.name, X3.name})


def test_a_quorum_may_be_one_witness_or_none() -> None:
    one = read_policy(f"witness X1 {X1}\nquorum X1\n".encode(), "temoins")
    assert one.is_met_by({X1.name})
    assert not one.is_met_by({"X1"})
    assert read_policy(b"quorum none\n", "temoins").is_met_by(())


FAULTS = {
    "no quorum": "",
    "two quorums": "quorum none\nquorum none",
    "an unknown word": "temoin x\nquorum none",
    "a key of a log for a witness": f"witness X {LOG}\nquorum none",
    "a key of a witness for a log": f"log {X1}\nquorum none",
    "the same key twice": f"witness X {X1}\nwitness Y {X1}\nquorum none",
    "the same name twice": f"witness X {X1}\nwitness X {X2}\nquorum none",
    "a name reserved": f"witness none {X1}\nquorum none",
    "a group of strangers": "group G any X\nquorum none",
    "a group of too many": f"witness X {X1}\ngroup G 2 X\nquorum G",
    "a group of none": f"witness X {X1}\ngroup G 0 X\nquorum G",
    "a member twice": f"witness X {X1}\ngroup G any X\ngroup H any X\nquorum G",
    "a quorum of nobody": "quorum X",
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_its_file(case: str) -> None:
    with pytest.raises(InvalidInput, match="temoins"):
        read_policy(FAULTS[case].encode(), "temoins")


def test_all_the_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as told:
        read_policy(b"witness\nlog\nquorum x\n", "temoins")
    assert [problem.line for problem in told.value.problems] == [1, 2, 3]
