"""Le jury du brevet de technicien supérieur : à parts égales d'enseignants et de professionnels, présidé par un
enseignant-chercheur ou un inspecteur d'académie-inspecteur pédagogique régional (code de l'éducation, art. D643-31).
"""

from collections.abc import Sequence

from laureat.jury.law import Finding, Rule, Ruling, View, constat, exigence
from laureat.jury.members import Fonction, Member, Presence, Qualite
from laureat.reglements.communs.textes import citer
from laureat.reglements.jury import modeles
from laureat.reglements.jury.commun import (
    compte,
    liens_declares,
    minimum,
    noms,
    preuve_de_la_composition,
    voix_des_membres,
)
from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres
from laureat.rules import ParameterValues
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import plural

D643_31 = citer("CE D643-31", Reading.LU)
"""Nomination, présidence et composition, dans la rédaction du 1er janvier 2020."""
D643_31_2014 = citer("CE D643-31", Reading.LU_2014)
DECOMPTE = citer("CE D643-31", Reading.DEDUIT)
D643_31_1 = citer("CE D643-31-1", Reading.LU_2014)
"""Participation à distance."""
TA_LIMOGES = citer(
    "TA Limoges, 18 juillet 2023, n° 2100588",
    Reading.SECONDAIRE,
    url="https://louislefoyerdecostil.fr/?p=18307",
    depuis=2024,
    avant=D643_31,
)
"""Un ajournement annulé : l'acte nommait les enseignants, et les professionnels « plus tard »."""

nomme_par_arrete = modeles.nomination(
    "BTS-JURY-01a",
    D643_31,
    "Le jury est nommé pour chaque session par arrêté du recteur de région académique.",
)

un_president = modeles.un_president("BTS-JURY-01b", D643_31)

qualite_du_president = modeles.qualite_de(
    Fonction.PRESIDENT,
    "BTS-JURY-01c",
    D643_31,
    "Le président est un enseignant-chercheur, ou un inspecteur d'académie-inspecteur pédagogique régional de la "
    "spécialité.",
    "qualité du président",
    modeles.parmi(Qualite.ENSEIGNANT_CHERCHEUR, Qualite.IA_IPR),
)


@constat("BTS-JURY-01d", DECOMPTE, seance=True)
def presidence_tenue(vue: View) -> Finding:
    """Le président siège ; le texte lu ne dit pas qui le supplée."""
    presidents = vue.jury.presidents
    muets = [m for m in presidents if m.presence is None]
    if muets:
        return Finding(Ruling.INDETERMINE, f"présence non renseignée : {noms(muets)}", "renseigner la présence", True)
    absents = [m for m in presidents if m.presence is Presence.ABSENT]
    if absents:
        return Finding(Ruling.INDETERMINE, f"{noms(absents)} absent", "citer l'acte qui nomme un autre président", True)
    return Finding(Ruling.TIENT, "le président siège" if presidents else "sans objet : aucun président nommé")


parite = modeles.parite(
    "BTS-JURY-02a",
    D643_31,
    "Le jury est composé à parts égales d'enseignants et de membres de la profession intéressée par le diplôme.",
)


@exigence(
    "BTS-JURY-02b",
    D643_31,
    objet="enseignants-chercheurs",
    borne="enseignants_chercheurs_minimum",
    ecart=lambda membres, p: minimum(
        sum(m.qualite is Qualite.ENSEIGNANT_CHERCHEUR and compte(m, p) for m in membres),
        p.enseignants_chercheurs_minimum,
        "enseignant-chercheur",
        "enseignants-chercheurs",
    ),
)
def un_enseignant_chercheur(m: Member, p: ParameterValues) -> int:
    """Les enseignants du secteur public comptent au moins
    {enseignants_chercheurs_minimum:enseignant-chercheur|enseignants-chercheurs}."""
    return int(m.qualite is Qualite.ENSEIGNANT_CHERCHEUR and compte(m, p))


_PUBLIC = (Qualite.ENSEIGNANT_PUBLIC, Qualite.ENSEIGNANT_CHERCHEUR)


def _part_du_public(membres: Sequence[Member], p: ParameterValues) -> str:
    enseignants = [m for m in membres if m.est_enseignant and compte(m, p)]
    publics = sum(m.qualite in _PUBLIC for m in enseignants)
    texte = f"{plural(publics, 'enseignant du public', 'enseignants du public')} sur {len(enseignants)}"
    return f"{texte}, il en faut {len(enseignants) // 2 + 1}"


