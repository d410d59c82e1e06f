"""Each log read as it is judged: the conduct of a session, of the VAE, of the house.

Where the argument of a command is not the field of that name, the way from the fact to the command stands here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from laureat.jury import Fonction, Qualite
from laureat.records import facts as f
from laureat.records.recorded import Recorded
from laureat.session import conduct, house, vae, vae_after
from laureat.session.approvals import Assertion
from laureat.session.conduct.admission import Again, Conduct, Reader, Rules, named, reflected
from laureat.session.conduct.deliberation import to_decide
from laureat.session.conduct.jury import Juror, returning_members
from laureat.session.framework import Accepted, Act, Framework, Phase, Refused, require
from laureat.session.house import HouseState, read_house
from laureat.session.house.common import by_office_if_known
from laureat.session.reading import cell_of, read
from laureat.session.state import SessionState
from laureat.session.vae import VaeState, read_vae
from laureat.session.vae_minutes import approve_minutes, notify_result
from laureat.session.vae_sittings import hold_sitting
from laureat.vocabulary import Cell, Forme, Motif, UnitStatus, VoieAcces

Session = Rules[SessionState]


def _moment(state: SessionState) -> str:
    """When a fact stands, by what stands before it."""
    if state.phase is Phase.NON_OUVERTE:
        return "avant l'ouverture de la session"
    if state.phase is Phase.SAISIE:
        return "pendant la saisie"
    if state.phase is Phase.CLOSE:
        return "pendant la délibération" if state.current else "après la clôture de la saisie"
    if state.phase is Phase.ABANDONNEE:
        return "après l'abandon de la session"
    if state.phase is Phase.DELIBEREE:
        return "après le sceau du procès-verbal"
    return "après le sceau du procès-verbal et la publication des résultats"


def _open(state: SessionState, act: Act, fact: f.SessionOpened, rules: Session, frame: Framework) -> Accepted:
    return conduct.open_session(
        state,
        act,
        framework=frame,
        log=fact.log,
        year=fact.year,
        blank=fact.blank,
        edition=fact.conduct,
        keys_required=fact.keys_required,
    )


def _route(state: SessionState, act: Act, fact: f.RouteEstablished, rules: Session, frame: Framework) -> Accepted:
    if state.conduct < 2 and fact.voie and not frame.famille.voies:  # the first edition let one be said there
        bare = _route(state, act, replace(fact, voie="", categorie="", voie_acces=""), rules, frame)
        return Accepted(
            tuple(
                replace(given, voie=fact.voie, categorie=fact.categorie, voie_acces=fact.voie_acces)
                for given in bare.facts
                if isinstance(given, f.RouteEstablished)
            )
        )
    return conduct.establish_route(state, act, framework=frame, **_said(fact, frame))


def _said(fact: f.RouteEstablished, frame: Framework) -> dict[str, Any]:
    """What a fact says of a route, as the commands take it."""
    optional = {code for code, unit in frame.units.items() if not unit.mandatory}
    return {
        "candidate": fact.candidate,
        "voie": frame.famille.voie(fact.voie) if fact.voie else None,
        "establishment": fact.establishment,
        "forme": Forme(fact.forme),
        "option": fact.option,
        "voie_acces": VoieAcces(fact.voie_acces) if fact.voie_acces else None,
        "derogation": fact.derogation,
        "optional_units": [code for code in fact.units if code in optional],
        "only_units": [code for code in fact.units if code not in optional],
    }


def _corrected_route(
    state: SessionState, act: Act, fact: f.RouteCorrected, rules: Session, frame: Framework
) -> Accepted:
    return conduct.correct_route(state, act, framework=frame, reason=fact.reason, **_said(fact, frame))


def _number(state: SessionState, act: Act, fact: f.CoefficientCorrected, rules: Session, frame: Framework) -> Accepted:
    """Whom it changes is worked out again where everyone is read, and the rules of what is sealed are those of here."""
    here = any(deliberation.opened.rules == frame.rules for deliberation in state.deliberations)
    whole = state.everyone and state.marks and here
    return conduct.correct_coefficient(
        state,
        act,
        framework=frame,
        name=fact.name,
        value=fact.value,
        decide_by=rules.decide,
        told=None if whole else fact.changed,
    )


def _mark(state: SessionState, act: Act, fact: f.MarkEntered, rules: Session, frame: Framework) -> Accepted:
    cell = cell_of(fact.cell)
    if fact.basis:
        cell = Cell(cell.status, cell.mark, cell.session, named(Motif, fact.basis))
    return conduct.enter_mark(
        state,
        act,
        framework=frame,
        candidate=fact.candidate,
        unit=fact.unit,
        cell=cell,
        grid=fact.grid,
        edition=fact.edition,
        entries=fact.entries,
        appraisal=fact.appraisal,
        computation=fact.computation,
        asked=fact.asked,
        signers=fact.signers,
    )


def _kept(state: SessionState, act: Act, fact: f.KeptMarkRequested, rules: Session, frame: Framework) -> Accepted:
    cell = cell_of(fact.cell)
    about: dict[str, Any] = {"framework": frame, "candidate": fact.candidate, "unit": fact.unit}
    if cell.session is None:
        raise Refused("Une note conservée dit sa session.")
    if cell.status is UnitStatus.VALIDE:
        return conduct.request_held_block(state, act, session=cell.session, **about)
    return conduct.request_kept_mark(
        state, act, mark=cell.mark, session=cell.session, basis=named(Motif, fact.basis), **about
    )


def _members(fact: f.JuryAppointed) -> list[Juror]:
    """The members as far as this fact says: who presides."""
    return [
        Juror(juror, Fonction.PRESIDENT if juror == fact.president else Fonction.MEMBRE, Qualite.ENSEIGNANT_PUBLIC)
        for juror in fact.jurors
    ]


def _appointed_by(command: Callable[..., Accepted], *more: str) -> Again[Any]:
    """The appointment of a jury given again: that of a session, or of the VAE."""

    def again(state: Any, act: Act, fact: f.JuryAppointed, rules: Rules[Any], frame: Framework) -> Accepted:
        told = {name: getattr(fact, name) for name in more}
        return command(
            state,
            act,
            framework=frame,
            members=_members(fact),
            arrete=fact.arrete,
            arrete_date=fact.arrete_date,
            impossibilite=fact.impossibilite,
            **told,
        )

    return again


def _vae_unit(state: SessionState, act: Act, fact: f.VaeUnitCarried, rules: Session, frame: Framework) -> Accepted:
    about: dict[str, Any] = {"framework": frame, "candidate": fact.candidate, "unit": fact.unit}
    if fact.source_log:
        source: dict[str, Any] = {"source_log": fact.source_log, "source_leaf": fact.source_leaf}
        return conduct.carry_vae_unit(state, act, vae=rules.vae, **source, **about)
    outside = {name: getattr(fact, name) for name in ("certifier", "minutes", "decided_on", "document")}
    return conduct.carry_outside_vae_unit(state, act, **outside, **about)


def _propose(
    state: SessionState, act: Act, fact: f.DeliberationOpened | f.DecisionProposed, rules: Session, frame: Framework
) -> Accepted:
    concerned = to_decide(state)
    if not state.everyone and state.current is None and not isinstance(fact, f.DeliberationOpened):
        raise Refused("Le jury ne délibère pas sur ce candidat.")
    return conduct.propose_decisions(state, act, framework=frame, decide=rules.decide(frame, concerned))


def _approve(state: SessionState, act: Act, fact: f.PvApproved, rules: Session, frame: Framework) -> Accepted:
    told = "" if state.everyone else fact.content
    return conduct.approve_pv(
        state, act, framework=frame, told=told, assertion=Assertion.of(fact), keys=rules.keys_for(fact)
    )


def _approve_sitting(
    state: VaeState, act: Act, fact: f.PvApproved, rules: Rules[VaeState], frame: Framework
) -> Accepted:
    told = "" if state.everyone else fact.content
    given, number = Assertion.of(fact), fact.deliberation
    return approve_minutes(state, act, sitting=number, told=told, assertion=given, keys=rules.keys_for(fact))


def _seal(state: SessionState, act: Act, fact: f.PvSealed, rules: Session, frame: Framework) -> Accepted:
    return conduct.seal_pv(state, act, framework=frame, told="" if state.everyone else fact.content)


def _word_of_school(command: Callable[..., Accepted]) -> Again[SessionState]:
    """What a school said of its marks given again: judged on them where everyone is read."""
    given_again = reflected(command)

    def again(
        state: SessionState, act: Act, fact: f.MarksConfirmed | f.MarksContested, rules: Session, frame: Framework
    ) -> Accepted:
        if state.everyone and state.marks:
            return given_again(state, act, fact, rules, frame)
        why = {"reason": fact.reason} if isinstance(fact, f.MarksContested) else {}
        return command(state, act, establishment=fact.establishment, digest=fact.digest, told=True, **why)

    return again


def _juror(fact: f.JurorAppointed, given: f.JurorAppointed, state: SessionState | VaeState) -> Iterator[str]:
    """What the appointment of the jury says of a member: who presides, who sits again."""
    Qualite(fact.qualite)
    if (Fonction(fact.fonction) is Fonction.PRESIDENT) != (given.fonction == Fonction.PRESIDENT):
        yield "Ce n'est pas ce membre que la nomination du jury fait présider."
    if isinstance(state, SessionState) and state.jury is not None:
        seat = Juror(fact.juror, Fonction(fact.fonction), Qualite(fact.qualite), fact.account)
        if returning_members(state, [seat], ()) and fact.juror not in state.jury.returning:
            yield "Ce membre a siégé dans un jury qui a déjà scellé, et la nomination du jury ne le dit pas."


SESSION: Conduct[SessionState] = Conduct(
    [getattr(conduct, name) for name in conduct.__all__ if hasattr(getattr(conduct, name), "kinds")],
    read,
    adapters={
        f.SessionOpened: _open,
        f.RouteEstablished: _route,
        f.RouteCorrected: _corrected_route,
        f.CoefficientCorrected: _number,
        f.MarkEntered: _mark,
        f.KeptMarkRequested: _kept,
        f.JuryAppointed: _appointed_by(conduct.appoint_jury, "returning", "why_returning"),
        f.VaeUnitCarried: _vae_unit,
        f.DeliberationOpened: _propose,
        f.DecisionProposed: _propose,
        f.PvApproved: _approve,
        f.PvSealed: _seal,
        f.MarksConfirmed: _word_of_school(conduct.confirm_marks),
        f.MarksContested: _word_of_school(conduct.contest_marks),
    },
    told={
        f.SessionOpened: frozenset({"edition", "outside_dates"}),
        f.CandidateRegistered: frozenset({"outside_dates"}),
        f.DeliberationOpened: frozenset({"edition", "rules", "engine", "sources", "versions"}),
        f.JurorAppointed: frozenset({"fonction", "qualite", "account", "identity"}),
    },
    checks={f.JurorAppointed: _juror},
    moment=_moment,
    whole=frozenset(
        {f.SessionClosed, f.SessionReopened, f.RoundStarted, f.DeliberationOpened, f.JuryAppointed, f.JurorAppointed}
        | {f.AttendanceRecorded, f.PvApproved, f.PvSealed, f.ResultPublished, f.TextErased}
        | {f.DecisionsWithdrawn, f.DecisionsRestored}
        | {f.CoefficientCorrected, f.SessionAbandoned, f.MarksConfirmed, f.MarksContested}
    ),
    steady=frozenset({f.SessionOpened, f.CoefficientConfirmed, f.CoefficientCorrected}),
)
"""``told``: what a fact says of the circumstances of its command, and the command is handed."""


VAE: Conduct[VaeState] = Conduct(
    (
        *(*vae.COMMANDS, *vae_after.COMMANDS, hold_sitting, approve_minutes, notify_result),
        *(conduct.upgrade_conduct, conduct.erase_text, conduct.ask_setting_aside, conduct.set_aside),
    ),
    read_vae,
    adapters={f.JuryAppointed: _appointed_by(vae.appoint_vae_jury), f.PvApproved: _approve_sitting},
    told={f.JurorAppointed: frozenset({"fonction", "qualite", "account", "identity"})},
    checks={f.JurorAppointed: _juror},
    whole=frozenset({f.DecisionsWithdrawn, f.DecisionsRestored}),
    moment=lambda _state: "",
)


def _bind(state: HouseState, act: Act, fact: f.SheetBound, rules: Rules[HouseState], frame: Framework) -> Accepted:
    """The sheet is not in the log: all that is judged is that someone of the office says why."""
    by_office_if_known(state, act)
    require(fact.reason, "pourquoi ce règlement est celui de la fiche")
    return Accepted((replace(fact, log=state.log),))


def _of_law(command: Callable[..., Accepted]) -> Again[HouseState]:
    """The reading of a number given again, where its règlement is here; the author is judged all the same."""
    given_again = reflected(command)

    def again(state: HouseState, act: Act, fact: Any, rules: Rules[HouseState], frame: Framework | None) -> Accepted:
        if frame is None:
            by_office_if_known(state, act)
            return Accepted((fact,))
        return given_again(state, act, fact, rules, frame)

    return again


def _by_office(command: Callable[..., Accepted]) -> Again[HouseState]:
    """A setting aside given again: in the house, the office alone does it."""
    given_again = reflected(command)

    def again(state: HouseState, act: Act, fact: Any, rules: Rules[HouseState], frame: Framework) -> Accepted:
        by_office_if_known(state, act)
        return given_again(state, act, fact, rules, frame)

    return again


OF_LAW = (f.NumberRead, f.NumberConfirmed, f.NumberContested)
"""The facts of the house that are judged by the frame of a règlement."""
HOUSE: Conduct[HouseState] = Conduct(
    [one for name in house.__all__ if hasattr(one := getattr(house, name), "kinds")],
    read_house,
    adapters={
        f.SheetBound: _bind,
        f.NumberRead: _of_law(house.read_number),
        f.NumberConfirmed: _of_law(house.confirm_number),
        f.NumberContested: _of_law(house.contest_number),
        f.SettingAsideAsked: _by_office(conduct.ask_setting_aside),
        f.FactSetAside: _by_office(conduct.set_aside),
    },
    told={},
    moment=lambda state: "" if state.taken_up else "avant la reprise",
)


def read_the_house(recorded: Iterable[Recorded], rules: Rules[HouseState], state: HouseState) -> HouseState:
    """Read the log of the house, or what was added to it, judging each fact, on top of a state (which is changed)."""
    return Reader(HOUSE, rules, state).read(recorded)


def aside_of(recorded: Iterable[Recorded]) -> frozenset[str]:
    """The refused facts that some of these set aside."""
    return frozenset(r.fact.fact for r in recorded if isinstance(r.fact, f.FactSetAside))


def read_session(
    recorded: Iterable[Recorded], rules: Session, state: SessionState | None = None, *, sealed: int | None = None
) -> SessionState:
    """Read the log of a session, or a part of it, judging each fact. ``state`` says what part is read.

    ``sealed``: no further than the seal of that deliberation.
    """
    state = state or SessionState()
    whole = state.everyone and state.marks
    facts = recorded if whole else list(recorded)
    reader = Reader(SESSION, rules, state, frozenset() if whole else aside_of(facts))
    for one in facts:
        reader.take(one)
        if sealed is not None and len(state.deliberations) >= sealed and state.deliberations[sealed - 1].sealed:
            break
    return state
