"""The law of the titre professionnel told plainly; written from the digest of the law alone.

It imports nothing of Lauréat. No mark, no average, no mention: the jury grants the title, or CCP one by one
(CE R338-5; arrêté of 22-12-2015).
"""

from collections.abc import Set

from support.loi_simple_commun import Cells, Plain, Table, status

HELD = ("V", "VA", "DI")
"""Granted, validated by VAE, or by an equivalence that the arrêté of the speciality writes."""
EVIDENCE = {"titre": ("MSP", "DP", "ENTRETIEN"), "ccp": ("MSP", "DP")}
"""What the jury must have before it: professional situation, file, and for the title the final interview."""


def plain(
    notes: Cells,
    table: Table,
    *,
    session_de: str = "titre",
    origine: str = "formation",
    pieces: Set[str] = frozenset({"MSP", "DP", "ECF", "ENTRETIEN"}),
    titre: str = "",
) -> Plain:
    """The outcome of one candidate, once the jury has spoken.

    - ``notes``: per CCP, ``V`` granted by this jury, ``NV`` refused, ``V@2025`` held from an earlier session, ``VA``,
      ``DI`` (equivalence), ``AB`` or ``AJ`` (absent), or nothing.
    - ``session_de``: ``titre`` or ``ccp``. ``origine``: ``formation``, ``apprentissage`` or ``vae``.
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
    cells = {unit.code: notes.get(unit.code, "") for unit in table}
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
    if absences and (session_de == "titre" or not sat):
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
