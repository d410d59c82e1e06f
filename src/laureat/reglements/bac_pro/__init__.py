"""Le baccalauréat professionnel (code de l'éducation, art. D337-51 à D337-94-1) et ses spécialités."""

TITRE = "baccalauréat professionnel"
ABREGES = ("bac pro", "bac professionnel", "baccalaureat professionnel")
AUTORITES = ("ministère de l'éducation nationale",)
