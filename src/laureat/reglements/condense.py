"""Le condensé de la loi d'une famille : chaque règle numérotée est du code, ou hors du champ avec sa raison."""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from laureat.deliberation.famille import Entree, Famille
from laureat.jury.law import Rule as JuryRule
from laureat.reglements.jury.vae import REGLES as JURY_DE_VAE
from laureat.rules import Rule
from laureat.rules.sentence import fields_of

COEFFICIENTS = "coefficients"
"""Ce que portent les coefficients des unités, qui sont dans le fichier de chaque spécialité."""
PARAMETRE = "parametre"
RAISON = 30
"""Une raison dit quelque chose : elle a au moins tant de signes."""


def regles(famille: Famille) -> tuple[Rule, ...]:
    """Les règles, constats et droits d'une famille."""
    return (*famille.regles.rules, *famille.constats, *famille.droits)


def regles_du_jury(famille: Famille) -> tuple[JuryRule, ...]:
    """Les règles des jurys d'une famille, ceux de VAE compris."""
    return (*famille.jury.regles, *JURY_DE_VAE) if famille.jury is not None else ()


def _numero(regle: Rule | JuryRule) -> str:
    """La ligne que porte une règle ; celles d'un jury y ajoutent une lettre."""
    avec_lettre = not isinstance(regle, Rule) and regle.id[-1:] in ascii_lowercase and regle.id[-2:-1].isdecimal()
    return regle.id[:-1] if avec_lettre else regle.id


def porteuses(famille: Famille, entree: Entree) -> Sequence[Rule | JuryRule]:
    """Les règles qui portent une ligne : celles de son identifiant, et de celles qu'elle nomme."""
    portees = {entree.id, *entree.avec}
    return [r for r in (*regles(famille), *regles_du_jury(famille)) if _numero(r) in portees]


def manques(famille: Famille, paquet: str) -> Iterator[str]:
    """Tout ce qui manque au condensé d'une famille, chaque faute avec sa ligne ; rien si elle n'en a pas."""
    if not famille.digeste:
        return
    dans = f"famille {famille.code} : dans digeste.yaml,"
    for regle in regles(famille):
        if regle.id not in famille.digeste:
            yield f"{dans} il manque la ligne {regle.id}, que porte la règle « {regle.function.__name__} »"
    nombres = {parametre.name for parametre in famille.parametres}
    for entree in famille.digeste.values():
        ici = f"{dans} {entree.id} :"
        portee = bool(porteuses(famille, entree) or entree.code)
        if not portee and not entree.hors_champ:
            yield f"{ici} aucune règle ne la porte ; écrire la règle, nommer ce qui la porte (code), ou dire hors_champ"
        if portee and entree.hors_champ:
            yield f"{ici} elle est portée par du code, et dite hors du champ"
        if entree.hors_champ and len(entree.hors_champ) < RAISON:
            yield f"{ici} « {entree.hors_champ} » ne dit pas pourquoi elle est hors du champ"
        for autre in entree.avec:
            if autre not in famille.digeste:
                yield f"{ici} « avec » nomme {autre}, qui n'est pas une ligne du condensé"
            elif not porteuses(famille, famille.digeste[autre]):
                yield f"{ici} « avec » nomme {autre}, qu'aucune règle ne porte"
        for champ in sorted(fields_of(entree.texte) - nombres):
            yield f"{ici} le texte écrit « {{{champ}}} », qui n'est pas un nombre de parametres.yaml"
        for porteur in entree.code:
            if faute := _faute(porteur, paquet, nombres):
                yield f"{ici} « {porteur} » {faute}"


def _faute(porteur: str, paquet: str, nombres: set[str]) -> str:
    """Ce qui ne va pas dans un porteur ; rien s'il existe. Ce qui est hors du paquet n'est pas chargé ici."""
    module, separateur, nom = porteur.partition(":")
    if porteur == COEFFICIENTS:
        return ""
    if not separateur or not nom:
        return "n'est ni « module:nom », ni « parametre:nom », ni « coefficients »"
    if module == PARAMETRE:
        return "" if nom in nombres else "n'est pas un nombre de parametres.yaml"
    if "." in module:
        return ""
    complet = f"{paquet}.{module}"
    if importlib.util.find_spec(complet) is None:
        return f"nomme le fichier {module}.py, qui manque"
    return "" if hasattr(importlib.import_module(complet), nom) else f"nomme {nom}, qui n'est pas dans {module}.py"
