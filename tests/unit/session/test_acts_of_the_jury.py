"""Every kind of fact × every kind of seat: an act of the jury is done by who deliberates, and by nobody else."""

from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import pytest

from laureat.jury import Fonction, Qualite
from laureat.records import facts as f
from laureat.session import vae
from laureat.session.conduct import Juror, upgrade_conduct
from laureat.session.framework import CONDUCT, LIVRET, Act, Refused
from laureat.session.judged import SESSION, VAE
from laureat.session.vae import VaeState, read_vae
from laureat.session.vae_minutes import approve_minutes
from laureat.session.vae_sittings import hold_sitting
from laureat.vocabulary import Decision
from support.conducteur import Conductor, text
from support.rejeu import findings

DAY = "2026-06-01"
SEATS = (
    Juror("j-pres", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, "president"),
    Juror("j-2", Fonction.MEMBRE, Qualite.ENSEIGNANT_PUBLIC, "membre"),
    Juror("j-3", Fonction.MEMBRE, Qualite.EMPLOYEUR, "employeur"),
    Juror("j-4", Fonction.MEMBRE, Qualite.SALARIE, "deportee"),
    Juror("j-ex", Fonction.EXAMINATEUR_ADJOINT, Qualite.SALARIE, "adjointe"),
)
ASIDE = "deportee"
"""Stands aside for the candidate; she approves the minutes all the same, which are of the others too."""
DELIBERATE = ("president", "membre")
DO_NOT = ("adjointe", "service", "inconnu")
Room = Conductor
Given = Callable[[Room, str], object]


def _harmonised(room: Room, by: str) -> object:
    about = {"candidate": "c1", "unit": "U2", "before": room.cell("15"), "cell": room.cell("14"), "harmonised": "a"}
    return room.rectify_mark(by=by, reason=text("trop sévère"), **about)


def _says(room: Room, by: str) -> object:
    about = {"candidate": "c1", "column": "epreuve_pratique", "value": "validee"}
    return room.settle_reserve(by=by, reason=text("vue"), **about)


OF_THE_JURY: dict[type[f.Fact], Given] = {
    f.LivretExamined: lambda room, by: room.examine_livret(by=by, candidate="c1"),
    f.MarkRaised: lambda room, by: room.raise_mark(
        by=by, candidate="c1", unit="U7", cell=room.cell("16"), motive=text("x")
    ),
    f.DecisionFixed: lambda room, by: room.fix_decision(
        by=by, candidate="c2", decision=Decision.AJOURNE, motive=text("x"), exception=text("un texte")
    ),
    f.CheckRequested: lambda room, by: room.request_check(by=by, candidate="c1", unit="U2", motive=text("x")),
    f.MarkRectified: _harmonised,
    f.ReserveSettled: _says,
    f.ColumnDeclared: lambda room, by: room.declare_column(
        by=by, candidate="c1", column="epreuve_pratique", value="validee"
    ),
    f.PvApproved: lambda room, by: room.approve_pv(by=by),
}
"""The acts of the jury of an examination; of MarkRectified those that harmonise, of the two last what it alone says."""
IN_VAE = (f.VaeUnitDecided, f.PvApproved, f.VaeSittingHeld)
"""Those of the jury of VAE; a sitting is recorded by the office, and is of those who deliberate."""
OF_OTHERS = {
    *("AccommodationDecided", "AttendanceRecorded", "CandidateRegistered", "CandidateWithdrawn", "CheckAnswered"),
    *("CoefficientConfirmed", "CoefficientCorrected", "CoefficientCorrectionAsked", "ConductUpgraded"),
    *("ControlChosen", "ControlMarkEntered", "CorrectionMade", "DeadlineSet", "DecisionProposed"),
    *("DecisionsRestored", "DecisionsWithdrawn", "DeliberationOpened", "DispenseGranted", "EstablishmentRegistered"),
    *("FactSetAside", "FollowUpDone", "FraudFileEnded", "FraudFileOpened", "HabilitationGranted"),
    *("HabilitationTakenBack", "IdentityCorrected", "IncompleteFileDecided", "JuryAppointed", "KeptMarkRequested"),
    *("KeysRequirementSet", "MarkEntered", "MarksConfirmed", "MarksContested", "PaperIssued", "PersonRecognised"),
    *("PieceReceived", "PublicListChosen", "PvSealed", "RecusalRecorded", "ReplacementAuthorised"),
    *("RequestAnswered", "RequestProlonged", "RequestReceived", "ResultPublished", "RoundStarted", "RouteCorrected"),
    *("RouteEstablished", "SessionAbandoned", "SessionClosed", "SessionFieldsSet", "SessionOpened"),
    *("SessionReopened", "SettingAsideAsked", "TextErased", "VaeUnitCarried", "RecevabilityDecided"),
    *("VaeApplicationReceived", "VaeLivretReceived", "VaeResultNotified"),
}
"""Acts of the office, of a school, of a candidate, or that the acts of the jury above must precede."""


