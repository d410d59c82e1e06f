"""Les épreuves que toutes les spécialités d'un diplôme ont, et dont des règles demandent quelque chose."""

from laureat.deliberation.famille import EpreuveCommune
from laureat.reglements.communs.constats import EPS as TRAIT_EPS

EPS = EpreuveCommune(r"\beducation physique (?:et )?sportive\b|\beps\b", TRAIT_EPS, remplacement=False)
"""L'EPS n'a pas d'épreuve de remplacement, et se dispense à des conditions qui sont les siennes."""
MOBILITE = EpreuveCommune(r"\bmobilite\b", "mobilite", facultative=True)
"""La note de l'unité facultative de mobilité peut valoir l'attestation MobilitéPro."""