@exigence("BTS-JURY-02c", D643_31, objet="part du public parmi les enseignants", borne=1, ecart=_part_du_public)
def majorite_du_public(m: Member, p: ParameterValues) -> int:
    """Les enseignants du secteur public sont la majorité des enseignants."""
    if not m.est_enseignant or not compte(m, p):
        return 0
    return 1 if m.qualite in _PUBLIC else -1


@constat("BTS-JURY-02d", D643_31)
def employeurs_et_salaries(vue: View) -> Finding:
    """Les membres de la profession sont des employeurs et des salariés ; leur nombre égal n'est pas demandé."""
    employeurs = sum(m.qualite is Qualite.EMPLOYEUR for m in vue.jury.seats)
    salaries = sum(m.qualite is Qualite.SALARIE for m in vue.jury.seats)
    texte = f"{plural(employeurs, 'employeur')} et {plural(salaries, 'salarié')}"
    if employeurs and salaries:
        return Finding(Ruling.TIENT, texte)
    return Finding(Ruling.INDETERMINE, texte, "nommer des employeurs et des salariés", True)


decompte = modeles.decompte(
    "BTS-JURY-02e",
    DECOMPTE,
    "La parité se vérifie à la nomination ; le texte ne dit pas si le président en est. Un inspecteur qui préside "
    "n'est d'aucune moitié.",
)

qualites_prevues = modeles.qualites_prevues(
    "BTS-JURY-02f",
    D643_31,
    "Le jury est fait d'enseignants, de professionnels et, au besoin, de personnalités qualifiées étrangères ; un "
    "inspecteur n'y siège que pour présider.",
    lambda m: (
        m.est_enseignant or m.est_professionnel or m.qualite is Qualite.PERSONNALITE or m.fonction is Fonction.PRESIDENT
    ),
)

absences_consignees = modeles.absences_consignees(
    "BTS-JURY-03a",
    D643_31,
    "Si la parité est rompue par des défections avant le début des travaux, le jury peut néanmoins délibérer "
    "valablement.",
)


@exigence(
    "BTS-JURY-03b",
    D643_31_2014,
    objet="personnalités étrangères",
    borne="-personnalites_etrangeres_maximum",
    ecart=lambda membres, p: (
        plural(
            sum(m.qualite is Qualite.PERSONNALITE for m in membres),
            "personnalité qualifiée",
            "personnalités qualifiées",
        )
        + f", au plus {p.personnalites_etrangeres_maximum}"
    ),
)
def personnalites_etrangeres(m: Member, p: ParameterValues) -> int:
    """Le recteur peut adjoindre au jury au plus {personnalites_etrangeres_maximum:personnalité qualifiée} de pays
    étrangers, qui ne sont d'aucune moitié."""
    return -int(m.qualite is Qualite.PERSONNALITE)


@constat("BTS-JURY-04", TA_LIMOGES)
def acte_complet(vue: View) -> Finding:
    """L'arrêté nomme tous les membres : une absence est tolérée, un acte qui n'est pas à parité ne l'est jamais."""
    if parite.rule_on(*parite.margin(vue.jury.seats, vue.p)) is Ruling.MANQUE:
        return Finding(Ruling.INDETERMINE, "l'acte n'est pas à parité : ne pas ouvrir la session ainsi", "", True)
    return Finding(Ruling.TIENT, "l'acte est à parité ; seules des absences à la séance seraient tolérées")


president_en_salle = modeles.president_en_salle(
    "BTS-JURY-05",
    D643_31_1,
    "À l'exception du président, les membres peuvent participer à distance par un moyen audiovisuel.",
)

REGLES: tuple[Rule, ...] = (
    nomme_par_arrete,
    un_president,
    qualite_du_president,
    presidence_tenue,
    parite,
    un_enseignant_chercheur,
    majorite_du_public,
    employeurs_et_salaries,
    decompte,
    qualites_prevues,
    absences_consignees,
    personnalites_etrangeres,
    acte_complet,
    president_en_salle,
    voix_des_membres,
    preuve_de_la_composition,
    liens_declares,
)

HORS_CHAMP: dict[str, str] = {
    "BTS-JURY-06": "le recteur délivre sur proposition du jury, souverain (CE D643-26, D643-32) : cela se conduit à la "
    "délibération, et non sur la composition du jury",
}
"""Les règles du jury que ce module ne vérifie pas, et pourquoi."""

LOI = LoiDuJury("brevet de technicien supérieur", REGLES, nombres("laureat.reglements.bts"), HORS_CHAMP)
droit = LOI.droit
