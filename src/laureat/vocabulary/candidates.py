"""Who the candidates are: route, category, form of examination, access route of the register sheet."""

from enum import StrEnum


class Categorie(StrEnum):
    """The category of a candidate drives the form of each test (CE D337-74, D337-77; digest §2)."""

    A = "A"
    B = "B"
    C = "C"


class Voie(StrEnum):
    """The ten routes by which a candidate comes to the examination (``units.json``)."""

    SCOLAIRE_PUBLIC = "scolaire_public"
    SCOLAIRE_PRIVE_SOUS_CONTRAT = "scolaire_prive_sous_contrat"
    APPRENTI_CFA_HABILITE_OU_DE_DROIT = "apprenti_cfa_habilite_ou_de_droit"
    FPC_ETABLISSEMENT_PUBLIC = "fpc_etablissement_public"
    SCOLAIRE_PRIVE_HORS_CONTRAT = "scolaire_prive_hors_contrat"
    APPRENTI_CFA_NON_HABILITE = "apprenti_cfa_non_habilite"
    FPC_ETABLISSEMENT_PRIVE = "fpc_etablissement_prive"
    ENSEIGNEMENT_A_DISTANCE = "enseignement_a_distance"
    EXPERIENCE_3_ANS = "experience_3_ans"
    FPC_PUBLIC_HABILITE_CCF_INTEGRAL = "fpc_public_habilite_ccf_integral"

    @property
    def est_scolaire_ou_apprenti(self) -> bool:
        """True for pupils and apprentices, whatever their establishment (CE D337-66-1, D337-78)."""
        return self.value.startswith(("scolaire", "apprenti"))

    @property
    def label(self) -> str:
        """The route in words."""
        return _LABELS[self]

    @property
    def acces(self) -> tuple["VoieAcces", ...]:
        """The access routes of the register sheet that go with this route; one only where it is unambiguous."""
        return _ACCES[self]


class VoieAcces(StrEnum):
    """The six access routes of a register sheet (France compétences)."""

    FI = "FI"
    CA = "CA"
    FC = "FC"
    CQ = "CQ"
    CL = "CL"
    VAE = "VAE"

    @property
    def label(self) -> str:
        """The wording of the register."""
        return {
            "FI": "Après un parcours de formation sous statut d'élève ou d'étudiant",
            "CA": "En contrat d'apprentissage",
            "FC": "Après un parcours de formation continue",
            "CQ": "En contrat de professionnalisation",
            "CL": "Par candidature individuelle",
            "VAE": "Par expérience",
        }[self.value]


class Forme(StrEnum):
    """All units in one session, or some units each session (CE D337-68)."""

    GLOBALE = "globale"
    PROGRESSIVE = "progressive"


VOIES = tuple(Voie)

CATEGORIE_OF: dict[Voie, Categorie] = {
    voie: (
        Categorie.C
        if voie is Voie.FPC_PUBLIC_HABILITE_CCF_INTEGRAL
        else Categorie.A
        if voie in VOIES[:4]
        else Categorie.B
    )
    for voie in VOIES
}
"""The category of each route (``units.json``, digest §2)."""

_LABELS = {
    Voie.SCOLAIRE_PUBLIC: "élève d'un établissement public",
    Voie.SCOLAIRE_PRIVE_SOUS_CONTRAT: "élève d'un établissement privé sous contrat",
    Voie.APPRENTI_CFA_HABILITE_OU_DE_DROIT: "apprenti d'un CFA habilité au CCF ou l'ayant de droit",
    Voie.FPC_ETABLISSEMENT_PUBLIC: "formation professionnelle continue en établissement public",
    Voie.SCOLAIRE_PRIVE_HORS_CONTRAT: "élève d'un établissement privé hors contrat",
    Voie.APPRENTI_CFA_NON_HABILITE: "apprenti d'un CFA non habilité au CCF",
    Voie.FPC_ETABLISSEMENT_PRIVE: "formation professionnelle continue en établissement privé",
    Voie.ENSEIGNEMENT_A_DISTANCE: "enseignement à distance",
    Voie.EXPERIENCE_3_ANS: "trois années d'activité professionnelle",
    Voie.FPC_PUBLIC_HABILITE_CCF_INTEGRAL: "formation continue en établissement public habilité au CCF intégral",
}

_SCOLAIRE = (VoieAcces.FI,)
_APPRENTI = (VoieAcces.CA,)
_CONTINUE = (VoieAcces.FC, VoieAcces.CQ)
_ACCES = {
    Voie.SCOLAIRE_PUBLIC: _SCOLAIRE,
    Voie.SCOLAIRE_PRIVE_SOUS_CONTRAT: _SCOLAIRE,
    Voie.SCOLAIRE_PRIVE_HORS_CONTRAT: _SCOLAIRE,
    Voie.APPRENTI_CFA_HABILITE_OU_DE_DROIT: _APPRENTI,
    Voie.APPRENTI_CFA_NON_HABILITE: _APPRENTI,
    Voie.FPC_ETABLISSEMENT_PUBLIC: _CONTINUE,
    Voie.FPC_ETABLISSEMENT_PRIVE: _CONTINUE,
    Voie.FPC_PUBLIC_HABILITE_CCF_INTEGRAL: _CONTINUE,
    # A distance course may be followed under any status; experience candidates come alone, or by VAE for some units.
    Voie.ENSEIGNEMENT_A_DISTANCE: (VoieAcces.FI, VoieAcces.CA, VoieAcces.FC, VoieAcces.CQ, VoieAcces.CL),
    Voie.EXPERIENCE_3_ANS: (VoieAcces.CL, VoieAcces.VAE),
}
