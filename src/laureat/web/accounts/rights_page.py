"""The page of rights in the guides, written from the matrix itself."""

from laureat.web.accounts.matrix import ROWS, Reach
from laureat.web.accounts.models import Role

HEAD = """# Qui peut faire quoi

Cette page est produite depuis la matrice des droits ; un test la tient à jour, et refuse une adresse sans ligne.
« tout » : tous les objets ; « le sien » : les candidats de l'établissement, les sessions du jury où l'on siège, son
propre dossier ; « — » : rien.

| objet | action | adresse | public | service des examens | établissement | jury | candidat |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The page, whole."""
    lines = []
    for right in ROWS:
        public = "oui" if right.public else "—"
        reaches = ["—" if right.reach(role) is Reach.RIEN else str(right.reach(role)) for role in Role]
        lines.append(f"| {right.what} | {right.action} | `{right.address}` | {public} | {' | '.join(reaches)} |")
    return HEAD + "\n".join(lines) + "\n"
