"""Les mots d'une certification par capitalisation, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Papiers

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le certificateur",
        "de_l_autorite": "du certificateur",
        "a_l_autorite": "au certificateur",
    }
)
