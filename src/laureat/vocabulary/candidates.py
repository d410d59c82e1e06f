"""How candidates come: the access route of the register sheet, and the form of the examination.

The routes and categories of a family of règlements are hers alone (``laureat.deliberation.famille.Voie``).
"""

from enum import StrEnum


class VoieAcces(StrEnum):
    """The six access routes of a register sheet (France compétences)."""

    FI = "FI"
    CA = "CA"
    FC = "FC"
    CQ = "CQ"
    CL = "CL"
    VAE = "VAE"

    @property
    def label(self) -> str:
        """The wording of the register."""
        return {
            "FI": "Après un parcours de formation sous statut d'élève ou d'étudiant",
            "CA": "En contrat d'apprentissage",
            "FC": "Après un parcours de formation continue",
            "CQ": "En contrat de professionnalisation",
            "CL": "Par candidature individuelle",
            "VAE": "Par expérience",
        }[self.value]


class Forme(StrEnum):
    """All units in one session, or some units each session."""

    GLOBALE = "globale"
    PROGRESSIVE = "progressive"
