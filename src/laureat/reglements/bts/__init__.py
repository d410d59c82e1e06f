"""Le brevet de technicien supérieur (code de l'éducation, art. D643-1 à D643-35-1), hors enseignement agricole."""

TITRE = "brevet de technicien supérieur"
ABREGES = ("bts", "brevet de technicien superieur")
AUTORITES = ("ministère de l'enseignement supérieur", "ministère de l'éducation nationale")
