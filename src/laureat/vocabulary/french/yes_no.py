"""Yes and no: written one way, read in all the ways people and spreadsheets write them."""

from laureat.vocabulary.french.folding import fold

OUI, NON = "oui", "non"
OUI_NON = (OUI, NON)
"""How an answer is written in files."""
YES = frozenset({OUI, "o", "x", "1", "vrai", "true", "yes", "y"})
"""Every word that is a yes, once folded."""
NO = frozenset({NON, "n", "0", "faux", "false", "no"})
"""Every word that is a no, once folded."""


def yes_no(text: str) -> bool | None:
    """What a cell answers; None where nothing is written. ValueError, in French, for a word that is neither."""
    said = fold(text)
    if said in YES:
        return True
    if said in NO:
        return False
    if said:
        raise ValueError(f"« {text.strip()} » n'est ni oui ni non ; attendu : oui ou non")
    return None


def says_yes(text: str) -> bool:
    """The same where nothing written is a no. ValueError, in French, for a word that is neither."""
    return yes_no(text) is True


def oui_non(answer: bool) -> str:
    """How an answer is written."""
    return OUI if answer else NON
