"""La loi d'un jury : les règles d'une famille, ce que la fiche dit de plus, et la VAE ; à une date."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from laureat.jury.law import Impartiality, JuryLaw, Rule
from laureat.reglements.jury import vae
from laureat.reglements.jury.commun import (
    CONFLITS,
    UNE_SEULE_PLACE,
    deux_membres_au_moins,
    liens_declares,
    preuve_de_la_composition,
    voix_des_membres,
)
from laureat.reglements.jury.comparaison import comparer
from laureat.reglements.jury.fiche import lire_composition
from laureat.reglements.jury.lecture import Lecture
from laureat.reglements.jury.parametres import nombres_communs
from laureat.rules import Parameter, Parameters
from laureat.vocabulary import InvalidInput, VoieAcces

RIEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TexteDeFiche:
    """Ce que la fiche dit du jury pour une voie d'accès."""

    numero: str
    jury: str = ""
    ouverte: bool | None = True
    """La voie est ouverte ; None : la fiche n'en parle pas."""


@dataclass(frozen=True)
class LoiDuJury:
    """Le droit du jury d'une famille de certifications."""

    titre: str
    """Le diplôme ou le titre, en toutes lettres ; vide : la fiche seule fait le droit."""
    regles: tuple[Rule, ...]
    parametres: tuple[Parameter, ...] = ()
    hors_champ: Mapping[str, str] = field(default_factory=dict)
    """Les règles numérotées que la composition ne permet pas de vérifier, et pourquoi."""
    conflits: Impartiality = CONFLITS
    regles_propres: Callable[[str, dt.date | None], tuple[Rule, ...]] | None = None
    """Les règles qui dépendent du numéro de la certification et du jour."""
    reserve_vae: str = ""
    """Ce qu'il faut savoir du jury de VAE de cette famille."""

    def droit(
        self,
        voie: VoieAcces | None = None,
        au: dt.date = dt.date.max,
        fiche: TexteDeFiche | None = None,
        *,
        certification: str = "",
        ecartees: Mapping[str, str] = RIEN,
    ) -> JuryLaw:
        """Le droit d'un jury, à son jour : celui de la nomination ou, pour la VAE, du début du parcours.

        Sans voie, la composition est celle de toute voie autre que la VAE. Ce que la fiche dit de plus s'ajoute aux
        règles de la famille. ``certification`` est le numéro de la fiche dont les membres doivent être habilités ;
        ``ecartees`` donne, par règle, le texte de la spécialité qui y déroge. Raises InvalidInput for a route that the
        sheet does not open, ValueError where the sheet alone makes the law and is missing.
        """
        if fiche is not None and fiche.ouverte is False:
            numero, nom = fiche.numero, voie.value if voie else ""
            raise InvalidInput([f"la fiche {numero} n'ouvre pas la voie {nom} : aucun jury n'est à composer"])
        parametres = Parameters.at(au.year, (*nombres_communs(), *self.parametres))
        lecture = lire_composition(fiche.jury, fiche.numero, voie.value if voie else "") if fiche else None
        regles, notes = self._regles(lecture, certification or (fiche.numero if fiche else ""), au, parametres)
        if voie is VoieAcces.VAE:
            regles = (*(regle for regle in regles if regle is not liens_declares), *vae.REGLES)
            notes += (self.reserve_vae,) if self.reserve_vae else ()
        if fiche is not None and not fiche.jury.strip():
            pour = f" pour la voie {voie.value}" if voie else ""
            notes += (f"La fiche {fiche.numero} ne dit rien du jury{pour}.",)
        connues = {regle.id for regle in regles}
        if inconnues := [regle for regle in ecartees if regle not in connues]:
            raise InvalidInput([f"règle de jury inconnue : {', '.join(inconnues)} ; connues : {', '.join(connues)}"])
        notes += tuple(f"Règle {regle} écartée : {texte}." for regle, texte in ecartees.items())
        titre = self.titre or f"fiche {fiche.numero if fiche else certification}"
        return JuryLaw(
            f"{titre}, {voie.label.lower()}" if voie else titre,
            tuple(regle for regle in regles if regle.id not in ecartees),
            parametres,
            self.conflits,
            UNE_SEULE_PLACE,
            tuple(lecture.incompris) if lecture is not None else (),
            notes,
        ).at(au)

    def _regles(
        self, lecture: Lecture | None, certification: str, au: dt.date, parametres: Parameters
    ) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        """Les règles de la famille et celles que la fiche ajoute, et ce qu'il faut dire de leur comparaison."""
        if not self.titre:
            if lecture is None:
                raise ValueError("la fiche seule fait le droit de ce jury : elle est attendue")
            return (*_de_la_fiche(lecture), *self.regles), ()
        jour = None if au == dt.date.max else au
        propres = self.regles_propres(certification, jour) if self.regles_propres else ()
        regles = (*propres, *self.regles)
        if lecture is None or not lecture.regles:
            return regles, ()
        en_plus, notes = comparer(regles, lecture, parametres.values_only)
        return (*regles, *en_plus), notes


def _de_la_fiche(lecture: Lecture) -> tuple[Rule, ...]:
    """Les règles de la fiche, et celles qui valent partout : collégialité, voix consultatives, preuve, impartialité."""
    communes = (voix_des_membres, preuve_de_la_composition, liens_declares)
    return (*(() if lecture.effectif_dit else (deux_membres_au_moins,)), *lecture.regles, *lecture.a_lire, *communes)
