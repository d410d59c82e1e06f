"""The minutes of a sitting of a VAE jury: no mark, a decision on each unit, with its motive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from laureat.documents import typography
from laureat.documents.context import Context
from laureat.documents.seance import proces_verbal_facts, sat
from laureat.documents.typography import AsTyped
from laureat.documents.vouched import Approval, annex, annex_facts

VAE_TITLE = "Procès-verbal du jury de VAE"


@dataclass(frozen=True, slots=True)
class VaeRow:
    """One candidate of a sitting of a VAE jury."""

    numero: str
    nom: str
    prenom: str
    date_naissance: str
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
    paper |= {
        "approbations": annex(content, approvals) if approvals else None,
        "pied": "",
        "session": "",
        "tete_unite": context.papiers.unite,
        "effectifs": [
            ["Candidats", str(len(rows))],
            ["Unités validées", str(validated)],
            ["Unités non validées", str(refused)],
        ],
        "dossiers": [
            {
                "nom": AsTyped(f"{row.nom} {row.prenom}".strip()),
                "precisions": f", né(e) le {row.date_naissance}, dossier {row.numero}"
                if row.date_naissance
                else f", dossier {row.numero}",
                "unites": [
                    [unit, "validée" if validated else "non validée", motive] for unit, validated, motive in row.unites
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
