"""The attestation de blocs de compétences: what a candidate not admitted has acquired all the same."""

import re
from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.deliberation.held import Held, held
from laureat.deliberation.outcome import Candidate, Outcome, UnitResult
from laureat.documents import typography
from laureat.documents.context import Context
from laureat.documents.persons import holder, holder_facts, numbered
from laureat.documents.typography import AsTyped
from laureat.vocabulary import UnitStatus
from laureat.vocabulary.french import capital

_LEVEL = re.compile(r"^comp[ée]tences? de niveau .+", re.IGNORECASE)


def content(context: Context, told: Explanation) -> dict[str, Any]:
    """What the attestation says: each block acquired, its competences, its level, how it was acquired."""
    candidate, outcome = told.candidate, told.outcome
    mine = context.papiers.papiers["attestation"]
    blocs = [
        _bloc(context, candidate, outcome, result) for result in outcome.units if result.unit.bloc in outcome.blocs
    ]
    paper = context.head("attestation", mine.titre, numbered(candidate))
    paper |= {
        "pied": AsTyped(numbered(candidate)),
        "titulaire": holder(candidate),
        "option": context.option(candidate.option),
        "a_la_certification": context.papiers.a_la_certification,
        "visas": context.plain(mine.visas),
        "phrase": _sentence(context, len(blocs)),
        "tete_bloc": context.papiers.tete[0],
        "blocs": blocs,
        "portee": context.said(mine.texte),
        "signature": context.signature(),
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, told: Explanation) -> dict[str, Any]:
    """The decision data attached: the blocks, without any mark."""
    return context.facts("attestation") | {
        "candidat": holder_facts(told.candidate),
        "blocs": [
            {
                "code": result.unit.bloc,
                "unite": result.unit.code,
                "intitule": result.unit.label or str(context.blocs.get(result.unit.bloc, {}).get("intitule", "")),
                "competences": list(context.blocs.get(result.unit.bloc, {}).get("competences") or []),
                "origine": "vae" if result.cell.status is UnitStatus.VALIDE_VAE else "examen",
                **_since(_held(context, told.outcome, result)),
            }
            for result in told.outcome.units
            if result.unit.bloc in told.outcome.blocs
        ],
    }


def _sentence(context: Context, count: int) -> str:
    one, many = context.papiers.bloc
    return f"a acquis {f'le {one} suivant' if count == 1 else f'les {count} {many} suivants'} :"


def _held(context: Context, outcome: Outcome, result: UnitResult) -> Held | None:
    return held(outcome, result.unit.bloc, context.rules.session, context.rules.block_years)


def _since(known: Held | None) -> dict[str, Any]:
    """The session that gave a block and the last for which it holds, where another did, or where there is a limit."""
    if known is None or known.by_experience:
        return {}
    return {"session": known.session, **({"valable_jusqu_a": known.until} if known.until else {})}


def _bloc(context: Context, candidate: Candidate, outcome: Outcome, result: UnitResult) -> dict[str, Any]:
    bloc, unit = context.shown_blocs.get(result.unit.bloc, {}), result.unit
    competences = [" ".join(str(c).split()) for c in bloc.get("competences") or []]
    levels = [c for c in competences if _LEVEL.match(c)]
    level = _level(bloc) or (levels[0] if levels else "")
    registered = bool(context.rules.reglement.numero)
    by_units = registered and not context.rules.reglement.famille.par_blocs
    about = [
        f"{context.papiers.unite.un} {unit.code.replace('_', ' ')}" if by_units else "",
        "" if unit.mandatory else "facultative",
    ]
    known = _held(context, outcome, result)
    origin = known.text if known and not known.by_experience else ""
    if result.cell.status is UnitStatus.VALIDE_VAE:
        origin = "Validation des acquis de l'expérience"
    return {
        # Without a register number no block has a number of its own: the unit, or the CCP, names it.
        "code": unit.bloc if registered else unit.shown,
        "unite": ", ".join(filter(None, about)),
        "intitule": str(bloc.get("intitule") or unit.label),
        "langue": _language(candidate, result),
        "niveau": level,
        "competences": [c for c in competences if c not in levels],
        "origine": capital(origin),
    }


def _level(bloc: Any) -> str:
    if cecrl := bloc.get("niveau_cecrl"):
        return f"Niveau {cecrl} du CECRL"
    if eps := bloc.get("niveau_eps"):
        return f"Niveau {eps} du référentiel de compétences attendues en éducation physique et sportive"
    return ""


def _language(candidate: Candidate, result: UnitResult) -> str:
    title = result.unit.label.casefold()
    if "langue" not in title:
        return ""
    return AsTyped(candidate.identite.get("langue" if result.unit.mandatory else "langue_facultative", ""))
