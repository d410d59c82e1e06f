"""Dates, SIRET, options and sessions, as the register writes them; shared by the two readers."""

import re
from collections.abc import Iterable
from functools import lru_cache

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number

from laureat.register.parts import Anomalie, TexteOfficiel
from laureat.vocabulary.french import fold, parse_date, yes_no

_SESSION = re.compile(r"premiere session(?: d'examen)?\s*:?\s*(?:en )?(\d{4})")
_OPTION = re.compile(r"\boptions?\b\s*(?:[A-Z]\b\s*)?[:«\"]?\s*(?P<label>[^,;:»\"()]+)", re.IGNORECASE)
_QUOTED = re.compile(r"«([^»]*)»|\"([^\"]*)\"")

_LA_POSTE = "356000000"
"""Its establishments have a key of their own."""
_PLAIN = bytes((digit - 48) % 256 for digit in range(256))
_DOUBLED = bytes(sum(divmod(max(digit - 48, 0) % 10 * 2, 10)) for digit in range(256))
"""What a digit adds to a sum of Luhn, left alone or doubled."""


class Reading:
    """What a reader finds wrong while it reads one sheet."""

    def __init__(self) -> None:
        self.anomalies: list[Anomalie] = []

    def date(self, text: str | None, champ: str) -> str | None:
        """The date in ISO 8601; a text that is no date is told and gives nothing."""
        if text is None or not text or text == "-":
            return None
        found = iso_date(text)
        if found is None:
            self.anomalies.append(Anomalie(champ, text, "la date n'existe pas ou n'est pas de la forme JJ/MM/AAAA"))
        return found

    def siret(self, text: str | None, champ: str) -> tuple[str | None, bool | None]:
        """The SIRET as digits and whether it is valid; a bad one is kept as written, and told."""
        if text is None or not text or text == "-":
            return None, None
        number, valid = check_siret(text)
        if not valid:
            self.anomalies.append(Anomalie(champ, text, "le SIRET n'a pas 14 chiffres ou sa clé est fausse"))
        return number, valid

    def integer(self, text: str | None, champ: str) -> int | None:
        """A whole number; anything else is told and gives nothing."""
        if text is None or not text or text == "-":
            return None
        digits = text.replace(" ", "").replace("\xa0", "").removesuffix("%")
        if digits.isascii() and digits.isdigit():
            return int(digits)
        self.anomalies.append(Anomalie(champ, text, "un nombre entier est attendu"))
        return None

    def yes(self, text: str | None, champ: str) -> bool | None:
        """``Oui`` or ``Non``; anything else is told and gives nothing."""
        if text is None or not text:
            return None
        try:
            return yes_no(text)
        except ValueError:
            self.anomalies.append(Anomalie(champ, text, "« Oui » ou « Non » est attendu"))
            return None


@lru_cache(maxsize=8192)
def iso_date(text: str) -> str | None:
    """``31/12/2025``, ``31-12-2025`` or ``2025-12-31`` in ISO 8601; None when the text is no date of the calendar."""
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def check_siret(text: str) -> tuple[str, bool]:
    """The number without its spaces (the export's CSV puts a tab before it), and whether it is a SIRET."""
    number = text.strip()
    if len(number) == 14 and number.isascii() and number.isdigit() and not number.startswith(_LA_POSTE):
        digits = number.encode()
        siret = sum(digits[::2].translate(_DOUBLED)) + sum(digits[1::2].translate(_PLAIN))
        siren = sum(digits[:9:2].translate(_PLAIN)) + sum(digits[1:9:2].translate(_DOUBLED))
        return number, not (siret % 10 or siren % 10)
    try:
        return siret_number.validate(text.strip()), True
    except ValidationError:
        return text.strip(), False


def options_of(intitule: str, creation: Iterable[TexteOfficiel]) -> tuple[str, ...]:
    """The options of the diploma, from its title or from the title of the order that created it."""
    quoted = ["".join(match) for texte in creation for match in _QUOTED.findall(texte.titre)]
    for text in (intitule, *quoted):
        found = tuple(dict.fromkeys(" ".join(match["label"].split()) for match in _OPTION.finditer(text)))
        if found:
            return found
    return ()


def first_session(textes: Iterable[TexteOfficiel]) -> int | None:
    """The year of the first session, where an official text gives it."""
    return next((int(match[1]) for texte in textes if (match := _SESSION.search(fold(texte.titre)))), None)
