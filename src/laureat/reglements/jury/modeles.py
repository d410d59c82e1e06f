"""Les règles que plusieurs familles partagent, chacune avec son numéro, son article et ses mots."""

from collections.abc import Callable, Sequence

from laureat.jury.law import Finding, Observation, Requirement, Ruling, Stage, Unknown, View, Weight
from laureat.jury.members import Fonction, Member, Presence, Qualite
from laureat.reglements.jury.commun import (
    compte,
    egalite,
    employeur_moins_salarie,
    enseignant_moins_professionnel,
    moities,
    noms,
)
from laureat.rules import ParameterValues
from laureat.vocabulary import Citation
from laureat.vocabulary.french import plural

PRESIDENT = Fonction.PRESIDENT
ADJOINT = Fonction.PRESIDENT_ADJOINT


def nomination(regle: str, citation: Citation, texte: str) -> Observation:
    """Un acte nomme le jury : il est à citer."""

    def regarder(vue: View) -> Finding:
        if vue.jury.arrete:
            return Finding(Ruling.TIENT, vue.jury.arrete)
        return Finding(Ruling.INDETERMINE, "aucun arrêté de nomination n'est cité", "citer l'arrêté (--arrete)", True)

    return Observation(regle, citation, texte, regarder)


def un_president(regle: str, citation: Citation, texte: str = "Le jury a un président, et un seul.") -> Requirement:
    """Une présidence, et une seule."""

    def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
        presidents = [m for m in membres if m.fonction is PRESIDENT]
        if not presidents:
            return "aucun président"
        if len(presidents) > 1:
            return f"{plural(len(presidents), 'président')} ({noms(presidents)}), il en faut 1"
        return f"présidence : {noms(presidents)}"

    return Requirement(
        regle, citation, texte, "présidence", lambda m, p: int(m.fonction is PRESIDENT), ecart, 1, exact=True
    )


def qualite_de(
    fonction: Fonction,
    regle: str,
    citation: Citation,
    texte: str,
    objet: str,
    convient: Callable[[Member], Weight],
) -> Requirement:
    """Qui tient une fonction doit avoir une qualité : ``convient`` vaut 1, 0, ou l'on ne sait pas."""

    def peser(m: Member, p: ParameterValues) -> Weight:
        if m.fonction is not fonction:
            return 0
        poids = convient(m)
        return Unknown(poids.low - 1, poids.high - 1) if isinstance(poids, Unknown) else poids - 1

    def dire(m: Member) -> str:
        inconnu = isinstance(convient(m), Unknown)
        return f"{m.nom_complet} : {m.qualite.label}{', le fichier ne dit rien de plus' if inconnu else ''}"

    def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
        return " ; ".join(dire(m) for m in membres if m.fonction is fonction) or f"sans objet : aucun {fonction.label}"

    return Requirement(regle, citation, texte, objet, peser, ecart)


def conseiller(m: Member) -> Weight:
    """Un membre de la profession, conseiller de l'enseignement technologique."""
    if not m.est_professionnel:
        return 0
    return Unknown(0, 1) if m.conseiller is None else int(m.conseiller)


def presidence_tenue(
    regle: str, citation: Citation, texte: str, *, en_salle: bool = True, suppleant: str = "président adjoint"
) -> Requirement:
    """Le président siège ; absent, il est suppléé, par quelqu'un qui est dans la salle si ``en_salle``."""

    def supplee(m: Member) -> bool:
        return m.fonction is ADJOINT and (m.dans_la_salle if en_salle else m.assiste)

    def peser(m: Member, p: ParameterValues) -> Weight:
        if m.fonction is PRESIDENT:
            return Unknown(0, 1) if m.presence is None else int(m.assiste)
        return int(supplee(m))

    def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
        absents = [m for m in membres if m.fonction is PRESIDENT and m.presence is Presence.ABSENT]
        muets = [m for m in membres if m.fonction is PRESIDENT and m.presence is None]
        suppleants = [m for m in membres if supplee(m)]
        if absents and suppleants:
            return f"{noms(absents)} absent, suppléé par {noms(suppleants)}"
        if absents:
            return f"{noms(absents)} absent, aucun {suppleant} {'en salle' if en_salle else 'présent'}"
        if muets:
            return f"présence non renseignée : {noms(muets)}"
        if any(m.fonction is PRESIDENT for m in membres):
            return "le président siège"
        return "aucun président" + (f", suppléé par {noms(suppleants)}" if suppleants else f", ni {suppleant}")

    return Requirement(regle, citation, texte, "présidence de la séance", peser, ecart, 1, stage=Stage.SEANCE)


