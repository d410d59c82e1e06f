"""An approval key is made by its holder, confirmed by a second person, revoked or replaced with a reason."""

from dataclasses import replace

import pytest

from laureat.records import UNSAID
from laureat.records import facts as f
from laureat.records.recorded import unnumbered
from laureat.session.approvals import Assertion, enrolment_challenge, why_not
from laureat.session.framework import Refused
from laureat.session.house import HOUSE, HouseState
from laureat.session.judged import read_the_house
from support.cles import PRESENT, Authenticator
from support.conducteur import text as said
from support.maison import RULES, Home, empty


@pytest.fixture
def home() -> Home:
    """A house with two of the office and two jurors."""
    home = Home()
    home.give("take_up", HOUSE, **empty())
    home.give("open_account", HOUSE, account="cheffe", role="examens", identity=said("Cheffe"))
    for account, role in (("adjoint", "examens"), ("jurée", "jury"), ("juré", "jury"), ("candidate", "candidat")):
        home.welcome(account, role)
    return home


def enrol(home: Home, account: str, key: Authenticator, **more: object) -> None:
    answer = key.made(enrolment_challenge("reglements", account))
    home.give("enrol_approval_key", account, account=account, **(answer | more))


def confirm(home: Home, account: str, key: Authenticator, by: str = "cheffe", **more: str) -> None:
    print_ = home.state.approval_keys[key.key].fingerprint
    home.give("confirm_approval_key", by, account=account, fingerprint=print_[:8], **more)


def audited(home: Home) -> list[str]:
    state = read_the_house(map(unnumbered, home.facts), RULES, HouseState("reglements"))
    return [str(anomaly) for anomaly in state.anomalies.values()]


def test_a_key_serves_once_a_second_person_has_confirmed_it(home: Home) -> None:
    own = Authenticator("a")
    enrol(home, "jurée", own)
    assert home.state.approval_keys[own.key].waits
    with pytest.raises(Refused, match="du service des examens"):
        confirm(home, "jurée", own, by="jurée")
    with pytest.raises(Refused, match="du service des examens"):
        confirm(home, "jurée", own, by="juré")
    with pytest.raises(Refused, match="8 premiers"):
        home.give("confirm_approval_key", "cheffe", account="jurée", fingerprint="0" * 8)
    with pytest.raises(Refused, match="8 premiers"):
        home.give("confirm_approval_key", "cheffe", account="jurée", fingerprint="")
    confirm(home, "jurée", own)
    known = home.state.approval_keys[own.key]
    assert (known.stands, known.confirmed_by, known.public) == (True, "cheffe", own.public)
    with pytest.raises(Refused, match="Aucune clé"):
        confirm(home, "jurée", own)
    assert audited(home) == []


def test_nobody_confirms_their_own_key_not_even_the_office(home: Home) -> None:
    own = Authenticator("a")
    enrol(home, "cheffe", own)
    with pytest.raises(Refused, match="votre clé"):
        confirm(home, "cheffe", own)
    confirm(home, "cheffe", own, by="adjoint")


def test_a_key_is_made_by_its_holder_alone_and_once(home: Home) -> None:
    own = Authenticator("a")
    answer = own.made(enrolment_challenge("reglements", "jurée"))
    with pytest.raises(Refused, match="elle-même"):
        home.give("enrol_approval_key", "cheffe", account="jurée", **answer)
    with pytest.raises(Refused, match="membre de jury"):
        enrol(home, "candidate", own)
    enrol(home, "jurée", own)
    for account in ("jurée", "juré"):
        with pytest.raises(Refused, match="déjà été inscrite"):
            enrol(home, account, own)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"flags": PRESENT}, "pas vérifié son titulaire"),
        ({"origin": "http://examens.exemple.fr"}, "demande une adresse en https"),
    ],
)
def test_its_holder_is_verified_at_an_address_that_browsers_trust(home: Home, change: dict, said: str) -> None:
    with pytest.raises(Refused, match=said):
        enrol(home, "jurée", replace(Authenticator("a"), **change))


