"""What the columns of a batch of candidates are: their names and their types."""

import polars as pl

from laureat.deliberation.famille import Colonne, Famille, Genre
from laureat.vocabulary import VoieAcces

OTHER_PREFIX = "autre:"
"""Begins the name of every column that nobody knows, so that no heading of a file meets a name of ours."""

WARNINGS = "avertissements_lecture"
DOUBTS = " | "
"""Between two of them."""
ACCES = pl.Enum([acces.value for acces in VoieAcces])


def route_types(famille: Famille) -> tuple[pl.Enum, pl.Enum]:
    """The types of the columns ``voie`` and ``categorie`` under a family."""
    return pl.Enum([voie.code for voie in famille.voies]), pl.Enum(list(famille.categories))


def column_type(colonne: Colonne) -> pl.DataType:
    """The type of a column of a family in a batch."""
    match colonne.genre:
        case Genre.DRAPEAU:
            return pl.Boolean()
        case Genre.CHOIX:
            return pl.Enum(["", *colonne.valeurs])
        case Genre.NOMBRE | Genre.MOYENNE:
            return pl.Int32()
