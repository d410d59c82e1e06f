"""What was entered on a grid: levels by criterion, and the states that are no level. Entries are added, never changed.

Six things are kept apart: nothing written, ``NE`` (not assessed), the level 0, absent, exempt, a mark set by a text.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from laureat.grilles.rounding import parse_points, points_text


class Standing(StrEnum):
    """Where the candidate stands in a situation."""

    PRESENT = "present"
    ABSENT = "absent"
    EXEMPT = "dispense"
    IMPOSED = "note_imposee"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands for one candidate in one situation."""

    values: Mapping[str, str] = field(default_factory=dict)
    """By criterion (or question): the code of a level, points, ``NE``; what is not written is not there."""
    mark: Fraction | None = None
    """The mark typed (profil)."""
    bonus: Fraction = Fraction(0)
    standing: Standing = Standing.PRESENT
    imposed: Fraction | None = None
    text: str = ""
    """The text that sets the mark."""
    observed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """By criterion, the ranks (from 1) of its indicators that were seen; one of which none was seen is not there."""

    @property
    def is_blank(self) -> bool:
        """Nothing was written."""
        return (
            not self.values
            and not self.observed
            and self.mark is None
            and not self.bonus
            and self.standing is Standing.PRESENT
        )


BLANK = Filled()
SEEN = "x"
"""What is written of an indicator that was seen; nothing is of one that was not."""


def indicator(criterion: str, rank: int) -> str:
    """The name under which an indicator is written: « C1.1#2 »."""
    return f"{criterion}#{rank}"


def criterion_of(name: str) -> str:
    """The criterion of a line, or of one of its indicators."""
    return name.partition("#")[0]


@dataclass(frozen=True, slots=True)
class ChosenWeights:
    """The share that the candidate chose, and when."""

    share: tuple[int, ...]
    chosen_on: date
    test_on: date

    def __post_init__(self) -> None:
        """Refuse a choice that comes after the test."""
        if self.chosen_on >= self.test_on:
            raise ValueError("la répartition des points se choisit avant le jour de l'épreuve")


@dataclass(frozen=True, slots=True)
class Entry:
    """One tap: a value of one criterion, or a state (``criterion`` empty), with who, when, and the version read."""

    candidate: str
    situation: str
    edition: str
    assessor: str
    at: str
    criterion: str
    value: str
    """Empty: what was written is taken back."""
    key: str
    """Drawn by the one who enters: the same again is the same entry."""
    read: int = 0
    """How many entries of that criterion the author had seen."""
    origin: str = "ecran"


MARK, BONUS, STANDING, IMPOSED, CHOICE, LOCK = "@note", "@bonus", "@etat", "@imposee", "@choix", "@verrou"
"""What is entered beside criteria, by the name it has among them."""


def filled(entries: Iterable[Entry]) -> dict[str, Filled]:
    """By situation, what stands after entries, each criterion as last written; the same key counts once."""
    seen: set[str] = set()
    last: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry.key not in seen:
            seen.add(entry.key)
            last.setdefault(entry.situation, {})[entry.criterion] = entry.value
    return {situation: as_filled(values) for situation, values in last.items()}


def parse_choice(text: str) -> ChosenWeights:
    """``6-2 2026-03-01 2026-05-20``: the share chosen, the day of the choice, that of the test. ValueError if not."""
    try:
        share, chosen_on, test_on = text.split()
        weights = tuple(int(part) for part in share.split("-"))
        days = date.fromisoformat(chosen_on), date.fromisoformat(test_on)
    except ValueError:
        raise ValueError("attendu : la répartition, le jour du choix et celui de l'épreuve") from None
    return ChosenWeights(weights, *days)


def parse_imposed(text: str, total: int) -> str:
    """``20 arrêté du 17 juin 2020, article 10``: the mark that a text sets, and the text. ValueError if not."""
    points, _, told = " ".join(text.split()).partition(" ")
    mark = parse_points(points)
    if mark > total:
        raise ValueError(f"la note {points} n'est pas entre 0 et {total}")
    if (mark * 100).denominator != 1:
        raise ValueError(f"la note {points} a plus de deux décimales")
    if not told:
        raise ValueError("une note fixée par un texte dit lequel : son titre, sa date, son article")
    return f"{mark} {told}"


def imposed_text(written: str) -> str:
    """A mark set by a text, as it is kept, for people: « 12,33 arrêté du 17 juin 2020 »."""
    mark, space, told = written.partition(" ")
    return f"{points_text(Fraction(mark))}{space}{told}" if mark else ""


def chosen(entries: Iterable[Entry]) -> ChosenWeights | None:
    """The share that the candidate chose, as last written; None where nothing is."""
    told = [entry.value for entry in entries if entry.criterion == CHOICE]
    return parse_choice(told[-1]) if told and told[-1] else None


def as_filled(written: Mapping[str, str]) -> Filled:
    """What stands, out of what is written of one situation by criterion and by the names beside them."""
    told = {name: value for name, value in written.items() if value and name not in (CHOICE, LOCK)}
    imposed, _, text = told.pop(IMPOSED, "").partition(" ")
    mark, bonus, standing = told.pop(MARK, ""), told.pop(BONUS, ""), told.pop(STANDING, "")
    observed: dict[str, frozenset[int]] = {}
    for name in [name for name in told if "#" in name]:
        criterion, _, rank = name.partition("#")
        observed[criterion] = observed.get(criterion, frozenset()) | {int(rank)}
        del told[name]
    return Filled(
        told,
        Fraction(mark) if mark else None,
        Fraction(bonus or 0),
        Standing.IMPOSED if imposed else Standing(standing or Standing.PRESENT),
        Fraction(imposed) if imposed else None,
        text,
        observed,
    )


def as_written(sheet: Filled) -> dict[str, str]:
    """What is written by criterion and by the names beside them; of a mark set by a text, that it is."""
    told = dict(sheet.values)
    for criterion, ranks in sheet.observed.items():
        told |= {indicator(criterion, rank): SEEN for rank in sorted(ranks)}
    if sheet.mark is not None:
        told[MARK] = str(sheet.mark)
    if sheet.bonus:
        told[BONUS] = str(sheet.bonus)
    if sheet.standing is not Standing.PRESENT:
        told[STANDING] = str(sheet.standing)
    return told


def digest(edition: str, sheets: Mapping[str, Filled], choice: ChosenWeights | None = None) -> str:
    """SHA-256 of what stands for a candidate on an edition, the order in which it was entered apart."""
    told = {
        situation: {
            "valeurs": dict(sorted(sheet.values.items())),
            "note": None if sheet.mark is None else str(sheet.mark),
            "bonus": str(sheet.bonus),
            "etat": str(sheet.standing),
            "imposee": None if sheet.imposed is None else str(sheet.imposed),
            "texte": sheet.text,
            **({"indicateurs": _ranks(sheet)} if sheet.observed else {}),
        }
        for situation, sheet in sorted(sheets.items())
        if not sheet.is_blank
    }
    share = [] if choice is None else ["-".join(map(str, choice.share)), str(choice.chosen_on), str(choice.test_on)]
    written = json.dumps([edition, told, *share], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _ranks(sheet: Filled) -> dict[str, list[int]]:
    return {criterion: sorted(ranks) for criterion, ranks in sorted(sheet.observed.items())}
