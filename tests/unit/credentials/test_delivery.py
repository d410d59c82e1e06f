"""The folder of the credentials of a session."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from laureat.credentials import delivery
from laureat.credentials.carriers import verify_file
from laureat.credentials.delivery import Order, deliver, publish, publish_status
from laureat.credentials.status import Event, Lists, Register
from laureat.credentials.verdict import Reason
from support.titres import KEY, NOW, UNTIL, candidate, delivered, folder_verifier, issuance, outcome


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_folder_holds_everything_and_all_of_it_verifies(tmp_path: Path) -> None:
    delivered(tmp_path)
    names = set(contents(tmp_path))
    assert {"diplomes/000001.json", "blocs/000002-RNCP35697BC04.json", "badges/000001.png"} <= names
    assert {"statuts/revocation-1.json", "statuts/suspension-1.json", "confiance.json", "registre.csv"} <= names
    assert "did.json" not in names
    judge = folder_verifier(tmp_path)
    carried = [*tmp_path.glob("diplomes/*"), *tmp_path.glob("blocs/*"), *tmp_path.glob("badges/*")]
    assert len(carried) == 12
    assert {verify_file(path.read_bytes(), judge).reason for path in carried} == {Reason.AUTHENTIQUE}


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    delivered(tmp_path / "un")
    delivered(tmp_path / "deux")
    delivered(tmp_path / "deux")
    assert contents(tmp_path / "un") == contents(tmp_path / "deux")


def test_several_processes_write_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered(tmp_path / "un", count=12)
    monkeypatch.setattr(delivery, "CHUNK", 4)  # more pieces of work than the processes hold in hand
    monkeypatch.setattr(delivery, "ALONE", 4)
    delivered(tmp_path / "deux", count=12, workers=2)
    assert contents(tmp_path / "un") == contents(tmp_path / "deux")


def test_a_run_that_was_cut_is_simply_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered(tmp_path / "entier", count=6)
    monkeypatch.setattr(delivery, "CHUNK", 4)
    written = 0

    def cut(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == 9:
            raise KeyboardInterrupt
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "write_whole", cut)
        with pytest.raises(KeyboardInterrupt):
            delivered(tmp_path / "coupe", count=6)
    delivered(tmp_path / "coupe", count=6)
    assert contents(tmp_path / "coupe") == contents(tmp_path / "entier")


def test_a_did_web_issuer_publishes_its_document_beside(tmp_path: Path) -> None:
    order = delivered(tmp_path, did="did:web:exemple.fr:examens")
    document = json.loads((tmp_path / "did.json").read_bytes())
    assert document["id"] == "did:web:exemple.fr:examens"
    assert document["verificationMethod"][0]["publicKeyMultibase"] == KEY.multikey
    assert document["assertionMethod"] == [order.issuance.issuer.key_id]
    status = json.loads((tmp_path / "statuts" / "revocation-1.json").read_bytes())
    assert status["id"] == "https://exemple.fr/examens/statuts/revocation-1.json"
    judge = folder_verifier(tmp_path)
    assert verify_file((tmp_path / "diplomes" / "000001.json").read_bytes(), judge).reason is Reason.AUTHENTIQUE


def an_order(folder: Path, mock: bool = False) -> Order:
    told = issuance(mock=mock)
    return Order(told, KEY, Lists(told.issuer), folder)


def test_a_provisional_decision_is_refused_by_number(tmp_path: Path) -> None:
    results = [(candidate("000001"), outcome(depends_on=("U31",))), (candidate("000002"), outcome())]
    done = deliver(an_order(tmp_path), results, lambda who: False)
    assert done.diplomas == 1
    assert done.refused == [("000001", "décision provisoire : elle dépend du coefficient de U31")]
    assert list((tmp_path / "blocs").glob("000001-*.json"))  # blocks do not depend on coefficients
    assert not (tmp_path / "diplomes" / "000001.json").exists()
    assert (tmp_path / "refus.csv").read_text().splitlines()[1].startswith("000001;décision provisoire")
    deliver(an_order(tmp_path), results[1:], lambda who: False)
    assert not (tmp_path / "refus.csv").exists()


def test_a_rehearsal_may_issue_provisional_decisions_and_says_so(tmp_path: Path) -> None:
    order = an_order(tmp_path, mock=True)
    done = deliver(order, [(candidate("000001"), outcome(depends_on=("U31",)))], lambda who: False)
    publish(order, NOW, UNTIL, {}, ())
    assert done.refused == []
    verdict = verify_file((tmp_path / "diplomes" / "000001.json").read_bytes(), folder_verifier(tmp_path))
    assert verdict.reason is Reason.A_BLANC


def test_a_holder_whose_did_is_none_is_refused_by_number(tmp_path: Path) -> None:
    results = [(candidate("000001", did="Chloé"), outcome()), (candidate("000002"), outcome())]
    done = deliver(an_order(tmp_path), results, lambda who: False)
    assert (done.diplomas, done.refused) == (1, [("000001", "« Chloé » n'est pas un DID")])


def test_a_control_character_in_a_table_stops_nothing(tmp_path: Path) -> None:
    told = issuance()
    order = Order(replace(told, fiche={**told.fiche, "intitule": "BAC\u0000PRO"}), KEY, Lists(told.issuer), tmp_path)
    done = deliver(order, [(candidate(nom="DU\u0001PONT"), outcome())], lambda who: False)
    publish(order, NOW, UNTIL, {}, ())
    verdict = verify_file((tmp_path / "diplomes" / "000123.json").read_bytes(), folder_verifier(tmp_path))
    assert done.refused == []
    assert (verdict.reason, verdict.attested and verdict.attested.holder) == (Reason.AUTHENTIQUE, "Chloé DU PONT")


def test_two_candidates_of_one_number_are_not_delivered_twice(tmp_path: Path) -> None:
    results = [(candidate("1"), outcome()), (candidate("1", nom="AUTRE"), outcome())]
    done = deliver(an_order(tmp_path), results, lambda who: False)
    assert (done.diplomas, len(done.refused)) == (1, 3)


def test_a_credential_that_contradicts_one_in_force_waits_for_its_revocation(tmp_path: Path) -> None:
    order = an_order(tmp_path)
    deliver(order, [(candidate(), outcome())], lambda who: False)
    corrected = [(candidate(nom="NGUYEN-LE"), outcome())]
    refused = deliver(order, corrected, lambda who: False).refused
    assert [reason.split(" : ")[0] for _, reason in refused] == [
        f"{file} a déjà été délivré et dit autre chose"
        for file in ("diplomes/000123", "blocs/000123-RNCP35697BC01", "blocs/000123-RNCP35697BC04")
    ]
    register = Register.read(tmp_path / "registre.csv")
    register.record(Event.REVOQUE, "diplomes/000123", "2026-08-01", "nom rectifié")
    assert deliver(order, corrected, lambda who: False).diplomas == 1


def test_a_revocation_survives_a_new_issue(tmp_path: Path) -> None:
    order = delivered(tmp_path)
    register = Register.read(tmp_path / "registre.csv")
    register.record(Event.REVOQUE, "diplomes/000001", "2026-08-01", "erreur")
    delivered(tmp_path)
    judge = folder_verifier(tmp_path)
    assert verify_file((tmp_path / "diplomes" / "000001.json").read_bytes(), judge).reason is Reason.REVOQUE
    assert verify_file((tmp_path / "diplomes" / "000002.json").read_bytes(), judge).reason is Reason.AUTHENTIQUE
    register = Register.read(tmp_path / "registre.csv")
    register.record(Event.SUSPENDU, "diplomes/000002", "2026-08-02", "vérification")
    publish_status(tmp_path, order.lists, register, KEY, NOW, UNTIL)
    judge = folder_verifier(tmp_path)
    assert verify_file((tmp_path / "diplomes" / "000002.json").read_bytes(), judge).reason is Reason.SUSPENDU


def test_former_keys_stay_in_the_trust_list(tmp_path: Path) -> None:
    delivered(tmp_path, did="did:web:exemple.fr")
    path = tmp_path / "confiance.json"
    content = json.loads(path.read_bytes())
    old = {"id": "did:web:exemple.fr#ancienne", "publicKeyMultibase": KEY.multikey, "jusquau": "2026-01-01"}
    content["emetteurs"][0]["cles"].append(old)
    path.write_text(json.dumps(content))
    delivered(tmp_path, did="did:web:exemple.fr")
    assert json.loads(path.read_bytes())["emetteurs"][0]["cles"][1] == old


def test_the_key_is_in_no_file_of_the_folder(tmp_path: Path) -> None:
    delivered(tmp_path, did="did:web:exemple.fr")
    secret = KEY.private.private_bytes_raw()
    for content in contents(tmp_path).values():
        assert secret not in content
        assert secret.hex().encode() not in content
        assert b"PRIVATE" not in content
