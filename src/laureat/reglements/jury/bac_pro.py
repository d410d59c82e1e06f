"""Le jury du baccalauréat professionnel : nommé pour la session, présidé par un enseignant-chercheur, composé selon
l'article D337-93 du code de l'éducation, dont la fiche RNCP35697 reprend la composition.
"""

from collections.abc import Sequence

from laureat.jury.law import Finding, Rule, Ruling, Unknown, View, Weight, constat, exigence
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.reglements.jury.commun import PRIVE_OU_CFA, compte, egalite, liens_declares, minimum, noms, part
from laureat.reglements.jury.parametres import D337_93, D337_93_1, PREUVE
from laureat.rules import ParameterValues
from laureat.vocabulary.french import plural

PRESIDENT = Fonction.PRESIDENT
ADJOINT = Fonction.PRESIDENT_ADJOINT


@constat("R-JURY-01", D337_93)
def nomme_par_arrete(vue: View) -> Finding:
    """Le jury est nommé pour chaque session, par arrêté du recteur, pour chaque baccalauréat professionnel."""
    if vue.jury.arrete:
        return Finding(Ruling.TIENT, vue.jury.arrete)
    return Finding(Ruling.INDETERMINE, "aucun arrêté de nomination n'est cité", "citer l'arrêté (--arrete)", True)


def _presidence(membres: Sequence[Member], p: ParameterValues) -> str:
    presidents = [m for m in membres if m.fonction is PRESIDENT]
    if not presidents:
        return "aucun président"
    if len(presidents) > 1:
        return f"{plural(len(presidents), 'président')} ({noms(presidents)}), il en faut 1"
    return f"présidence : {noms(presidents)}"


@exigence("R-JURY-02a", D337_93, objet="présidence", borne=1, exactement=True, ecart=_presidence)
def un_president(m: Member, p: ParameterValues) -> int:
    """Le jury a un président, et un seul."""
    return int(m.fonction is PRESIDENT)


def _qualite_du_president(membres: Sequence[Member], p: ParameterValues) -> str:
    presidents = [m for m in membres if m.fonction is PRESIDENT]
    return " ; ".join(f"{m.nom_complet} : {m.qualite.label}" for m in presidents) or "aucun président"


@exigence("R-JURY-02b", D337_93, objet="qualité du président", ecart=_qualite_du_president)
def president_enseignant_chercheur(m: Member, p: ParameterValues) -> int:
    """Le jury est présidé par un enseignant-chercheur."""
    return -int(m.fonction is PRESIDENT and m.qualite is not Qualite.ENSEIGNANT_CHERCHEUR)


def _qualite_des_adjoints(membres: Sequence[Member], p: ParameterValues) -> str:
    adjoints = [m for m in membres if m.fonction is ADJOINT]
    return " ; ".join(f"{m.nom_complet} : {m.qualite.label}" for m in adjoints) or "aucun président adjoint"


@exigence("R-JURY-02c", D337_93, objet="qualité des présidents adjoints", ecart=_qualite_des_adjoints)
def presidents_adjoints(m: Member, p: ParameterValues) -> Weight:
    """Le président peut être assisté ou suppléé par des présidents adjoints, choisis par le recteur parmi les
    professeurs agrégés, certifiés ou de lycée professionnel et assimilés, ou parmi les membres de la profession."""
    if m.fonction is not ADJOINT or m.est_professionnel or m.qualite is Qualite.ENSEIGNANT_PUBLIC:
        return 0
    return Unknown(-1, 0)  # le fichier ne dit pas le corps : agrégé, certifié, PLP ou assimilé


def _presidence_tenue(membres: Sequence[Member], p: ParameterValues) -> str:
    absents = [m for m in membres if m.fonction is PRESIDENT and m.presence is Presence.ABSENT]
    muets = [m for m in membres if m.fonction is PRESIDENT and m.presence is None]
    suppleants = [m for m in membres if m.fonction is ADJOINT and m.dans_la_salle]
    if absents and suppleants:
        return f"{noms(absents)} absent, suppléé par {noms(suppleants)}"
    if absents:
        return f"{noms(absents)} absent, aucun président adjoint en salle"
    return f"présence de {noms(muets)} non renseignée" if muets else "le président siège"


@exigence("R-JURY-02d", D337_93, objet="présidence de la séance", borne=1, ecart=_presidence_tenue, seance=True)
def presidence_tenue(m: Member, p: ParameterValues) -> Weight:
    """Le président absent est suppléé par un président adjoint, présent dans la salle."""
    if m.fonction is PRESIDENT:
        return Unknown(0, 1) if m.presence is None else int(m.assiste)
    return int(m.fonction is ADJOINT and m.dans_la_salle)


def _enseignants_publics(membres: Sequence[Member], p: ParameterValues) -> str:
    trouves = sum(m.qualite is Qualite.ENSEIGNANT_PUBLIC and m.fonction is not PRESIDENT for m in membres)
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
    """Le jury comprend des professeurs appartenant à l'enseignement public : au moins un, outre le président."""
    return int(m.qualite is Qualite.ENSEIGNANT_PUBLIC and m.fonction is not PRESIDENT)


