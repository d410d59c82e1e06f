"""Le condensé de la loi : pour chaque règle numérotée, ce qui la porte, ou pourquoi elle n'est pas du code."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from laureat.reglements.donnees import lire_yaml
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


@dataclass(frozen=True, slots=True)
class Entree:
    """Une règle numérotée du condensé."""

    id: str
    texte: str
    """La règle, dans nos mots."""
    citation: Citation
    code: tuple[str, ...] = ()
    """Ce qui la porte : « module:nom » de ce paquet, « laureat.…:nom », « parametre:nom » ou « coefficients »."""
    hors_champ: str = ""
    """La raison pour laquelle elle n'est pas du code."""

    def __post_init__(self) -> None:
        """Une règle est du code, ou hors du champ : l'un des deux, jamais les deux."""
        if bool(self.code) == bool(self.hors_champ):
            raise ValueError(f"{self.id} : indiquer ce qui porte la règle, ou pourquoi elle est hors du champ")


@functools.cache
def digeste() -> Mapping[str, Entree]:
    """Les règles numérotées, par identifiant, dans l'ordre du condensé."""
    fichier = resources.files("laureat.reglements.bac_pro") / "digeste.yaml"
    contenu = lire_yaml(fichier.read_text(encoding="utf-8"), "digeste.yaml")
    return {
        id_: Entree(
            id_,
            champs["texte"],
            Citation(champs["article"], Reading(champs["confiance"])),
            tuple(champs.get("code", ())),
            champs.get("hors_champ", ""),
        )
        for id_, champs in contenu.items()
    }
