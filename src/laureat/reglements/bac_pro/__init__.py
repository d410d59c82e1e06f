"""Le règlement du baccalauréat professionnel (code de l'éducation, art. D337-51 à D337-94-1) et ses spécialités."""

from laureat.reglements.bac_pro.chargeur import charger_specialite, construire, specialites

__all__ = ["charger_specialite", "construire", "specialites"]
