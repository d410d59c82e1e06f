"""A seal whose certificate has ended: believed where an hour that the list believes proves that it stood in time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from laureat.credentials.carriers import verify_file
from laureat.credentials.seals import _Believed
from laureat.credentials.trust import Seal, TrustedIssuer, TrustList, read_trust
from laureat.credentials.verdict import Page, Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import short_date
from support.pdfs import DECISION, Sealing, a_pdf, sealed, sealing

NOW = datetime.now(UTC).replace(microsecond=0)
END, BEFORE = NOW - timedelta(days=2), NOW - timedelta(days=10)
ACADEMY = "did:web:academie.fr"


@dataclass(frozen=True)
class Place:
    """An authority, its seal that has ended, and two authorities that tell the hour, one of them believed."""

    authority: Sealing
    seal: Sealing
    clock: Sealing
    other: Sealing

    def judged(self, content: bytes, *, hours: bool = True, by_itself: bool = False) -> Verdict:
        """The verdict of who believes the authority under the subject of the seal, or the very seal."""
        pinned = Seal(self.seal.pem) if by_itself else Seal(self.authority.pem, "CN=Cachet de Lyon")
        issuers = {ACADEMY: TrustedIssuer(ACADEMY, "Académie de Lyon", seals=(pinned,))}
        return verify_file(content, Verifier(TrustList(issuers, hours=(self.clock.pem,) if hours else ()), NOW))


@pytest.fixture(scope="module")
def place() -> Place:
    authority = sealing("Autorité", NOW - timedelta(days=30), is_authority=True)
    return Place(
        authority,
        sealing("Cachet de Lyon", NOW - timedelta(days=30), authority, ends=END),
        *(sealing(name, NOW - timedelta(days=30), stamps=True) for name in ("Horloge", "Autre horloge")),
    )


def test_nothing_is_fetched_to_judge_a_seal(place: Place) -> None:
    believed = _Believed(Verifier(TrustList({}, hours=(place.clock.pem,)), NOW))
    assert not believed.stampers.fetching_allowed
    assert not believed.on(BEFORE).fetching_allowed


def test_without_an_hour_a_seal_that_has_ended_is_not_believed(place: Place) -> None:
    verdict = place.judged(sealed(a_pdf(decision=DECISION), place.seal))
    assert verdict.reason is Reason.EMETTEUR_INCONNU
    assert f"a pris fin le {short_date(END)}" in verdict.detail
    assert "horodat" not in verdict.detail


def test_a_seal_that_is_not_believed_is_said_to_have_ended_from_the_second_of_its_end_only(place: Place) -> None:
    paper = sealed(a_pdf(decision=DECISION), place.seal)

    def told(now: datetime) -> str:
        """By who believes nobody."""
        verdict = verify_file(paper, Verifier(TrustList({}), now))
        assert verdict.reason is Reason.EMETTEUR_INCONNU
        return verdict.detail

    absent = "le cachet de « Cachet de Lyon » n'est pas dans votre liste de confiance"
    assert told(END - timedelta(seconds=1)) == absent
    ended = (
        f"le certificat du cachet de « Cachet de Lyon » a pris fin le {short_date(END)} : votre liste ne le croit plus"
    )
    assert [told(now) for now in (END, NOW)] == [ended, ended]


def test_an_hour_that_the_list_believes_dates_it(place: Place) -> None:
    paper = sealed(a_pdf(decision=DECISION), place.seal, stamped=(place.clock, BEFORE))
    verdict = place.judged(paper)
    assert (verdict.reason, verdict.page) == (Reason.SANS_STATUT, Page.LIEE)
    (note,) = verdict.notes
    assert f"Le cachet est du {short_date(BEFORE)}" in note
    assert f"a pris fin depuis, le {short_date(END)}" in note


@pytest.mark.parametrize(
    ("stamped", "told"),
    [
        (lambda place: (place.other, BEFORE), "ne connaît pas l'autorité qui l'a horodaté"),
        (lambda place: (place.clock, NOW - timedelta(days=1)), "a pris fin"),
        (lambda place: (place.clock, NOW - timedelta(days=90)), "a pris fin"),
    ],
    ids=["d'une autre", "posé après la fin", "posé avant le certificat"],
)
def test_an_hour_of_another_or_out_of_its_time_proves_nothing(
    place: Place, stamped: Callable[[Place], tuple[Sealing, datetime]], told: str
) -> None:
    verdict = place.judged(sealed(a_pdf(decision=DECISION), place.seal, stamped=stamped(place)))
    assert verdict.reason is Reason.EMETTEUR_INCONNU
    assert told in verdict.detail


def test_a_paper_changed_after_its_hour_is_altered(place: Place) -> None:
    paper = sealed(a_pdf(decision=DECISION), place.seal, stamped=(place.clock, BEFORE))
    at = paper.index(b"595")
    assert place.judged(paper[:at] + b"596" + paper[at + 3 :]).reason is Reason.ALTERE


def test_the_very_certificate_of_a_seal_ends_too(place: Place) -> None:
    late = place.judged(sealed(a_pdf(), place.seal), by_itself=True)
    assert late.reason is Reason.EMETTEUR_INCONNU
    assert "a été posé après la fin" in late.detail
    dated = place.judged(sealed(a_pdf(), place.seal, stamped=(place.clock, BEFORE)), by_itself=True)
    assert dated.reason is Reason.SANS_STATUT
    (note,) = place.judged(sealed(a_pdf(), place.seal, said=BEFORE), by_itself=True).notes
    assert "seul le signataire dit" in note


def test_the_list_says_which_hours_it_believes(place: Place, tmp_path: Path) -> None:
    told = {"format": "laureat-confiance-1", "emetteurs": [], "horodatages": [place.clock.pem]}
    path = tmp_path / "confiance.json"
    path.write_text(json.dumps(told))
    assert read_trust(path).hours == (place.clock.pem,)
    for wrong in (["rien"], "rien"):
        path.write_text(json.dumps({**told, "horodatages": wrong}))
        with pytest.raises(InvalidInput, match="horodatage"):
            read_trust(path)
