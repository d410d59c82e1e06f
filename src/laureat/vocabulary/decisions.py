"""What a jury may decide, and in which order good comes before better."""

from enum import IntEnum


class Decision(IntEnum):
    """The decision on a candidate. The numbers are stored in columns: append, never renumber."""

    ADMIS = 1
    CONTROLE = 2
    REMPLACEMENT = 3
    AJOURNE = 4
    NON_DELIVRABLE = 5
    INCOMPLET = 6
    EN_COURS = 7
    PARTIEL = 8
    """Some of its blocks are granted, the title is not (titre professionnel)."""
    NON_DECIDABLE = 9
    """What the jury must have seen before it decides is incomplete (titre professionnel), or a rule refuses what the
    file of the candidate holds."""
    ABSENT = 10
    """Absent: there is no result (titre professionnel)."""
    ENTRETIEN_FINAL_DU = 11
    """Every block is held; the title waits for the final interview (titre professionnel)."""
    A_DECIDER = 12
    """The rules compute no result here: the jury decides on all the evidence."""

    def __str__(self) -> str:
        """The name that stands in files: ``admis``, ``non_delivrable``…"""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The decision in words, as a paper shows it."""
        return {
            Decision.ADMIS: "admis",
            Decision.CONTROLE: "épreuve de contrôle",
            Decision.REMPLACEMENT: "épreuve de remplacement",
            Decision.AJOURNE: "ajourné",
            Decision.NON_DELIVRABLE: "diplôme non délivrable",
            Decision.INCOMPLET: "dossier incomplet",
            Decision.EN_COURS: "en cours",
            Decision.PARTIEL: "réussite partielle",
            Decision.NON_DECIDABLE: "non décidable en l'état",
            Decision.ABSENT: "absent",
            Decision.ENTRETIEN_FINAL_DU: "entretien final dû",
            Decision.A_DECIDER: "à décider par le jury",
        }[self]


RANK = {Decision.ADMIS: 3, Decision.CONTROLE: 2, Decision.REMPLACEMENT: 1, Decision.AJOURNE: 0}
"""Raising a mark never lowers this rank; the other decisions say that a mark is missing, and have none."""


class Mention(IntEnum):
    """The mention of a diploma. The numbers are stored in columns: append, never renumber."""

    SANS = 0
    AB = 1
    B = 2
    TB = 3
    TBF = 4

    def __str__(self) -> str:
        """The name that stands in files: empty, ``AB``, ``B``, ``TB`` or ``TBF``."""
        return "" if self is Mention.SANS else self.name

    @property
    def label(self) -> str:
        """The mention in words, as a paper shows it."""
        return (
            "",
            "assez bien",
            "bien",
            "très bien",
            "très bien avec les félicitations du jury",
        )[self]
