"""Le règlement du brevet professionnel de l'éducation nationale (code de l'éducation, art. D337-95 à D337-124)."""

TITRE = "brevet professionnel"
ABREGES = ("bp", "brevet professionnel")
AUTORITES = ("education nationale",)