def impossibilite(jury: Jury) -> str:
    """Le motif consigné, tel qu'il paraît au procès-verbal."""
    return f"impossibilité consignée : {jury.impossibilite}" if jury.impossibilite else ""


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
    """Sauf impossibilité, au moins un professeur appartient à l'enseignement privé sous contrat ou exerce en centre de
    formation d'apprentis ou en section d'apprentissage."""
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
    """Un tiers au moins des membres appartient à la profession intéressée par le diplôme."""
    if not compte(m, p):
        return 0
    return p.part_professionnels_denominateur * m.est_professionnel - p.part_professionnels_numerateur


@exigence("R-JURY-03d", D337_93, objet="employeurs et salariés", exactement=True, ecart=egalite)
def autant_d_employeurs_que_de_salaries(m: Member, p: ParameterValues) -> int:
    """Les membres de la profession sont choisis en nombre égal parmi les employeurs et les salariés."""
    return compte(m, p) * ((m.qualite is Qualite.EMPLOYEUR) - (m.qualite is Qualite.SALARIE))


@constat("R-JURY-04", D337_93)
def decompte(vue: View) -> Finding:
    """La proportion se vérifie à la nomination, sur les membres ; le texte ne dit pas si le président en est."""
    membres = [m for m in vue.jury.seats if compte(m, vue.p)]
    inclus = "compris" if vue.p.president_compte_comme_membre else "non compris"
    texte = f"{plural(len(membres), 'membre')}, président {inclus} (paramètre déduit)"
    if vue.depends_on_president:
        regles = ", ".join(rule.id for rule in vue.depends_on_president)
        autrement = "si l'on ne le compte pas" if vue.p.president_compte_comme_membre else "si on le compte"
        return Finding(Ruling.INDETERMINE, f"{texte} ; verdict inverse {autrement} : {regles}", "", True)
    return Finding(Ruling.TIENT, texte)


@constat("R-JURY-05", D337_93, seance=True)
def absences_consignees(vue: View) -> Finding:
    """Si la proportion n'est pas atteinte en raison d'absences, le jury peut néanmoins délibérer valablement."""
    absents = vue.jury.absentees
    if not absents:
        return Finding(Ruling.TIENT, "aucune absence")
    texte = f"{plural(len(absents), 'absent')}, à consigner au procès-verbal : {noms(absents)}"
    for rule, ecart in vue.broken:
        texte += f" ; {rule.subject}, parmi les présents : {ecart}"
    if vue.broken:
        texte += " ; la délibération reste valable"
    return Finding(Ruling.TIENT, texte, avertissement=True)


@constat("R-JURY-06", D337_93)
def examinateurs_adjoints(vue: View) -> Finding:
    """Les examinateurs et correcteurs adjoints ont voix consultative, pour les notes qu'ils ont attribuées ; ils ne
    comptent jamais parmi les membres."""
    nombre = len(vue.jury.adjuncts)
    if not nombre:
        return Finding(Ruling.TIENT, "aucun examinateur adjoint")
    plusieurs = "examinateurs adjoints, voix consultative, non comptés"
    return Finding(Ruling.TIENT, plural(nombre, "examinateur adjoint, voix consultative, non compté", plusieurs))


def _a_distance(membres: Sequence[Member], p: ParameterValues) -> str:
    presidents = [m for m in membres if m.fonction is PRESIDENT]
    loin = [m for m in presidents if m.presence is Presence.DISTANCE]
    if loin:
        return f"{noms(loin)} préside à distance"
    if any(m.presence is None for m in presidents):
        return "présence du président non renseignée"
    autres = [m for m in membres if m.presence is Presence.DISTANCE]
    return f"à distance : {noms(autres)}" if autres else "personne à distance"


@exigence("R-JURY-07", D337_93_1, objet="participation à distance", ecart=_a_distance, seance=True)
def president_en_salle(m: Member, p: ParameterValues) -> Weight:
    """À l'exception du président, les membres peuvent participer par un moyen audiovisuel qui permet de les identifier
    et garantit leur participation effective."""
    if m.fonction is not PRESIDENT:
        return 0
    return Unknown(-1, 0) if m.presence is None else -int(m.presence is Presence.DISTANCE)


@constat("R-JURY-09", PREUVE)
def preuve_de_la_composition(vue: View) -> Finding:
    """Le procès-verbal prouve qui a siégé : nom, qualité, secteur, collège, présence, distance, signature."""
    if not vue.jury.sits:
        return Finding(Ruling.TIENT, "nom et qualité de chacun connus ; présence et signature à porter en séance")
    muets = [m for m in vue.jury.members if m.presence is None]
    if muets:
        return Finding(Ruling.INDETERMINE, f"présence non renseignée : {noms(muets)}", "renseigner la présence", True)
    signatures = sum(m.assiste for m in vue.jury.members)
    return Finding(Ruling.TIENT, f"présence de chacun connue ; {plural(signatures, 'signature')} à recueillir")


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
