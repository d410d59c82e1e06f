"""Names as the French civil status writes them: Latin letters with their marks, apostrophes, hyphens, spaces.

Another script is an error: the civil status has a Latin spelling, and that one is asked for. A digit or a point is only
doubtful: it is told, and a person looks. Characters that nobody can see are refused as everywhere else
(``vocabulary.characters``).
"""

import unicodedata
from collections.abc import Mapping

from laureat.vocabulary.characters import LINE_BREAKS, code_point, unreadable
from laureat.vocabulary.french import OUI, composed, without_variants, words

NAMES = ("nom", "prenom")
NAME_ALONE = "nom_seul"
"""Says (« oui ») of someone that the civil status gives one name and no other, whichever of the two it is called."""
APOSTROPHES = "'’ʼʻ"
HYPHENS = "-‐‑"
NAME_ALONE_REMEDY = " (si l'état civil n'en donne pas, le dire : « oui » à « nom seul »)"
_SCRIPTS = {
    "CYRILLIC": "cyrillique",
    "GREEK": "grecque",
    "ARABIC": "arabe",
    "HEBREW": "hébraïque",
    "CJK": "chinoise",
    "HIRAGANA": "japonaise",
    "KATAKANA": "japonaise",
    "HANGUL": "coréenne",
    "ARMENIAN": "arménienne",
    "GEORGIAN": "géorgienne",
    "DEVANAGARI": "devanagari",
    "TAMIL": "tamoule",
    "THAI": "thaïe",
    "ETHIOPIC": "éthiopienne",
    "TIFINAGH": "tifinagh",
}


def lacking_names(who: Mapping[str, str]) -> dict[str, str]:
    """The names that an identity lacks, each with what may be done, in French; none where it is said to have one."""
    lacking = [name for name in NAMES if not who.get(name, "").strip()]
    if len(lacking) != 1:
        return dict.fromkeys(lacking, "")
    return {} if who.get(NAME_ALONE) == OUI else {lacking[0]: NAME_ALONE_REMEDY}


def name_problem(text: str) -> str:
    """What forbids this name, in French; empty where nothing does."""
    text = composed(text)
    if told := script_problem(text):
        return told
    symbol = next((c for c in text if unicodedata.category(c).startswith("S")), None)
    if symbol is None:
        return ""
    if symbol in "`´":
        return f"« {text} » : « {symbol} » est un accent seul ; vouliez-vous l'apostrophe « ' » ?"
    return f"« {text} » : le signe « {symbol} » ({code_point(symbol)}) n'entre pas dans un nom ; l'effacer"


def name_doubt(text: str) -> str:
    """What looks wrong in this name without forbidding it (a digit, a point); empty where nothing does."""
    odd = next(
        (c for c in text if unicodedata.category(c)[0] in "NP" and c not in APOSTROPHES and c not in HYPHENS), None
    )
    if odd is None:
        return ""
    return (
        f"« {text} » : « {odd} » n'entre pas d'ordinaire dans un nom (lettres, apostrophes, tirets, espaces) ; vérifier"
    )


def script_problem(text: str) -> str:
    """What is wrong with the characters of a name or a place: unreadable, or letters that are not Latin; else empty."""
    text = composed(text)
    if told := unreadable(text):
        return told
    if broken := next((c for c in text if c in LINE_BREAKS), ""):
        return f"« {' '.join(text.split())} » contient {LINE_BREAKS[broken]} ({code_point(broken)}) : l'effacer"
    before = ""
    for character in text:
        foreign = unicodedata.category(character)[0] in "LM" and not _is_latin(character, before)
        if foreign:
            return _foreign(text, character)
        before = character
    return ""


def _is_latin(character: str, before: str) -> bool:
    if character in APOSTROPHES or character in "ªº":
        return True
    name = unicodedata.name(character, "")
    if name.startswith("COMBINING "):
        return before.isalpha() or unicodedata.combining(before or " ") > 0
    return name.startswith("LATIN ") and without_variants(character) == character


def _foreign(text: str, character: str) -> str:
    plain = without_variants(text)
    if plain != text and not script_problem(plain):
        return f"« {text} » emploie {code_point(character)}, une variante de lettre ; vouliez-vous « {plain} » ?"
    words = unicodedata.name(character, "").split(" ")
    script = next((_SCRIPTS[word] for word in words[:1] if word in _SCRIPTS), "")
    kind = f"écriture {script}" if script else "hors de l'alphabet latin"
    return (
        f"« {text} » contient « {character} » ({code_point(character)}, {kind}) : écrire en lettres latines, comme à "
        "l'état civil ; l'écriture d'origine peut rester à côté, dans une autre colonne (par exemple nom_origine)"
    )


_CIVILITIES = {"m", "mr", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle"} | {
    *("dr", "docteur", "pr", "prof", "professeur", "me", "maitre")
}


def named_words(text: str) -> list[str]:
    """The words of a name that someone signs with, without case, accents nor civility: « Mme Durand » is « durand »."""
    said = words(text).split()
    bare = [word for word in said if word not in _CIVILITIES]
    return bare if any(len(word) > 1 for word in bare) else []


def may_be_one(one: str, other: str) -> bool:
    """Whether two names, as people sign, may be those of one person: the words of the shorter are all in the other, in
    any order, whole or by their initial. « Mme Durand », « DURAND Claire » and « C. Durand » may be one."""
    shorter, longer = sorted((named_words(one), named_words(other)), key=len)
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next((theirs for theirs in left if _as_one(word, theirs)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _as_one(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
