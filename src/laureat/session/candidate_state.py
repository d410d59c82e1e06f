"""Where one candidate stands: what was entered, granted, kept, decided, asked; and a decision as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple, Protocol

from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Candidate
from laureat.records import facts as f
from laureat.session.framework import LIVRET, MOTIF, OPTION, Accommodation, Sanction
from laureat.vocabulary import Cell, Decision, Forme, Mention, Motif, UnitStatus, VoieAcces
from laureat.vocabulary.french import OUI

EMPTY = Cell()


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
    before: tuple[f.DecisionsWithdrawn, ...] = ()
    """What had struck it before ``by`` did (a suspension, then the judgment), the last first."""

    @property
    def again_by(self) -> f.DecisionsWithdrawn | None:
        """The act that gives the jury its delay: of those that have it deliberate again, the most urgent."""
        asking = [one for one in (self.by, *self.before) if one.again]
        return min(asking, key=lambda one: one.due or "9999", default=None)


class Harmonised(NamedTuple):
    """What the jury harmonised and has not given back."""

    act: str
    before: Cell
    """The mark that it moved."""


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
    harmonised: dict[str, Harmonised] = field(default_factory=dict)
    """By unit, what the jury did to a mark and has not undone."""
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
    recused: dict[str, f.RecusalRecorded] = field(default_factory=dict)
    """By member of a jury, what says that this member stands aside for the candidate."""
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
