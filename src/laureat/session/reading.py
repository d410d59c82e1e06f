"""Read facts, in the order of the log, into the state of a session."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from laureat.records import facts as f
from laureat.records.facts import Fact
from laureat.session import reading_after
from laureat.session.approvals import counter_of
from laureat.session.candidate_state import Harmonised
from laureat.session.framework import MOTIF, OPTION, Accommodation, Phase, Round, Sanction
from laureat.session.state import CandidateState, DeliberationState, SessionState
from laureat.vocabulary import BLOCKS, Cell, Grammar, UnitStatus

Handler = Callable[[SessionState, Any], None]
_HANDLERS: dict[type[Fact], Handler] = dict(reading_after.HANDLERS)
WRITTEN = Grammar((*BLOCKS.codes, UnitStatus.ANNULE), step=1)
"""All that a fact may hold, whatever the family: what the conduct accepted is not judged again."""


@functools.cache
def cell_of(text: str) -> Cell:
    """A cell read once for all."""
    return WRITTEN.parse(text)


def read(facts: Iterable[Fact], state: SessionState | None = None) -> SessionState:
    """Read facts, in the order of the log, into a new state or on top of one (which is changed)."""
    state = state or SessionState()
    commands, handlers = state.commands, _HANDLERS
    for fact in facts:
        handler = handlers.get(type(fact))
        if handler is not None:
            handler(state, fact)
        if "#" not in fact.key:
            commands[fact.key] = fact
        about = state.candidates.get(fact.subject)
        if about is not None:
            about.size += 1
    return state


def _reads(kind: type[Fact]) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def _simple(kind: type[Fact], change: Callable[[CandidateState, Any], object]) -> None:
    """A fact that only changes its candidate."""

    def handler(state: SessionState, fact: Any) -> None:
        change(state.candidates[fact.candidate], fact)

    _HANDLERS[kind] = handler


@_reads(f.SessionOpened)
def _session_opened(state: SessionState, fact: f.SessionOpened) -> None:
    state.log, state.opened, state.phase, state.conduct = fact.log, fact, Phase.SAISIE, fact.conduct
    state.keys_required = fact.keys_required


@_reads(f.KeysRequirementSet)
def _keys_requirement_set(state: SessionState, fact: f.KeysRequirementSet) -> None:
    state.keys_required = fact.keys_required


@_reads(f.ConductUpgraded)
def _conduct_upgraded(state: SessionState, fact: f.ConductUpgraded) -> None:
    state.conduct = fact.conduct


@_reads(f.SettingAsideAsked)
@_reads(f.FactSetAside)
def _aside(state: SessionState, fact: f.SettingAsideAsked | f.FactSetAside) -> None:
    state.read_aside(fact)


@_reads(f.SessionFieldsSet)
def _fields_set(state: SessionState, fact: f.SessionFieldsSet) -> None:
    state.fields = fact.fields


@_reads(f.SessionAbandoned)
def _abandoned(state: SessionState, fact: f.SessionAbandoned) -> None:
    _abandon(state)
    state.phase, state.scopes = Phase.ABANDONNEE, []


@_reads(f.DeadlineSet)
def _deadline_set(state: SessionState, fact: f.DeadlineSet) -> None:
    state.deadlines[fact.milestone] = fact.day
    if not fact.day:
        del state.deadlines[fact.milestone]


@_reads(f.CoefficientConfirmed)
def _coefficient_confirmed(state: SessionState, fact: f.CoefficientConfirmed) -> None:
    state.confirmed[fact.name] = fact


@_reads(f.CoefficientCorrectionAsked)
def _coefficient_correction_asked(state: SessionState, fact: f.CoefficientCorrectionAsked) -> None:
    state.asked_numbers[fact.name] = fact


@_reads(f.CoefficientCorrected)
def _coefficient_corrected(state: SessionState, fact: f.CoefficientCorrected) -> None:
    state.asked_numbers.pop(fact.name, None)
    state.confirmed[fact.name] = fact
    for name in fact.changed:
        if (candidate := state.candidates.get(name)) is not None:
            candidate.to_redeliberate = candidate.stale = True


@_reads(f.SessionClosed)
def _session_closed(state: SessionState, fact: f.SessionClosed) -> None:
    state.phase = Phase.CLOSE
    state.scopes = []


@_reads(f.SessionReopened)
def _session_reopened(state: SessionState, fact: f.SessionReopened) -> None:
    _abandon(state)
    whole = not fact.establishment and not fact.unit
    already_whole = state.phase is Phase.SAISIE and not state.scopes
    state.scopes = [] if whole or already_whole else [*state.scopes, (fact.establishment, fact.unit)]
    state.phase = Phase.SAISIE


def _abandon(state: SessionState) -> None:
    """Void the deliberation under way, if any, and what the jury raised in it."""
    current = state.current
    if current is None:
        return
    current.abandoned = True
    for candidate in state.candidates.values():
        if candidate.raised:
            candidate.raised = {mark: act for mark, act in candidate.raised.items() if act[0] != current.number}


@_reads(f.RoundStarted)
def _round_started(state: SessionState, fact: f.RoundStarted) -> None:
    state.round, state.phase, state.scopes = Round(fact.round), Phase.SAISIE, []


@_reads(f.MarksConfirmed)
@_reads(f.MarksContested)
def _marks_answered(state: SessionState, fact: f.MarksConfirmed | f.MarksContested) -> None:
    state.words_of_schools[fact.establishment] = fact


@_reads(f.EstablishmentRegistered)
def _establishment_registered(state: SessionState, fact: f.EstablishmentRegistered) -> None:
    state.establishments[fact.establishment] = fact.nature


@_reads(f.HabilitationGranted)
def _habilitation_granted(state: SessionState, fact: f.HabilitationGranted) -> None:
    state.habilitations.append(fact)


@_reads(f.HabilitationTakenBack)
def _habilitation_withdrawn(state: SessionState, fact: f.HabilitationTakenBack) -> None:
    state.habilitations = [
        one
        for one in state.habilitations
        if (one.establishment, one.scope, one.since) != (fact.establishment, fact.scope, fact.since)
    ]


@_reads(f.CandidateRegistered)
def _candidate_registered(state: SessionState, fact: f.CandidateRegistered) -> None:
    state.candidates[fact.candidate] = CandidateState(fact.candidate, fact.person, fact.identity, fact.outside_dates)
    state.persons[fact.person] = fact.candidate


@_reads(f.PersonRecognised)
def _person_recognised(state: SessionState, fact: f.PersonRecognised) -> None:
    candidate = state.candidates[fact.candidate]
    state.persons.pop(candidate.person, None)
    candidate.person = fact.person
    state.persons[fact.person] = fact.candidate


@_reads(f.CandidateWithdrawn)
def _candidate_withdrawn(state: SessionState, fact: f.CandidateWithdrawn) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.withdrawn = True
    state.persons.pop(candidate.person, None)


@_reads(f.MarkEntered)
def _mark_entered(state: SessionState, fact: f.MarkEntered) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.cells[fact.unit] = cell_of(fact.cell)
    state.names_signers |= bool(fact.signers)
    _ground(candidate, fact.unit, fact.basis)
    if state.round is Round.REMPLACEMENT:
        candidate.replaced.add(fact.unit)


def _ground(candidate: CandidateState, unit: str, word: str) -> None:
    """Note on what ground the cell of a unit stands; nothing for an empty word."""
    candidate.told.pop(f"{MOTIF}{unit}", None)
    if word:
        candidate.told[f"{MOTIF}{unit}"] = word


@_reads(f.KeptMarkRequested)
def _kept_mark_requested(state: SessionState, fact: f.KeptMarkRequested) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.cells[fact.unit] = cell_of(fact.cell)
    _ground(candidate, fact.unit, fact.basis)


@_reads(f.DispenseGranted)
def _dispense_granted(state: SessionState, fact: f.DispenseGranted) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.cells[fact.unit] = cell_of("DI")
    _ground(candidate, fact.unit, fact.basis)


@_reads(f.ColumnDeclared)
@_reads(f.ReserveSettled)
def _column_told(state: SessionState, fact: f.ColumnDeclared | f.ReserveSettled) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.told[fact.column] = fact.value
    candidate.stale = True
    if any(fact.candidate in deliberation.withheld for deliberation in state.deliberations):
        _decided_again(candidate)


@_reads(f.MarkRectified)
@_reads(f.CorrectionMade)
def _mark_changed(state: SessionState, fact: f.MarkRectified | f.CorrectionMade) -> None:
    candidate = state.candidates[fact.candidate]
    marks = candidate.control if fact.control else candidate.cells
    if isinstance(fact, f.MarkRectified):
        state.names_signers |= bool(fact.signers)
        if fact.undoes:
            candidate.harmonised.pop(fact.unit, None)
        elif fact.harmonised:
            candidate.harmonised[fact.unit] = Harmonised(fact.harmonised, cell_of(fact.before))
    marks[fact.unit] = cell_of(fact.cell)
    if not fact.control and cell_of(fact.before).status is not cell_of(fact.cell).status:
        _ground(candidate, fact.unit, "")
    candidate.raised.pop((fact.unit, fact.control), None)
    if isinstance(fact, f.CorrectionMade):
        candidate.stale = True
        _decided_again(candidate)


def _decided_again(candidate: CandidateState) -> None:
    """The jury is to deliberate on the candidate again, whatever becomes of what struck the decision."""
    candidate.to_redeliberate = True
    if candidate.struck:
        candidate.struck = replace(candidate.struck, otherwise_again=True)


@_reads(f.RouteCorrected)
def _route_corrected(state: SessionState, fact: f.RouteCorrected) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.route = fact
    candidate.told.pop(OPTION, None)
    candidate.stale = True
    if state.last_result(fact.candidate) is not None or state.was_left_out(fact.candidate):
        _decided_again(candidate)


@_reads(f.PieceReceived)
def _piece_received(state: SessionState, fact: f.PieceReceived) -> None:
    candidate = state.candidates[fact.candidate]
    awaited = candidate.refused_without
    candidate.pieces.add(fact.piece)
    if awaited and not candidate.refused_without and state.was_left_out(fact.candidate):
        _decided_again(candidate)


@_reads(f.IncompleteFileDecided)
def _incomplete_file_decided(state: SessionState, fact: f.IncompleteFileDecided) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.incomplete[fact.piece] = fact
    if not candidate.refused_without and state.was_left_out(fact.candidate):
        _decided_again(candidate)


_simple(f.IdentityCorrected, lambda candidate, fact: setattr(candidate, "identity", fact.identity))
_simple(f.RouteEstablished, lambda candidate, fact: setattr(candidate, "route", fact))
_simple(f.AccommodationDecided, lambda candidate, fact: candidate.accommodations.update(map(Accommodation, fact.kinds)))
_simple(f.ControlChosen, lambda candidate, fact: setattr(candidate, "control_units", fact.units))
_simple(f.ControlMarkEntered, lambda candidate, fact: candidate.control.update({fact.unit: cell_of(fact.cell)}))
_simple(f.ReplacementAuthorised, lambda candidate, fact: setattr(candidate, "replacement", fact.units))


@_reads(f.RecusalRecorded)
def _recusal_recorded(state: SessionState, fact: f.RecusalRecorded) -> None:
    recused = state.candidates[fact.candidate].recused
    recused.pop(fact.juror, None)
    if fact.recused:
        recused[fact.juror] = fact


_simple(f.LivretExamined, lambda candidate, fact: setattr(candidate, "livret_examined", True))
_simple(f.FraudFileOpened, lambda candidate, fact: setattr(candidate, "fraud_open", True))
_simple(f.CheckRequested, lambda candidate, fact: candidate.checks.add(fact.unit))
_simple(f.CheckAnswered, lambda candidate, fact: candidate.checks.discard(fact.unit))


@_reads(f.VaeUnitCarried)
def _vae_unit_carried(state: SessionState, fact: f.VaeUnitCarried) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.cells[fact.unit] = cell_of("VA")
    candidate.vae_sources[fact.unit] = fact


@_reads(f.FraudFileEnded)
def _fraud_file_ended(state: SessionState, fact: f.FraudFileEnded) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.fraud_open = False
    candidate.sanction = Sanction(fact.sanction)
    candidate.annulled = (*candidate.annulled, *fact.annulled)
    candidate.stale = True
    _decided_again(candidate)


@_reads(f.JurorAppointed)
def _juror_appointed(state: SessionState, fact: f.JurorAppointed) -> None:
    state.jurors[fact.juror] = fact


@_reads(f.JuryAppointed)
def _jury_appointed(state: SessionState, fact: f.JuryAppointed) -> None:
    state.jury = fact


@_reads(f.AttendanceRecorded)
def _attendance_recorded(state: SessionState, fact: f.AttendanceRecorded) -> None:
    state.attendance[fact.deliberation, fact.juror] = fact


@_reads(f.DeliberationOpened)
def _deliberation_opened(state: SessionState, fact: f.DeliberationOpened) -> None:
    _abandon(state)
    state.deliberations.append(DeliberationState(fact.deliberation, Round(fact.round), fact.main, fact))


@_reads(f.DecisionProposed)
def _decision_proposed(state: SessionState, fact: f.DecisionProposed) -> None:
    deliberation = state.deliberations[fact.deliberation - 1]
    deliberation.computed.setdefault(fact.candidate, fact)
    deliberation.proposals[fact.candidate] = fact
    deliberation.fixed.pop(fact.candidate, None)
    state.candidates[fact.candidate].stale = False


@_reads(f.MarkRaised)
def _mark_raised(state: SessionState, fact: f.MarkRaised) -> None:
    state.candidates[fact.candidate].raised[fact.unit, fact.control] = (fact.deliberation, cell_of(fact.cell))


@_reads(f.DecisionFixed)
def _decision_fixed(state: SessionState, fact: f.DecisionFixed) -> None:
    state.deliberations[fact.deliberation - 1].fixed[fact.candidate] = fact


@_reads(f.PvApproved)
def _pv_approved(state: SessionState, fact: f.PvApproved) -> None:
    state.deliberations[fact.deliberation - 1].approvals[fact.author] = fact
    if fact.credential:
        state.counters[fact.credential] = counter_of(fact)


@_reads(f.PvSealed)
def _pv_sealed(state: SessionState, fact: f.PvSealed) -> None:
    deliberation = state.deliberations[fact.deliberation - 1]
    deliberation.sealed = fact.content
    deliberation.jury = state.jury
    if deliberation.main:
        state.phase = Phase.DELIBEREE
    for candidate in deliberation.proposals:
        if state.is_left_out(deliberation, candidate):
            deliberation.withheld.add(candidate)
        else:
            state.candidates[candidate].to_redeliberate = False
