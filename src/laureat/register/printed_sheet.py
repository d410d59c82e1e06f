"""What is read of a printed sheet, section after section, and the sheet that it makes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from laureat.register.assembly import ABSENT, block, missing_blocks, summary
from laureat.register.headings import Section
from laureat.register.model import Fiche
from laureat.register.pages import is_mail, is_navigation
from laureat.register.parts import BaseLegale, Dates, NonReconnu, TexteOfficiel, VoiesAcces
from laureat.register.text import Folding, join_lines, paragraphs
from laureat.register.values import Reading, first_session, options_of
from laureat.vocabulary import InputProblem, InvalidInput

_DATES = {
    "publication",
    "debut_parcours",
    "effet",
    "decision",
    "dernier_jo",
    "echeance_enregistrement",
    "limite_delivrance",
}
_PROSE = {
    "objectifs_contexte",
    "activites_visees",
    "modalites_evaluation",
    "niveau_maitrise",
    "modalites_acquisition",
    "secteurs_activite",
    "types_emplois",
    "reglementations_activites",
    "prerequis_entree_formation",
    "prerequis_validation",
    "duree_validite",
    "modalites_renouvellement",
}


class PrintedSheet(Reading):
    """One printed sheet being read: values by name, what is unknown, what is wrong."""

    def __init__(self, parts: list[Section], source: str, folding: Folding) -> None:
        super().__init__()
        self.parts, self.source, self.folding = parts, source, folding
        self.values: dict[str, Any] = {}
        self.dates: dict[str, str | None] = {}
        self.decrees: dict[str, tuple[TexteOfficiel, ...]] = {}
        self.unknown: list[NonReconnu] = []
        self.summary: list[str] | None = None
        self.blocks: list[tuple[str, str, list[str], list[str]]] = []

    def fiche(self, readers: Mapping[str, "Reader"]) -> Fiche:
        """The sheet; ``readers`` read the sections that are more than a text or a date, by key."""
        self._leave_foot()
        written = {part.key for part in self.parts if any(map(str.strip, part.lines))}
        for part in self.parts:
            if part.key in written and not any(map(str.strip, part.lines)):
                continue  # a menu of the site, or a heading repeated above its table
            reader = readers.get(part.key)
            if reader is not None:
                reader(self, part)
            elif part.key in _PROSE:
                self.values[part.key] = "\n".join(self.prose(part.lines))
            elif part.key in _DATES:
                self._date(part)
            else:
                self.keep(part.label, part.lines, even_empty=not part.key)
        if "numero" not in self.values:
            raise InvalidInput([InputProblem("la rubrique « N° de fiche » ne donne pas de numéro", self.source)])
        return self._assemble()

    def _leave_foot(self) -> None:
        """What the site or a mail has below the sheet is not the sheet's: in the last section, from its first line."""
        last = next((part for part in reversed(self.parts) if any(map(str.strip, part.lines))), self.parts[-1])
        foot = next(
            (rank for rank, line in enumerate(last.lines) if is_navigation(line) or is_mail(line)), len(last.lines)
        )
        self.keep("autour de la fiche", last.lines[foot:])
        del last.lines[foot:]

    def prose(self, lines: Iterable[str]) -> list[str]:
        """The paragraphs of a free text."""
        return [part for paragraph in join_lines(lines, self.folding) for part in paragraphs(paragraph)]

    def keep(self, place: str, lines: Iterable[str], *, even_empty: bool = False) -> None:
        """Lines that no rule reads."""
        words = "\n".join(self.prose(line for line in lines if not is_navigation(line)))
        if words or even_empty:
            self.unknown.append(NonReconnu(place.strip(" :"), words))

    def _date(self, part: Section) -> None:
        words = [line.strip() for line in part.lines if line.strip()]
        if not words:
            return
        self.dates[part.key] = self.date(words[0], part.label)
        self.keep(part.label, words[1:])

    def _assemble(self) -> Fiche:
        blocs = []
        for code, title, competences, modes in self.blocks:
            bloc, strange = block(self.values["numero"], code, title, competences, "\n".join(modes))
            blocs.append(bloc)
            self.unknown += strange
        creation = self.decrees.get("creation") or ()
        return Fiche(
            **{**ABSENT, "voies_acces": VoiesAcces(), **self.values},
            source="fiche imprimée",
            competences_attestees=summary(self.summary, [bloc.intitule for bloc in blocs]),
            dates=Dates(**self.dates),
            base_legale=BaseLegale(**self.decrees),
            blocs=tuple(blocs),
            options=options_of(self.values["intitule"], creation),
            premiere_session=first_session(creation),
            non_reconnu=tuple(self.unknown),
            anomalies=(*self.anomalies, *missing_blocks([bloc.code for bloc in blocs])),
        )


Reader = Callable[[PrintedSheet, Section], None]
"""Reads one section of a sheet."""
