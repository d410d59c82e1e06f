"""Combien de temps dure un acquis : note conservée, points facultatifs, attestation de bloc.

Les durées se comptent en sessions, d'une année sur l'autre ; elles valent sur demande du candidat.
"""

from typing import Any


def se_conserve(note: int, *, progressive: bool, etalement: bool, p: Any) -> bool:
    """Une note d'au moins 10 se conserve ; plus basse, en forme progressive ou en étalement seulement.

    ``note`` est en centièmes de point (R-KEEP-01, R-KEEP-03, R-FORM-04, R-HAND-01 ; CE D337-69, D337-78, D337-79).
    """
    return progressive or etalement or bool(note >= p.seuil_conservation)


def derniere_session(obtenue: int, p: Any) -> int:
    """La dernière session où compte une note obtenue à la session ``obtenue`` (R-KEEP-01 ; CE D337-69)."""
    return int(obtenue + p.duree_conservation)


def est_conservee(obtenue: int, session: int, p: Any) -> bool:
    """Une note obtenue à une session antérieure, ou à celle-ci, et qui n'a pas plus de cinq ans (R-KEEP-01)."""
    return obtenue <= session <= derniere_session(obtenue, p)


def points_conservables(note: int, p: Any) -> int:
    """Les points au-dessus de 10 d'une unité facultative, en centièmes (R-KEEP-02 ; CE D337-69)."""
    return max(0, int(note - p.seuil_bonus))


def dispense_ouverte(obtenue: int, session: int, *, par_vae: bool, en_vigueur: bool, p: Any) -> bool:
    """Le titulaire d'une attestation de bloc peut demander la dispense de l'unité correspondante.

    Après les cinq ans pour une note, sans limite pour une unité validée par la VAE ; tant que l'unité est en vigueur,
    sinon le tableau de correspondance s'applique d'abord (R-BLOC-02, R-VAE-05 ; CE D337-71).
    """
    return en_vigueur and (par_vae or session > derniere_session(obtenue, p))
