"""A title that holds others, as a record does: each is verified, and one that is altered spoils the whole."""

import json
from typing import Any

import pytest

from laureat.credentials.verdict import Reason, Verdict
from support.titres import NOW, OTHER_KEY, signed, status_lists, verifier

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
