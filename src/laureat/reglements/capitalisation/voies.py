"""Une certification par capitalisation ne connaît pas de voies : la fiche dit seulement lesquelles sont ouvertes."""

from laureat.deliberation.famille import Voie

VOIES: tuple[Voie, ...] = ()