def president_en_salle(regle: str, citation: Citation, texte: str) -> Requirement:
    """On peut siéger à distance, sauf le président."""

    def peser(m: Member, p: ParameterValues) -> Weight:
        if m.fonction is not PRESIDENT:
            return 0
        return Unknown(-1, 0) if m.presence is None else -int(m.presence is Presence.DISTANCE)

    def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
        presidents = [m for m in membres if m.fonction is PRESIDENT]
        loin = [m for m in presidents if m.presence is Presence.DISTANCE]
        if loin:
            return f"{noms(loin)} préside à distance"
        if any(m.presence is None for m in presidents):
            return "présence du président non renseignée"
        autres = [m for m in membres if m.presence is Presence.DISTANCE]
        return f"à distance : {noms(autres)}" if autres else "personne à distance"

    return Requirement(regle, citation, texte, "participation à distance", peser, ecart, stage=Stage.SEANCE)


def distance_non_prevue(regle: str, citation: Citation, texte: str) -> Observation:
    """Aucun texte lu n'ouvre la participation à distance : on le dit, sans rien annuler."""

    def regarder(vue: View) -> Finding:
        loin = [m for m in vue.jury.seats if m.presence is Presence.DISTANCE]
        if not loin:
            return Finding(Ruling.TIENT, "personne à distance")
        return Finding(
            Ruling.INDETERMINE, f"à distance : {noms(loin)}", "siéger dans la salle, ou citer le texte", True
        )

    return Observation(regle, citation, texte, regarder, stage=Stage.SEANCE)


def parite(regle: str, citation: Citation, texte: str) -> Requirement:
    """Autant d'enseignants que de professionnels."""
    objet = "parité des enseignants et des professionnels"
    return Requirement(regle, citation, texte, objet, enseignant_moins_professionnel, moities, exact=True)


def autant_d_employeurs_que_de_salaries(regle: str, citation: Citation, texte: str) -> Requirement:
    """Autant d'employeurs que de salariés."""
    return Requirement(regle, citation, texte, "employeurs et salariés", employeur_moins_salarie, egalite, exact=True)


def qualites_prevues(regle: str, citation: Citation, texte: str, prevues: Callable[[Member], bool]) -> Observation:
    """Un membre d'une qualité que le texte ne nomme pas n'est d'aucune moitié : on le dit."""

    def regarder(vue: View) -> Finding:
        autres = [m for m in vue.jury.seats if not prevues(m)]
        if not autres:
            return Finding(Ruling.TIENT, "chacun siège en une qualité que le texte nomme")
        ecart = " ; ".join(f"{m.nom_complet} : {m.qualite.label}" for m in autres)
        return Finding(
            Ruling.INDETERMINE, f"qualité que le texte ne nomme pas : {ecart}", "vérifier la nomination", True
        )

    return Observation(regle, citation, texte, regarder)


def decompte(regle: str, citation: Citation, texte: str) -> Observation:
    """La proportion se vérifie à la nomination ; que le président compte n'est pas dit partout."""

    def regarder(vue: View) -> Finding:
        membres = [m for m in vue.jury.seats if compte(m, vue.p)]
        inclus = "compris" if vue.p.president_compte_comme_membre else "non compris"
        ecart = f"{plural(len(membres), 'membre')}, président {inclus} (paramètre déduit)"
        if vue.depends_on_president:
            regles = ", ".join(rule.id for rule in vue.depends_on_president)
            autrement = "si l'on ne le compte pas" if vue.p.president_compte_comme_membre else "si on le compte"
            return Finding(Ruling.INDETERMINE, f"{ecart} ; verdict inverse {autrement} : {regles}", "", True)
        return Finding(Ruling.TIENT, ecart)

    return Observation(regle, citation, texte, regarder)


def absences_consignees(regle: str, citation: Citation, texte: str) -> Observation:
    """Des absences qui rompent une proportion n'annulent pas la délibération ; elles se consignent."""

    def regarder(vue: View) -> Finding:
        absents = vue.jury.absentees
        if not absents:
            return Finding(Ruling.TIENT, "aucune absence")
        ecart = f"{plural(len(absents), 'absent')}, à consigner au procès-verbal : {noms(absents)}"
        for rule, manque in vue.broken:
            ecart += f" ; {rule.subject}, parmi les présents : {manque}"
        if vue.broken:
            ecart += " ; la délibération reste valable"
        return Finding(Ruling.TIENT, ecart, avertissement=True)

    return Observation(regle, citation, texte, regarder, stage=Stage.SEANCE)


def enseignant_public(m: Member) -> Weight:
    """Un enseignant du secteur public."""
    return int(m.qualite is Qualite.ENSEIGNANT_PUBLIC)


def parmi(*qualites: Qualite) -> Callable[[Member], Weight]:
    """Un membre de l'une de ces qualités."""
    return lambda m: int(m.qualite in qualites)
