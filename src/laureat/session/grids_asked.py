"""What a fact says of those who signed a mark, held against the grid itself: how many it asks for, in which roles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from laureat.grilles import COMPUTATION, Grid, Quality, library
from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble
from laureat.session.state import LogState
from laureat.vocabulary.french import plural

Marked = f.MarkEntered | f.MarkRectified


def faults_of(grid: Grid, fact: Marked) -> Iterator[str]:
    """What is wrong in those who signed a mark, by its grid; nothing is, of a fact that names nobody."""
    if not fact.signers:
        return
    asked = grid.settling.signatories
    if fact.asked != asked.minimum:
        yield f"la grille demande {plural(asked.minimum, 'signature')}, et le fait dit {fact.asked}."
    qualities = [_quality(one) for one in fact.signers]
    if asked.lacking(qualities):
        told = f" ({', '.join(vacant)})" if (vacant := asked.vacant(qualities)) else ""
        signed = plural(len(qualities), "personne a signé", "personnes ont signé")
        yield f"{signed}, et ce ne sont pas toutes celles que la grille demande{told}."
    if fact.computation > COMPUTATION:
        yield f"l'édition {fact.computation} du calcul n'est pas connue ici."


def _quality(told: str) -> Quality:
    word = told.rpartition(":")[2]
    return Quality(word) if word in set(Quality) else Quality.AUCUNE


@dataclass
class ShippedGrids:
    """The marks of a log that come from grids shipped with Lauréat: an export is judged by them too."""

    found: list[AuditFinding] = field(default_factory=list)

    def meet(self, fact: Fact) -> None:
        """Judge a mark that comes from a grid known here."""
        if not isinstance(fact, Marked) or not fact.signers:
            return
        grid = library().get(fact.grid)
        if grid is None or fact.edition != f"{grid.edition}@{grid.fingerprint}":
            return
        for told in faults_of(grid, fact):
            message = f"{fact.unit}, {fact.candidate} : {told}"
            self.found.append(AuditFinding(Trouble.CONDUITE, None, type(fact).__name__, message))

    def compare(self, _state: LogState) -> Iterable[AuditFinding]:
        """What was found."""
        return self.found
