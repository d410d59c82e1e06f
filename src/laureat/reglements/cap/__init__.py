"""Le règlement du certificat d'aptitude professionnelle (code de l'éducation, art. D337-1 à D337-25-1)."""

TITRE = "certificat d'aptitude professionnelle"
ABREGES = ("cap", "certificat d'aptitude professionnelle")
AUTORITES = ("ministère de l'éducation nationale",)
