"""Le jury du certificat d'aptitude professionnelle : moitié enseignants, moitié professionnels, présidé par un
conseiller de l'enseignement technologique (code de l'éducation, art. D337-22 et D337-23).
"""

from laureat.jury.law import Finding, Rule, Ruling, View, constat
from laureat.jury.members import Fonction, Member
from laureat.reglements.communs.textes import citer
from laureat.reglements.jury import modeles
from laureat.reglements.jury.commun import liens_declares, noms, preuve_de_la_composition, voix_des_membres
from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres
from laureat.vocabulary.citations import Reading

D337_22 = citer("CE D337-22", Reading.LU_2014)
"""Nomination du jury."""
D337_23 = citer("CE D337-23", Reading.LU_2014)
"""Composition et présidence."""
SUPPLEANCE = citer("CE D337-23", Reading.DEDUIT)

nomme_par_arrete = modeles.nomination(
    "CAP-JURY-01",
    D337_22,
    "Le jury est nommé pour chaque session par le recteur, ou par délégation le directeur académique, après "
    "consultation des organisations professionnelles.",
)

parite = modeles.parite(
    "CAP-JURY-02a",
    D337_23,
    "Le jury compte autant d'enseignants, du public, du privé sous contrat ou des CFA, que de professionnels.",
)

autant_d_employeurs_que_de_salaries = modeles.autant_d_employeurs_que_de_salaries(
    "CAP-JURY-02b", D337_23, "Les professionnels sont en nombre égal des employeurs et des salariés."
)

qualites_prevues = modeles.qualites_prevues(
    "CAP-JURY-02c",
    D337_23,
    "Le jury est fait d'enseignants et de professionnels.",
    lambda m: m.est_enseignant or m.est_professionnel,
)

un_president = modeles.un_president("CAP-JURY-03a", D337_23)

president_conseiller = modeles.qualite_de(
    Fonction.PRESIDENT,
    "CAP-JURY-03b",
    D337_23,
    "Le président est un conseiller de l'enseignement technologique, pris parmi les membres professionnels.",
    "qualité du président",
    modeles.conseiller,
)

vice_president_enseignant = modeles.qualite_de(
    Fonction.PRESIDENT_ADJOINT,
    "CAP-JURY-03c",
    D337_23,
    "Le vice-président est un membre enseignant du secteur public.",
    "qualité du vice-président",
    modeles.enseignant_public,
)


def _vice_presidents(vue: View) -> list[Member]:
    return [m for m in vue.jury.seats if m.fonction is Fonction.PRESIDENT_ADJOINT]


@constat("CAP-JURY-03d", D337_23)
def un_vice_president(vue: View) -> Finding:
    """Un vice-président est nommé parmi les enseignants du secteur public (fonction president_adjoint)."""
    vices = _vice_presidents(vue)
    if vices:
        return Finding(Ruling.TIENT, f"vice-présidence : {noms(vices)}")
    return Finding(Ruling.INDETERMINE, "aucun vice-président", "nommer un vice-président", True)


presidence_tenue = modeles.presidence_tenue(
    "CAP-JURY-03e",
    SUPPLEANCE,
    "Le président absent est suppléé par le vice-président.",
    en_salle=False,
    suppleant="vice-président",
)

absences_consignees = modeles.absences_consignees(
    "CAP-JURY-04a",
    D337_23,
    "Si la parité n'est pas atteinte en raison d'absences, le jury peut néanmoins délibérer valablement.",
)

distance = modeles.distance_non_prevue(
    "CAP-JURY-04b", SUPPLEANCE, "Aucun texte lu n'ouvre la participation à distance au jury du CAP."
)

REGLES: tuple[Rule, ...] = (
    nomme_par_arrete,
    parite,
    autant_d_employeurs_que_de_salaries,
    qualites_prevues,
    un_president,
    president_conseiller,
    vice_president_enseignant,
    un_vice_president,
    presidence_tenue,
    absences_consignees,
    distance,
    voix_des_membres,
    preuve_de_la_composition,
    liens_declares,
)

HORS_CHAMP: dict[str, str] = {
    "CAP-JURY-01 (jury commun)": "un jury commun à plusieurs CAP compte des enseignants et des professionnels de "
    "chaque spécialité (CE D337-22) : le fichier d'un jury ne dit pas les spécialités de chacun",
}
"""Les règles du jury que ce module ne vérifie pas, et pourquoi."""

LOI = LoiDuJury("certificat d'aptitude professionnelle", REGLES, nombres("laureat.reglements.cap"), HORS_CHAMP)
droit = LOI.droit
