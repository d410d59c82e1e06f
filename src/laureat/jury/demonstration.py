"""A jury of the demonstration session: nine members, an adjunct examiner, all invented, as it sat at deliberation."""

from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite

_ROWS = (
    ("MARCHAND", "Hélène", "F", "enseignant_chercheur", "president", "present", "Université de Nantes"),
    ("LE GOFF", "Yann", "M", "enseignant_public", "president_adjoint", "present", "Lycée professionnel Jacquard"),
    ("DIALLO", "Aminata", "F", "enseignant_public", "membre", "present", "Lycée professionnel Jean-Prouvé"),
    ("ROUSSEL", "Pierre", "M", "enseignant_public", "membre", "present", "Lycée polyvalent des Ateliers"),
    ("HAMON", "Claire", "F", "enseignant_cfa", "membre", "distance", "CFA de l'Industrie"),
    ("BERTHELOT", "Marc", "M", "employeur", "membre", "present", "Décolletage Berthelot"),
    ("NGUYEN", "Thi Lan", "F", "employeur", "membre", "present", "Outillages de l'Ouest"),
    ("FERREIRA", "Paulo", "M", "salarie", "membre", "present", "Mécanique de la Vilaine"),
    ("CARON", "Sophie", "F", "salarie", "membre", "absent", "Usinage du Pays noir"),
    ("PETIT", "Luc", "M", "enseignant_public", "examinateur_adjoint", "present", "Lycée professionnel Jacquard"),
)


def demonstration_jury(*, sitting: bool = True) -> Jury:
    """The jury as it sat; with ``sitting=False``, as it was appointed, no presence recorded."""
    members = tuple(
        Member(
            nom,
            Qualite(qualite),
            Fonction(fonction),
            prenom,
            sexe,
            Presence(presence) if sitting else None,
            qualifie=Qualite(qualite).est_professionnel,
            etablissement=etablissement,
        )
        for nom, prenom, sexe, qualite, fonction, presence, etablissement in _ROWS
    )
    return Jury(members, arrete="arrêté rectoral de démonstration")
