"""The attestation de blocs de compétences: what a candidate not admitted has acquired all the same (CE D337-69)."""

import re
from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome, UnitResult
from laureat.documents import typography
from laureat.documents.context import Context, holder, holder_facts
from laureat.documents.typography import AsTyped
from laureat.vocabulary import UnitStatus

TITLE = "Attestation de blocs de compétences"

_LEVEL = re.compile(r"^comp[ée]tences? de niveau .+", re.IGNORECASE)


def content(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """What the attestation says: each block acquired, its competences, its level, how it was acquired."""
    paper = context.head("attestation", TITLE, candidate.numero)
    blocs = [_bloc(context, candidate, result) for result in outcome.units if result.unit.bloc in outcome.blocs]
    paper |= {
        "pied": AsTyped(f"candidat {candidate.numero}"),
        "titulaire": holder(candidate),
        "option": context.option(candidate),
        "phrase": _sentence(context, len(blocs)),
        "blocs": blocs,
        "portee": _scope(context),
        "signature": context.signature(),
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """The decision data attached: the blocks, without any mark."""
    return context.facts("attestation") | {
        "candidat": holder_facts(candidate),
        "blocs": [
            {
                "code": result.unit.bloc,
                "unite": result.unit.code,
                "intitule": _title(context, result),
                "competences": list(context.blocs.get(result.unit.bloc, {}).get("competences") or []),
                "origine": "vae" if result.cell.status is UnitStatus.VALIDE_VAE else "examen",
            }
            for result in outcome.units
            if result.unit.bloc in outcome.blocs
        ],
    }


def _sentence(context: Context, count: int) -> str:
    blocs = "le bloc de compétences suivant" if count == 1 else f"les {count} blocs de compétences suivants"
    return f"a acquis {blocs} :"


def _scope(context: Context) -> list[str]:
    if not context.is_bac_pro:
        return [
            "Cette attestation reconnaît l'acquisition des compétences constitutives des blocs énumérés. Elle ne vaut "
            "pas délivrance de la certification."
        ]
    return [
        "Cette attestation reconnaît l'acquisition des compétences constitutives des unités du diplôme ayant fait "
        "l'objet d'une note égale ou supérieure à 10 sur 20 ou d'une validation des acquis de l'expérience et donc des "
        "blocs correspondants (code de l'éducation, art. D337-69). Elle ne vaut pas délivrance du diplôme.",
        "Les notes correspondantes peuvent être conservées cinq ans ; au-delà, l'attestation permet de demander la "
        "dispense des unités tant qu'elles sont en vigueur (art. D337-71).",
    ]


def _title(context: Context, result: UnitResult) -> str:
    return result.unit.label or str(context.blocs.get(result.unit.bloc, {}).get("intitule", ""))


def _bloc(context: Context, candidate: Candidate, result: UnitResult) -> dict[str, Any]:
    bloc = context.blocs.get(result.unit.bloc, {})
    competences = [" ".join(str(c).split()) for c in bloc.get("competences") or []]
    levels = [c for c in competences if _LEVEL.match(c)]
    level = _level(bloc) or (levels[0] if levels else "")
    origin = "Validation des acquis de l'expérience" if result.cell.status is UnitStatus.VALIDE_VAE else ""
    return {
        "code": result.unit.bloc,
        "unite": result.unit.code.replace("_", " "),
        "intitule": str(bloc.get("intitule") or result.unit.label),
        "langue": _language(candidate, result),
        "niveau": level,
        "competences": [c for c in competences if c not in levels],
        "facultatif": not result.unit.mandatory,
        "origine": origin,
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
