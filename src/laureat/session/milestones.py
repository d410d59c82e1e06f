"""The calendar of a session."""

from enum import StrEnum


class Milestone(StrEnum):
    """The days that a session's calendar sets."""

    INSCRIPTIONS_DEBUT = "inscriptions_debut"
    INSCRIPTIONS_FIN = "inscriptions_fin"
    PIECES = "pieces"
    NOTES = "notes"
    LIVRETS = "livrets"
    DELIBERATION = "deliberation"
    CHOIX_CONTROLE = "choix_controle"
    NOTES_CONTROLE = "notes_controle"

    @property
    def label(self) -> str:
        """The day in words."""
        return {
            Milestone.INSCRIPTIONS_DEBUT: "ouverture des inscriptions",
            Milestone.INSCRIPTIONS_FIN: "clôture des inscriptions",
            Milestone.PIECES: "dépôt des pièces",
            Milestone.NOTES: "remise des notes",
            Milestone.LIVRETS: "examen des livrets",
            Milestone.DELIBERATION: "délibération du jury",
            Milestone.CHOIX_CONTROLE: "choix des épreuves de contrôle",
            Milestone.NOTES_CONTROLE: "remise des notes de contrôle",
        }[self]
