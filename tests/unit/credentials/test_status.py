"""The register and the status lists."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from laureat.credentials import status
from laureat.credentials.claims import Claim, Credential
from laureat.credentials.status import SIZE, Event, Lists, Register
from laureat.vocabulary import InvalidInput
from support.titres import KEY, NOW, UNTIL, issuance

SECRET = bytes(32)


def credential(number: int) -> Credential:
    return Credential(Claim("diplome"), {"id": f"urn:uuid:{number}"}, f"diplomes/{number:06d}")


def issued(path: Path, count: int = 3) -> Register:
    register = Register.read(path)
    register.issue([credential(number) for number in range(count)], SECRET, "2026-07-10")
    return register


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, SIZE - 1), max_size=50))
def test_a_list_reads_back_as_it_was_written(indices: set[int]) -> None:
    encoded = status.encode(indices)
    bits = decode_encoded_list(encoded)
    assert len(bits) * 8 == SIZE
    assert set_indices(bits) == indices
    assert status.encode(indices) == encoded


def test_an_index_is_kept_at_every_new_issue(tmp_path: Path) -> None:
    first = issued(tmp_path / "registre.csv").entries
    again = issued(tmp_path / "registre.csv", 5).entries
    assert {key: again[key].index for key in first} == {key: entry.index for key, entry in first.items()}
    assert len((tmp_path / "registre.csv").read_text().splitlines()) == 1 + 5


def test_indices_are_distinct_and_in_no_order_that_shows(tmp_path: Path) -> None:
    indices = [entry.index for entry in issued(tmp_path / "registre.csv", 300).entries.values()]
    assert len(set(indices)) == 300
    assert indices != sorted(indices)
    other = Register.read(tmp_path / "autre.csv")
    other.issue([credential(number) for number in range(300)], bytes(31) + b"\1", "2026-07-10")
    assert [entry.index for entry in other.entries.values()] != indices


def test_past_the_size_of_a_list_a_second_one_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "SIZE", 8)
    register = issued(tmp_path / "registre.csv", 20)
    assert register.lists == 3
    assert sorted(entry.index for entry in register.entries.values())[:16] == list(range(16))


def test_a_revocation_is_final_and_survives_a_new_issue(tmp_path: Path) -> None:
    register = issued(tmp_path / "registre.csv")
    register.record(Event.REVOQUE, "diplomes/000001", "2026-08-01", "erreur de saisie")
    again = issued(tmp_path / "registre.csv")
    index = again.entries["urn:uuid:1"].index
    assert again.set_indices("revocation", index // SIZE) == [index % SIZE]
    assert again.set_indices("suspension", 0) == []
    for event in Event.REVOQUE, Event.SUSPENDU, Event.RETABLI:
        with pytest.raises(InvalidInput, match="définitive"):
            again.record(event, "urn:uuid:1", "2026-08-02", "")


def test_a_suspension_can_be_lifted_once(tmp_path: Path) -> None:
    register = issued(tmp_path / "registre.csv")
    register.record(Event.SUSPENDU, "diplomes/000002.json", "2026-08-01", "fraude présumée")
    assert len(register.set_indices("suspension", 0)) == 1
    register.record(Event.RETABLI, "urn:uuid:2", "2026-08-02", "")
    assert Register.read(tmp_path / "registre.csv").set_indices("suspension", 0) == []
    with pytest.raises(InvalidInput, match="n'est pas suspendu"):
        register.record(Event.RETABLI, "urn:uuid:2", "2026-08-02", "")


def test_an_unknown_credential_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="diplomes/999999"):
        issued(tmp_path / "registre.csv").record(Event.REVOQUE, "diplomes/999999", "2026-08-01", "")


def test_a_broken_register_is_refused_with_its_line(tmp_path: Path) -> None:
    issued(tmp_path / "registre.csv")
    with (tmp_path / "registre.csv").open("a") as file:
        file.write("2026-08-01;inconnu;x;y;z;\n")
    with pytest.raises(InvalidInput, match="ligne 5"):
        Register.read(tmp_path / "registre.csv")


@pytest.mark.parametrize(
    ("did", "address"),
    [("did:web:exemple.fr:examens", "https://exemple.fr/examens/statuts/revocation-1.json"), ("", "urn:uuid:")],
)
def test_a_list_has_a_stable_address(did: str, address: str) -> None:
    issuer = issuance(did).issuer
    base = "https://exemple.fr/examens/" if did else ""
    assert Lists(issuer, base).address("revocation", 0).startswith(address)


def test_a_list_says_what_the_standard_asks(tmp_path: Path) -> None:
    lists = Lists(issuance().issuer)
    register = issued(tmp_path / "registre.csv")
    signed = lists.signed(register, KEY, NOW, UNTIL)
    assert set(signed) == {"revocation-1", "suspension-1"}
    document = json.loads(json.dumps(signed["revocation-1"]))
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["credentialSubject"]["type"] == "BitstringStatusList"
    assert (document["validFrom"], document["validUntil"]) == ("2026-09-01T12:00:00Z", "2026-11-30T12:00:00Z")
