"""Names, and identifiers of pupils and schools, in columns: what is doubtful in them.

A wrong one is a warning, never an error: the examination of a candidate does not hang on a typing slip.
"""

import re

import polars as pl

from laureat.people import NAME_ALONE, NAME_ALONE_REMEDY
from laureat.people.ine import CHECK_LETTERS, check_letter, ine_key, is_ine
from laureat.vocabulary.french import NO, parse_date

_LETTERS_FOR_FIGURES = str.maketrans("OIL", "011")
UAI = re.compile(r"\b(\d{7})([A-Za-z])\b")


def uai_warning(text: str) -> str:
    """What is wrong with a UAI; empty when nothing is."""
    text = text.strip()
    if text and not UAI.fullmatch(text):
        return f"UAI {text} inconnu : attendu sept chiffres et une lettre"
    return embedded_uai_warning(text)


def embedded_uai_warning(text: str) -> str:
    """What is wrong with the UAI that stands in the name of an establishment; empty when nothing is, or none stands."""
    for digits, letter in UAI.findall(text):
        if letter.upper() != (right := check_letter(digits)):
            return f"UAI {digits}{letter} : la lettre de contrôle devrait être {right}"
    return ""


YOUNGEST, OLDEST = 12, 90
"""Years of the candidates whose birth date is not a slip of the keyboard, or an empty cell that a spreadsheet dates."""


def birth_warning(text: str, session: int) -> str:
    """What is doubtful in a birth date that may be read; empty when nothing is."""
    try:
        age = session - parse_date(text).year if text.strip() else OLDEST
    except ValueError:
        return ""
    return "" if YOUNGEST <= age <= OLDEST else f"né le {text.strip()}, soit {age} ans en {session} : à vérifier"


def name_warnings(texts: pl.DataFrame, codes: pl.DataFrame) -> list[pl.Series]:
    """For each person with one name out of two, that the other lacks; nothing where it is said that there is none."""
    if not {"nom", "prenom"} <= {*texts.columns}:
        return []
    nom, prenom = texts["nom"] == "", texts["prenom"] == ""
    if not (alone := nom ^ prenom).any():
        return []
    if NAME_ALONE in codes.columns:
        alone &= codes[NAME_ALONE].cast(pl.String).fill_null("").str.strip_chars().is_in(["", *NO])
    told = (
        pl.when(alone & prenom)
        .then(pl.lit("le prénom manque" + NAME_ALONE_REMEDY))
        .when(alone & nom)
        .then(pl.lit("le nom manque" + NAME_ALONE_REMEDY))
        .otherwise(pl.lit(""))
    )
    return [pl.select(told.alias("nom")).to_series()]


def ine_warnings(ine: pl.Series) -> pl.Series:
    """For each INE, what is wrong with it; empty when nothing is, or none stands."""
    upper = ine.str.to_uppercase()
    letters = pl.Series(list(CHECK_LETTERS))
    bea = upper.str.contains(r"^\d{10}[A-Z]$")
    digits = upper.str.head(10).cast(pl.Int64, strict=False).fill_null(0)
    fits = letters.gather((digits % len(CHECK_LETTERS)).abs()) == upper.str.tail(1)
    fine = upper.str.contains(r"^(\d{9}[A-Z]{2}|\d{4}A\d{5}[A-Z])?$") | (bea & fits)
    if fine.all():
        return pl.repeat("", ine.len(), dtype=pl.String, eager=True)
    doubtful = ine.zip_with(~fine, pl.repeat("", ine.len(), dtype=pl.String, eager=True))
    told = [
        f"INE {text} inconnu : vérifier ses onze caractères{_meant(text)}" if text and not is_ine(text) else ""
        for text in doubtful
    ]
    return pl.Series(told, dtype=pl.String)


def _meant(text: str) -> str:
    """The INE that was meant where letters stand for figures, « O » for « 0 »."""
    key = ine_key(text)
    tried = (f"{key[:many].translate(_LETTERS_FOR_FIGURES)}{key[many:]}" for many in (9, 10))
    meant = next((one for one in tried if is_ine(one)), "")
    return f" ; vouliez-vous {meant}, avec des chiffres à la place de lettres ?" if meant else ""
