"""What a fact says of those who signed a mark, held against the grid itself: how many it asks for, in which roles."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from laureat.grilles import COMPUTATION, Grid, Quality, library, read_grids
from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble
from laureat.session.conduct.signed_grids import signers_of
from laureat.session.framework import Refused
from laureat.session.state import LogState
from laureat.vocabulary import InvalidInput
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
    """The marks of a log that come from grids: an export is judged by those shipped with Lauréat, those that it holds,
    and those given beside.

    A fact holds the fingerprint of its grid: whatever says the same is that grid, wherever it comes from.
    """

    given: Iterable[Grid] = ()
    joined: Sequence[object] = ()
    """What the grids of the export say, as they are met."""
    marks: list[Marked] = field(default_factory=list)
    """Those that name who signed them, judged once everything is read."""
    unread: int = 0
    """How many grids of the export say nothing that is a grid."""
    unjudged: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many marks come from each grid and edition that is not known here."""

    def meet(self, fact: Fact) -> None:
        """Keep a mark that comes from a grid."""
        if isinstance(fact, Marked) and fact.signers:
            self.marks.append(fact)

    def compare(self, _state: LogState) -> Iterator[AuditFinding]:
        """What is wrong in them."""
        grids = (*library().values(), *self._held(), *self.given)
        known = {(one.code, one.frozen): one for one in grids}
        for fact in self.marks:
            grid = known.get((fact.grid, fact.edition))
            if grid is None:
                self.unjudged[fact.grid, fact.edition.partition("@")[0]] += 1
                continue
            for told in faults_of(grid, fact):
                message = f"{fact.unit}, {fact.candidate} : {told}"
                yield AuditFinding(Trouble.CONDUITE, None, type(fact).__name__, message)

    def _held(self) -> Iterator[Grid]:
        """The grids of the export; one that cannot be read is counted, and judges nothing."""
        for told in self.joined:
            try:
                yield from read_grids(json.dumps([told], ensure_ascii=False), "export")
            except InvalidInput:
                self.unread += 1

    def remarks(self) -> Iterator[str]:
        """What was not judged."""
        if self.unread:
            unread = plural(self.unread, "grille de l'export ne se lit pas", "grilles de l'export ne se lisent pas")
            yield f"{unread}."
        for (code, edition), many in sorted(self.unjudged.items()):
            marks = plural(many, "note")
            told = f"cette grille n'est pas ici, et les signataires de {marks} ne sont pas jugés"
            yield f"{code}, édition {edition} : {told} ; la donner (--grille)."
