"""Les mots du certificat d'aptitude professionnelle, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Papiers

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le recteur",
        "de_l_autorite": "du recteur",
        "a_l_autorite": "au recteur",
    }
)
