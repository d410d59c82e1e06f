"""Les natures d'établissement où chaque voie de formation se prépare, l'usuelle d'abord."""

PUBLIC = ("lycee_public",)
SOUS_CONTRAT = ("prive_sous_contrat",)
HORS_CONTRAT = ("prive_hors_contrat",)
CFA = ("cfa", "lycee_public", "prive_sous_contrat", "prive_hors_contrat", "greta", "formation_privee", "distance")
"""Un centre de formation d'apprentis peut être porté par tout établissement."""
CONTINUE_PUBLIQUE = ("greta", "lycee_public")
CONTINUE_PRIVEE = ("formation_privee", "prive_sous_contrat", "prive_hors_contrat", "cfa", "distance")
DISTANCE = ("distance",)
