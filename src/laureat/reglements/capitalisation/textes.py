"""Les textes que les règles de la capitalisation citent."""

from laureat.reglements.communs.textes import citer
from laureat.vocabulary.citations import Reading

L6113_1 = citer("Code du travail, art. L6113-1 et L6323-6", Reading.MEMOIRE)
USAGE = citer("usage : règlement de certification par capitalisation", Reading.DEDUIT)
USAGE_NOTE = citer("usage : référentiels d'évaluation des certificateurs", Reading.DEDUIT)
REGLE_DU_CERTIFICATEUR = citer("règle du certificateur, dans le fichier de données de la certification", Reading.USAGE)
