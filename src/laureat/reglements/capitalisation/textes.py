"""Les textes que les règles de la capitalisation citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

L6113_1 = Citation("Code du travail, art. L6113-1 et L6323-6", Reading.MEMOIRE)
USAGE = Citation("usage : règlement de certification par capitalisation", Reading.DEDUIT)
USAGE_NOTE = Citation("usage : référentiels d'évaluation des certificateurs", Reading.DEDUIT)
REGLE_DU_CERTIFICATEUR = Citation(
    "règle du certificateur, dans le fichier de données de la certification", Reading.USAGE
)
