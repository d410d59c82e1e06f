"""What the author of a refused cell may have meant: « ABS » → ``AB``, « 12/20 » → ``12``, « 12-mai » → ``12,5``.

A hint is only shown: nothing is read that was not written. It is given only where the cell that it proposes would be
accepted.
"""

import datetime
import re
from collections.abc import Callable, Iterator

from laureat.vocabulary.french import folded, without_variants

_WORDS = {
    "AB": ("abs", "abst", "absent", "absente", "absence", "abi", "absnj", "absentnonjustifie", "absentinjustifie"),
    "AJ": ("absj", "absjust", "abj", "absentjustifie", "absentejustifiee", "absencejustifiee", "justifie", "excuse"),
    "DI": ("disp", "dsp", "dispense", "dispensee", "exempt", "exempte", "exemptee", "exo"),
    "VA": ("vae", "valideparvae", "valideevae"),
    "NU": ("nul", "nulle", "annule", "annulee", "fraude", "annulation"),
    "V": ("valide", "validee", "acquis", "acquise", "ac", "acq", "ok", "oui"),
    "NV": ("nonvalide", "nonvalidee", "nonacquis", "nonacquise", "na", "nacq", "non"),
}
_MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")
_OUT_OF = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?/(10|20|40|100)")
_DAY_MONTH = re.compile(r"([0-9]{1,2})[-/. ]([a-z]{3,9})[-/. ]?(?:[0-9]{2,4})?")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})[-/. ]([0-9]{2,4})")
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2,4})(?: .*)?|([0-9]{4})-([0-9]{2})-([0-9]{2})")
_POWER = re.compile(r"([0-9])(?:[.,]([0-9]+))?e\+?([01])", re.IGNORECASE)
_SERIAL = re.compile(r"[3-6][0-9]{4}")
_FIRST_DAY = datetime.date(1899, 12, 30)
"""The day 0 of spreadsheets: a date shown as a number is the days since then (30000 to 69999: 1982 to 2091)."""

_SHORT_YEAR = re.compile(r"(.*@)([0-9]{2})")
_DATE_SAID = "le tableur a changé la saisie en date"


def hint(text: str, accepts: Callable[[str], bool]) -> str:
    """`` ; vouliez-vous AB ?``, with what the spreadsheet did where it did something; empty where nothing comes close.

    ``accepts`` says whether a cell would be read.
    """
    plain = folded(text).strip()
    if plain in ("-", "–", "—", "/", "."):
        return " ; pour une note qui n'est pas encore saisie, laisser la cellule vide"
    if plain.startswith("#"):
        return " ; c'est une erreur de calcul du tableur : remplacer la formule par sa valeur"
    if plain == "b":
        return " ; écrire la note conservée après B (B12,5)" if accepts("B12,5") else ""
    said = f" ; {_DATE_SAID}" if _is_date(plain) else ""
    proposed = next((cell for cell in _proposals(text, plain) if accepts(cell)), "")
    return f"{said} ; vouliez-vous {proposed} ?" if proposed else said


def _proposals(text: str, plain: str) -> Iterator[str]:
    letters = "".join(c for c in plain if c.isalpha())
    bare = "".join(without_variants(text).split())
    if not any(c.isdigit() for c in plain):
        yield letters.upper()
        yield from (code for code, words in _WORDS.items() if letters in words)
        if letters == "o":
            yield "0"
    if found := _OUT_OF.fullmatch(bare):
        tenths, rest = divmod((int(found[1]) * 10 + int(found[2] or 0)) * 20, int(found[3]))
        yield "" if rest else _decimal(tenths)
    if found := _POWER.fullmatch(bare):
        digits = (found[1] + (found[2] or "").ljust(int(found[3]), "0"), 1 + int(found[3]))
        yield f"{digits[0][: digits[1]]},{digits[0][digits[1] :]}".rstrip(",")
    if found := _SHORT_YEAR.fullmatch(bare):
        yield f"{found[1]}20{found[2]}"
    yield from _from_date(plain)
    yield bare
    yield bare.lstrip("='").rstrip("*")
    yield re.sub(r"[;:'’]", ",", bare)
    yield re.sub(r"(?i)(points?|pts?|/)$", "", bare)


def _decimal(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}".removesuffix(",0")


def _month(word: str) -> int:
    return next((rank for rank, start in enumerate(_MONTHS, start=1) if word.startswith(start)), 0)


def _is_date(plain: str) -> bool:
    return any(True for _ in _from_date(plain)) or _DATE.fullmatch(plain) is not None


def _from_date(plain: str) -> Iterator[str]:
    """« 12/5 » typed became the 12th of May, « 12/20 » became December 2020."""
    if (found := _DAY_MONTH.fullmatch(plain)) and (month := _month(found[2])):
        yield f"{int(found[1])},{month}"
    elif (found := _MONTH_YEAR.fullmatch(plain)) and (month := _month(found[1])):
        yield f"{month}"
    elif _SERIAL.fullmatch(plain):
        day_said = _FIRST_DAY + datetime.timedelta(days=int(plain))
        yield f"{day_said.day},{day_said.month}"
    elif found := _DATE.fullmatch(plain):
        day, month, year = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[:2:-1]))
        yield f"{month}" if day == 1 and year % 100 == 20 else f"{day},{month}"
