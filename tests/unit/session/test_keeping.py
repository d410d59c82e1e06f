"""From which day each text of a log is kept, and how: read from the facts that are heeded, not from what they say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from laureat.jury import Fonction, Qualite
from laureat.records import Fact, decode, encode, leaf_hash
from laureat.records.retention import Kept, Text
from laureat.session import vae
from laureat.session.after import Ground
from laureat.session.conduct import Juror
from laureat.session.framework import Accepted, Act
from laureat.session.house import HOUSE
from laureat.session.keeping import HELD, of_deposits, of_house, of_vae, vouched
from laureat.session.vae import VaeState, read_vae
from laureat.session.vae_after import restore_vae_decisions, withdraw_vae_decisions
from laureat.session.vae_minutes import notify_result
from support.conducteur import text as said
from support.maison import Home, empty

TODAY = "2026-12-01"


def itself(_fact: Fact) -> str:
    """The day of a fact, for whoever believes it."""
    return ""


@pytest.fixture
def home() -> Home:
    home = Home()
    home.give("take_up", HOUSE, **empty())
    home.give("open_account", HOUSE, account="cheffe", role="examens", identity=said("Cheffe"))
    return home


def told(texts: Iterator[Text]) -> dict[str, tuple[Kept, str, bool]]:
    """By commitment, how it is kept, since when, and whether something holds it."""
    return {one.commitment: (one.kept, one.since, bool(one.holds)) for one in texts}


def test_a_fact_was_there_by_the_first_signed_head_over_it(home: Home) -> None:
    places = {leaf_hash(encode(fact)).hex(): number for number, fact in enumerate(home.facts)}
    first, second = home.facts[:2]
    assert [vouched([(1, "2026-03-01"), (2, "2026-04-01")], places, TODAY)(one) for one in (first, second)] == [
        "2026-03-01",
        "2026-04-01",
    ]
    assert vouched([(1, "2026-03-01")], places, TODAY)(second) == TODAY, "no head is over it yet"
    assert vouched([(1, "2026-03-01"), (9, "2026-04-01")], {}, TODAY)(first) == TODAY, "it has no number"
    many = [(size, "2026-03-01") for size in range(1, 400)]
    far = {leaf_hash(encode(first)).hex(): 1_000}
    assert vouched(many, far, TODAY)(first) == TODAY


def test_a_period_begins_where_a_head_vouches_for_it_if_that_is_later_than_what_the_fact_says(home: Home) -> None:
    home.welcome("adjoint", "examens")
    home.give("close_account", account="adjoint", reason=said("départ"), at="2026-05-01")
    for vouch, since in (("2026-04-01", "2026-05-01"), ("2026-07-01", "2026-07-01")):
        found = told(of_house(home.facts, home.state, lambda _fact, day=vouch: day))
        assert found[said("adjoint")] == (Kept.COMPTE, since, False)


def test_the_name_of_an_account_runs_from_its_last_closing_and_is_held_while_it_is_open(home: Home) -> None:
    home.invite("adjoint", "examens")
    assert told(of_house(home.facts, home.state, itself))[said("adjoint")] == (Kept.COMPTE, "2026-02-01", False)
    about = {"account": "adjoint", "role": "examens", "identity": said("adjoint"), "establishment": ""}
    home.give("open_account", "adjoint", at="2026-02-02", invitation="jeton-adjoint", **about)
    assert told(of_house(home.facts, home.state, itself))[said("adjoint")] == (Kept.COMPTE, "2026-02-02", True)
    home.give("close_account", account="adjoint", reason=said("départ"), at="2026-03-01")
    home.give("reopen_account", account="adjoint", reason=said("retour"), at="2026-04-01")
    found = of_house(home.facts, home.state, itself)
    assert {one.commitment: one.holds for one in found}[said("adjoint")] == HELD
    home.give("close_account", account="adjoint", reason=said("départ"), at="2026-05-01")
    found = told(of_house(home.facts, home.state, itself))
    assert found[said("adjoint")] == (Kept.COMPTE, "2026-05-01", False)
    assert found[said("départ")] == (Kept.MOTIF, "2026-03-01", False), "a reason runs from the first that gave it"
    assert found[said("Cheffe")] == (Kept.COMPTE, "2026-02-01", True)


def test_a_name_that_another_took_runs_from_the_change_and_the_new_one_is_held(home: Home) -> None:
    home.welcome("adjoint", "examens")
    home.give("rename_account", account="adjoint", identity=said("nouveau"), reason=said("mariage"), at="2026-03-01")
    found = told(of_house(home.facts, home.state, itself))
    assert found[said("adjoint")] == (Kept.COMPTE, "2026-03-01", False)
    assert found[said("nouveau")] == (Kept.COMPTE, "2026-03-01", True)


def test_the_term_of_a_name_is_not_moved_by_an_account_that_says_the_same_one(home: Home) -> None:
    home.welcome("b", "examens")
    home.give("close_account", account="b", reason=said("départ"), at="2026-03-01")
    for other in ("a", "c"):
        about = {"account": other, "invitation": f"jeton-{other}", "identity": said("b")}
        home.give("invite_account", expires="2026-05-22", role="examens", at="2026-05-01", **about)
    assert told(of_house(home.facts, home.state, itself))[said("b")] == (Kept.COMPTE, "2026-03-01", False)


def test_what_was_deposited_and_not_withdrawn_runs_from_its_deposit(home: Home) -> None:
    about = {"papers": 1, "certification": "RNCP35697", "session": "2026", "issued": "2026-07-01"}
    home.give("deposit_codes", root="a" * 64, at="2026-03-01", **about)
    home.give("deposit_codes", root="b" * 64, at="2026-03-02", **about)
    home.give("withdraw_deposit", deposit="b" * 32, reason=said("erreur"), at="2026-03-03")
    assert told(of_deposits(home.state, itself)) == {"a" * 32: (Kept.DEPOT, "2026-03-01", False)}
    home.give("deposit_codes", root="b" * 64, at="2026-03-04", **about)
    assert told(of_deposits(home.state, itself))["b" * 32] == (Kept.DEPOT, "2026-03-04", False)


class Applications:
    """A VAE log and its facts; each act says its day."""

    def __init__(self, conductor: Any) -> None:
        self.frame, self.state, self.facts = conductor.framework, VaeState("vae"), []

    def give(self, day: str, command: Callable[..., Accepted], **given: Any) -> None:
        accepted = command(self.state, Act("vae", f"{day}T08:00:00Z", f"v{len(self.facts)}"), **given)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self.facts += stored
        read_vae(stored, self.state)

    def with_jury(self) -> "Applications":
        seats = [
            Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "pres"),
            Juror("v-2", Fonction.MEMBRE, Qualite.SALARIE),
        ]
        about = {"members": seats, "arrete": said("arrêté"), "arrete_date": "2026-01-15", "framework": self.frame}
        self.give("2026-02-01", vae.appoint_vae_jury, **about)
        return self

    def notified(self, application: str, *, validated: bool = True) -> "Applications":
        about = {"application": application, "framework": self.frame}
        who = {"person": f"p-{application}", "identity": said(application), "units": ("U2",)}
        self.give("2026-02-01", vae.receive_application, **about, **who)
        reason = {"admissible": True, "reason": said(f"durée de {application}")}
        self.give("2026-02-02", vae.decide_recevability, **about, **reason)
        self.give("2026-02-03", vae.receive_livret, **about)
        self.give("2026-02-04", vae.decide_unit, **about, unit="U2", validated=validated, motive=said("entretien"))
        self.give("2026-03-01", notify_result, **about)
        return self

    def texts(self) -> dict[str, tuple[Kept, str, bool]]:
        return told(of_vae(self.facts, self.state, itself))


@pytest.mark.parametrize(("validated", "kept"), [(True, Kept.IDENTITE_DIPLOME), (False, Kept.IDENTITE)])
def test_the_identity_of_an_applicant_is_kept_long_once_a_unit_is_validated_and_notified(
    conductor: Any, validated: bool, kept: Kept
) -> None:
    log = Applications(conductor).with_jury().notified("a1", validated=validated)
    facts, before = log.facts, VaeState("vae")
    read_vae(facts[:-1], before)
    assert told(of_vae(facts[:-1], before, itself))[said("a1")] == (Kept.IDENTITE, "2026-02-04", False)
    assert log.texts()[said("a1")] == (kept, "2026-03-01", False)
    assert log.texts()[said("durée de a1")] == (Kept.MOTIF, "2026-03-01", False)
    assert log.texts()[said("arrêté")] == (Kept.PV, "2026-02-01", False), "what is of the jury runs from itself"


def test_an_act_that_strikes_or_restores_vae_decisions_moves_the_terms_of_those_it_names_alone(conductor: Any) -> None:
    log = Applications(conductor).with_jury().notified("a1").notified("a2").notified("a3")
    act = {"authority": "TA de Rennes", "number": "1", "decided_on": "2026-03-02", "reason": said("vice de forme")}
    log.give("2026-06-05", withdraw_vae_decisions, **act, candidates=("a1", "a2"), ground=Ground.JUGEMENT)
    assert [log.texts()[said(one)][1] for one in ("a1", "a2", "a3")] == ["2026-06-05", "2026-06-05", "2026-03-01"]
    log.give("2026-07-05", restore_vae_decisions, **act, candidates=("a2",))
    assert [log.texts()[said(one)][1] for one in ("a1", "a2", "a3")] == ["2026-06-05", "2026-07-05", "2026-03-01"]
    assert log.texts()[said("durée de a2")][1] == "2026-07-05"
    assert log.texts()[said("vice de forme")][:2] == (Kept.PV, "2026-06-05")
