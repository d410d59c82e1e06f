"""Le brevet professionnel du ministère chargé de l'éducation (code de l'éducation, art. D337-95 à D337-124)."""

TITRE = "brevet professionnel"
ABREGES = ("bp", "brevet professionnel")
AUTORITES = ("ministère de l'éducation nationale",)
