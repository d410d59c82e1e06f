"""A title that holds others, as a record does: each is verified, and one that is altered spoils the whole."""

import base64
import json
from typing import Any

import pytest

from laureat.credentials import jose
from laureat.credentials.names import VC, Named, check_names, named_in
from laureat.credentials.rdf import read
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.within import MAX_HELD, MAX_TOKENS
from support.titres import KEY, NOW, OTHER_KEY, issuance, signed, status_lists, verifier

ENDORSEMENT = ["VerifiableCredential", "EndorsementCredential"]


def inner(**changes: Any) -> dict[str, Any]:
    """A title as it stands within another, whose contexts it shares."""
    return {name: value for name, value in signed(**changes).items() if name != "@context"}


def holding(*held: dict[str, Any], **changes: Any) -> Verdict:
    return verifier(**changes).verify(json.dumps(signed(endorsement=list(held))))


def unproved(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def endorsement(**changes: Any) -> dict[str, Any]:
    return inner(type=ENDORSEMENT, **changes)


@pytest.mark.parametrize("held", [(), (inner(),), (unproved(inner()),), (inner(), unproved(inner()))], ids=len)
def test_a_title_whose_titles_hold_is_genuine(held: tuple[dict[str, Any], ...]) -> None:
    verdict = holding(*held)
    assert (verdict.reason, verdict.notes) == (Reason.AUTHENTIQUE, ())


@pytest.mark.parametrize("altered", [inner() | {"name": "Autre"}, endorsement() | {"name": "Autre"}], ids=["titre", ""])
def test_whatever_is_altered_within_a_title_spoils_it(altered: dict[str, Any]) -> None:
    verdict = holding(inner(), altered)
    assert verdict.reason is Reason.ALTERE
    assert verdict.detail.startswith("« Autre », contenu dans ce titre : Altéré")


def test_a_title_of_an_unknown_issuer_spoils_the_title_that_holds_it_and_an_endorsement_is_but_noted() -> None:
    assert holding(inner(key=OTHER_KEY)).reason is Reason.EMETTEUR_INCONNU
    verdict = holding(endorsement(key=OTHER_KEY, name="Avis"))
    assert verdict.reason is Reason.AUTHENTIQUE
    (note,) = verdict.notes
    assert note.startswith("« Avis », contenu dans ce titre : ")


def test_a_revoked_title_within_a_title_spoils_it() -> None:
    revoked = inner()
    index = int(revoked["credentialStatus"][0]["statusListIndex"])
    assert holding(revoked, find_lists=status_lists(revoked=[index]), now=NOW).reason is Reason.REVOQUE


def enveloped(token: str) -> dict[str, Any]:
    return {"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}


def token_of(**changes: Any) -> str:
    return jose.sign(unproved(signed(**changes)), KEY, issuance().issuer.key_id)


def altered(token: str) -> str:
    head, body, tail = token.split(".")
    text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(b"mention bien", b"mention assez bien")
    return f"{head}.{jose.packed(text)}.{tail}"


OTHER = {"name": "Autre"}
DEEP: dict[str, dict[str, Any]] = {
    "titre dans un titre": {"endorsement": [inner() | OTHER]},
    "titre sous l'identifiant de qui le contient": {"endorsement": [inner() | OTHER], "id": inner()["id"]},
    "recommandation dans un titre": {"endorsement": [endorsement() | OTHER]},
    "dans une recommandation d'un inconnu": {
        "endorsement": [endorsement(key=OTHER_KEY, endorsement=[inner() | OTHER])],
    },
    "trois titres plus bas": {"endorsement": [inner(endorsement=[inner(endorsement=[inner() | OTHER])])]},
    "jeton sous enveloppe": {"endorsement": [enveloped(altered(token_of()))]},
    "titre dans un jeton": {"endorsement": [enveloped(token_of(endorsement=[inner() | OTHER]))]},
    "recommandation en jeton": {"endorsementJwt": [altered(token_of(type=ENDORSEMENT))]},
}


@pytest.mark.parametrize("held", DEEP.values(), ids=DEEP)
def test_whatever_is_altered_at_any_depth_spoils_the_title(held: dict[str, Any]) -> None:
    assert holding(inner(**held)).reason is Reason.ALTERE


@pytest.mark.parametrize("depth", [2, 3])
def test_titles_that_hold_one_another_are_genuine(depth: int) -> None:
    held = inner()
    for _ in range(depth):
        held = inner(endorsement=[held], endorsementJwt=[token_of()])
    verdict = holding(held, enveloped(token_of()))
    assert (verdict.reason, verdict.notes) == (Reason.AUTHENTIQUE, ())


def presented(*tokens: str) -> str:
    """The token of a presentation, which another presents."""
    document = {"@context": signed()["@context"], "type": ["VerifiablePresentation"], "verifiableCredential": [*tokens]}
    return f"{jose.signed_text({'alg': 'EdDSA', 'typ': 'vp+jwt'}, document)}.AAAA"


def test_a_presentation_within_a_title_is_opened_and_its_titles_are_verified() -> None:
    def enveloping(token: str) -> dict[str, Any]:
        return {"type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{token}"}

    assert holding(enveloping(presented(token_of(), token_of()))).reason is Reason.AUTHENTIQUE
    assert holding(enveloping(presented(token_of(), altered(token_of())))).reason is Reason.ALTERE
    nested = token_of()
    for depth in range(1, MAX_TOKENS + 1):
        nested = presented(nested)
        wanted = Reason.AUTHENTIQUE if depth < MAX_TOKENS else Reason.TROP_COMPLEXE
        assert holding(enveloping(nested)).reason is wanted, depth


def test_too_many_titles_at_whatever_depth_are_not_verified() -> None:
    plain = unproved(inner())
    few, many = inner(endorsement=[plain] * (MAX_HELD - 1)), inner(endorsement=[plain] * MAX_HELD)
    assert [holding(each).reason for each in (few, many)] == [Reason.AUTHENTIQUE, Reason.TROP_COMPLEXE]
    token = token_of()
    for _ in range(MAX_TOKENS):
        token = token_of(endorsementJwt=[token])
    assert holding(enveloped(token)).reason is Reason.TROP_COMPLEXE


def test_a_title_written_otherwise_is_not_passed_over_and_an_endorsement_that_we_cannot_read_is_told() -> None:
    alias = {"sorte": "@type"}
    hidden = {"sorte" if name == "type" else name: value for name, value in (inner() | OTHER).items()}
    spoilt = signed(endorsement=[inner(), hidden], **{"@context": [*signed()["@context"], alias]})
    assert verifier().verify(json.dumps(spoilt)).reason is Reason.NON_PRIS_EN_CHARGE
    head = jose.packed(b'{"alg":"PS256"}')
    (note,) = holding(inner(endorsementJwt=[f"{head}.e30.AA"])).notes
    assert "contenu dans ce titre : Non pris en charge" in note


def test_a_title_that_gives_its_holder_several_names_tells_each_once_and_none_that_another_holds() -> None:
    graph = read(signed())
    (own,) = (named_in(graph, subject).names[0] for subject in graph.nodes(graph.root, f"{VC}credentialSubject"))
    assert check_names(graph, [Named((own,)), Named(())]) == []
    longer = f"{own} MARTIN"
    first, last = own.split()
    (note,) = check_names(graph, [Named((longer, f"MARTIN {first}"))])
    assert f"({own}, {longer})" in note
    (note,) = check_names(graph, [Named((longer, f"{last} {first} DURAND"), civil=("DURAND", "MARTIN"))])
    assert f"({own}, {longer}, {last} {first} DURAND)" in note
