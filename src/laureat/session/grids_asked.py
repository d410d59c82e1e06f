"""What a fact says of those who signed a mark, held against the grid itself: how many it asks for, in which roles."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from laureat.grilles import COMPUTATION, Grid, Quality, library
from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble
from laureat.session.conduct.signed_grids import signers_of
from laureat.session.framework import Refused
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
    try:
        qualities = [_quality(one.quality) for one in signers_of(fact.signers)]
    except Refused as refused:
        yield str(refused)
        return
    if asked.lacking(qualities):
        told = f" ({', '.join(vacant)})" if (vacant := asked.vacant(qualities)) else ""
        signed = plural(len(qualities), "personne a signé", "personnes ont signé")
        yield f"{signed}, et ce ne sont pas toutes celles que la grille demande{told}."
    if fact.computation > COMPUTATION:
        yield f"l'édition {fact.computation} du calcul n'est pas connue ici."


def _quality(word: str) -> Quality:
    return Quality(word) if word in set(Quality) else Quality.AUCUNE


@dataclass
class KnownGrids:
    """The marks of a log that come from grids: an export is judged by those shipped with Lauréat, and those given.

    A fact holds the fingerprint of its grid: whatever file says the same is that grid.
    """

    given: Iterable[Grid] = ()
    found: list[AuditFinding] = field(default_factory=list)
    unjudged: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many marks come from each grid and edition that is not known here."""

    def __post_init__(self) -> None:
        """Every grid by what facts call it."""
        self._known = {(one.code, one.frozen): one for one in (*library().values(), *self.given)}

    def meet(self, fact: Fact) -> None:
        """Judge a mark that comes from a grid."""
        if not isinstance(fact, Marked) or not fact.signers:
            return
        grid = self._known.get((fact.grid, fact.edition))
        if grid is None:
            self.unjudged[fact.grid, fact.edition.partition("@")[0]] += 1
            return
        for told in faults_of(grid, fact):
            message = f"{fact.unit}, {fact.candidate} : {told}"
            self.found.append(AuditFinding(Trouble.CONDUITE, None, type(fact).__name__, message))

    def compare(self, _state: LogState) -> Iterable[AuditFinding]:
        """What was found."""
        return self.found

    def remarks(self) -> Iterator[str]:
        """What was not judged."""
        for (code, edition), many in sorted(self.unjudged.items()):
            marks = plural(many, "note")
            told = f"cette grille n'est pas ici, et les signataires de {marks} ne sont pas jugés"
            yield f"{code}, édition {edition} : {told} ; la donner (--grille)."
