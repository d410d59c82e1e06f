"""Random candidates of every family, as plain values; one seed, one candidate. It imports nothing of Lauréat.

Hostile on purpose: averages exactly on 8, 10, 12, 14, 16 or 18, marks on their thresholds, everything dispensed, kept
marks, absences, too many optional units, empty cells, orals not sat. What the digests leave open is not drawn: a code
other than ``AB`` or ``AJ`` at an oral, more than two orals where one is a code.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from support.loi_simple_commun import Table, Unit, status

CODES = ("AB", "AJ", "DI", "VA", "NU", "")
THRESHOLDS = (8, 10, 10, 10, 12, 14, 16, 18)
SESSIONS = (2021, 2022, 2023, 2024, 2025, 2026, 2026)


@dataclass(frozen=True)
class Drawn:
    """One candidate as plain values: the keyword arguments of a plain telling, but for its table and parameters."""

    notes: dict[str, str]
    controle: dict[str, str] = field(default_factory=dict)
    forme: str = "globale"
    session: int = 2026
    projet: str = ""


@dataclass(frozen=True)
class DrawnTitre:
    """One candidate for a titre professionnel: cells, session, origin, evidence, what the jury said of the title."""

    notes: dict[str, str]
    session_de: str
    origine: str
    pieces: frozenset[str]
    titre: str


def text(half: int) -> str:
    """A number of half points as one types it: ``25`` → ``12,5``."""
    return f"{half // 2},5" if half % 2 else str(half // 2)


def candidate(seed: int, table: Table, *, controle: bool = False, projet: bool = False, refused: bool = True) -> Drawn:
    """A candidate of the bac pro, CAP, BTS or BP.

    ``controle``: with orals, perhaps; the two of a bac pro are one a group, those of a BTS any two general units.
    ``refused``: with data that the law refuses, sometimes (too many optional units, low kept marks, wrong orals).
    """
    rng = Random(seed)
    marked = [unit for unit in table if not unit.optional]
    halves = _around_a_level(rng, marked)
    exact = rng.random() < 0.35
    if exact:
        _onto(rng, marked, halves, rng.choice(THRESHOLDS))
    professional = [unit for unit in marked if unit.professional]
    if professional and not exact and rng.random() < 0.5:
        _onto(rng, professional, halves, 10)
        if rng.random() < 0.5:
            _onto(rng, [unit for unit in marked if not unit.professional], halves, rng.choice((6, 8, 9, 10)))
    forme = rng.choice(("globale", "progressive"))
    session = rng.choice(SESSIONS)
    low_kept = forme == "progressive" or (refused and rng.random() < 0.05)
    notes = {unit.code: _cell(rng, halves[unit.code], session, low_kept) for unit in marked}
    alone = exact and rng.random() < 0.7
    if not alone:
        _codes(rng, marked, notes)
    offered = [unit for unit in table if unit.optional and not alone]
    many = len(offered) if refused and rng.random() < 0.1 else min(2, len(offered))
    for unit in rng.sample(offered, rng.randint(0, many)):
        kept = _cell(rng, rng.randint(0, 40), session, low_kept)
        notes[unit.code] = rng.choice(CODES) if rng.random() < 0.15 else kept
    return Drawn(
        notes,
        _orals(rng, table, notes, refused) if controle and rng.random() < 0.6 else {},
        forme,
        session,
        rng.choice(("", "AB", "NU", text(rng.randint(0, 40)), text(20))) if projet and not alone else "",
    )


def _around_a_level(rng: Random, units: list[Unit]) -> dict[str, int]:
    level, spread = rng.choice((16, 18, 19, 20, 20, 24, 28, 32, 36)), rng.choice((0, 1, 2, 6, 12))
    return {unit.code: max(0, min(40, level + rng.randint(-spread, spread))) for unit in units}


def _onto(rng: Random, units: list[Unit], halves: dict[str, int], threshold: int) -> None:
    """Move the marks of the units so that their weighted average is exactly the threshold, where that can be."""
    weights = {unit.code: unit.coefficient or Fraction(0) for unit in units}
    missing = sum((c * (2 * threshold - halves[code]) for code, c in weights.items()), Fraction(0))
    for code in rng.sample(list(weights), len(weights)):
        moved = max(-halves[code], min(40 - halves[code], round(missing / weights[code])))
        halves[code] += moved
        missing -= moved * weights[code]


def _cell(rng: Random, half: int, session: int, low_kept: bool) -> str:
    """A mark of the session, now and then a mark kept from one of the five sessions before."""
    if rng.random() < 0.9 or (half < 20 and not low_kept):
        return text(half)
    return f"B{text(half)}" + rng.choice(("", f"@{session - rng.randint(1, 5)}"))


def _codes(rng: Random, units: list[Unit], notes: dict[str, str]) -> None:
    """Codes in place of marks: in none, a few, all of the professional units, all of the units."""
    case = rng.random()
    if case < 0.35:
        return
    if case < 0.75:
        for unit in rng.sample(units, rng.choice((1, 1, 2, min(4, len(units))))):
            notes[unit.code] = rng.choice(CODES if rng.random() < 0.5 else ("DI", "VA", "AJ", "NU"))
    elif case < 0.9:
        for unit in units:
            if unit.professional:
                notes[unit.code] = rng.choice(("DI", "VA"))
    else:
        for unit in units:
            notes[unit.code] = rng.choice(("DI", "VA", "VA"))
        if rng.random() < 0.5:
            notes[rng.choice(units).code] = rng.choice(("AB", "AJ", "", "10", "9,5"))


def _orals(rng: Random, table: Table, notes: dict[str, str], refused: bool) -> dict[str, str]:
    wrong = refused and rng.random() < 0.08
    grouped = any(unit.group for unit in table)
    general = [u.code for u in table if not u.optional and (u.group if grouped else not u.professional)]
    chosen: list[str]
    if wrong:
        chosen = rng.sample(general, min(3, len(general)))
    elif grouped:
        chosen = [rng.choice([u.code for u in table if u.group == group]) for group in (1, 2)]
        chosen = chosen[: rng.choice((1, 2, 2))] if rng.random() < 0.8 else chosen[1:]
    else:
        chosen = rng.sample(general, rng.choice((1, 2, 2)))
    if not wrong:
        chosen = [code for code in chosen if status(notes[code]) not in ("DI", "VA", "NU")]
    words = [text(max(0, min(40, rng.choice((20, 22, 26, 30)) + rng.randint(-6, 8)))) for _ in chosen]
    if not wrong and rng.random() < 0.5:
        words = [rng.choice((word, "AB", "AJ")) for word in words]
    return dict(zip(chosen, words, strict=True))


def titre_professionnel(seed: int, table: Table) -> DrawnTitre:
    """A candidate for a titre professionnel on whom the jury has spoken, unless he is absent or the evidence lacks."""
    rng = Random(seed)
    codes = [unit.code for unit in table]
    session_de = rng.choice(("titre", "titre", "ccp"))
    notes = {code: rng.choice(("V@2024", "V@2025", "VA", "DI")) for code in codes if rng.random() < 0.3}
    presented = [code for code in codes if code not in notes]
    if presented and session_de == "ccp":
        presented = rng.sample(presented, rng.randint(1, len(presented)))
    notes |= {code: rng.choice(("V", "V", "NV")) for code in presented}
    if presented and rng.random() < 0.15:
        notes |= dict.fromkeys(presented, rng.choice(("AB", "AJ")))
    titre = ""
    if session_de == "titre" and not set(notes.values()) & {"NV", "AB", "AJ"}:
        titre = rng.choice(("V", "V", "NV")) if presented else rng.choice(("V", "NV", ""))
    pieces = [piece for piece in ("MSP", "DP", "ECF", "ENTRETIEN") if rng.random() < 0.93]
    return DrawnTitre(notes, session_de, rng.choice(("formation", "apprentissage", "vae")), frozenset(pieces), titre)


def certifier_rule(seed: int, table: Table) -> dict[str, Any] | None:
    """A certifier's own rule as data, or None: every block."""
    rng = Random(seed)
    required = [unit.code for unit in table if not unit.optional]
    if rng.random() < 0.2:
        return None
    rule: dict[str, Any] = {
        "kind": rng.choice(("moyenne", "blocs")),
        "seuil_bloc": rng.choice(("8", "9.5", "10", "10.25", "12")),
        "blocs_obligatoires": rng.sample(required, rng.choice((0, 0, 1, min(2, len(required))))),
    }
    if rng.random() < 0.4:
        rule["epreuve_finale"] = {"bloc": rng.choice(required), "seuil": rng.choice(("8", "10", "11.75", "12"))}
    if rule["kind"] == "moyenne":
        rule["seuil_moyenne"] = rng.choice(("10", "10.5", "12"))
        rule["coefficients"] = {code: rng.choice(("1", "2", "0.5", "3", "1.25")) for code in required}
    elif rng.random() < 0.5:
        rule["blocs_requis"] = str(rng.randint(1, len(required)))
    return rule


