"""The lists of a session: those that the jury and the candidates sign, those admitted, for display."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from laureat.documents import typography
from laureat.documents.context import PROVISIONAL, Context
from laureat.documents.seance_rows import Row, by_name, on_public_list
from laureat.documents.typography import AsTyped
from laureat.vocabulary import french

EMARGEMENT_JURY_TITLE = "Liste d'émargement du jury"
EMARGEMENT_TITLE = "Liste d'émargement des candidats"
RESULTATS_TITLE = "Liste des candidats admis"


def emargement_jury(context: Context) -> dict[str, Any]:
    """The sheet that the members of the jury sign."""
    title = EMARGEMENT_JURY_TITLE
    paper = context.head("emargement", title)
    paper |= {
        "pied": context.session,
        "lieu": _occasion("Délibération du jury", context.deliberation, context.infos["deliberation.lieu"]),
        "colonnes": ["Nom et prénom", "Fonction", "Qualité", "Présence", "Signature"],
        "largeurs": [3, 2, 3, 2, 4],
        "lignes": [
            [
                AsTyped(f"{line.nom} {line.prenom}".strip()),
                line.fonction,
                line.qualite,
                line.presence,
                "",
            ]
            for line in context.jury
        ],
        "total": typography.counted(len(context.jury), "membre"),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def emargement(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The sheet that the candidates of one establishment sign when their papers are handed over."""
    title = EMARGEMENT_TITLE
    where = _where(rows)
    paper = context.head("emargement", title)
    paper |= {
        "pied": AsTyped(where),
        "lieu": AsTyped(where),
        "colonnes": ["Numéro", "Nom", "Prénom", "Né(e) le", "Remis le", "Signature"],
        "largeurs": [2, 3, 3, 2, 2, 4],
        "lignes": [
            [AsTyped(r.numero), AsTyped(r.nom), AsTyped(r.prenom), r.date_naissance, "", ""] for r in by_name(rows)
        ],
        "total": typography.counted(len(rows), "candidat"),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def resultats(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The list to display in one establishment: those admitted, without mention nor mark; no withheld result, nor who
    opposes it.

    A birth date is shown where it alone tells homonyms apart.
    """
    title, releve = RESULTATS_TITLE, context.papiers.papiers.get("releve")
    shown = on_public_list(rows)
    names = Counter(french.sort_key(r.nom, r.prenom) for r in shown)
    where = _where(rows)
    provisional = [r for r in shown if r.provisional]
    received = f" ; chaque candidat reçoit son {french.uncapital(releve.titre)}" if releve else ""
    paper = context.head("resultats", title)
    paper |= {
        "pied": AsTyped(where),
        "lieu": AsTyped(where),
        "lignes": [
            [
                AsTyped(r.numero),
                AsTyped(r.nom),
                AsTyped(r.prenom),
                r.date_naissance if names[french.sort_key(r.nom, r.prenom)] > 1 else "",
                "résultat provisoire" if r.provisional else "",
            ]
            for r in shown
        ],
        "total": typography.counted(len(shown), "candidat admis", "candidats admis"),
        "note": f"Résultats arrêtés par le jury{f' le {context.deliberation}' if context.deliberation else ''}. Cette "
        f"liste ne vaut pas notification{received}.",
    }
    if provisional:
        paper["provisoire"] = PROVISIONAL
        paper["certitude"] = "Les résultats concernés portent la mention « résultat provisoire »."
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def list_facts(context: Context, kind: str, rows: Iterable[Row]) -> dict[str, Any]:
    """The data attached to a list: the numbers it shows, nothing more."""
    return context.facts(kind) | {"candidats": [row.numero for row in by_name(rows)]}


def _where(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    return " · ".join(part for part in (rows[0].etablissement, rows[0].uai) if part) or "Candidats sans établissement"


def _occasion(*parts: str) -> str:
    return " — ".join(part for part in parts if part)
