"""« Et à la prochaine session ? »: what may become of each mark, and until when; the law says it (``droits``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from laureat.deliberation.outcome import Outcome, UnitResult
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import Decision, UnitStatus, format_hundredths

KEPT = "notes_conservables"
"""The right that says, by unit, whether its mark may be kept on request."""
CARRIED = ("notes_reportables", "notes_etalees")
"""The rights that say, by unit, whether its mark, too low to be kept as a right, may be carried as it is."""
HELD = "blocs_gardes"
"""The right that says, by block, whether it is still held at the next session."""
AGAIN = "blocs_a_repasser"
"""The right that says, by block, whether it must be sat at the next session, or may be to raise an average."""
CHOSEN = "blocs_au_choix"
"""The right that says, by block, whether it is among those of which some must be sat."""
COMPENSATED = "notes_compensees"
"""The right that says, by block, whether its low mark still counts in the average of the next session."""
UNTIL = "echeances"
"""The right that says, by unit, the last session for which its mark holds; below 0 where none is known."""


class Way(StrEnum):
    """What may be done of a unit at the next session."""

    GARDER = "garder"
    """Keep its mark, on request."""
    REPORTER = "reporter"
    """Carry its mark as it is, however low."""
    REPRESENTER = "representer"
    """Sit it again; the new mark replaces the other."""
    PRESENTER = "presenter"
    """Sit it: it has no mark that could be kept."""
    DISPENSEE = "dispensee"
    """Nothing: it is dispensed."""
    VALIDEE = "validee"
    """Nothing: it is validated."""
    TENIR = "tenir"
    """Nothing: its block is held."""
    CHOISIR = "choisir"
    """Sit it, or another of those that miss."""
    COMPTER = "compter"
    """Nothing: its mark, however low, counts again in the average."""


@dataclass(frozen=True, slots=True)
class Future:
    """One unit at the next session."""

    unit: str
    label: str
    mark: int | None
    """In hundredths; None where there is none."""
    ways: tuple[Way, ...]
    given_in: int | None
    """The session that gave the mark; None where nobody said it."""
    until: int | None
    """The last session for which the mark, or the block, holds; None where it is not kept, where it holds without
    limit, or where one must first ask."""
    held: str = ""
    """Of a block, that it is held, in the words of the family; empty for a unit that is marked."""

    @property
    def question(self) -> str:
        """What must be asked first; empty where all is known."""
        asks = self.given_in is None and self.mark is not None and {Way.GARDER, Way.REPORTER} & set(self.ways)
        return "quelle session a donné cette note ?" if asks else ""

    @property
    def text(self) -> str:
        """« à garder, sur demande, jusqu'à la session 2031, ou à représenter »."""
        until = f" jusqu'à la session {self.until}" if self.until else f" ({self.question})" if self.question else ""
        if self.until and Way.REPRESENTER in self.ways[:1]:
            if self.held:
                return f"{self.held} jusqu'à la session {self.until}, à représenter ensuite"
            return f"gardée jusqu'à la session {self.until}, à représenter"
        told = {
            Way.GARDER: f"à garder, sur demande{',' if self.until else ''}{until}",
            Way.REPORTER: f"à reporter telle quelle{until}",
            Way.REPRESENTER: "à représenter",
            Way.PRESENTER: "à présenter",
            Way.DISPENSEE: "dispensé, rien à présenter" if self.held else "dispensée, rien à présenter",
            Way.VALIDEE: "validé par la VAE, rien à présenter" if self.held else "validée, rien à présenter",
            Way.TENIR: f"{self.held} jusqu'à la session {self.until}" if self.until else self.held,
            Way.CHOISIR: "à présenter, au choix parmi ceux qui manquent",
            Way.COMPTER: "à recompter dans la moyenne, telle quelle",
        }
        return ", ou ".join(told[way] for way in self.ways)

    def to_json(self) -> dict[str, Any]:
        """The row in the names of the files."""
        return {
            "unite": self.unit,
            "note": None if self.mark is None else format_hundredths(self.mark, comma="."),
            "choix": [str(way) for way in self.ways],
            "session_de_la_note": self.given_in,
            "jusqu_a": self.until,
            "question": self.question,
            "texte": self.text,
        }


SETTLED = (Decision.ADMIS, Decision.INCOMPLET, Decision.A_DECIDER)
"""The decisions after which nobody asks what comes next: obtained, or not yet taken at this session."""


