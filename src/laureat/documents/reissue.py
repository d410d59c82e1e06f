"""Papers issued again: what tells them from the originals."""

from enum import StrEnum


class Reissue(StrEnum):
    """Why papers are issued again."""

    DUPLICATA = "duplicata"
    COPIE = "copie"

    @property
    def shown(self) -> str:
        """What stands across the paper."""
        return {Reissue.DUPLICATA: "Duplicata", Reissue.COPIE: "Copie certifiée conforme"}[self]

    def told(self, day: str) -> str:
        """The line under it; ``day`` is spelled out."""
        if self is Reissue.DUPLICATA:
            return f"Délivré le {day} en remplacement de l'original."
        return f"Certifiée conforme à l'original le {day}."
