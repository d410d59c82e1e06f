"""Every way in which a credential is refused, each with its own reason."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from laureat.credentials import proof
from laureat.credentials.claims import Issuer
from laureat.credentials.keys import SigningKey
from laureat.credentials.status import Lists
from laureat.credentials.trust import TrustedIssuer, TrustedKey, TrustList
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from support.titres import (
    KEY,
    NOW,
    OTHER_KEY,
    candidate,
    issuance,
    outcome,
    signed,
    status_lists,
    trust,
    verifier,
)

INDEX = 94_567


def as_lists(find: Any) -> Any:
    """From « the list of this address » to « the lists of this address »."""
    return lambda address: [content] if (content := find(address)) is not None else []


def judged(document: dict[str, Any] | None = None, **changes: Any) -> Verdict:
    return verifier(**changes).verify(json.dumps(document or signed()))


def test_an_authentic_credential_says_what_is_attested_and_by_whom() -> None:
    verdict = judged(signed(consents=True))
    assert verdict.reason is Reason.AUTHENTIQUE
    assert verdict.issuer == "Académie de Lyon"
    attested = verdict.attested
    assert attested is not None
    assert attested.holder == "Chloé NGUYỄN"
    assert (attested.session, attested.mention, attested.issued) == ("2026", "bien", "10/07/2026")
    assert attested.blocs == (
        "RNCP35697BC01 – Étude et préparation de la réalisation",
        "RNCP35697BC04 – Mathématiques",
    )
    assert ("U11 Mathématiques", "14,5") in attested.marks


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "BAC PRO - Autre chose"),
        (("validFrom",), "2020-01-01T00:00:00Z"),
        (("credentialSubject", "narrative"), "Diplôme obtenu à la session 2026, mention très bien."),
        (("credentialSubject", "achievement", "alignment"), []),
        (("credentialStatus",), []),
    ],
)
def test_a_tampered_credential_is_refused(path: tuple[str, ...], value: Any) -> None:
    document = signed()
    node = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    verdict = judged(document)
    assert verdict.reason is Reason.ALTERE
    assert verdict.attested is None


def test_a_mention_that_is_not_signed_is_refused() -> None:
    assert judged(signed() | {"mentionFrançaise": "très bien"}).reason is Reason.NON_SIGNE


@pytest.mark.parametrize("stripped", [None, [], {}, "z", [{}, {}]])
def test_a_stripped_proof_is_refused(stripped: Any) -> None:
    document = signed()
    document.pop("proof")
    if stripped is not None:
        document["proof"] = stripped
    assert judged(document).reason is Reason.SANS_PREUVE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"proofPurpose": "authentication"}, Reason.SANS_PREUVE),
        ({"created": "hier"}, Reason.ALTERE),
        ({"proofValue": "z123"}, Reason.ALTERE),
        ({"nonce": "x"}, Reason.ALTERE),
        ({"remarque": "x"}, Reason.NON_SIGNE),
        ({"cryptosuite": "eddsa-jcs-2022"}, Reason.NON_PRIS_EN_CHARGE),
        ({"type": "Ed25519Signature2020"}, Reason.NON_PRIS_EN_CHARGE),
        ({"previousProof": "urn:uuid:0"}, Reason.NON_PRIS_EN_CHARGE),
    ],
)
def test_another_kind_of_proof_is_not_supported_and_a_broken_one_is_refused(
    change: dict[str, str], reason: Reason
) -> None:
    document = signed()
    document["proof"] = document["proof"] | change
    assert judged(document).reason is reason


def test_a_key_of_someone_else_is_refused() -> None:
    document = signed()
    document["proof"]["verificationMethod"] = f"{OTHER_KEY.did_key}#{OTHER_KEY.multikey}"
    assert judged(document).reason is Reason.MAUVAISE_CLE


def test_what_is_signed_and_is_no_title_is_told_by_its_type() -> None:
    told = judged(signed(type=["VerifiableCredential"]))
    assert (told.reason, told.detail) == (Reason.PAS_UN_TITRE, "c'est un document de type VerifiableCredential")
    told = judged(signed(type=["VerifiableCredential", "EndorsementCredential"]))
    assert told.detail == "c'est un document de type EndorsementCredential"


def test_a_signature_by_another_key_under_our_name_is_refused() -> None:
    told = issuance()
    document = signed()
    document.pop("proof")
    forged = proof.sign(document, OTHER_KEY, told.issuer.key_id, told.instant)
    assert judged(forged).reason is Reason.ALTERE


def test_an_unknown_issuer_with_a_valid_signature_is_told_apart() -> None:
    verdict = judged(signed(key=OTHER_KEY))
    assert verdict.reason is Reason.EMETTEUR_INCONNU
    assert "se présente comme « Académie de Lyon »" in verdict.issuer
    assert verdict.attested is not None
    document = signed(key=OTHER_KEY) | {"name": "Autre"}
    assert judged(document).reason is Reason.ALTERE


def test_nobody_is_believed_by_default() -> None:
    assert judged(trust=TrustList()).reason is Reason.EMETTEUR_INCONNU


def web_signed(key: SigningKey = KEY) -> dict[str, Any]:
    told = issuance("did:web:exemple.fr", key=key)
    wanted = next(told.credentials(candidate(), outcome(), key.salts, False))
    lists = Lists(told.issuer, "https://exemple.fr/")
    document = told.document(wanted.claim, wanted.with_status(lists.entry(INDEX)).values)
    return proof.sign(document, key, told.issuer.key_id, told.instant)


def web_trust(**keys: SigningKey) -> TrustList:
    issuer = Issuer("did:web:exemple.fr", "Académie de Lyon", "")
    known = {f"{issuer.did}#{key.multikey}": TrustedKey(key.private.public_key()) for key in keys.values()}
    return TrustList({issuer.did: TrustedIssuer(issuer.did, issuer.name, known)})


def test_a_did_web_issuer_is_verified_offline_with_the_key_of_the_list() -> None:
    told = issuance("did:web:exemple.fr")
    lists = Lists(told.issuer, "https://exemple.fr/")
    found = {}
    for purpose in ("revocation", "suspension"):
        document = lists.credential(purpose, 0, [], NOW, NOW + timedelta(days=9))
        found[document["id"]] = json.dumps(proof.sign(document, KEY, told.issuer.key_id, told.instant)).encode()
    assert judged(web_signed(), trust=web_trust(one=KEY), find_lists=as_lists(found.get)).reason is Reason.AUTHENTIQUE


def test_a_key_that_the_list_does_not_know_is_refused() -> None:
    assert judged(web_signed(), trust=web_trust(one=OTHER_KEY)).reason is Reason.MAUVAISE_CLE


def test_an_unknown_did_web_without_its_key_is_undecidable() -> None:
    assert judged(web_signed()).reason is Reason.CLE_INTROUVABLE


def test_a_did_document_found_beside_proves_a_signature_never_trust() -> None:
    key_id = f"did:web:exemple.fr#{KEY.multikey}"
    beside = {"id": "did:web:exemple.fr", "verificationMethod": [{"id": key_id, "publicKeyMultibase": KEY.multikey}]}
    assert judged(web_signed(), find_document=lambda did: beside).reason is Reason.EMETTEUR_INCONNU


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ({"revoked": True}, Reason.CLE_REVOQUEE),
        ({"until": date(2026, 7, 9)}, Reason.CLE_REVOQUEE),
        ({"until": date(2026, 12, 31)}, Reason.AUTHENTIQUE),
    ],
)
def test_a_retired_key_is_believed_for_what_it_signed_before(key: dict[str, Any], reason: Reason) -> None:
    assert judged(trust=trust(**key)).reason is reason


def test_an_expired_credential_is_refused() -> None:
    verdict = judged(signed(validUntil="2026-08-31T00:00:00Z"))
    assert verdict.reason is Reason.EXPIRE
    assert judged(signed(validUntil="2099-08-31T00:00:00Z")).reason is Reason.AUTHENTIQUE
    assert "31/08/2026" in verdict.detail


def test_a_credential_of_the_future_is_refused() -> None:
    assert judged(signed(validFrom="2026-09-03T00:00:00Z")).reason is Reason.PAS_ENCORE_VALIDE
    assert judged(signed(validFrom="2026-09-02T00:00:01Z")).reason is Reason.PAS_ENCORE_VALIDE


def test_a_day_alone_begins_where_it_comes_first_and_a_clock_may_be_some_minutes_ahead() -> None:
    for begun in ("2026-09-02T00:00:00Z", "2026-09-01T12:04:00Z"):  # issued at Nouméa, and by a fast clock
        assert judged(signed(validFrom=begun)).reason is Reason.AUTHENTIQUE


@pytest.mark.parametrize("text", ["hier", "2026-07-10", "2026-07-10T00:00:00"])
def test_a_date_that_cannot_be_read_is_never_taken_for_valid(text: str) -> None:
    assert judged(signed(validFrom=text)).reason is Reason.PAS_ENCORE_VALIDE


def test_a_revoked_credential_is_refused() -> None:
    assert judged(find_lists=status_lists(revoked=[INDEX])).reason is Reason.REVOQUE


def test_a_suspended_credential_is_refused() -> None:
    assert judged(find_lists=status_lists(suspended=[INDEX])).reason is Reason.SUSPENDU
    assert judged(find_lists=status_lists([INDEX], [INDEX])).reason is Reason.REVOQUE


def test_the_neighbours_of_a_revoked_credential_are_not() -> None:
    assert judged(find_lists=status_lists([INDEX - 1, INDEX + 1])).reason is Reason.AUTHENTIQUE


def test_without_a_status_list_nothing_is_decided() -> None:
    assert judged(find_lists=lambda address: []).reason is Reason.STATUT_ABSENT


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00", b"[]"])
def test_an_unreadable_status_list_is_undecidable(content: bytes) -> None:
    assert judged(find_lists=lambda address: [content]).reason.exit_code == 5


def mutated(change: Any) -> Any:
    genuine = status_lists(revoked=[INDEX])

    def find(address: str) -> bytes | None:
        document = json.loads(genuine(address)[0])
        change(document)
        return json.dumps(document).encode()

    return find


def empty_bits(document: dict[str, Any]) -> None:
    document["credentialSubject"]["encodedList"] = json.loads(status_lists()(document["id"])[0])["credentialSubject"][
        "encodedList"
    ]


@pytest.mark.parametrize(
    "change",
    [
        empty_bits,
        lambda document: document.pop("proof"),
        lambda document: document.update(validUntil="2030-01-01T00:00:00Z"),
        lambda document: document.update(issuer=OTHER_KEY.did_key),
    ],
)
def test_a_mutated_status_list_is_undecidable(change: Any) -> None:
    assert judged(find_lists=as_lists(mutated(change))).reason is Reason.STATUT_ALTERE


def test_a_status_list_by_another_issuer_is_undecidable() -> None:
    theirs = Lists(Issuer.of(OTHER_KEY, "Autre"))

    def find(address: str) -> bytes:
        purpose = "revocation" if address == Lists(Issuer.of(KEY, "")).address("revocation", 0) else "suspension"
        document = theirs.credential(purpose, 0, [], NOW, NOW + timedelta(days=9)) | {"id": address}
        return json.dumps(proof.sign(document, OTHER_KEY, theirs.issuer.key_id, "2026-09-01T12:00:00Z")).encode()

    assert judged(find_lists=as_lists(find)).reason is Reason.STATUT_ALTERE


def test_the_list_of_another_purpose_does_not_stand_for_this_one() -> None:
    genuine = status_lists()
    ours = Lists(Issuer.of(KEY, ""))
    other = {
        ours.address("revocation", 0): genuine(ours.address("suspension", 0))[0],
        ours.address("suspension", 0): genuine(ours.address("revocation", 0))[0],
    }
    assert judged(find_lists=as_lists(other.get)).reason is Reason.STATUT_ALTERE


@pytest.mark.parametrize("days", [-91, 1])
def test_a_stale_or_early_status_list_is_undecidable(days: int) -> None:
    assert judged(find_lists=status_lists(now=NOW + timedelta(days=days))).reason is Reason.STATUT_PERIME


@pytest.mark.parametrize(
    ("days", "reason"), [(0, Reason.AUTHENTIQUE), (89, Reason.AUTHENTIQUE), (90, Reason.STATUT_PERIME)]
)
def test_a_list_that_does_not_say_until_when_is_believed_ninety_days(days: int, reason: Reason) -> None:
    lists = Lists(Issuer.of(KEY, "Académie de Lyon"))

    def find(address: str) -> bytes:
        purpose = "revocation" if address == lists.address("revocation", 0) else "suspension"
        document = lists.credential(purpose, 0, [], NOW, NOW + timedelta(days=9))
        del document["validUntil"]
        return json.dumps(proof.sign(document, KEY, lists.issuer.key_id, "2026-09-01T12:00:00Z")).encode()

    assert judged(find_lists=as_lists(find), now=NOW + timedelta(days=days)).reason is reason


@pytest.mark.parametrize(
    "entry",
    [
        {"statusPurpose": "message"},
        {"statusListIndex": "-1"},
        {"statusListIndex": "131072"},
        {"statusListIndex": "9999999999"},
        {"type": "StatusList2021Entry"},
        {"statusSize": 2},
        {"statusSize": [1, 2]},
    ],
)
def test_a_status_that_we_do_not_understand_is_undecidable(entry: dict[str, Any]) -> None:
    document = signed()
    status = [document["credentialStatus"][0] | entry]
    verdict = judged(
        signed(credentialStatus=status) if "type" not in entry else document | {"credentialStatus": status}
    )
    assert verdict.reason.exit_code in (5, 3)
    assert verdict.reason is not Reason.AUTHENTIQUE


def test_a_status_that_says_it_takes_one_bit_is_read() -> None:
    entries = [entry | {"statusSize": 1} for entry in signed()["credentialStatus"]]
    assert judged(signed(credentialStatus=entries)).reason is Reason.AUTHENTIQUE


@pytest.mark.parametrize("content", ["", "[]", '{"type": "Autre"}', "bonjour", b"\xff\xfe"])
def test_what_is_no_credential_is_unreadable(content: str | bytes) -> None:
    assert verifier().verify(content).reason is Reason.ILLISIBLE


def test_a_hostile_document_is_refused_as_too_complex() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"name": deep}
    assert judged(signed() | {"issuer": deep}).reason is Reason.TROP_COMPLEXE


@pytest.mark.parametrize(("born", "said"), [("14/03/2008", "est bien celle"), ("15/03/2008", "N'EST PAS celle")])
def test_a_date_of_birth_can_be_compared(born: str, said: str) -> None:
    assert any(said in note for note in judged(born=born).notes)


@pytest.mark.parametrize("kind", ["ext:nomUsage", "emailAddress", "name"])
def test_a_date_of_birth_can_be_compared_where_the_holder_is_named_twice(kind: str) -> None:
    title = {key: value for key, value in signed().items() if key != "proof"}
    identifiers = title["credentialSubject"]["identifier"]
    identifiers.append(identifiers[0] | {"identityType": kind, "identityHash": "Chloé Martin"})
    told = judged(proof.sign(title, KEY, issuance().issuer.key_id, "2026-07-10T00:00:00Z"), born="14/03/2008")
    assert told.reason is Reason.AUTHENTIQUE
    assert any("est bien celle" in note for note in told.notes)


def test_exit_codes_tell_the_kinds_of_verdict_apart() -> None:
    codes = {reason.identifier: reason.exit_code for reason in Reason}
    assert len(codes) == len(Reason)
    assert codes["authentique"] == 0
    assert not {1, 2} & set(codes.values())
    kinds = ["altere", "emetteur_inconnu", "statut_absent", "revoque", "suspendu", "expire", "illisible"]
    assert len({codes[kind] for kind in kinds}) == len(kinds)


def test_the_verdict_is_written_in_json() -> None:
    told = judged().as_json()
    assert told["verdict"] == "authentique"
    assert told["atteste"]["titulaire"] == "Chloé NGUYỄN"
    assert told["page"] == {"lien": "sans_page", "libelle": judged().page_line}
    assert json.loads(json.dumps(told)) == told


def test_a_verifier_needs_no_more_than_a_list_and_a_time() -> None:
    assert Verifier(trust(), NOW).verify(json.dumps(signed())).reason is Reason.STATUT_ABSENT
