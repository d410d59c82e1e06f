"""The words of the 2D-Doc type B0: its fields, mentions, diploma types and countries, as the standard codes them."""

from laureat.vocabulary import Mention

FIELDS: dict[str, tuple[str, int, int]] = {
    # identifier: (name, least length, greatest length); equal lengths need no separator
    "B0": ("prenoms", 0, 60),
    "B1": ("prenom", 0, 20),
    "B2": ("nom", 0, 38),
    "B3": ("nom_usage", 0, 38),
    "B4": ("nom_epoux", 0, 38),
    "B5": ("nationalite", 2, 2),
    "B6": ("genre", 1, 1),
    "B7": ("date_naissance", 8, 8),
    "B8": ("lieu_naissance", 0, 32),
    "B9": ("pays_naissance", 2, 2),
    "BA": ("mention", 1, 1),
    "BB": ("ine", 0, 50),
    "BC": ("numero_diplome", 0, 20),
    "BD": ("niveau", 1, 1),
    "BE": ("ects", 3, 3),
    "BF": ("annee", 3, 3),
    "BG": ("type_diplome", 2, 2),
    "BH": ("domaine", 0, 30),
    "BI": ("intitule", 0, 30),
    "BJ": ("specialite", 0, 30),
    "BK": ("attestation_cve", 0, 30),
}
"""The fields of type B0, in the order in which they are written."""

SHAPES = {"B6": "[MFX]", "B7": "[0-9]{8}", "B9": "[A-Z]{2}", "BA": "[0-9]", "BD": "[0-9A-Z]", "BF": "[0-9A-F]{3}"}
"""What the fields of fixed length hold."""

MANDATORY = ("B2", "B6", "B7", "B9", "BD", "BG", "BH", "BI", "BJ")

MENTIONS = {Mention.SANS: "0", Mention.AB: "2", Mention.B: "3", Mention.TB: "4", Mention.TBF: "6"}
MENTION_WORDS = {
    "0": "",
    "1": "passable",
    "2": "assez bien",
    "3": "bien",
    "4": "très bien",
    "5": "très honorable",
    "6": "très bien avec les félicitations du jury",
}
TYPES = {
    "BAC PRO": "BP",
    "BACCALAUREAT PROFESSIONNEL": "BP",
    "BACCALAUREAT TECHNOLOGIQUE": "BS",
    "CAP": "CA",
    "CERTIFICAT D APTITUDE PROFESSIONNELLE": "CA",
    "BEP": "BE",
    "BTS": "BT",
    "BREVET DE TECHNICIEN SUPERIEUR": "BT",
    "LICENCE PROFESSIONNELLE": "LP",
    "MASTER": "MA",
    "TITRE D INGENIEUR": "IN",
    "DOCTORAT": "DR",
}
COUNTRIES = {"FRANCE": "FR", "100": "FR"}
