"""The law of the titre professionnel told plainly; written from the digest of the law alone.

It imports nothing of Lauréat. No mark, no average, no mention: the jury grants the title, or CCP one by one
(CE R338-5; arrêté of 22-12-2015).
"""

from collections.abc import Set
from dataclasses import replace

from support.loi_simple_commun import Cells, Plain, Table, status

HELD = ("V", "VA", "DI")
"""Granted, validated by VAE, or by an equivalence that the arrêté of the speciality writes."""
EVIDENCE = {"titre": ("MSP", "DP", "ENTRETIEN"), "ccp": ("MSP", "DP"), "ccs": ("MSP", "ENTRETIEN")}
"""What the jury must have before it: professional situation, file, and for the title the final interview; for a
complementary certificate (CCS), the situation and an interview."""


def plain(
    notes: Cells,
    table: Table,
    *,
    session_de: str = "titre",
    origine: str = "formation",
    pieces: Set[str] = frozenset({"MSP", "DP", "ECF", "ENTRETIEN"}),
    titre: str = "",
    absent: bool = False,
) -> Plain:
    """The outcome of one candidate, once the jury has spoken.

    - ``absent``: said absent from the whole session; a jury that judged such a one contradicts it.

    - ``notes``: per CCP, ``V`` granted by this jury, ``NV`` refused, ``V@2025`` held from an earlier session, ``VA``,
      ``DI`` (equivalence), ``AB`` or ``AJ`` (absent), or nothing.
    - ``session_de``: ``titre``, ``ccp`` or ``ccs``, which alone judges the complementary certificates of the table, its
      optional units, and no CCP. ``origine``: ``formation``, ``apprentissage`` or ``vae``.
    - ``pieces``: the evidence recorded. The results of ECF are due from ``formation`` only, in a session of the title.
    - ``titre``: what the jury said of the title: ``V``, ``NV`` or nothing. A session of CCP never gives the title.

    Words: ``absent`` (absent from all that was to be presented; from anything, in a session of the title),
    ``non_decidable`` (evidence incomplete), ``admis`` (title), ``partiel`` (some CCP held), ``ajourne`` (none),
    ``entretien_final_du`` (every CCP held, nothing said of the title, in a session of CCP or when every CCP was
    already held and the interview has not been sat), ``a_decider`` (the evidence is complete, the jury has yet to
    speak: nothing is proposed for it).

    Whoever holds every CCP already has only the final interview to sit (TP-EVAL-03): it alone is due. What a jury wrote
    of someone absent, or on incomplete evidence, grants nothing: only what was held before is attested.
    """
    judged_here = {unit.code for unit in table if unit.optional == (session_de == "ccs")}
    before_the_jury = {code for code, text in notes.items() if text in ("V", "NV", "AB", "AJ")}
    if before_the_jury - judged_here:
        return Plain("refuse", refusals=("TP-STRUCT-02",))
    judged = {code for code in before_the_jury if notes[code] in ("V", "NV")}
    if absent and (judged or titre == "V"):
        return Plain("refuse", refusals=("TP-ABS-01",))
    complements = {unit.code: notes.get(unit.code, "") for unit in table if unit.optional}
    if session_de == "ccs":
        return _of_complements(notes, table, complements, pieces, titre, absent)
    ccs = tuple(code for code, text in complements.items() if "@" in text or status(text) == "VA")
    told = _of_the_title(
        {unit.code: notes.get(unit.code, "") for unit in table if not unit.optional},
        *(session_de, origine, pieces, titre, absent),
    )
    return told if told.decision == "refuse" else replace(told, units=told.units + ccs)


def _of_complements(
    notes: Cells, table: Table, complements: Cells, pieces: Set[str], titre: str, absent: bool
) -> Plain:
    """A session of CCS: each is granted or not as a whole, and the title is not at stake."""
    if titre == "V":
        return Plain("refuse", refusals=("TP-STRUCT-03",))
    before = [unit.code for unit in table if "@" in notes.get(unit.code, "") or notes.get(unit.code) == "VA"]
    granted = [code for code, text in complements.items() if text == "V"]
    refused = [code for code, text in complements.items() if text == "NV"]
    missed = [code for code, text in complements.items() if text in ("AB", "AJ")]
    if absent or (missed and not granted + refused):
        return Plain("absent", units=tuple(before))
    if not set(EVIDENCE["ccs"]) <= pieces:
        return Plain("non_decidable", units=tuple(before))
    units = tuple(unit.code for unit in table if unit.code in (*before, *granted))
    if not granted + refused:
        return Plain("a_decider", units=units)
    if not granted:
        return Plain("ajourne", units=units)
    return Plain("partiel" if refused else "admis", units=units)


def _of_the_title(cells: Cells, session_de: str, origine: str, pieces: Set[str], titre: str, absent: bool) -> Plain:
    """A session of the title or of CCP, on the CCP alone."""
    earlier = {code for code, text in cells.items() if status(text) in ("VA", "DI") or "@" in text}
    presented = {code: status(text) for code, text in cells.items() if code not in earlier}
    held = tuple(code for code, text in cells.items() if status(text) in HELD)
    attested = tuple(code for code in held if status(cells[code]) != "DI")
    before = tuple(code for code in attested if code in earlier)
    absences = [word for word in presented.values() if word in ("AB", "AJ")]
    sat = [word for word in presented.values() if word in ("V", "NV")]
    if titre == "V" and (session_de == "ccp" or "NV" in presented.values() or absences):
        rule = "TP-STRUCT-03" if session_de == "ccp" else "TP-ABS-01" if absences else "TP-DIPLOMA-01"
        return Plain("refuse", refusals=(rule,))
    if absent or (absences and (session_de == "titre" or not sat)):
        return Plain("absent", units=before)
    if not presented and (session_de == "ccp" or (not titre and "ENTRETIEN" not in pieces)):
        return Plain("entretien_final_du", units=attested)
    if not _due(session_de, origine, interview_only=not presented) <= set(pieces):
        return Plain("non_decidable", units=before)
    if titre == "V":
        return Plain("admis", units=tuple(cells))
    if session_de == "ccp" and not sat:
        return Plain("a_decider", units=attested)
    if session_de == "titre" and ("" in presented.values() or (len(held) == len(cells) and not titre)):
        return Plain("a_decider", units=attested)
    if session_de == "ccp" and len(held) == len(cells):
        return Plain("entretien_final_du", units=attested)
    return Plain("partiel" if held else "ajourne", units=attested)


def _due(session_de: str, origine: str, *, interview_only: bool) -> set[str]:
    if session_de == "titre" and interview_only:
        return {"ENTRETIEN"}
    return set(EVIDENCE[session_de]) | ({"ECF"} if session_de == "titre" and origine == "formation" else set())
