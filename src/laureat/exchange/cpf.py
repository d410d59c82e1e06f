"""What a declaration to the SI-CPF says: values, in the words of its format (version 1.1.2), and what each may hold.

The files that carry them are written by ``cpf_xml``; where they come from is in ``cpf_passages``. The checks are at
least as strict as the published schema, which lets through days that do not exist.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from laureat.people import name_problem, script_problem
from laureat.vocabulary import Mention, VoieAcces
from laureat.vocabulary.french import parse_date, plural, short_date

VERSION = "1.1.2"
"""The version of the format that is written."""

MENTIONS: Mapping[Mention, str] = {
    Mention.SANS: "SANS_MENTION",
    Mention.AB: "MENTION_ASSEZ_BIEN",
    Mention.B: "MENTION_BIEN",
    Mention.TB: "MENTION_TRES_BIEN",
    Mention.TBF: "MENTION_TRES_BIEN_AVEC_FELICITATIONS_DU_JURY",
}
MODALITES: Mapping[VoieAcces, str] = {
    VoieAcces.FI: "FORMATION_INITIALE_HORS_APPRENTISSAGE",
    VoieAcces.CA: "FORMATION_INITIALE_APPRENTISSAGE",
    VoieAcces.FC: "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION",
    VoieAcces.CQ: "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION",
    VoieAcces.CL: "CANDIDAT_LIBRE",
    VoieAcces.VAE: "VAE",
}
"""How the receiver calls the six access routes of a register sheet."""


@dataclass(frozen=True, slots=True)
class Titulaire:
    """Who holds the certification; an empty text, or None, is what nobody knows."""

    nom: str
    """Of birth."""
    prenoms: tuple[str, ...]
    """From one to three, in the order of the civil status."""
    sexe: str
    annee: int
    mois: int | None
    jour: int | None
    nom_usage: str = ""
    code_commune: str = ""
    """Of the official geographic code; 99 and three digits: a country."""
    code_postal: str = ""
    commune: str = ""
    pays: str = ""

    @property
    def code_pays(self) -> str:
        """The code of the country of someone born abroad; empty elsewhere."""
        return self.code_commune[2:] if self.code_commune.startswith(ABROAD) else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One certification obtained by one person."""

    identifiant: str
    """Stable for life: sent twice, it is the same passage."""
    debut: date
    """From when it is valid: the day of the award."""
    fin: date | None
    """None: for ever."""
    mention: str
    """Empty where the certification has none."""
    modalite: str
    """Empty where nobody knows it."""
    option: str
    titulaire: Titulaire


@dataclass(frozen=True, slots=True)
class Certification:
    """Who declares what: the head of a file."""

    client: str
    contrat: str
    numero: str
    """Of the register sheet: ``RNCP35697``."""
    emetteur: str = ""
    """Whoever deposits, where it is not the certifier."""

    @property
    def repertoire(self) -> str:
        """``RNCP`` or ``RS``."""
        return self.numero.rstrip("0123456789")


