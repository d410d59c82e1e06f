"""The number of an establishment: seven digits, then the letter they call for (23 letters, without I, O, Q)."""

from django.utils.translation import gettext as _

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def uai_problem(uai: str) -> str:
    """What is wrong with a UAI number, in French; empty when nothing is."""
    digits, letter = uai[:7], uai[7:]
    if len(uai) != 8 or not digits.isascii() or not digits.isdigit():
        return _("Un numéro UAI a sept chiffres et une lettre, par exemple 0951099D.")
    expected = LETTERS[int(digits) % 23]
    if letter != expected:
        return _("La lettre de ce numéro UAI devrait être %(letter)s : vérifiez la saisie.") % {"letter": expected}
    return ""
