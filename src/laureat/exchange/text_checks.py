"""What is wrong, or doubtful, in the texts of a list: each check gives a problem and a warning, empty where none.

Only the texts that match a pattern are looked at one by one: the others hold nothing but plain letters.
"""

import re
from collections.abc import Callable

from laureat.exchange.tables import UNREADABLE
from laureat.people.names import name_doubt, name_problem, script_problem
from laureat.vocabulary.characters import SPOILT_SIGNS, repaired, unreadable

Check = Callable[[str], tuple[str, str]]

_SPOILT = rf"[Â-ô][^\x00-\x7FÀ-ÿ]|[√├][^\x00-\x7F]|Ã |{SPOILT_SIGNS}"
"""What UTF-8 read as another encoding begins with, a lead byte and no letter after it; what other encodings leave."""

_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_NAME = rf"[^{_LETTERS}'’ \-]|{_SPOILT}"
_PLACE = rf"[^{_LETTERS}0-9'’ (),./\-]|{_SPOILT}"
UNREADABLE_OR_SPOILT = f"{UNREADABLE}|{_SPOILT}"

_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)


def check_text(text: str) -> tuple[str, str]:
    """A text that papers or exchanges carry: unreadable characters are a problem."""
    repair = repaired(text)
    return unreadable(text), f"« {text} » semble mal décodé ; vouliez-vous « {repair} » ?" if repair else ""


def check_other(text: str) -> tuple[str, str]:
    """A column that nobody knows: told, never refused."""
    return "", next((told for told in check_text(text) if told), "")


def check_name(text: str) -> tuple[str, str]:
    """A name: as the civil status writes it."""
    problem, spoilt = check_text(text)
    return problem or ("" if spoilt else name_problem(text)), spoilt or name_doubt(text)


def check_place(text: str) -> tuple[str, str]:
    """A place or a country of birth: Latin letters, as the civil status writes them."""
    problem, spoilt = check_text(text)
    return problem or ("" if spoilt else script_problem(text)), spoilt


def check_number(text: str) -> tuple[str, str]:
    """The number of a candidate, or an INE."""
    if _POWER.fullmatch(text):
        told = "a été abrégé par le tableur : mettre la colonne au format Texte et retaper le numéro entier"
        return f"« {text} » {told}", ""
    return script_problem(text), ""


CHECKS: dict[str, tuple[str, Check]] = {
    **dict.fromkeys(("nom", "prenom", "nom_usage"), (_NAME, check_name)),
    **dict.fromkeys(("lieu_naissance", "pays_naissance"), (_PLACE, check_place)),
    **dict.fromkeys(("numero", "ine"), (r"[^A-Za-z0-9 \-/.]|[Ee]\+?[0-9]{2}$", check_number)),
}
"""By column: which texts are looked at, and how."""
