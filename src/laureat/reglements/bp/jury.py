"""Le jury du brevet professionnel : autant d'enseignants que de professionnels qualifiés, présidé par un inspecteur
(code de l'éducation, art. D337-122 et D337-123).
"""

from laureat.jury.law import Rule
from laureat.jury.members import Fonction, Qualite
from laureat.reglements.communs.textes import citer
from laureat.reglements.jury import modeles
from laureat.reglements.jury.commun import liens_declares, preuve_de_la_composition, voix_des_membres
from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres
from laureat.vocabulary.citations import Reading

D337_122 = citer("CE D337-122 et D337-123", Reading.LU_2014)
"""Nomination du jury."""
D337_123 = citer("CE D337-123", Reading.LU_2014)
"""Composition et présidence ; même texte que le décret n° 95-664, art. 28."""
DEDUIT = citer("CE D337-123", Reading.DEDUIT)

nomme_par_arrete = modeles.nomination(
    "BP-JURY-01",
    D337_122,
    "Le jury, académique ou interacadémique, est nommé pour chaque session par arrêté du recteur.",
)

un_president = modeles.un_president("BP-JURY-02a", D337_123)

president_inspecteur = modeles.qualite_de(
    Fonction.PRESIDENT,
    "BP-JURY-02b",
    D337_123,
    "Le président est un inspecteur général ou un inspecteur de l'éducation nationale.",
    "qualité du président",
    modeles.parmi(Qualite.INSPECTEUR_GENERAL, Qualite.IEN),
)

vice_president_conseiller = modeles.qualite_de(
    Fonction.PRESIDENT_ADJOINT,
    "BP-JURY-02c",
    D337_123,
    "Le vice-président, qui supplée le président empêché, est un conseiller de l'enseignement technologique.",
    "qualité du vice-président",
    modeles.conseiller,
)

presidence_tenue = modeles.presidence_tenue(
    "BP-JURY-02d",
    D337_123,
    "Le président empêché est suppléé par un vice-président.",
    en_salle=False,
    suppleant="vice-président",
)

parite = modeles.parite(
    "BP-JURY-03a",
    D337_123,
    "Le jury compte autant d'enseignants, du public, du privé ou des CFA, que de professionnels qualifiés.",
)

autant_d_employeurs_que_de_salaries = modeles.autant_d_employeurs_que_de_salaries(
    "BP-JURY-03b", D337_123, "Les professionnels sont en nombre égal des employeurs et des salariés."
)

decompte = modeles.decompte(
    "BP-JURY-03c", DEDUIT, "Le président, qui n'est ni enseignant ni professionnel, n'est d'aucune moitié."
)

qualites_prevues = modeles.qualites_prevues(
    "BP-JURY-03d",
    D337_123,
    "Le jury est fait d'enseignants et de professionnels, l'inspecteur qui préside mis à part.",
    lambda m: m.est_enseignant or m.est_professionnel or m.fonction is Fonction.PRESIDENT,
)

absences_consignees = modeles.absences_consignees(
    "BP-JURY-04a",
    D337_123,
    "Si la parité n'est pas atteinte en raison d'absences, le jury peut néanmoins délibérer valablement.",
)

distance = modeles.distance_non_prevue(
    "BP-JURY-04b", DEDUIT, "Aucun texte lu n'ouvre la participation à distance au jury du brevet professionnel."
)

REGLES: tuple[Rule, ...] = (
    nomme_par_arrete,
    un_president,
    president_inspecteur,
    vice_president_conseiller,
    presidence_tenue,
    parite,
    autant_d_employeurs_que_de_salaries,
    decompte,
    qualites_prevues,
    absences_consignees,
    distance,
    voix_des_membres,
    preuve_de_la_composition,
    liens_declares,
)

HORS_CHAMP: dict[str, str] = {
    "BP-JURY-05": "le jury est souverain et le recteur délivre sur sa proposition (CE D337-118, D337-124) : cela se "
    "conduit à la délibération, et non sur la composition du jury",
}
"""Les règles du jury que ce module ne vérifie pas, et pourquoi."""

LOI = LoiDuJury("brevet professionnel", REGLES, nombres("laureat.reglements.bp"), HORS_CHAMP)
droit = LOI.droit
