"""Le jury du baccalauréat professionnel : nommé pour la session, présidé par un enseignant-chercheur, composé selon
l'article D337-93 du code de l'éducation, dont la fiche RNCP35697 reprend la composition.
"""

from collections.abc import Sequence

from laureat.jury.law import Finding, Rule, Ruling, Unknown, View, Weight, constat, exigence
from laureat.jury.members import Fonction, Member, Qualite
from laureat.reglements.communs.textes import citer
from laureat.reglements.jury import modeles
from laureat.reglements.jury.commun import (
    PRIVE_OU_CFA,
    compte,
    impossibilite,
    liens_declares,
    minimum,
    part,
    preuve_de_la_composition,
)
from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres
from laureat.rules import ParameterValues
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import plural

D337_93 = citer("CE D337-93", Reading.LU_2014)
"""Composition et présidence ; même texte sur la fiche RNCP35697."""
D337_93_1 = citer("CE D337-93-1", Reading.LU_2014)
"""Participation à distance aux réunions et délibérations."""
DECOMPTE = citer("CE D337-93", Reading.DEDUIT)

nomme_par_arrete = modeles.nomination(
    "R-JURY-01",
    D337_93,
    "Le jury est nommé pour chaque session, par arrêté du recteur, pour chaque baccalauréat professionnel.",
)

un_president = modeles.un_president("R-JURY-02a", D337_93)

president_enseignant_chercheur = modeles.qualite_de(
    Fonction.PRESIDENT,
    "R-JURY-02b",
    D337_93,
    "Le jury est présidé par un enseignant-chercheur.",
    "qualité du président",
    modeles.parmi(Qualite.ENSEIGNANT_CHERCHEUR),
)


def _corps_des_adjoints(m: Member) -> Weight:
    """Le fichier ne dit pas le corps d'un enseignant : agrégé, certifié, de lycée professionnel ou assimilé."""
    if m.est_professionnel or m.qualite is Qualite.ENSEIGNANT_PUBLIC:
        return 1
    return Unknown(0, 1) if m.est_enseignant else 0


presidents_adjoints = modeles.qualite_de(
    Fonction.PRESIDENT_ADJOINT,
    "R-JURY-02c",
    D337_93,
    "Le président peut être assisté ou suppléé par des présidents adjoints, choisis par le recteur parmi les "
    "professeurs agrégés, certifiés ou de lycée professionnel et assimilés, ou parmi les membres de la profession.",
    "qualité des présidents adjoints",
    _corps_des_adjoints,
)

presidence_tenue = modeles.presidence_tenue(
    "R-JURY-02d", D337_93, "Le président absent est suppléé par un président adjoint, présent dans la salle."
)


def _enseignants_publics(membres: Sequence[Member], p: ParameterValues) -> str:
    trouves = sum(m.qualite is Qualite.ENSEIGNANT_PUBLIC and m.fonction is not Fonction.PRESIDENT for m in membres)
    ecart = minimum(trouves, p.enseignants_publics_minimum, "enseignant public", "enseignants publics")
    return f"outre le président, {ecart}"


@exigence(
    "R-JURY-03a",
    D337_93,
    objet="enseignants publics",
    borne="enseignants_publics_minimum",
    ecart=_enseignants_publics,
)
def enseignants_publics(m: Member, p: ParameterValues) -> int:
    """Le jury comprend des professeurs appartenant à l'enseignement public : au moins {enseignants_publics_minimum},
    outre le président."""
    return int(m.qualite is Qualite.ENSEIGNANT_PUBLIC and m.fonction is not Fonction.PRESIDENT)


