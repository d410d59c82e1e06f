"""Le jury d'un certificateur privé : ce que la fiche en dit, et ce qui vaut partout."""

from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres

LOI = LoiDuJury("", (), nombres("laureat.reglements.capitalisation"))
droit = LOI.droit