def made(edition: int = CONDUCT) -> Room:
    """Two candidates under deliberation: the jury has to say of the first whether the practical test is validated."""
    room = Room().opened(edition=edition).enrolled("c1").enrolled("c2")
    room.receive_piece(candidate="c1", piece=LIVRET)
    room.marked("c1", "15", U32="AJ").marked("c2", "15").closed()
    room.appoint_jury(members=SEATS, arrete=text("arrêté"), arrete_date="2026-05-02")
    room.proposed()
    room.record_recusal(candidate="c1", juror="j-4", recused=True, reason=text("son neveu"))
    return room


@pytest.fixture(scope="module")
def begun() -> Room:
    return made()


def again(room: Room) -> Room:
    """The same room, apart."""
    other = copy(room)
    other.state, other.facts = deepcopy(room.state), [*room.facts]
    return other


def ready(begun: Room, kind: type[f.Fact]) -> Room:
    """The room where that kind of act is to be done."""
    room = again(begun)
    if kind is f.MarkRectified:
        room.reopen_session(reason=text("harmoniser"))
    if kind is f.PvApproved:
        _says(room, "president")
        room.examine_livret(by="president", candidate="c1")
        room.files_decided()
    return room


def test_every_kind_of_fact_is_classed() -> None:
    known = {kind.__name__ for kind in (*SESSION.again, *VAE.again)}
    ours = {kind.__name__ for kind in (*OF_THE_JURY, *IN_VAE)}
    assert known == ours | OF_OTHERS
    assert not ours & OF_OTHERS


@pytest.mark.parametrize("kind", OF_THE_JURY, ids=lambda kind: kind.__name__)
def test_an_act_of_the_jury_is_of_who_deliberates(begun: Room, kind: type[f.Fact]) -> None:
    room, give = ready(begun, kind), OF_THE_JURY[kind]
    aside = () if kind in (f.PvApproved, f.DecisionFixed) else (ASIDE,)
    for account in (*DO_NOT, *aside):
        with pytest.raises(Refused, match=r"membre du jury|a siégé|siègent|déporté"):
            give(again(room), account)
    for account in (*DELIBERATE, *({ASIDE} - set(aside))):
        told = again(room)
        give(told, account)
        assert not findings(told.facts)


@pytest.mark.parametrize("kind", [f.MarkRectified, f.ReserveSettled, f.ColumnDeclared], ids=lambda kind: kind.__name__)
def test_what_the_seventh_edition_let_an_adjunct_examiner_do_stands(kind: type[f.Fact]) -> None:
    """A session opened before is not condemned, and keeps its own edition until the office brings it to the next."""
    room = ready(made(edition=7), kind)
    done = again(room)
    OF_THE_JURY[kind](done, "adjointe")
    assert not findings(done.facts)
    if room.state.current is not None:
        return  # the edition does not change while the jury deliberates
    room.upgrade_conduct()
    with pytest.raises(Refused, match="Seul un membre du jury qui délibère"):
        OF_THE_JURY[kind](room, "adjointe")


# --------------------------------------------------------------------------------------------------------------- VAE
class Vae:
    """An application whose units are to be decided, by the last edition or the seventh."""

    def __init__(self, conductor: Conductor, edition: int = CONDUCT) -> None:
        self.frame, self.state, self.number = conductor.framework, VaeState("vae"), 0
        self.give(upgrade_conduct, conduct=edition, framed=False)
        about = {"application": "a1"}
        self.give(vae.appoint_vae_jury, members=SEATS, arrete=text("arrêté"), arrete_date=DAY)
        self.give(vae.receive_application, **about, person="p", identity=text("Zoé"), units=("U2",))
        self.give(vae.decide_recevability, **about, admissible=True, reason=text("durée"))
        self.give(vae.receive_livret, **about)

    def give(self, command: Callable[..., Any], by: str = "service", *, framed: bool = True, **given: Any) -> None:
        self.number += 1
        frame = {"framework": self.frame} if framed else {}
        read_vae(
            command(self.state, Act(by, f"{DAY}T08:00:00Z", f"v{self.number}"), **frame, **given).facts, self.state
        )

    def decided(self, by: str) -> "Vae":
        self.give(vae.decide_unit, by, application="a1", unit="U2", validated=True, motive=text("vu"))
        return self

    def sat(self, *present: str) -> "Vae":
        self.give(hold_sitting, held_on=DAY, president="j-pres", present=present, applications=("a1",))
        return self


def test_in_the_vae_too_who_decides_sits_and_approves_deliberates() -> None:
    conductor = Conductor()
    for account in DO_NOT:
        with pytest.raises(Refused, match="Seul un membre du jury qui délibère"):
            Vae(conductor).decided(account)
    with pytest.raises(Refused, match="1 examinateur adjoint est donné comme siégeant"):
        Vae(conductor).decided("membre").sat("j-pres", "j-2", "j-ex")
    room = Vae(conductor).decided("membre").sat("j-pres", "j-2")
    for account in DO_NOT:
        with pytest.raises(Refused, match="a siégé"):
            room.give(approve_minutes, account, framed=False, sitting=1)
    for account in DELIBERATE:
        room.give(approve_minutes, account, framed=False, sitting=1)


def test_a_vae_log_of_the_seventh_edition_keeps_what_it_let_through() -> None:
    room = Vae(Conductor(), 7).decided("adjointe").sat("j-pres", "j-ex")
    room.give(approve_minutes, "adjointe", framed=False, sitting=1)