ABROAD = "99"
LONGEST = {"nom": 60, "nom_usage": 60, "prenom": 60, "lieu_naissance": 60, "pays_naissance": 60}
"""How many characters each column may hold; of first names, each."""
OPTION, IDENTIFIER = 255, 255
FIRST_NAMES = 3
EARLIEST = 1900
"""The year before which nobody is born."""
_ILLEGAL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold, and line breaks."""
_COMMUNE = re.compile(r"(?:0[1-9]|[13-8][0-9]|2[AB1-9]|9[0-578])[0-9]{3}|99[1-9][0-9]{2}")
FRANCE = "99100"
_POSTAL = re.compile(r"[0-9A-Z](?:[0-9A-Z -]{0,7}[0-9A-Z])?")
_BIRTH = re.compile(r"(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?([0-9]{4})")
_SHEET = re.compile(r"(?:RNCP|RS)[0-9]{1,6}")
_SETTINGS = {
    "client": (re.compile(r"[0-9A-Za-z]{8}"), "huit chiffres ou lettres sont attendus (12ABC345)"),
    "emetteur": (re.compile(r"[0-9A-Za-z]{8}"), "huit chiffres ou lettres sont attendus (12ABC345)"),
    "contrat": (re.compile(r"[0-9A-Za-z_-]{1,20}"), "vingt chiffres ou lettres au plus sont attendus (MCFCER000123)"),
    "lot": (re.compile(r"[0-9A-Za-z_-]{1,40}"), "quarante chiffres ou lettres au plus sont attendus (mars)"),
}


def setting_fault(name: str, text: str) -> str:
    """What is wrong with a setting of whoever declares; empty where nothing is."""
    pattern, expected = _SETTINGS[name]
    return "" if pattern.fullmatch(text) else f"« {text} » : {expected}"


def sheet_fault(numero: str) -> str:
    """What is wrong with the number of a register sheet."""
    told = f"« {numero} »" if numero else "rien n'est dit"
    expected = "un numéro de fiche (RNCP35697, RS5616) est attendu ; délibérer avec --fiche"
    return "" if _SHEET.fullmatch(numero) else f"{told} : {expected}"


def text_fault(column: str, text: str) -> str:
    """What is wrong with a name or a place, or with one of several first names."""
    named = column in ("nom", "nom_usage", "prenom")
    return (name_problem if named else script_problem)(text) or size_fault(text, LONGEST[column])


def size_fault(text: str, longest: int) -> str:
    """What is wrong with any text that a file carries."""
    if found := _ILLEGAL.search(text):
        return f"le caractère U+{ord(found[0]):04X} ne peut figurer dans une déclaration : l'effacer"
    if len(text) > longest:
        came = f"« {text} » a {plural(len(text), 'caractère')}"
        return f"{came}, la déclaration en admet {longest} : dire dans les compléments comment l'écrire"
    return ""


def commune_fault(text: str) -> str:
    """What is wrong with the code of a commune, or of a country."""
    if not text or (_COMMUNE.fullmatch(text) and text != FRANCE):
        return ""
    if text == FRANCE:
        return f"« {text} » est la France : le code de la commune est attendu"
    lost = " ; le tableur a effacé le zéro : mettre la colonne au format Texte" if re.fullmatch(r"\d{4}", text) else ""
    corsica = " ; la Corse s'écrit 2A ou 2B" if re.fullmatch(r"20\d{3}", text) else ""
    expected = "un code officiel de commune (69383, 2A004), ou 99 et trois chiffres pour un pays (99109), est attendu"
    return f"« {text} » : {expected}{lost}{corsica}"


def postal_fault(text: str) -> str:
    """What is wrong with a postal code."""
    return "" if not text or _POSTAL.fullmatch(text) else f"« {text} » : neuf chiffres ou lettres au plus sont attendus"


def first_names(text: str) -> tuple[str, ...]:
    """The first three: between commas where there are some, else between spaces."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(filter(None, (" ".join(part.split()) for part in parts)))[:FIRST_NAMES]


def birth(text: str, until: date) -> tuple[int, int | None, int | None]:
    """Year, month and day of birth, of ``14/03/2008``; what nobody knows is 00: ``00/00/1990``, ``00/05/1990``.

    Raises ValueError in French for a day that does not exist, or that follows ``until``.
    """
    found = _BIRTH.fullmatch(text)
    if found is None:
        day = parse_date(text)
        jour, mois, annee = day.day, day.month, day.year
    else:
        jour, mois, annee = (int(part or 0) for part in found.groups())
    if jour and not mois:
        raise ValueError(f"« {text} » donne le jour sans le mois ; attendu : 14/03/2008, 00/03/2008 ou 00/00/2008")
    if mois > 12:
        raise ValueError(f"« {text} » : il n'y a pas de mois {mois}")
    first = parse_date(f"{jour or 1}/{mois or 1}/{annee}")
    if annee < EARLIEST or first > until:
        raise ValueError(f"« {text} » : une naissance entre {EARLIEST} et le {short_date(until)} est attendue")
    return annee, mois or None, jour or None


def moment_text(at: datetime) -> str:
    """A moment as the format wants it: the offset in figures, no fraction. Raises ValueError where it has none."""
    if at.utcoffset() is None:
        raise ValueError("un horodatage dit son décalage")
    return at.isoformat(timespec="seconds")
