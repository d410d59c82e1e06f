"""Register sheets brought into the house."""

from pathlib import Path

from laureat.reglements import charger
from laureat.web.exam_sessions.models import Certification


def read_sheet(path: Path, reglement: str) -> Certification:
    """Read a printed sheet or an export, and keep it whole. Raises InvalidInput."""
    from laureat.register import read_fiches

    charger(reglement)  # refuses an unknown règlement before anything is kept
    fiche = next(iter(read_fiches(path)))
    fields = {"title": fiche.intitule, "reglement": reglement, "sheet": fiche.to_json()}
    certification, _created = Certification.objects.update_or_create(numero=fiche.numero, defaults=fields)
    return certification
