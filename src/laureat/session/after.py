"""The words of what follows a publication, and the days by which each thing is due."""

import calendar
from datetime import date
from enum import StrEnum

from laureat.reglements.recours import DELAIS
from laureat.rules import Parameter

LONGEST = 24
"""No judgment gives a jury more months than this."""


class Ground(StrEnum):
    """Why published decisions stand no more."""

    JUGEMENT = "jugement"
    """Quashed by a court."""
    SUSPENSION = "suspension"
    """Suspended by a judge until the case is heard."""
    AUTORITE = "autorite"
    """Withdrawn by the authority."""
    CENTRE = "centre"
    """The session is cancelled for one centre."""

    @property
    def label(self) -> str:
        """The ground in words, as a list offers it."""
        return {
            Ground.JUGEMENT: "annulation par un juge",
            Ground.SUSPENSION: "suspension par un juge",
            Ground.AUTORITE: "retrait par l'autorité",
            Ground.CENTRE: "session annulée pour un centre",
        }[self]

    @property
    def done(self) -> str:
        """What was done to a result: « annulé »."""
        return {
            Ground.JUGEMENT: "annulé",
            Ground.SUSPENSION: "suspendu",
            Ground.AUTORITE: "retiré",
            Ground.CENTRE: "retiré",
        }[self]

    @property
    def struck(self) -> str:
        """What becomes of a decision so struck: « annulée »."""
        return f"{self.done}e"

    @property
    def decisions(self) -> tuple[str, str]:
        """One decision so struck, and several: « décision annulée »."""
        return f"décision {self.done}e", f"décisions {self.done}es"

    def outlasts(self, other: "Ground") -> bool:
        """May strike what the other already struck: the judgment that ends a suspension, or follows a withdrawal."""
        weight = {Ground.SUSPENSION: 0, Ground.AUTORITE: 1, Ground.CENTRE: 1, Ground.JUGEMENT: 2}
        return weight[self] > weight[other]

    @property
    def results(self) -> tuple[str, str]:
        """The same of results that were shown."""
        return f"résultat publié ici est {self.done}", f"résultats publiés ici sont {self.done}s"


class FollowUp(StrEnum):
    """What follows elsewhere from a decision that stands no more."""

    NOTIFICATION = "notification"
    TITRES = "titres"
    PAPIERS = "papiers"
    DECLARATIONS = "declarations"
    AILLEURS = "ailleurs"
    """What an exam, or another application, gave on what a VAE had validated."""

    @property
    def label(self) -> str:
        """What is to be done, in words."""
        return {
            FollowUp.NOTIFICATION: "notifier au candidat, avec les voies et délais de recours",
            FollowUp.TITRES: "révoquer les titres numériques délivrés",
            FollowUp.PAPIERS: "redemander les documents délivrés, ou dire à qui les a reçus qu'ils ne valent plus",
            FollowUp.AILLEURS: "redemander ce qu'un examen ou un autre dossier de VAE a délivré là-dessus",
            FollowUp.DECLARATIONS: "corriger ce qui a été déclaré ailleurs (passeport de compétences, base de l'école)",
        }[self]


class Nature(StrEnum):
    """What a candidate may ask for after the results."""

    COPIES = "copies"
    RECOURS_GRACIEUX = "recours_gracieux"
    ERREUR_MATERIELLE = "erreur_materielle"
    DONNEES = "donnees"

    @property
    def label(self) -> str:
        """The request in words."""
        return {
            Nature.COPIES: "voir ses copies",
            Nature.RECOURS_GRACIEUX: "recours gracieux",
            Nature.ERREUR_MATERIELLE: "erreur matérielle",
            Nature.DONNEES: "données personnelles",
        }[self]

    @property
    def delay(self) -> Parameter:
        """In how many months it is answered, with the text."""
        return DELAIS[f"reponse_{self.value}"]

    @property
    def prolonged(self) -> Parameter | None:
        """By how many months its delay may be prolonged; None where no text allows it."""
        return DELAIS["prolongation_donnees"] if self is Nature.DONNEES else None


class Answer(StrEnum):
    """How a request is answered."""

    ACCEPTEE = "acceptee"
    ACCEPTEE_EN_PARTIE = "acceptee_en_partie"
    REJETEE = "rejetee"
    SANS_OBJET = "sans_objet"

    @property
    def label(self) -> str:
        """The answer in words."""
        return {
            Answer.ACCEPTEE: "acceptée",
            Answer.ACCEPTEE_EN_PARTIE: "acceptée en partie",
            Answer.REJETEE: "rejetée",
            Answer.SANS_OBJET: "sans objet",
        }[self]


def months_after(day: str, months: int) -> str:
    """The same day so many months later, or the last of its month."""
    start = date.fromisoformat(day)
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()
