"""Les nombres du droit des jurys : chacun a une date, une source et un statut."""

from laureat.jury.law import PRESIDENT_COUNTS
from laureat.rules import Parameter, ParameterStatus
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

D337_93 = Citation("CE D337-93", Reading.LU_2014)
"""Composition et présidence du jury du baccalauréat professionnel ; même texte sur la fiche RNCP35697."""
D337_93_1 = Citation("CE D337-93-1", Reading.LU_2014)
"""Participation à distance aux réunions et délibérations."""
D6412_6 = Citation("CT D6412-6", Reading.SECONDAIRE)
"""Jury de validation des acquis de l'expérience (décret n° 2024-332 du 10 avril 2024)."""
R335_8 = Citation("CE R335-8", Reading.LU_2014)
"""Ancien jury de VAE, abrogé par le décret n° 2023-1275 du 27 décembre 2023."""
PREUVE = Citation("TA Rennes, 28 mars 2024, n° 2303845", Reading.SECONDAIRE)
"""Un refus annulé, faute de pouvoir prouver qui avait siégé."""
COLLEGIALITE = Citation("usage (collégialité du jury)", Reading.SECONDAIRE)
IMPARTIALITE = Citation("usage (impartialité du jury)", Reading.SECONDAIRE)

_LU = ParameterStatus.VERIFIE
_DEDUIT = ParameterStatus.DEDUIT

HISTORIQUE: tuple[Parameter, ...] = (
    Parameter("part_professionnels_numerateur", 1, "parts", _LU, D337_93, "Part des professionnels : un…"),
    Parameter("part_professionnels_denominateur", 3, "parts", _LU, D337_93, "… tiers"),
    Parameter(
        PRESIDENT_COUNTS,
        1,
        "1 oui, 0 non",
        _DEDUIT,
        D337_93,
        "Le président compte comme membre (le texte ne le dit pas)",
    ),
    Parameter("enseignants_publics_minimum", 1, "membres", _DEDUIT, D337_93, "Enseignants publics, outre le président"),
    Parameter("enseignants_prives_ou_cfa_minimum", 1, "membres", _LU, D337_93, "Enseignants privés ou de CFA"),
    Parameter("membres_minimum", 2, "membres", _DEDUIT, COLLEGIALITE, "Membres d'un jury, au moins"),
    Parameter("vae_membres_minimum", 2, "membres", _LU, D6412_6, "Membres d'un jury de VAE, au moins", since=2024),
    Parameter("vae_qualifies_minimum", 1, "membres", _LU, D6412_6, "Membres qualifiés, au moins", since=2024),
    Parameter("vae_part_numerateur", 1, "parts", _LU, R335_8, "Ancienne part des professions : un…", until=2023),
    Parameter("vae_part_denominateur", 4, "parts", _LU, R335_8, "… quart", until=2023),
    Parameter(
        "ecart_femmes_hommes_admis", 1, "membres", _DEDUIT, D6412_6, "Écart au-delà duquel l'équilibre est dit rompu"
    ),
)
