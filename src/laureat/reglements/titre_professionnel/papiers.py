"""Les mots du titre professionnel, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Papiers

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le directeur régional chargé de l'emploi, au nom du ministre,",
        "de_l_autorite": "du directeur régional chargé de l'emploi",
        "a_l_autorite": "au directeur régional chargé de l'emploi",
    }
)