def test_what_was_made_for_something_else_is_refused(home: Home) -> None:
    own = Authenticator("a")
    for answer in (
        own.made(enrolment_challenge("reglements", "juré")),
        own.made(b"c" * 32),
        own.made(enrolment_challenge("reglements", "jurée")) | {"attestation": "AAAA"},
        own.made(enrolment_challenge("reglements", "jurée")) | {"client_data": "e30"},
        own.made(enrolment_challenge("reglements", "jurée")) | {"origin": "https://autre.fr"},
    ):
        with pytest.raises(Refused, match="pas pu être enregistrée"):
            home.give("enrol_approval_key", "jurée", account="jurée", **answer)


def test_a_key_is_replaced_with_a_reason_and_serves_until_the_new_one_is_confirmed(home: Home) -> None:
    first, second = Authenticator("a"), Authenticator("b")
    enrol(home, "jurée", first)
    confirm(home, "jurée", first)
    with pytest.raises(Refused, match="pourquoi remplacer"):
        enrol(home, "jurée", second)
    enrol(home, "jurée", second, reason=said("téléphone changé"), at="2026-02-02")
    assert home.state.approval_keys[first.key].stands
    confirm(home, "jurée", second, at="2026-02-03")
    known = home.state.approval_keys
    assert (known[first.key].stands, known[second.key].stands) == (False, True)
    signed = Assertion(first.key, first.public, "", "", "")
    assert why_not(known[first.key], "jurée", signed, "2026-02-02T09:00:00Z") == ""
    assert "remplacée" in why_not(known[first.key], "jurée", signed, "2026-02-04T08:00:00Z")
    assert audited(home) == []


def test_a_key_is_revoked_by_its_holder_or_by_the_office_with_a_reason(home: Home) -> None:
    for account, by, key in (("jurée", "jurée", Authenticator("a")), ("juré", "adjoint", Authenticator("b"))):
        enrol(home, account, key)
        confirm(home, account, key)
        print_ = home.state.approval_keys[key.key].fingerprint
        about = {"account": account, "fingerprint": print_}
        with pytest.raises(Refused, match="pourquoi révoquer"):
            home.give("revoke_approval_key", by, **about, reason=UNSAID)
        with pytest.raises(Refused, match="du service des examens"):
            home.give("revoke_approval_key", "candidate", **about, reason=said("x"))
        home.give("revoke_approval_key", by, **about, reason=said("perdue"))
        assert not home.state.approval_keys[key.key].stands
        with pytest.raises(Refused, match="déjà révoquée"):
            home.give("revoke_approval_key", by, **about, reason=said("perdue"))
        with pytest.raises(Refused, match="déjà été inscrite"):
            enrol(home, account, key)


def test_the_key_of_a_closed_account_serves_no_more(home: Home) -> None:
    own = Authenticator("a")
    enrol(home, "jurée", own)
    confirm(home, "jurée", own)
    home.give("close_account", account="jurée", reason=said("quitte le jury"))
    home.give("reopen_account", account="jurée", reason=said("revient"))
    assert not home.state.approval_keys[own.key].stands


def test_the_reading_names_a_key_that_its_act_would_have_refused(home: Home) -> None:
    own, other = Authenticator("a"), Authenticator("b")
    enrol(home, "jurée", own)
    confirm(home, "jurée", own)
    for number, fact in enumerate(home.facts):
        for name, value in (("public", other.public), ("credential", other.key), ("counter", 3), ("author", "juré")):
            if isinstance(fact, f.ApprovalKeyEnrolled):
                changed = [*home.facts[:number], replace(fact, **{name: value}), *home.facts[number + 1 :]]
                state = read_the_house(map(unnumbered, changed), RULES, HouseState("reglements"))
                assert state.anomalies, name
                assert not any(key.stands for key in state.approval_keys.values())
    forged = replace(home.facts[-1], author="jurée", key="x")
    enrol(home, "juré", other)
    changed = [
        *home.facts,
        replace(forged, account="juré", fingerprint=home.state.approval_keys[other.key].fingerprint),
    ]
    state = read_the_house(map(unnumbered, changed), RULES, HouseState("reglements"))
    assert [one.kind for one in state.anomalies.values()] == ["ApprovalKeyConfirmed"]
