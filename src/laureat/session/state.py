"""The state of a session: a reading of its facts, in order.

Any part of the log can be read, as long as it holds every session-wide fact and every fact of the candidates of
interest: a command on one candidate needs no more. Only ``laureat.session.reading`` writes a state.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.after import Ground
from laureat.session.candidate_state import (
    EMPTY,
    Asked,
    CandidateState,
    CertificateDue,
    Decide,
    Decided,
    Result,
    RulesUnknown,
    Struck,
)
from laureat.session.framework import Phase, Round
from laureat.session.log_state import Anomaly, ByFacts, LogState
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import written_date

__all__ = [
    "EMPTY",
    "Anomaly",
    "Asked",
    "CandidateState",
    "CertificateDue",
    "Decide",
    "Decided",
    "DeliberationState",
    "LogState",
    "Result",
    "RulesUnknown",
    "SessionState",
    "Struck",
    "mention_named",
    "said_of",
]


@dataclass(slots=True)
class DeliberationState:
    """One deliberation: what was proposed, fixed, approved, sealed."""

    number: int
    round: Round
    main: bool
    opened: f.DeliberationOpened
    proposals: dict[str, f.DecisionProposed] = field(default_factory=dict)
    """The last proposal for each candidate, raised marks included."""
    computed: dict[str, f.DecisionProposed] = field(default_factory=dict)
    """The first one, from the marks as entered."""
    fixed: dict[str, f.DecisionFixed] = field(default_factory=dict)
    approvals: dict[str, f.PvApproved] = field(default_factory=dict)
    """By person, the last approval."""
    sealed: str = ""
    """The hash of the sealed content; empty while it is not."""
    published_on: str = ""
    """The day of its publication; empty while it is not."""
    abandoned: bool = False
    """Marks were re-opened before the seal: the acts of the jury in it are void, another deliberation follows."""
    withheld: set[str] = field(default_factory=set)
    """Candidates left out of the sealed procès-verbal: a fraud file was open, a reserve, or a refused fact."""
    jury: f.JuryAppointed | None = None
    """The jury that sealed it."""

    @property
    def published(self) -> bool:
        """Its results are published."""
        return bool(self.published_on)

    def approvers(self, content: str) -> set[str]:
        """Those who approved this content."""
        return {author for author, approval in self.approvals.items() if approval.content == content}

    def result(self, candidate: str) -> Result | None:
        """The decision on a candidate in this deliberation."""
        proposal = self.proposals.get(candidate)
        if proposal is None or candidate in self.withheld:
            return None
        fixed = self.fixed.get(candidate)
        source: f.DecisionProposed | f.DecisionFixed = fixed or proposal
        return Result(self.number, Decision[source.decision.upper()], mention_named(source.mention), proposal, fixed)


@dataclass(slots=True)
class SessionState(LogState):
    """Where a session stands."""

    log: str = ""
    opened: f.SessionOpened | None = None
    phase: Phase = Phase.NON_OUVERTE
    round: Round = Round.PREMIER
    scopes: list[tuple[str, str]] = field(default_factory=list)
    """After a partial re-opening, the (establishment, unit) pairs open to entry; empty: everything is."""
    deadlines: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, f.CoefficientConfirmed] = field(default_factory=dict)
    asked_numbers: dict[str, f.CoefficientCorrectionAsked] = field(default_factory=dict)
    """By name, the corrections of a number that one person asked after a seal."""
    fields: Commitment = UNSAID
    """What papers and pages say of who holds the session."""
    establishments: dict[str, str] = field(default_factory=dict)
    habilitations: list[f.HabilitationGranted] = field(default_factory=list)
    jurors: dict[str, f.JurorAppointed] = field(default_factory=dict)
    jury: f.JuryAppointed | None = None
    attendance: dict[tuple[int, str], f.AttendanceRecorded] = field(default_factory=dict)
    deliberations: list[DeliberationState] = field(default_factory=list)
    candidates: dict[str, CandidateState] = field(default_factory=ByFacts)
    persons: dict[str, str] = field(default_factory=dict)
    """The candidate of each person registered and not withdrawn."""
    words_of_schools: dict[str, f.MarksConfirmed | f.MarksContested] = field(default_factory=dict)
    """By school, the last that it said of its marks (``laureat.session.digests``)."""
    conduct: int = 0
    """The edition of the conduct in force; 0 before the session is opened."""
    keys_required: bool = False
    """Nobody approves but with an approval key."""
    names_signers: bool = False
    """A mark of a grid was recorded with those who signed it: each that follows is."""
    counters: dict[str, int] = field(default_factory=dict)
    """By approval key, the last counter of its authenticator."""

    # ------------------------------------------------------------------------------------------------ what it says
    @property
    def blank(self) -> bool:
        """A rehearsal, « à blanc »."""
        return self.opened is not None and self.opened.blank

    @property
    def year(self) -> int:
        """The year of the session; 0 before it is opened."""
        return self.opened.year if self.opened else 0

    @property
    def current(self) -> DeliberationState | None:
        """The deliberation under way: proposed and not sealed."""
        last = self.deliberations[-1] if self.deliberations else None
        return last if last and not last.sealed and not last.abandoned else None

    @property
    def next_deliberation(self) -> int:
        """The number of the deliberation under way, or of the one to come."""
        return self.current.number if self.current else len(self.deliberations) + 1

    def coefficients(self) -> dict[str, int]:
        """The confirmed coefficients, in hundredths, by name of parameter."""
        return {name: fact.value for name, fact in self.confirmed.items()}

    def is_open_to(self, establishment: str, unit: str) -> bool:
        """True when a mark of that establishment and unit may be entered now."""
        if self.phase is not Phase.SAISIE:
            return False
        return not self.scopes or any(
            scope_establishment in ("", establishment) and scope_unit in ("", unit)
            for scope_establishment, scope_unit in self.scopes
        )

    def result(self, candidate: str) -> Result | None:
        """The published result; None while there is none, or while it is withheld (fraud file, correction)."""
        if candidate not in self.candidates or self.why_withheld(candidate):
            return None
        return self.result_in_force(candidate)

    def result_in_force(self, candidate: str) -> Result | None:
        """The published decision that stands, withheld or not; None where none does."""
        number = self.candidates[candidate].in_force
        return self.deliberations[number - 1].result(candidate) if number else None

    def decided(self, candidate: str) -> Result | None:
        """The last sealed decision, published or not, unless it was struck."""
        result, struck = self.last_result(candidate), self.candidates[candidate].struck
        return None if result is None or (struck and result.deliberation <= struck.deliberation) else result

    def last_result(self, candidate: str, *, published: bool = False) -> Result | None:
        """The last decision of a sealed (or published) deliberation, withheld, struck or not."""
        for deliberation in reversed(self.deliberations):
            if deliberation.sealed and (deliberation.published or not published):
                result = deliberation.result(candidate)
                if result is not None:
                    return result
        return None

    def participants(self, round_: Round | None = None) -> Iterator[CandidateState]:
        """The candidates of a round (the current one by default), fraud files included, withdrawn ones not.

        After the first round, those whose last sealed decision sends them there; replacement needs an authorisation.
        """
        round_ = round_ or self.round
        for candidate in self.candidates.values():
            if not candidate.withdrawn and (round_ is Round.PREMIER or self._is_called(candidate, round_)):
                yield candidate

    def _is_called(self, candidate: CandidateState, round_: Round) -> bool:
        result = self.decided(candidate.id)
        if result is None:
            return False
        if round_ is Round.CONTROLE:
            return result.decision is Decision.CONTROLE
        return result.decision is Decision.REMPLACEMENT and bool(candidate.replacement)

    def reserves(self, candidate: str) -> tuple[str, ...]:
        """What keeps the decision on a candidate from being fixed, as it was last proposed."""
        for deliberation in reversed(self.deliberations):
            if not deliberation.abandoned and (proposal := deliberation.proposals.get(candidate)) is not None:
                return proposal.reserves
        return ()

    def has_superseded(self, anomaly: Anomaly) -> bool:
        """Another proposal stands for the candidate of that one, or its deliberation is void."""
        made = self.deliberations[anomaly.deliberation - 1] if anomaly.deliberation else None
        later = self.deliberations[anomaly.deliberation :]
        return made is None or made.abandoned or any(anomaly.subject in one.proposals for one in later)

    def is_left_out(self, deliberation: "DeliberationState", candidate: str) -> bool:
        """The procès-verbal of a deliberation under way does not hold that candidate.

        A fraud file, an incomplete file that was not accepted, a reserve, an anomaly.
        """
        return (
            self.candidates[candidate].fraud_open
            or bool(self.candidates[candidate].refused_without)
            or bool(deliberation.proposals[candidate].reserves)
            or candidate in self.refused_about
        )

    @property
    def refused_about(self) -> set[str]:
        """The candidates about whom a fact is refused, and not yet set aside."""
        return {anomaly.subject for anomaly in self.anomalies.values() if anomaly.subject and not anomaly.heeded}

    @property
    def refused_of_all(self) -> list[Anomaly]:
        """The refused facts that touch the whole session."""
        return [anomaly for anomaly in self.anomalies.values() if not anomaly.subject]

    def why_withheld(self, candidate: str) -> str:
        """Why nothing may be told or issued about a candidate now, in French; empty when the result may be told."""
        standing = self.candidates[candidate]
        if self.anomalies_of(candidate):
            return "Le service des examens vérifie le dossier : aucun résultat ni document avant la fin de cet examen."
        if standing.fraud_open:
            return "Une procédure est en cours : aucun résultat ni document avant sa fin."
        if standing.struck is not None:
            return said_of(standing.struck)
        if standing.in_force == 0:
            return self._reserved(candidate) or "Le résultat n'est pas publié."
        if standing.to_redeliberate:
            return "Le jury doit délibérer de nouveau : le résultat est suspendu jusque-là."
        if any(d.sealed and not d.main and not d.published and d.result(candidate) for d in self.deliberations):
            return "Le jury a délibéré de nouveau ; son résultat n'est pas encore publié."
        return ""

    def was_left_out(self, candidate: str) -> bool:
        """A sealed procès-verbal left that candidate out, and none has decided on it."""
        left_out = any(candidate in deliberation.withheld for deliberation in self.deliberations)
        return left_out and self.last_result(candidate) is None

    def _reserved(self, candidate: str) -> str:
        left_out = any(
            deliberation.published and candidate in deliberation.withheld for deliberation in self.deliberations
        )
        if left_out and self.candidates[candidate].refused_without:
            return "Le dossier est incomplet : le jury délibérera quand le service des examens aura reçu ce qui manque."
        if not left_out or not self.reserves(candidate):
            return ""
        return "La décision est réservée : elle attend une précision que le service des examens demande."


def said_of(struck: Struck) -> str:
    """What is told of a result that an act struck: by whom, its number, its day, and whether the jury sits again."""
    act, again = struck.by, struck.again_by
    reference = f"{act.authority}, n° {act.number}, {written_date(act.decided_on)}"
    told = f"Ce résultat est {Ground(act.ground).done} ({reference}) : aucun document n'en est délivré."
    if again is None:
        return told
    return f"{told} Le jury délibère de nouveau" + (f" avant le {written_date(again.due)}." if again.due else ".")


def mention_named(name: str) -> Mention:
    """The mention from its name in files."""
    return Mention[name] if name else Mention.SANS
