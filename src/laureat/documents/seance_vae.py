"""The minutes of a sitting of a VAE jury: no mark, a decision on each unit, with its motive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from laureat.documents import typography
from laureat.documents.context import Context
from laureat.documents.seance import proces_verbal_facts, sat
from laureat.documents.typography import AsTyped
from laureat.documents.vouched import Approval, annex, annex_facts
from laureat.vocabulary.french import capital

VAE_TITLE = "Procès-verbal du jury de VAE"


@dataclass(frozen=True, slots=True)
class VaeRow:
    """One candidate of a sitting of a VAE jury."""

    numero: str
    nom: str
    prenom: str
    naissance: str
    """« née le 14/03/1998 »; empty where it is not known."""
    unites: tuple[tuple[str, bool, str], ...]
    """Each unit in words, whether it is validated, and why."""


def proces_verbal_vae(
    context: Context, rows: Sequence[VaeRow], content: str = "", approvals: Sequence[Approval] = ()
) -> dict[str, Any]:
    """The minutes of a sitting of a VAE jury: who sat, what was decided of each unit and why, who approved.

    ``content``: the hash that was approved.
    """
    paper = context.head("proces_verbal_vae", VAE_TITLE) | sat(context, ())
    validated = sum(validated for row in rows for _unit, validated, _motive in row.unites)
    refused = sum(not validated for row in rows for _unit, validated, _motive in row.unites)
    unite = context.papiers.unite
    counted = f"{capital(unite.plusieurs)} {{}}{unite.accord('validé', pluriel=True)}"
    paper |= {
        "approbations": annex(content, approvals) if approvals else None,
        "pied": "",
        "session": "",
        "tete_unite": unite.tete,
        "effectifs": [
            ["Candidats", str(len(rows))],
            [counted.format(""), str(validated)],
            [counted.format("non "), str(refused)],
        ],
        "dossiers": [
            {
                "nom": AsTyped(f"{row.nom} {row.prenom}".strip()),
                "precisions": "".join(f", {part}" for part in (row.naissance, f"dossier {row.numero}") if part),
                "unites": [
                    [unit, f"{'' if validated else 'non '}{unite.accord('validé')}", motive]
                    for unit, validated, motive in row.unites
                ],
            }
            for row in rows
        ],
        "cloture": [
            {"texte": "Le jury, après en avoir délibéré, arrête les décisions ci-dessus.", "article": ""},
        ],
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def proces_verbal_vae_facts(
    context: Context, rows: Sequence[VaeRow], content: str = "", approvals: Sequence[Approval] = ()
) -> dict[str, Any]:
    """The decision data attached to the minutes of a VAE jury."""
    whole = proces_verbal_facts(context, ())
    return {name: value for name, value in whole.items() if name not in ("decisions", "parametres")} | {
        "papier": "proces_verbal_vae",
        **({"empreinte_pv": content, "approbations": annex_facts(approvals)} if approvals else {}),
        "decisions": [
            {
                "numero": row.numero,
                "unites": [
                    {"unite": unit, "validee": validated, "motif": motive} for unit, validated, motive in row.unites
                ],
            }
            for row in rows
        ],
    }
