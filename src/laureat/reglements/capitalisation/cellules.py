"""Ce qu'une liste de candidats à une certification par blocs peut dire."""

from laureat.vocabulary import BLOCKS

CELLULES = BLOCKS
LEXIQUE = {
    "V": "Bloc validé.",
    "NV": "Bloc évalué, non validé.",
    "V@2024": "Bloc validé à une session antérieure.",
    "VA": "Bloc validé par la VAE.",
    "DI": "Dispense : le bloc ne bloque pas, et n’est pas attesté.",
    "AB": "Absence non justifiée.",
    "AJ": "Absence justifiée.",
    "0 à 20": "Une note : le bloc est validé à partir de {seuil_bloc:nu}.",
    "(vide)": "Pas encore évalué : la certification reste en cours.",
}
