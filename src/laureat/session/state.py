"""The state of a session: a reading of its facts, in order.

Any part of the log can be read, as long as it holds every session-wide fact and every fact of the candidates of
interest: a command on one candidate needs no more. Only ``laureat.session.reading`` writes a state.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple, Protocol

from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Candidate
from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.records.facts import Fact
from laureat.records.facts.words import WORDS
from laureat.session.after import Ground
from laureat.session.framework import LIVRET, MOTIF, OPTION, Accommodation, Phase, Round, Sanction
from laureat.vocabulary import Cell, Decision, Forme, Mention, Motif, UnitStatus, VoieAcces
from laureat.vocabulary.french import OUI, written_date

EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A fact that its own command would have refused where it stands in the log."""

    leaf: str
    """The leaf hash of the fact, in hexadecimal: it names the fact."""
    number: int | None
    kind: str
    subject: str
    """Whom it touches; empty: the whole log."""
    moment: str
    """When it stands, in words: « après le sceau du procès-verbal »."""
    reasons: tuple[str, ...]
    author: str = ""
    at: str = ""
    heeded: bool = False
    """A proposal which does not follow from the marks is read all the same, and nothing is told of its candidate."""

    deliberation: int = 0
    """The deliberation of a proposal."""

    def superseded(self, state: "SessionState") -> bool:
        """Another proposal stands for the candidate, or the deliberation is void."""
        made = state.deliberations[self.deliberation - 1] if self.deliberation else None
        later = state.deliberations[self.deliberation :]
        return made is None or made.abandoned or any(self.subject in one.proposals for one in later)

    @property
    def title(self) -> str:
        """The fact and its moment: « fait 213, décision fixée, après le sceau du procès-verbal »."""
        which = "fait sans numéro" if self.number is None else f"fait {self.number}"
        return ", ".join(filter(None, (which, WORDS.get(self.kind, self.kind or "illisible"), self.moment)))

    def __str__(self) -> str:
        return f"{self.title} : {' '.join(self.reasons)}"


@dataclass(slots=True, kw_only=True)
class LogState:
    """What the reading of any log keeps, beside what its facts say."""

    log: str = ""
    """The name of the log; empty before its first fact."""
    commands: dict[str, Fact] = field(default_factory=dict)
    """The first fact of each command, by idempotency key."""
    anomalies: dict[str, Anomaly] = field(default_factory=dict)
    """The facts refused where they stand, by leaf hash, until two persons set them aside."""
    asked_aside: dict[str, f.SettingAsideAsked] = field(default_factory=dict)
    """By leaf hash, what one person asked to set aside."""
    set_aside: dict[str, Anomaly] = field(default_factory=dict)
    """The refused facts that two persons set aside."""
    size: int = 0
    """How many facts were read, refused ones included."""
    conduct: int = 1
    """The edition of the conduct in force; a log that says none is of the first."""
    everyone: bool = True
    """All the subjects of the log are read; if not, what depends on the others is not judged."""
    marks: bool = True
    """Marks are read; if not, what depends on them is not judged."""

    def read_aside(self, fact: f.SettingAsideAsked | f.FactSetAside) -> None:
        """A refused fact is set aside by two persons: one asks, the other does."""
        if isinstance(fact, f.SettingAsideAsked):
            self.asked_aside[fact.fact] = fact
        elif fact.fact in self.anomalies:  # not in a reading that leaves the marks out
            self.set_aside[fact.fact] = self.anomalies.pop(fact.fact)

    def anomalies_of(self, subject: str) -> list[Anomaly]:
        """What touches one subject, the whole log's anomalies first."""
        whole = [anomaly for anomaly in self.anomalies.values() if not anomaly.subject]
        return [*whole, *(a for a in self.anomalies.values() if a.subject and a.subject == subject)]


class Decided(Protocol):
    """What the conduct needs of a computed result; ``laureat.deliberation.outcome.Outcome`` is one."""

    @property
    def decision(self) -> Decision: ...
    @property
    def mention(self) -> Mention: ...
    @property
    def average(self) -> Fraction | None: ...
    @property
    def blocs(self) -> tuple[str, ...]: ...
    @property
    def certificat(self) -> bool: ...
    @property
    def depends_on(self) -> tuple[str, ...]: ...
    @property
    def reserves(self) -> tuple[str, ...]: ...


