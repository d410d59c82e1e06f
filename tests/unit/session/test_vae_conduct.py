"""VAE: recevability, livret, jury, a decision per unit, and the way to the exam session of the same person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from laureat.jury import Fonction, Qualite
from laureat.records import decode, encode, leaf_hash
from laureat.records import facts as f
from laureat.records.audit import Replayed
from laureat.records.recorded import unnumbered
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.session import vae
from laureat.session.conduct import Juror, ask_setting_aside, set_aside
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import Accepted, Act, Refused
from laureat.session.judged import VAE
from laureat.session.replay import replay_with
from laureat.session.vae import VaeState, read_vae, silence_ends, units_left, validations
from laureat.session.vae_minutes import approve_minutes, approved, minutes_challenge, minutes_content, notify_result
from laureat.session.vae_sittings import hold_sitting
from laureat.vocabulary import InvalidInput
from support.cles import Authenticator


class VaeRoom:
    def __init__(self, conductor: Any) -> None:
        self.conductor, self.state, self.day, self.facts = conductor, VaeState("vae"), "2026-02-01", []
        self.frame = conductor.framework

    def give(self, command: Callable[..., Accepted], **given: Any) -> Accepted:
        given.setdefault("framework", self.frame)
        accepted = command(self.state, Act("vae", f"{self.day}T08:00:00Z", f"v{len(self.facts)}"), **given)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self.facts += stored
        read_vae(stored, self.state)
        return accepted

    def received(self, units: tuple[str, ...] = ("U2", "U31"), application: str = "a1") -> "VaeRoom":
        self.give(
            vae.receive_application,
            application=application,
            person="p-c1",
            identity=self.conductor.text("Zoé"),
            units=units,
        )
        return self

    def admitted(self, admissible: bool = True) -> "VaeRoom":
        self.give(vae.decide_recevability, application="a1", admissible=admissible, reason=self.conductor.text("durée"))
        return self

    def with_jury(self) -> "VaeRoom":
        members = [
            Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "pres"),
            Juror("v-2", Fonction.MEMBRE, Qualite.SALARIE),
        ]
        self.give(vae.appoint_vae_jury, members=members, arrete=self.conductor.text("arrêté"), arrete_date="2026-01-15")
        return self

    def decided(self, unit: str, validated: bool) -> Accepted:
        return self.give(
            vae.decide_unit, application="a1", unit=unit, validated=validated, motive=self.conductor.text("entretien")
        )


@pytest.fixture
def room(conductor) -> VaeRoom:
    """A VAE log with nothing in it."""
    return VaeRoom(conductor)


def test_validated_units_are_carried_into_the_exam_session_by_the_fact_that_says_so(room, conductor) -> None:
    room.received().admitted().give(vae.receive_livret, application="a1")
    room.with_jury().decided("U2", True)
    assert not list(validations(room.state, "p-c1"))
    with pytest.raises(Refused, match="U31"):
        room.give(notify_result, application="a1")
    room.decided("U31", False)
    room.give(notify_result, application="a1")
    [(unit, leaf)] = validations(room.state, "p-c1")
    assert unit == "U2"
    assert leaf in {leaf_hash(encode(fact)).hex() for fact in room.facts}
    assert len(units_left(room.state, room.frame, "p-c1")) == 11
    conductor.opened().enrolled("c1")
    conductor.carry_vae_unit(candidate="c1", unit=unit, source_log="vae", source_leaf=leaf)
    assert str(conductor.state.candidates["c1"].cell("U2")) == "VA"


def test_two_months_of_silence_are_a_yes(room) -> None:
    room.received()
    room.day = "2026-04-01"
    with pytest.raises(Refused, match="pas recevable"):
        room.give(vae.receive_livret, application="a1")
    room.day = "2026-04-02"
    with pytest.raises(Refused, match="2 mois"):
        room.admitted(False)
    room.give(vae.receive_livret, application="a1")


@pytest.mark.parametrize(
    ("day", "end"),
    [("2026-02-01", "2026-04-01"), ("2025-12-31", "2026-02-28"), ("2026-11-15", "2027-01-15")],
)
def test_the_silence_ends_after_two_months(day: str, end: str) -> None:
    assert silence_ends(day, EXPERIENCE) == end


def test_a_vae_log_is_replayed_as_one_and_says_where_its_reglement_is_not_here(room) -> None:
    room.received().admitted(admissible=False)

    def nowhere(*_: object) -> None:
        raise InvalidInput(["règlement absent"])

    unread = replay_with(nowhere, nowhere, of="RNCP35697")(map(unnumbered, room.facts))
    assert (unread.findings, unread.decisions) == ((), 0)
    assert unread.remarks == ("la conduite n'est pas rejouée (règlement absent).",)
    law = room.frame.law.reglement
    assert replay_with(nowhere, lambda *_: law, of="RNCP35697")(map(unnumbered, room.facts)) == Replayed()


def test_an_application_refused_goes_no_further(room) -> None:
    room.received().admitted(False)
    with pytest.raises(Refused, match="pas recevable"):
        room.give(vae.receive_livret, application="a1")
    with pytest.raises(Refused, match="déjà décidée"):
        room.admitted()
    room.received(application="a2")


def test_the_jury_decides_on_a_livret_and_on_the_units_asked_for(room) -> None:
    room.received().admitted()
    with pytest.raises(Refused, match="jury"):
        room.decided("U2", True)
    room.with_jury()
    with pytest.raises(Refused, match="livret"):
        room.decided("U2", True)
    room.give(vae.receive_livret, application="a1")
    assert room.give(vae.receive_livret, application="a1").facts == ()
    with pytest.raises(Refused, match="U7"):
        room.decided("U7", True)


def test_a_notified_decision_is_definitive(room) -> None:
    room.received(("U2",)).admitted().give(vae.receive_livret, application="a1")
    room.with_jury().decided("U2", False)
    room.decided("U2", True)
    room.give(notify_result, application="a1")
    with pytest.raises(Refused, match="définitive"):
        room.decided("U2", False)
    with pytest.raises(Refused, match="déjà notifiée"):
        room.give(notify_result, application="a1")
    with pytest.raises(Refused, match="déjà validé"):
        room.received(("U2",), "a2")


def test_without_units_the_whole_diploma_is_asked_for(room) -> None:
    room.received(())
    assert len(room.state.applications["a1"].units) == 12


def test_one_application_at_a_time(room) -> None:
    room.received()
    with pytest.raises(Refused, match="en cours"):
        room.received(application="a2")
    with pytest.raises(Refused, match="déjà pris"):
        room.received()
    with pytest.raises(Refused, match="n'existe pas"):
        room.give(vae.receive_livret, application="a9")


def test_a_vae_jury_has_two_members(room) -> None:
    with pytest.raises(Refused, match="au moins 2"):
        room.give(
            vae.appoint_vae_jury,
            members=[Juror("v-1", Fonction.PRESIDENT, Qualite.SALARIE)],
            arrete=room.conductor.text("arrêté"),
            arrete_date="2026-01-15",
        )


def test_two_persons_set_aside_a_decision_that_no_jury_took_and_the_others_go_on(room, conductor) -> None:
    room.received().admitted().give(vae.receive_livret, application="a1")
    rules = Rules[VaeState](lambda _state, _fact: room.frame)
    state = VaeState("vae")
    reader = Reader(VAE, rules, state)
    forged = f.VaeUnitDecided(
        **Act("faux", "2026-02-01T08:00:00Z", "faux").on("vae"),
        application="a1",
        unit="U2",
        validated=True,
        motive=conductor.text("faux"),
    )
    for fact in (*room.facts, forged):
        reader.take(unnumbered(fact))
    (leaf,) = state.anomalies
    assert state.applications["a1"].decisions == {}

    def give(command: Any, by: str, **given: Any) -> None:
        for fact in command(state, Act(by, "2026-02-02T08:00:00Z", by), fact=leaf, **given).facts:
            assert reader.take(unnumbered(fact)) is None

    give(ask_setting_aside, "service", reason=conductor.text("aucun jury n'est nommé"))
    with pytest.raises(Refused, match="une autre personne"):
        set_aside(state, Act("service", "2026-02-02T08:00:00Z", "encore"), fact=leaf)
    give(set_aside, "adjoint")
    assert (state.anomalies, list(state.set_aside)) == ({}, [leaf])
    assert state.applications["a1"].decisions == {}


def test_a_sitting_settles_what_those_who_sat_decided_under_who_presided(room) -> None:
    room.received(("U2",)).admitted().give(vae.receive_livret, application="a1")
    members = [
        Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "vae"),
        Juror("v-2", Fonction.PRESIDENT_ADJOINT, Qualite.SALARIE, "other"),
        Juror("v-3", Fonction.MEMBRE, Qualite.SALARIE),
    ]
    room.day = "2026-03-01"
    room.give(vae.appoint_vae_jury, members=members, arrete=room.conductor.text("arrêté"), arrete_date="2026-03-01")

    def sit(*present: str, president: str = "v-1", applications: tuple[str, ...] = ("a1",), day: str = "2026-03-01"):
        return room.give(hold_sitting, held_on=day, president=president, present=present, applications=applications)

    for told, given in {
        "prononcé sur U2": {},
        "(?s)jour de la séance.*c'est lui qui préside": {"day": "2026-02-20", "president": "v-2"},
        "siège à": {"present": ()},
        "membres du jury nommé": {"present": ("v-1", "stranger")},
        "présidée par": {"president": "v-3"},
        "c'est lui qui préside": {"president": "v-2"},
        "n'existe pas": {"applications": ("a9",)},
        "une fois chacun": {"applications": ("a1", "a1")},
    }.items():
        with pytest.raises(Refused, match=told):
            sit(*given.pop("present", ("v-1", "v-2", "v-3")), **given)
    room.decided("U2", True)
    with pytest.raises(Refused, match="membre qui a siégé"):
        sit("v-2", "v-3", president="v-2")
    sit("v-1", "v-3")
    with pytest.raises(Refused, match="procès-verbal de la séance du 01/03/2026"):
        room.decided("U2", False)
    with pytest.raises(Refused, match="l'a déjà décidé"):
        sit("v-1", "v-3")
    assert room.give(notify_result, application="a1").warnings == ()
    state = VaeState("vae")
    reader = Reader(VAE, Rules(lambda _state, _fact: room.frame), state)
    for fact in room.facts:
        reader.take(unnumbered(fact))
    assert not state.anomalies
    assert state.sitting_of("a1").present == ("v-1", "v-3")


def test_who_sat_approves_the_minutes_of_a_sitting_with_a_key_of_their_own(room) -> None:
    room.received(("U2",)).admitted().give(vae.receive_livret, application="a1")
    members = [
        Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "vae"),
        Juror("v-2", Fonction.MEMBRE, Qualite.SALARIE, "other"),
        Juror("v-3", Fonction.MEMBRE, Qualite.SALARIE, "away"),
    ]
    room.day = "2026-06-01"
    room.give(vae.appoint_vae_jury, members=members, arrete=room.conductor.text("arrêté"), arrete_date="2026-06-01")
    room.decided("U2", True)
    given = {"held_on": "2026-06-01", "president": "v-1", "present": ("v-1", "v-2"), "applications": ("a1",)}
    room.give(hold_sitting, **given)
    key, other = Authenticator("clé"), Authenticator("autre clé")
    known = {key.key: key.known("vae"), other.key: other.known("other")}
    content = minutes_content(room.state, 1)
    signature = key.signed(minutes_challenge(room.state, 1, "vae", content))

    def approve(by: str, assertion: Any = None) -> Accepted:
        act = Act(by, f"{room.day}T09:00:00Z", f"v{len(room.facts)}")
        accepted = approve_minutes(room.state, act, sitting=1, assertion=assertion, keys=known.get)
        room.facts += accepted.facts
        read_vae(accepted.facts, room.state)
        return accepted

    for by, assertion, told in (
        ("away", None, "a siégé"),
        ("office", None, "a siégé"),
        ("other", signature, "celle d'une autre personne"),
        ("vae", key.signed(minutes_challenge(room.state, 1, "other", content)), "autre chose que ce procès-verbal"),
        ("vae", key.signed(minutes_challenge(room.state, 1, "vae", "0" * 64)), "autre chose que ce procès-verbal"),
    ):
        with pytest.raises(Refused, match=told):
            approve(by, assertion)
    approve("vae", signature)
    with pytest.raises(Refused, match="déjà approuvé"):
        approve("vae", signature)
    with pytest.raises(Refused, match="celle d'une autre personne"):
        approve("other", key.signed(minutes_challenge(room.state, 1, "other", content)))
    approve("other")
    assert [fact.juror for fact in approved(room.state, 1, content)] == ["v-1", "v-2"]

    forged = replace(room.facts[-2], signature=room.facts[-2].signature[::-1])
    for facts, refused in ((room.facts, []), ([*room.facts[:-2], forged], ["PvApproved"])):
        reader = Reader(VAE, Rules(lambda _state, _fact: room.frame, keys=known.get), VaeState("vae"))
        for fact in facts:
            reader.take(unnumbered(fact))
        assert [one.kind for one in reader.state.anomalies.values()] == refused
