"""The marks of a list, as columns: the facts that the conduct answers, byte for byte, not made one by one.

The conduct is asked once for each unit and route, and for each mark; what it answers then holds for every new candidate
of that route, who has nothing yet in that unit. The facts are built in Polars and copied beside those made one by one.
"""

import re
from dataclasses import dataclass, field, replace

import polars as pl

from laureat.records import encode
from laureat.records.facts import MarkEntered
from laureat.session.framework import Accepted
from laureat.session.reading import cell_of
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary import Cell, Motif, UnitStatus
from laureat.web.exam_sessions.ledger import ARRIVALS, FACT_COLUMNS, copy_frame

PLAIN = re.compile(r"[A-Za-z0-9,.@:_/ -]+")
"""What JSON writes as it is."""
_CANDIDATE, _CELL, _KEY = "@candidat@", "@note@", "@cle@"


@dataclass
class Marks:
    """The marks that new candidates bring, by column."""

    answered: set[tuple[str, str, str]] = field(default_factory=set)
    """By route, unit and cell (all marks alike), where the conduct answered by one plain fact, with nothing to tell."""
    values: set[tuple[str, str]] = field(default_factory=set)
    """By unit, the cells that it accepted."""
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Candidate, unit, cell, key."""
    models: dict[str, MarkEntered] = field(default_factory=dict)
    """By unit, a fact like the others."""

    def route_of(self, standing: CandidateState) -> str:
        """All that the answer of the conduct may hang on, of a candidate who has nothing in the unit."""
        route = standing.route
        told = route and (route.voie, route.categorie, route.forme, route.option, route.establishment, route.units)
        return f"{told} {sorted(standing.accommodations)}"

    def knows(self, route: str, unit: str, cell: Cell) -> bool:
        """True where the conduct has answered for such a cell, by one plain fact."""
        return (route, unit, _kind(cell)) in self.answered and (unit, str(cell)) in self.values

    def learn(self, route: str, unit: str, cell: Cell, accepted: Accepted) -> None:
        """Keep that the conduct accepted a cell, where that is one plain fact."""
        fact = accepted.facts[0] if len(accepted.facts) == 1 and not accepted.warnings else None
        if isinstance(fact, MarkEntered) and not fact.basis and PLAIN.fullmatch(fact.cell):
            self.answered.add((route, unit, _kind(cell)))
            self.values.add((unit, fact.cell))
            self.models.setdefault(unit, fact)

    def add(self, state: SessionState, standing: CandidateState, unit: str, cell: Cell, key: str) -> None:
        """One more mark, read as its fact would be."""
        text = str(cell)
        self.rows.append((standing.id, unit, text, key))
        standing.cells[unit] = cell_of(text)
        standing.size += 1
        state.size += 1

    def facts(self) -> pl.DataFrame:
        """The facts, in the columns of the log, their payload as bytes in hexadecimal."""
        frame = pl.DataFrame(self.rows, ["candidate", "unit", "cell", "key"], orient="row")
        built = [
            part.select(
                log=pl.lit(self.models[unit].log),
                key="key",
                kind=pl.lit(MarkEntered.__name__),
                subject="candidate",
                payload=_payload(self.models[unit]),
            )
            for (unit,), part in frame.group_by("unit", maintain_order=True)
        ]
        return pl.concat(built)

    def bring(self) -> None:
        """Copy the facts to the door of the log."""
        if self.rows:
            hexadecimal = pl.concat_str(pl.lit("\\\\x"), pl.col("payload").str.encode("hex"))
            copy_frame(f"{ARRIVALS} ({', '.join(FACT_COLUMNS)})", self.facts().with_columns(payload=hexadecimal))


def _kind(cell: Cell) -> str:
    plain = cell.status is UnitStatus.NOTE and cell.session is None and cell.motif is Motif.SANS
    return "" if plain else f"{cell} {cell.motif}"


def _payload(model: MarkEntered) -> pl.Expr:
    """The canonical bytes of facts like this one, as text: what differs from one to the next is a column."""
    holes = {_CANDIDATE: "candidate", _CELL: "cell", _KEY: "key"}
    written = encode(replace(model, candidate=_CANDIDATE, cell=_CELL, key=_KEY)).decode()
    pieces = re.split(f"({'|'.join(holes)})", written)
    return pl.concat_str([pl.col(holes[piece]) if piece in holes else pl.lit(piece) for piece in pieces])
