"""Les mots du brevet de technicien supérieur, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Papiers

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le recteur de région académique",
        "de_l_autorite": "du recteur de région académique",
        "a_l_autorite": "au recteur de région académique",
    }
)
