"""Charger une spécialité : le règlement général, et un fichier de données par diplôme."""

import functools
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from laureat.deliberation.outcome import Mode, Unit
from laureat.deliberation.reglement import Reglement
from laureat.reglements.bac_pro.droits import DROITS
from laureat.reglements.bac_pro.regles import CONSTATS, REGLES
from laureat.reglements.donnees import lire_yaml, parametre, parametres
from laureat.rules import Parameter
from laureat.vocabulary import Categorie, Citation
from laureat.vocabulary.french import says_yes, yes_no

_DOSSIER = resources.files("laureat.reglements.bac_pro")
_GENERAL = "parametres.yaml"


def specialites() -> tuple[str, ...]:
    """Les numéros des fiches dont le règlement est dans la bibliothèque."""
    noms = (Path(entree.name) for entree in _DOSSIER.iterdir())
    return tuple(sorted(nom.stem for nom in noms if nom.suffix == ".yaml" and nom.name.startswith("RNCP")))


@functools.cache
def charger_specialite(numero: str) -> Reglement:
    """Le règlement d'une spécialité de la bibliothèque, par le numéro de sa fiche ; KeyError s'il est inconnu."""
    if numero not in specialites():
        raise KeyError(numero)
    fichier = f"{numero}.yaml"
    return construire(lire_yaml((_DOSSIER / fichier).read_text(encoding="utf-8"), fichier))


@functools.cache
def parametres_generaux() -> tuple[Parameter, ...]:
    """Les nombres du règlement général, toutes sessions confondues."""
    return tuple(parametres(lire_yaml((_DOSSIER / _GENERAL).read_text(encoding="utf-8"), _GENERAL)))


def construire(donnees: Mapping[str, Any]) -> Reglement:
    """Le règlement d'une spécialité, depuis ses données."""
    numero = donnees["certification"]
    unites = tuple(_unite(numero, champs) for champs in donnees["unites"])
    coefficients = tuple(
        parametre(
            unite.coefficient_name,
            {"libelle": f"coefficient de {unite.code}", **champs["coefficient"]},
            "centièmes de coefficient",
        )
        for unite, champs in zip(unites, donnees["unites"], strict=True)
        if unite.mandatory
    )
    return Reglement(
        id=numero,
        title=donnees["titre"],
        edition=donnees["edition"],
        units=unites,
        options=donnees.get("options", {}),
        ruleset=REGLES,
        findings=CONSTATS,
        rights=DROITS,
        history=parametres_generaux() + coefficients,
        first_session=int(donnees["premiere_session"]),
        last_session=int(donnees["derniere_session"]),
        founding=Citation(donnees["texte"]),
        data=donnees,
        former_diplomas=donnees.get("anciens_diplomes", {}),
    )


def _unite(numero: str, champs: dict[str, Any]) -> Unit:
    return Unit(
        code=champs["code"],
        bloc=f"{numero}{champs['bloc']}",
        epreuve=champs["epreuve"],
        label=champs["intitule"],
        mandatory=not says_yes(champs.get("facultative", "")),
        professional=says_yes(champs.get("professionnelle", "")),
        control_group=int(champs["controle"]) if "controle" in champs else None,
        replacement=yes_no(champs.get("remplacement", "")) is not False and not says_yes(champs.get("facultative", "")),
        excluded_by_dispense=champs.get("exclue_si_dispense", ""),
        modes={categorie: _mode(champs.get(categorie.value)) for categorie in Categorie},
    )


def _mode(texte: str | None) -> Mode | None:
    """« ccf », « ponctuel écrit et pratique », « oral et pratique » (sans préciser) ; rien : non offerte."""
    if texte is None:
        return None
    if texte == "ccf":
        return Mode("ccf")
    mots = texte.replace(" et ", " ").split()
    return Mode("ponctuel", tuple(mots[1:])) if mots[0] == "ponctuel" else Mode("non_precise", tuple(mots))