def blocks(seed: int, table: Table, rule: dict[str, Any] | None) -> Drawn:
    """A candidate of a certification by blocks; marks gather around the thresholds, to the hundredth, blocks held
    around the years that the rule gives, and some candidates stand exactly on the average asked."""
    rng = Random(seed)
    rule = rule or {}
    final = rule.get("epreuve_finale")
    asked = [str(rule.get(name, "10")) for name in ("seuil_bloc", "seuil_moyenne")] + (
        [final["seuil"]] if final else []
    )
    notes = {}
    for unit in table:
        draw = rng.random()
        if draw < 0.5 and not unit.optional:
            around = int(Fraction(rng.choice((*asked, "8", "12"))) * 100)
            notes[unit.code] = _written(around + rng.choice((-1, 0, 0, 0, 1, 50, -50, rng.randint(-800, 800))))
        elif draw < 0.6:
            notes[unit.code] = rng.choice(("AB", "AJ", ""))
        elif draw < 0.95:
            years = int(rule.get("duree_validite") or 3)
            held = (f"V@{2026 - years}", f"V@{2025 - years}", f"V@{2027 - years}")
            notes[unit.code] = rng.choice(("V", "V", *held, "VA", "DI"))
        else:
            notes[unit.code] = "NV"
    if rule.get("kind") == "moyenne" and rng.random() < 0.3:
        _onto_the_average(rng, [unit for unit in table if not unit.optional], notes, rule)
    return Drawn(notes)


def _onto_the_average(rng: Random, units: list[Unit], notes: dict[str, str], rule: dict[str, Any]) -> None:
    """Marks everywhere, the last such that the average is the one asked, or as near as hundredths allow."""
    *first, last = rng.sample(units, len(units))
    weights = {unit.code: Fraction(rule["coefficients"][unit.code]) for unit in units}
    target = Fraction(rule["seuil_moyenne"]) * sum(weights.values())
    for unit in first:
        mark = rng.randint(600, 1600)
        notes[unit.code] = _written(mark)
        target -= weights[unit.code] * Fraction(mark, 100)
    notes[last.code] = _written(max(0, min(2000, int(target / weights[last.code] * 100) + rng.choice((-1, 0, 0, 1)))))


def _written(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02d}"