def next_session(rules: SessionRules, values: Mapping[str, Any], outcome: Outcome) -> tuple[Future, ...]:
    """By unit, what may be done at the next session; empty for who has the diploma, or where no mark is ever kept.

    ``values`` hold what the rights of the family give beside what her rules give. A mark that is kept as a right holds
    for itself. One that is only carried counts in the average of all: while one kept mark has no session, how long that
    average can still be made is not known, and none is promised.
    """
    if outcome.decision in SETTLED:
        return ()
    if HELD in values:
        return tuple(_blocks(rules, values, outcome)) if values[HELD] else ()
    if KEPT not in values:
        return ()
    futures = tuple(_futures(rules, values, outcome))
    if not any(future.question for future in futures):
        return futures
    return tuple(replace(future, until=None) if Way.REPORTER in future.ways else future for future in futures)


def _futures(rules: SessionRules, values: Mapping[str, Any], outcome: Outcome) -> Iterator[Future]:
    statuses = {unit.code: unit.status for unit in (*values["obligatoires"], *values["facultatives"])}
    carried = [values[name] for name in CARRIED if name in values]
    appreciated = bool(values["apprecie"])
    for result in outcome.units:
        code = result.unit.code
        may_carry = any(may.get(code) for may in carried)
        ways = tuple(_ways(result, statuses[code], values[KEPT].get(code), may_carry, appreciated))
        if not ways:
            continue
        marked = result.retained_from is not None
        given_in = result.cell.session if result.cell.status is UnitStatus.BENEFICE else rules.session
        holds = {Way.GARDER, Way.REPORTER} & set(ways) or result.cell.status is UnitStatus.BENEFICE
        until = max(0, values.get(UNTIL, {}).get(code, 0)) if holds else 0
        yield Future(
            code,
            result.unit.label,
            _mark(result) if marked else None,
            ways,
            given_in if marked else None,
            until or None,
        )


def _mark(result: UnitResult) -> int | None:
    """The mark retained, or the one kept from an earlier session where none counts: nothing is averaged."""
    kept = result.cell.mark if result.cell.status is UnitStatus.BENEFICE else None
    return kept if result.retained is None else result.retained


def _ways(result: UnitResult, status: UnitStatus, kept: Any, carried: bool, appreciated: bool) -> Iterator[Way]:
    if status is UnitStatus.DISPENSE:
        yield Way.DISPENSEE
    elif status is UnitStatus.VALIDE_VAE:
        yield Way.VALIDEE
    elif kept:
        yield from (Way.GARDER, Way.REPRESENTER)
    elif carried:
        yield from (Way.REPORTER, Way.REPRESENTER)
    elif result.unit.mandatory and status is not UnitStatus.HORS_OPTION:
        yield Way.REPRESENTER if result.retained_from is not None or appreciated else Way.PRESENTER


def _blocks(rules: SessionRules, values: Mapping[str, Any], outcome: Outcome) -> Iterator[Future]:
    """The same of a certification obtained block by block: which are held, and until when; which are to be sat."""
    held = rules.reglement.famille.papiers.mots.get("bloc_tenu", "acquis")
    for result in outcome.units:
        code, cell = result.unit.code, result.cell
        said = [values.get(name, {}).get(code) for name in (HELD, AGAIN, CHOSEN, COMPENSATED)]
        if ways := tuple(_ways_of_a_block(cell.status, *said)):
            until = values.get(UNTIL, {}).get(code) or None
            mark = cell.mark if cell.status is UnitStatus.NOTE else None
            given_in = rules.session if cell.status in (UnitStatus.NOTE, UnitStatus.VALIDE) else None
            yield Future(code, result.unit.label, mark, ways, cell.session or given_in, until, held)


def _ways_of_a_block(status: UnitStatus, held: Any, again: Any, chosen: Any, compensated: Any) -> Iterator[Way]:
    if status is UnitStatus.DISPENSE:
        yield Way.DISPENSEE
    elif status is UnitStatus.VALIDE_VAE:
        yield Way.VALIDEE
    elif held:
        yield Way.TENIR
    if again:
        sat = status in (UnitStatus.NOTE, UnitStatus.VALIDE, UnitStatus.NON_VALIDE)
        yield Way.REPRESENTER if sat else Way.PRESENTER
    elif chosen:
        yield Way.CHOISIR
    elif compensated:
        yield from (Way.COMPTER, Way.REPRESENTER)
