"""Le titre professionnel du ministère chargé de l'emploi (code de l'éducation, art. R338-1 à R338-8)."""

TITRE = "titre professionnel"
ABREGES = ("tp", "titre professionnel")
AUTORITES = ("ministère du travail", "ministère de l'emploi")