class RulesUnknown(ValueError):
    """Something follows from the règlement alone, which is not here."""


CertificateDue = Callable[[Decision, str], bool]
"""Whether a règlement gives the certificat de fin d'études with a decision, from the exact average."""


class Result(NamedTuple):
    """A decision as it stands: that of the jury where it fixed one, else the proposal the jury approved."""

    deliberation: int
    decision: Decision
    mention: Mention
    proposal: f.DecisionProposed
    fixed: f.DecisionFixed | None

    @property
    def told(self) -> tuple[Decision, Mention, tuple[str, ...]]:
        """What a paper says of it: the decision, the mention, the blocks."""
        return self.decision, self.mention, self.proposal.blocs

    def certificat(self, due: CertificateDue | None = None) -> bool:
        """The certificat de fin d'études is due; ``due``: what the règlement says where the fact does not.

        Raises RulesUnknown where neither does.
        """
        if self.fixed is None:
            return self.proposal.certificat
        if self.fixed.certificat:
            return self.fixed.certificat == OUI
        if due is None:
            raise RulesUnknown("le fait ne dit pas si le certificat est dû, et le règlement de la session n'est pas là")
        return due(self.decision, self.proposal.average)


@dataclass(frozen=True, slots=True)
class Struck:
    """A published decision that stands no more, and what struck it."""

    by: f.DecisionsWithdrawn
    deliberation: int
    """That of the decision."""
    otherwise_again: bool
    """The jury deliberates again on the candidate, whatever becomes of what struck the decision."""


