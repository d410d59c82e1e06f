"""Letters to hand over or to post: one page each, in one file to print. Their links are on paper alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from laureat.documents.infos import Infos
from laureat.documents.typeset import Typesetter, logo_svg
from laureat.vocabulary.french import long_date


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says: to whom, then what stands before and after the link."""

    name: str
    lines: tuple[str, ...]
    """What tells the person apart, under the name: a birth date, a number, a school."""
    subject: str
    before: tuple[str, ...]
    link: str
    after: tuple[str, ...] = ()


def print_letters(letters: Sequence[Letter], infos: Infos, issued: date) -> bytes:
    """All the letters as one PDF, in their order. ``infos``: who writes (académie, certifier, service, place, logo)."""
    place = infos["lieu"]
    day = long_date(issued)
    common = {
        "genre": "lettre",
        "auteur": infos["autorite"] or infos["academie"],
        "description": "Lettres",
        "date": issued.isoformat(),
        "academie": infos["academie"],
        "certificateur": infos["certificateur"] or infos["autorite"],
        "service": [infos["service.nom"], infos["service.adresse"], infos["service.courriel"]],
        "logo_texte": infos["logo_texte"],
        "lieu_et_date": f"{place}, le {day}" if place else f"Le {day}",
    }
    papers = [
        {
            **common,
            "titre": one.subject,
            "destinataire": {"nom": one.name, "lignes": list(one.lines)},
            "paragraphes": list(one.before),
            "lien": one.link,
            "apres": list(one.after),
        }
        for one in letters
    ]
    return Typesetter(logo_svg(infos)).print_file(papers, issued)
