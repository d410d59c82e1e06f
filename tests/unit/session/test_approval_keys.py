"""The approvals of a procès-verbal are signed by people: each refusal, and what the audit says of what was changed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from laureat.cli.auditer import engine_of
from laureat.jury import Fonction, Qualite
from laureat.records import UNSAID, encode
from laureat.records import facts as f
from laureat.records.recorded import recorded
from laureat.session import conduct
from laureat.session.approvals import ApprovalKey, Assertion
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Refused
from laureat.session.replay import replay_with
from laureat.session.state import SessionState
from support.approbations import Room
from support.cles import PRESENT, Authenticator
from support.conducteur import Conductor

BEFORE, AFTER = "2026-05-30T08:00:00Z", "2026-06-02T08:00:00Z"


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture(scope="module")
def sealed() -> Room:
    made = Room()
    made.approve("president")
    made.approve("membre")
    made.story.seal_pv()
    return made


def test_two_jurors_approve_each_with_a_key_and_the_facts_hold_what_they_signed(sealed: Room) -> None:
    first, second = [fact for fact in sealed.story.facts if isinstance(fact, f.PvApproved)]
    assert (first.juror, second.juror) == ("j-pres", "j-2")
    assert (first.public, second.credential) == (sealed.own["president"].public, sealed.own["membre"].key)
    assert sealed.audit(sealed.story.facts) == []


WRONG: dict[str, tuple[Callable[[Room], Assertion | None], str]] = {
    "une autre délibération": (lambda room: room.own["membre"].signed(b"x" * 32), "tel qu'il est"),
    "le défi d'un autre siège": (lambda room: room.own["membre"].signed(room.challenge("employeur")), "tel qu'il est"),
    "la clé d'un autre": (lambda room: room.own["employeur"].signed(room.challenge("membre")), "d'une autre personne"),
    "une clé inconnue": (lambda room: Authenticator("x").signed(room.challenge("membre")), "n'est pas inscrite"),
    "une autre clé publique": (
        lambda room: replace(room.own["membre"].signed(room.challenge("membre")), public=Authenticator("x").public),
        "n'est pas inscrite",
    ),
    "une autre signature": (
        lambda room: replace(
            room.own["membre"].signed(room.challenge("membre")),
            signature=room.own["employeur"].signed(room.challenge("membre")).signature,
        ),
        "n'est pas de cette clé",
    ),
    "une connexion": (
        lambda room: room.own["membre"].signed(room.challenge("membre"), kind="webauthn.create"),
        "acte demandé",
    ),
    "une page dans une autre": (
        lambda room: room.own["membre"].signed(room.challenge("membre"), cross=True),
        "autre adresse",
    ),
    "rien de lisible": (
        lambda room: Assertion(room.own["membre"].key, room.own["membre"].public, "é", "*", "A"),
        "clé",
    ),
}


@pytest.mark.parametrize("which", WRONG)
def test_what_is_not_signed_by_that_person_for_these_minutes_is_refused(room: Room, which: str) -> None:
    made, said = WRONG[which]
    with pytest.raises(Refused, match=said):
        room.approve("membre", made(room))
    assert room.story.state.current is not None
    assert not room.story.state.current.approvals


@pytest.mark.parametrize(
    ("flags", "origin", "said"),
    [
        (PRESENT, "", "pas vérifié son titulaire"),
        (0x04, "", "personne n'a touché"),
        (0x05, "https://examens-exemple.fr", "autre adresse"),
        (0x05, "https://sous.examens.exemple.fr", "autre adresse"),
        (0x05, "http://examens.exemple.fr", "autre adresse"),
    ],
)
def test_the_holder_is_verified_and_the_address_is_that_of_the_key(
    room: Room, flags: int, origin: str, said: str
) -> None:
    own = room.own["membre"]
    own.flags, own.origin = flags, origin or own.origin
    with pytest.raises(Refused, match=said):
        room.approve("membre")


def test_a_signature_made_for_another_site_is_refused(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Authenticator, "_site", lambda _self: b"s" * 32)
    with pytest.raises(Refused, match="autre site"):
        room.approve("membre")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"enrolled_at": AFTER, "confirmed_at": AFTER}, "inscrite après"),
        ({"confirmed_at": ""}, "n'était pas confirmée"),
        ({"confirmed_at": AFTER}, "n'était pas confirmée"),
        ({"ended_at": BEFORE}, "révoquée ou remplacée"),
    ],
)
def test_a_key_serves_once_confirmed_and_until_it_is_revoked(room: Room, changes: dict[str, str], said: str) -> None:
    room.knows("membre", **changes)
    with pytest.raises(Refused, match=said):
        room.approve("membre")


def test_what_a_key_approved_before_it_was_revoked_stands(sealed: Room) -> None:
    kept = dict(sealed.house)
    sealed.knows("membre", ended_at=AFTER)
    assert sealed.audit(sealed.story.facts) == []
    sealed.house = kept


def test_a_counter_that_goes_back_tells_of_a_copy(room: Room) -> None:
    own = room.own["membre"]
    own.counter = 7
    room.knows("membre")
    room.house[own.key] = own.known("membre")
    own.counter = 4
    with pytest.raises(Refused, match="compteur"):
        room.approve("membre")
    own.counter = 7
    room.approve("membre")


def test_where_a_key_is_required_nothing_else_approves_and_where_it_is_not_the_fact_says_so(room: Room) -> None:
    with pytest.raises(Refused, match="exige une clé d'approbation"):
        room.story.approve_pv(by="membre")
    free = Room(required=False)
    free.story.approve_pv(by="membre")
    free.approve("president")
    bare, signed = [fact for fact in free.story.facts if isinstance(fact, f.PvApproved)]
    assert (bare.juror, bare.credential, bool(signed.credential)) == ("j-2", "", True)
    free.story.seal_pv()
    assert free.audit(free.story.facts) == []


def test_whether_a_key_is_required_is_put_right_before_any_approval_only(room: Room) -> None:
    with pytest.raises(Refused, match="motif"):
        room.story.set_keys_requirement(keys_required=False, reason=UNSAID)
    with pytest.raises(Refused, match="exige déjà"):
        room.story.set_keys_requirement(keys_required=True, reason=room.story.text("x"))
    room.story.set_keys_requirement(keys_required=False, reason=room.story.text("les clés n'arrivent pas"))
    room.story.approve_pv(by="membre")
    with pytest.raises(Refused, match="déjà approuvé"):
        room.story.set_keys_requirement(keys_required=True, reason=room.story.text("x"))


def test_an_older_session_asks_for_no_key_until_it_is_upgraded(conductor: Conductor) -> None:
    conductor.opened(edition=3).enrolled().marked().closed().with_jury().proposed().sealed()
    approved = [fact for fact in conductor.facts if isinstance(fact, f.PvApproved)]
    assert {(fact.juror, fact.credential) for fact in approved} == {("", "")}
    with pytest.raises(Refused, match="édition de la conduite"):
        conductor.set_keys_requirement(keys_required=True, reason=conductor.text("x"))
    younger = Conductor().opened(edition=3)
    younger.upgrade_conduct()
    younger.set_keys_requirement(keys_required=True, reason=younger.text("x"))
    assert younger.state.keys_required


def test_whoever_no_longer_sits_when_it_is_sealed_approved_nothing(conductor: Conductor) -> None:
    """The jury appointed anew keeps the seats of those who stay: the approval of one who leaves is void."""
    conductor.opened().enrolled().marked().closed().with_jury().proposed()
    conductor.approve_pv(by="president")
    conductor.approve_pv(by="membre")
    assert conductor.state.jury is not None
    left = [conductor.state.jurors[one] for one in conductor.state.jury.jurors if one != "j-2"]
    members = [
        conduct.Juror(one.juror, Fonction(one.fonction), Qualite(one.qualite), one.account, one.identity)
        for one in left
    ]
    conductor.appoint_jury(members=members, arrete=conductor.text("arrêté n° 13"), arrete_date="2026-05-03")
    with pytest.raises(Refused, match="0 approbation"):
        conductor.seal_pv()


# ------------------------------------------------------------------------------------------------------------ the audit
@pytest.mark.parametrize("field", ["juror", "credential", "public", "client_data", "authenticator_data", "signature"])
def test_the_audit_names_what_is_changed_of_an_approval(sealed: Room, field: str) -> None:
    facts = list(sealed.story.facts)
    place = next(number for number, fact in enumerate(facts) if isinstance(fact, f.PvApproved))
    value = getattr(facts[place], field)
    changed = f"{'B' if value[0] != 'B' else 'C'}{value[1:]}" if field != "juror" else "j-2"
    facts[place] = replace(facts[place], **{field: changed})
    for keys in ("house", None):
        if keys is None and field == "credential":
            continue  # an export does not know the names of keys: the signature is what it verifies
        assert sealed.audit(facts, keys=keys), (field, keys)


def test_an_export_verifies_signatures_and_says_that_it_does_not_know_whose_keys_they_are(sealed: Room) -> None:
    facts = list(sealed.story.facts)
    assert sealed.audit(facts, keys=None) == []
    entries = (recorded(number, encode(fact), {}) for number, fact in enumerate(facts))
    remarks = replay_with(engine_of)(entries).remarks
    assert any(sealed.house[sealed.own["membre"].key].fingerprint in one for one in remarks)


def test_even_an_export_names_a_key_that_approves_for_two_persons(room: Room) -> None:
    room.approve("president", keys=None)
    borrowed = room.own["president"].signed(room.challenge("membre"))
    with pytest.raises(Refused, match="d'une autre personne"):
        room.approve("membre", borrowed, keys=None)


def test_the_audit_names_an_approval_whose_signature_is_taken_away(sealed: Room) -> None:
    facts = list(sealed.story.facts)
    place = next(number for number, fact in enumerate(facts) if isinstance(fact, f.PvApproved))
    blank = dict.fromkeys(("credential", "public", "client_data", "authenticator_data", "signature"), "")
    facts[place] = replace(facts[place], **blank)
    assert any("exige une clé" in one for one in sealed.audit(facts))


def test_the_audit_names_a_key_that_the_house_confirmed_after_the_approval(sealed: Room) -> None:
    kept = dict(sealed.house)
    sealed.knows("membre", confirmed_at=AFTER)
    assert any("n'était pas confirmée" in one for one in sealed.audit(sealed.story.facts))
    sealed.house = kept


def test_a_reading_that_knows_keys_up_to_an_hour_judges_a_later_approval_only_where_its_key_says_against_it() -> None:
    key = ApprovalKey("a", "clé publique", "https://site.fr", 0, BEFORE, BEFORE, "b")
    rules = Rules[SessionState](lambda _state, _fact: None, keys=lambda _credential: key, keys_until=BEFORE)
    made = {"log": "s", "key": "k", "deliberation": 1, "content": "", "credential": "c"}
    told = {"at": AFTER, "author": "a", "public": "clé publique"}

    def judged(rules: Rules[SessionState], **more: str) -> bool:
        return rules.keys_for(f.PvApproved(**made | told | more)) is not None

    assert not judged(rules)
    assert judged(rules, at=BEFORE)
    assert all(judged(rules, author=other) for other in ("A", "b", "")), "another person's"
    assert all(judged(rules, public=other) for other in ("", "autre", "clé publiquf")), "another key"
    revoked = replace(rules, keys=lambda _credential: replace(key, ended_at=AFTER))
    assert judged(revoked)
    assert not judged(replace(rules, keys=lambda _credential: None)), "enrolled since: nothing is known against it"
    assert judged(replace(rules, keys_until=""))
    assert replace(rules, keys=None).keys_for(f.PvApproved(**made | told)) is None
