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
}


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, or the field's usage where no text exists (``article="usage"``)."""

    article: str
    reading: Reading = Reading.LU
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty citation: no citation, no rule."""
        if not self.article.strip():
            raise ValueError("une règle sans citation n'est pas une règle : indiquer l'article, ou « usage »")

    @property
    def is_usage(self) -> bool:
        """True where the field does so without a text."""
        return self.article.casefold().startswith("usage")

    @property
    def labelled(self) -> str:
        """The article and how it was read: « CE D337-93 (lu, rédaction de fin 2014) »; usage and sheet say it all."""
        if self.is_usage or self.reading is Reading.FICHE:
            return self.article
        return f"{self.article} ({self.reading.label})"

    def __str__(self) -> str:
        return self.article
