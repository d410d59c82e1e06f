"""The fields of an identity, in words."""

LABELS = {
    "numero": "numéro",
    "nom": "nom",
    "prenom": "prénom",
    "nom_usage": "nom d'usage",
    "sexe": "sexe",
    "date_naissance": "date de naissance",
    "lieu_naissance": "lieu de naissance",
    "pays_naissance": "pays de naissance",
    "ine": "INE",
    "uai": "UAI",
    "etablissement": "établissement",
    "langue": "langue",
    "langue_facultative": "langue facultative",
    "pfmp": "PFMP",
}


def label_of(name: str) -> str:
    """A field in words; a column that nobody knows, as it is written."""
    return LABELS.get(name, name)