@dataclass(slots=True)
class CandidateState:
    """Where one candidate stands."""

    id: str
    person: str
    identity: str
    outside_dates: bool = False
    withdrawn: bool = False
    route: f.RouteEstablished | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    """What was entered, granted, kept or carried, by unit code or name of an annex (``PROJET``)."""
    told: dict[str, str] = field(default_factory=dict)
    """What was told of the candidate, by column: grounds (``motif_U7``), and what the family asks."""
    control_units: tuple[str, ...] = ()
    control: dict[str, Cell] = field(default_factory=dict)
    raised: dict[tuple[str, bool], tuple[int, Cell]] = field(default_factory=dict)
    """By unit and whether it is the control mark: the deliberation and the mark as the jury raised it."""
    annulled: tuple[str, ...] = ()
    pieces: set[str] = field(default_factory=set)
    accommodations: set[Accommodation] = field(default_factory=set)
    livret_examined: bool = False
    fraud_open: bool = False
    sanction: Sanction | None = None
    replacement: tuple[str, ...] = ()
    """Units of the authorised replacement tests."""
    replaced: set[str] = field(default_factory=set)
    """Those of them that were marked."""
    checks: set[str] = field(default_factory=set)
    """Units whose check the jury still waits for."""
    to_redeliberate: bool = False
    """A fraud file ended or a mark was corrected since the jury last decided."""
    stale: bool = False
    """The same, since the rules last gave a proposal."""
    size: int = 0
    """How many facts about the candidate were read, refused ones included."""
    vae_sources: dict[str, f.VaeUnitCarried] = field(default_factory=dict)
    """By unit carried from VAE, what says so."""
    in_force: int = 0
    """The published deliberation whose decision stands; 0: none does. There is never more than one."""
    struck: Struck | None = None
    """What struck the last published decision, until another is published or that one stands again."""
    ended: dict[int, str] = field(default_factory=dict)
    """By deliberation, the day since when its published decision stands no more: struck, or decided again."""
    papers: list[tuple[int, f.PaperIssued]] = field(default_factory=list)
    """The papers issued, each with the deliberation whose decision it says."""
    followed: dict[tuple[int, str], f.FollowUpDone] = field(default_factory=dict)
    """By deliberation, what was done elsewhere since its decision stands no more."""
    requests: list["Asked"] = field(default_factory=list)
    incomplete: dict[str, f.IncompleteFileDecided] = field(default_factory=dict)
    """What was decided of each piece that the file lacked."""
    listing: f.PublicListChosen | None = None
    """What the candidate said of the public list; None: nothing."""

    @property
    def listed(self) -> bool:
        """May stand on the public list of those admitted: nothing was said against it."""
        return self.listing is None or self.listing.listed

    @property
    def refused_without(self) -> tuple[str, ...]:
        """The pieces without which the candidate is left out of the seal, still not received."""
        decided = self.incomplete.items()
        return tuple(piece for piece, fact in decided if not fact.accepted and piece not in self.pieces)

    @property
    def columns(self) -> dict[str, str]:
        """All that was told of the candidate, by column: what a list of candidates would hold."""
        found = dict(self.told)
        if self.route is not None and self.route.derogation:
            found["derogation"] = OUI
        if Accommodation.ETALEMENT in self.accommodations:
            found["etalement"] = OUI
        return found

    @property
    def option(self) -> str:
        """The option: as told later, else as registered."""
        return self.told.get(OPTION) or (self.route.option if self.route else "")

    @property
    def presented(self) -> tuple[str, ...]:
        """The units presented or held."""
        return self.route.units if self.route else ()

    @property
    def livret_awaited(self) -> bool:
        """A livret was provided and the jury has not examined it."""
        return LIVRET in self.pieces and not self.livret_examined

    def cell(self, unit: str, *, control: bool = False) -> Cell:
        """What counts for a unit: the annulment, else the mark as raised, else what was entered."""
        if unit in self.annulled and not control:
            return Cell(UnitStatus.ANNULE)
        raised = self.raised.get((unit, control))
        return raised[1] if raised else self.entered(unit, control=control)

    def entered(self, unit: str, *, control: bool = False) -> Cell:
        """What was entered for a unit, whatever the jury or the commission did since."""
        return (self.control if control else self.cells).get(unit, EMPTY)

    def with_raised(self, unit: str, control: bool, deliberation: int, cell: Cell) -> "CandidateState":
        """The candidate as if the jury had raised that mark."""
        return replace(self, raised={**self.raised, (unit, control): (deliberation, cell)})

    def to_candidate(self, famille: Famille, identity: Mapping[str, str] | None = None) -> Candidate:
        """The candidate as the engine decides it. Raises ValueError while the route is not established."""
        route = self.route
        if route is None:
            raise ValueError(f"la voie du candidat {self.id} n'est pas établie")
        told = self.columns
        cells = {unit: self.cell(unit) for unit in (*route.units, *famille.annexes)}
        grounds = {column.removeprefix(MOTIF): word for column, word in told.items() if column.startswith(MOTIF)}
        for unit, word in grounds.items():
            if unit in cells and word:
                cells[unit] = replace(cells[unit], motif=Motif[word.upper()])
        control = {unit: self.cell(unit, control=True) for unit in self.control if unit not in self.annulled}
        return Candidate(
            numero=self.id,
            voie=famille.voie(route.voie) if route.voie and famille.voies else None,
            cells={unit: cell for unit, cell in cells.items() if cell.status},
            controle={unit: cell for unit, cell in control.items() if cell.status is UnitStatus.NOTE},
            forme=Forme(route.forme),
            option=self.option,
            voie_acces=VoieAcces(route.voie_acces) if route.voie_acces else None,
            declare=famille.declared(told),
            identite=identity or {},
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a candidate, and what came of it."""

    received: f.RequestReceived
    due: str
    prolonged: f.RequestProlonged | None = None
    answered: f.RequestAnswered | None = None


Decide = Callable[[CandidateState], Decided]
"""The rules of the session, confirmed numbers included."""


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
    candidates: dict[str, CandidateState] = field(default_factory=dict)
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
            return said_of(standing.struck.by)
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


def said_of(act: f.DecisionsWithdrawn) -> str:
    """What is told of a result that an act struck: by whom, its number, its day, and whether the jury sits again."""
    reference = f"{act.authority}, n° {act.number}, {written_date(act.decided_on)}"
    told = f"Ce résultat est {Ground(act.ground).done} ({reference}) : aucun document n'en est délivré."
    if not act.again:
        return told
    return f"{told} Le jury délibère de nouveau" + (f" avant le {written_date(act.due)}." if act.due else ".")


def mention_named(name: str) -> Mention:
    """The mention from its name in files."""
    return Mention[name] if name else Mention.SANS
