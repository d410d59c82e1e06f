"""Where a rule, a number or a sentence comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Reading(StrEnum):
    """How surely the text behind a rule was read (digest, « confidence tags »)."""

    LU = "lu"
    """Read in a version believed current."""
    LU_2014 = "lu_2014"
    """Read in the version in force at the end of 2014."""
    PARTIEL = "partiel"
    """Current wording, read in a truncated copy."""
    SECONDAIRE = "secondaire"
    """Read in a secondary source: académie, ministry page, union."""
    DEDUIT = "deduit"
    """Deduced from texts read."""
    MEMOIRE = "memoire"
    """Known, but not read again."""
    FICHE = "fiche"
    """Stands on the register sheet itself."""
    USAGE = "usage"
    """What the field does, without a text."""

    @property
    def label(self) -> str:
        """The reading in words, as it stands beside an article."""
        return _LABELS[self]


_LABELS = {
    Reading.LU: "lu",
    Reading.LU_2014: "lu, rédaction de fin 2014",
    Reading.PARTIEL: "lu en partie",
    Reading.SECONDAIRE: "source secondaire",
    Reading.DEDUIT: "déduit",
    Reading.MEMOIRE: "de mémoire",
    Reading.FICHE: "fiche du registre",
    Reading.USAGE: "usage",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, or the field's usage where no text exists (``article="usage"``)."""

    article: str
    reading: Reading
    identifier: str = ""
    """Its identifier at Légifrance (``LEGIARTI…``, ``JORFTEXT…``) or its NOR, where known."""
    read_on: str = ""
    """The day it was read, ``AAAA-MM-JJ``, where known."""
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty citation: no citation, no rule."""
        if not self.article.strip():
            raise ValueError("une règle sans citation n'est pas une règle : indiquer l'article, ou « usage »")

    @property
    def is_usage(self) -> bool:
        """True where the field does so without a text."""
        return self.reading is Reading.USAGE or self.article.casefold().startswith("usage")

    def __str__(self) -> str:
        """The article, and how surely it was read wherever that is not in a text in force."""
        if self.reading in (Reading.LU, Reading.FICHE) or self.is_usage:
            return self.article
        return f"{self.article} ({self.reading.label})"
