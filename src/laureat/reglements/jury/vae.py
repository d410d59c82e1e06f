"""Le jury de validation des acquis de l'expérience : la composition propre au diplôme, plus le code du travail.

Le décret n° 2024-332 vaut pour les parcours engagés à compter du 13 avril 2024 ; avant le 29 décembre 2023 s'appliquait
l'article R335-8 du code de l'éducation. La date à donner est celle où le parcours a été engagé.
"""

import datetime as dt
from collections.abc import Sequence

from laureat.jury.law import Finding, Rule, View, Weight, constat, exigence
from laureat.jury.members import Fonction, Member
from laureat.reglements.jury.commun import (
    compte,
    egalite,
    employeur_moins_salarie,
    equilibre,
    minimum,
    noms,
    oui_ou_inconnu,
    part,
)
from laureat.reglements.jury.parametres import D6412_6, R335_8
from laureat.rules import ParameterValues

DECRET_2024 = dt.date(2024, 4, 13)
FIN_R335_8 = dt.date(2023, 12, 28)
"""Veille de l'entrée en vigueur de l'abrogation (déduite de la date du décret)."""


@exigence(
    "R-VAE-02a",
    D6412_6,
    objet="nombre de membres du jury de VAE",
    borne="vae_membres_minimum",
    ecart=lambda membres, p: minimum(len(membres), p.vae_membres_minimum, "membre", "membres"),
    depuis=DECRET_2024,
)
def deux_personnes(m: Member, p: ParameterValues) -> int:
    """Le jury de VAE est composé selon les règles du diplôme et réunit au moins
    {vae_membres_minimum:personne}."""
    return 1


def _qualifies(membres: Sequence[Member], p: ParameterValues) -> str:
    qualifies = [m for m in membres if m.qualifie]
    if not qualifies and any(m.qualifie is None for m in membres):
        return "le fichier ne dit pas qui est qualifié au titre de la certification"
    return minimum(len(qualifies), p.vae_qualifies_minimum, "membre qualifié", "membres qualifiés")


@exigence(
    "R-VAE-02b",
    D6412_6,
    objet="membre qualifié",
    borne="vae_qualifies_minimum",
    ecart=_qualifies,
    depuis=DECRET_2024,
)
def une_personne_qualifiee(m: Member, p: ParameterValues) -> Weight:
    """Au moins {vae_qualifies_minimum:membre} est qualifié au titre de la certification visée."""
    return oui_ou_inconnu(m.qualifie)


@constat("R-VAE-02c", D6412_6, depuis=DECRET_2024)
def equilibre_femmes_hommes(vue: View) -> Finding:
    """La composition du jury concourt à une représentation équilibrée des femmes et des hommes."""
    return equilibre(vue)


def _voix(membres: Sequence[Member], p: ParameterValues) -> str:
    presidents = [m for m in membres if m.fonction is Fonction.PRESIDENT]
    return f"voix prépondérante : {noms(presidents)}" if presidents else "aucun président ni responsable de jury"


@exigence("R-VAE-02d", D6412_6, objet="voix prépondérante", borne=1, ecart=_voix, depuis=DECRET_2024)
def voix_preponderante(m: Member, p: ParameterValues) -> int:
    """Un président ou responsable est désigné parmi les membres ; sa voix est prépondérante en cas de partage égal."""
    return int(m.fonction is Fonction.PRESIDENT)


def _lies(membres: Sequence[Member], p: ParameterValues) -> str:
    return " ; ".join(f"{m.nom_complet} : {m.lien}" for m in membres if m.lien) or "aucun lien déclaré"


@exigence("R-VAE-02e", D6412_6, objet="liens avec le candidat", ecart=_lies, depuis=DECRET_2024)
def sans_lien_avec_le_candidat(m: Member, p: ParameterValues) -> int:
    """Aucun membre n'a ni n'a eu de relation personnelle ou professionnelle avec le candidat, ni ne l'a accompagné
    dans sa démarche."""
    return -bool(m.lien)


@exigence(
    "R-VAE-02f",
    R335_8,
    objet="part des professions (ancien texte)",
    ecart=lambda membres, p: part(
        membres,
        p,
        lambda m: m.est_professionnel,
        "représentant des professions",
        "représentants des professions",
        (p.vae_part_numerateur, p.vae_part_denominateur),
    ),
    jusqu_a=FIN_R335_8,
)
def ancien_quart_de_professionnels(m: Member, p: ParameterValues) -> int:
    """Des représentants qualifiés des professions : {vae_part} des membres au moins."""
    return compte(m, p) * (p.vae_part_denominateur * m.est_professionnel - p.vae_part_numerateur)


@exigence(
    "R-VAE-02g",
    R335_8,
    objet="employeurs et salariés (ancien texte)",
    exactement=True,
    ecart=egalite,
    jusqu_a=FIN_R335_8,
)
def ancienne_moitie(m: Member, p: ParameterValues) -> Weight:
    """Les représentants des professions sont pour moitié employeurs et pour moitié salariés."""
    return employeur_moins_salarie(m, p)


REGLES: tuple[Rule, ...] = (
    deux_personnes,
    une_personne_qualifiee,
    equilibre_femmes_hommes,
    voix_preponderante,
    sans_lien_avec_le_candidat,
    ancien_quart_de_professionnels,
    ancienne_moitie,
)
