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
    HYPOTHESE = "hypothese"
    """Supposed: no text read gives it, only the bounds between which it lies."""
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
    Reading.HYPOTHESE: "hypothèse",
    Reading.FICHE: "fiche du registre",
    Reading.USAGE: "usage",
}


LEGIFRANCE = "https://www.legifrance.gouv.fr"
_PAGES = {
    "LEGIARTI": "codes/article_lc",
    "LEGISCTA": "codes/section_lc/LEGITEXT000006071191",
    "LEGITEXT": "codes/id",
    "JORFTEXT": "jorf/id",
    "JORFARTI": "jorf/article_jo",
}
"""By kind of identifier, the page of Légifrance that shows what it names; a NOR has none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, or the field's usage where no text exists (``article="usage"``)."""

    article: str
    reading: Reading
    identifier: str = ""
    """Its identifier at Légifrance (``LEGIARTI…``, ``JORFTEXT…``) or its NOR; empty where it is not known."""
    read_on: str = ""
    """The day of the state that was read, ``AAAA-MM-JJ``, where known."""
    url: str = ""
    """Where it was read."""
    since: int | None = None
    """The first session that it governs; None: all those that anyone opens."""
    before: "Citation | None" = None
    """What governed the sessions before; None: nothing did, or nothing was read of it."""

    def __post_init__(self) -> None:
        """Refuse an empty citation: no citation, no rule."""
        if not self.article.strip():
            raise ValueError("une règle sans citation n'est pas une règle : indiquer l'article, ou « usage »")
        if self.before is not None and self.since is None:
            raise ValueError(f"{self.article} : dire depuis quelle session ce texte remplace le précédent")

    def at(self, session: int) -> "Citation | None":
        """The text in force for a session: itself, or what stood before it; None where nothing did."""
        if self.since is None or session >= self.since:
            return self
        return self.before and self.before.at(session)

    @property
    def is_usage(self) -> bool:
        """True where the field does so without a text."""
        return self.reading is Reading.USAGE or self.article.casefold().startswith("usage")

    @property
    def link(self) -> str:
        """Its page at Légifrance; empty where its identifier is not known, or is a NOR."""
        page = _PAGES.get(self.identifier[:8])
        return f"{LEGIFRANCE}/{page}/{self.identifier}" if page else ""

    @property
    def label(self) -> str:
        """How it was read, in words, with the day of the state that was read: « lu, état du 29/05/2022 »."""
        day = "/".join(reversed(self.read_on.split("-")))
        return (
            f"{self.reading.label}, état du {day}"
            if day and self.reading is not Reading.LU_2014
            else (self.reading.label)
        )

    @property
    def says_its_label(self) -> bool:
        """The article itself says that it is the field's usage."""
        return self.reading is Reading.USAGE and self.article.casefold().startswith("usage")

    def to_json(self) -> dict[str, str | None]:
        """What files say of it; an identifier, a day or a page that is not known is null, never invented."""
        return {
            "article": str(self),
            "identifiant": self.identifier or None,
            "lu_le": self.read_on or None,
            "lien": self.link or self.url or None,
        }

    def __str__(self) -> str:
        """The article, and how surely it was read: « Code de l'éducation, art. D337-52 (lu) »."""
        return self.article if self.says_its_label else f"{self.article} ({self.label})"