@exigence(
    "R-JURY-03b",
    D337_93,
    objet="enseignant privé sous contrat ou de CFA",
    borne="enseignants_prives_ou_cfa_minimum",
    ecart=lambda membres, p: minimum(
        sum(m.qualite in PRIVE_OU_CFA for m in membres),
        p.enseignants_prives_ou_cfa_minimum,
        "enseignant privé sous contrat ou de CFA",
        "enseignants privés sous contrat ou de CFA",
    ),
    sauf=impossibilite,
    sinon="consigner pourquoi c'est impossible (--impossibilite)",
)
def enseignant_prive_ou_cfa(m: Member, p: ParameterValues) -> int:
    """Sauf impossibilité, au moins {enseignants_prives_ou_cfa_minimum:professeur} de l'enseignement privé sous
    contrat, de centre de formation d'apprentis ou de section d'apprentissage."""
    return int(m.qualite in PRIVE_OU_CFA)


@exigence(
    "R-JURY-03c",
    D337_93,
    objet="part des professionnels",
    ecart=lambda membres, p: part(
        membres,
        p,
        lambda m: m.est_professionnel,
        "professionnel",
        "professionnels",
        (p.part_professionnels_numerateur, p.part_professionnels_denominateur),
    ),
)
def tiers_de_professionnels(m: Member, p: ParameterValues) -> int:
    """Des membres de la profession intéressée par le diplôme : {part_professionnels} des membres au moins."""
    if not compte(m, p):
        return 0
    return p.part_professionnels_denominateur * m.est_professionnel - p.part_professionnels_numerateur


autant_d_employeurs_que_de_salaries = modeles.autant_d_employeurs_que_de_salaries(
    "R-JURY-03d",
    D337_93,
    "Les membres de la profession sont choisis en nombre égal parmi les employeurs et les salariés.",
)

decompte = modeles.decompte(
    "R-JURY-04",
    DECOMPTE,
    "La proportion se vérifie à la nomination, sur les membres ; le texte ne dit pas si le président en est.",
)

absences_consignees = modeles.absences_consignees(
    "R-JURY-05",
    D337_93,
    "Si la proportion n'est pas atteinte en raison d'absences, le jury peut néanmoins délibérer valablement.",
)


@constat("R-JURY-06", D337_93)
def examinateurs_adjoints(vue: View) -> Finding:
    """Les examinateurs et correcteurs adjoints ont voix consultative, pour les notes qu'ils ont attribuées ; ils ne
    comptent jamais parmi les membres."""
    nombre = len(vue.jury.adjuncts)
    if not nombre:
        return Finding(Ruling.TIENT, "aucun examinateur adjoint")
    plusieurs = "examinateurs adjoints, voix consultative, non comptés"
    return Finding(Ruling.TIENT, plural(nombre, "examinateur adjoint, voix consultative, non compté", plusieurs))


president_en_salle = modeles.president_en_salle(
    "R-JURY-07",
    D337_93_1,
    "À l'exception du président, les membres peuvent participer par un moyen audiovisuel qui permet de les identifier "
    "et garantit leur participation effective.",
)

REGLES: tuple[Rule, ...] = (
    nomme_par_arrete,
    un_president,
    president_enseignant_chercheur,
    presidents_adjoints,
    presidence_tenue,
    enseignants_publics,
    enseignant_prive_ou_cfa,
    tiers_de_professionnels,
    autant_d_employeurs_que_de_salaries,
    decompte,
    absences_consignees,
    examinateurs_adjoints,
    president_en_salle,
    preuve_de_la_composition,
    liens_declares,
)

HORS_CHAMP: dict[str, str] = {
    "R-JURY-08": "le livret scolaire fourni doit avoir été examiné avant d'ajourner (CE D337-85) : cela se vérifie "
    "candidat par candidat, à la délibération, et non sur la composition du jury",
    "R-JURY-10": "une session au moins par année scolaire et le choix des sujets (CE D337-89, D337-91) engagent le "
    "recteur et le ministre, pas la composition du jury",
}
"""Les règles du jury que ce module ne vérifie pas, et pourquoi."""

LOI = LoiDuJury("baccalauréat professionnel", REGLES, nombres("laureat.reglements.bac_pro"), HORS_CHAMP)
droit = LOI.droit
