"""Ce que compte chaque unité d'un diplôme noté, le bonus, les moyennes et l'épreuve de contrôle."""

from typing import Any

from laureat.reglements.communs.statuts import (
    ABSENT_JUSTIFIE,
    ANNULE,
    BENEFICE,
    DISPENSE,
    NOTE,
    VALIDE_VAE,
    apporte,
)
from laureat.rules import Average, Everywhere, Term, Value, calcul_commun, maximum, ou, si, somme
from laureat.vocabulary import MARK_STEP, Motif


@calcul_commun(neutral=Everywhere())
def notees(obligatoires: Any, facultatives: Any) -> Any:
    """Chaque unité est notée de 0 à 20, en points entiers ou en demi-points.

    Phrase (notes) : Chaque unité reçoit une note de 0 à 20, en points entiers ou en demi-points : {notes}.
    """
    return {u.code: u.status == NOTE for u in (*obligatoires, *facultatives)}


@calcul_commun(neutral=Everywhere())
def conservees(obligatoires: Any, facultatives: Any) -> Any:
    """Les notes conservées d'une session antérieure et les notes nouvelles se calculent ensemble.

    Phrase (conservees) : {conservees:La note conservée|Les notes conservées} en {conservees}
    {conservees:entre|entrent} dans la moyenne avec les notes de la session.
    """
    return {u.code: u.status == BENEFICE for u in (*obligatoires, *facultatives)}


@calcul_commun(neutral=Everywhere())
def absences_justifiees(obligatoires: Any, facultatives: Any) -> Any:
    """L'absence justifiée à une unité obligatoire vaut la note zéro ; le diplôme reste possible à la moyenne.

    Phrase (absences_justifiees) : {absences_justifiees:L'absence justifiée|Les absences justifiées} en
    {absences_justifiees} {absences_justifiees:compte pour la note zéro|comptent chacune pour la note zéro}.
    """
    obligatoire = {u.code: u.status == ABSENT_JUSTIFIE for u in obligatoires}
    return obligatoire | {u.code: False for u in facultatives}


@calcul_commun(neutral=Everywhere())
def annulees(obligatoires: Any, facultatives: Any) -> Any:
    """L'épreuve annulée pour fraude compte pour zéro dans la moyenne.

    Phrase (annulees) : {annulees:L'épreuve annulée|Les épreuves annulées} pour fraude en {annulees}
    {annulees:compte pour zéro|comptent chacune pour zéro}.
    """
    obligatoire = {u.code: u.status == ANNULE for u in obligatoires}
    return obligatoire | {u.code: False for u in facultatives}


@calcul_commun(neutral=Everywhere())
def dispensees(obligatoires: Any, facultatives: Any) -> Any:
    """L'unité dispensée n'a pas de note : elle quitte le numérateur et le dénominateur, et n'est pas attestée.

    Phrase (dispensees) : {dispensees:La dispense|Les dispenses} en {dispensees}
    {dispensees:retire cette unité de la moyenne, note et coefficient|retirent ces unités de la moyenne, notes et
    coefficients}.
    """
    return {u.code: u.status == DISPENSE for u in (*obligatoires, *facultatives)}


@calcul_commun(neutral=Everywhere())
def validees(obligatoires: Any, facultatives: Any) -> Any:
    """L'unité validée par la VAE est acquise sans note, hors de la moyenne.

    Phrase (validees) : {validees:L'unité|Les unités} {validees}, {validees:validée|validées} par la VAE,
    {validees:est acquise sans note et n'entre|sont acquises sans note et n'entrent} pas dans la moyenne.
    """
    return {u.code: u.status == VALIDE_VAE for u in (*obligatoires, *facultatives)}


@calcul_commun(neutral=Everywhere())
def comptees(obligatoires: Any, notees: Any, conservees: Any, absences_justifiees: Any, annulees: Any) -> Any:
    """Aucune note n'est éliminatoire : toute unité notée, conservée, absente justifiée ou annulée compte."""
    return {
        u.code: notees[u.code] | conservees[u.code] | absences_justifiees[u.code] | annulees[u.code]
        for u in obligatoires
    }


@calcul_commun(neutral=Everywhere())
def ecartees(obligatoires: Any, facultatives: Any) -> Any:
    """La dispense d'une unité obligatoire ferme l'unité facultative de même nom, même validée par la VAE : points et
    bloc, sauf décision de l'autorité.

    Phrase (ecartees, issue_si_admis) : La dispense de l'unité obligatoire de même nom ferme {ecartees}, dont aucun bloc
    n'est attesté. Ce qui est proposé sans elle : {issue} ; si l'autorité l'admettait : {issue_si_admis}.

    Phrase (ecartees) : La dispense de l'unité obligatoire de même nom ferme {ecartees} : aucun point n'en compte, et
    aucun bloc n'en est attesté.
    """
    dispense = {u.code: u.status == DISPENSE for u in obligatoires}
    return {u.code: False for u in obligatoires} | {
        u.code: (
            apporte(u) & dispense[u.unit.excluded_by_dispense] & (u.motif != Motif.ADMISE)
            if u.unit.excluded_by_dispense in dispense
            else False
        )
        for u in facultatives
    }


@calcul_commun(neutral=0)
def bonus(facultatives: Any, notees: Any, conservees: Any, ecartees: Any, p: Any) -> Any:
    """Seuls les points au-dessus de {seuil_bonus:nu} de chaque unité facultative s'ajoutent, sans coefficient.

    Phrase (bonus) : Les points au-dessus de {seuil_bonus:nu} des unités facultatives s'ajoutent, sans coefficient :
    {bonus}.

    Phrase (facultatives_notees) : Les unités facultatives n'apportent aucun point : aucune note retenue n'y dépasse
    {seuil_bonus:nu}.
    """
    return somme(
        si((notees[u.code] | conservees[u.code]) & (ecartees[u.code] ^ True), maximum(u.mark - p.seuil_bonus, 0), 0)
        for u in facultatives
    )


def termes(unites: Any, comptees: Any) -> list[Term]:
    """Les termes d'une moyenne : chaque unité avec son coefficient, sa note, et si elle compte."""
    return [Term(u.code, u.coefficient, u.low, u.high, u.mark, comptees[u.code]) for u in unites]


@calcul_commun(neutral=Average.of(()))
def moyenne(obligatoires: Any, comptees: Any, bonus: Any) -> Any:
    """La moyenne est celle des unités notées ou conservées, pondérées, plus le bonus.

    Phrase (moyenne, toutes_presentees) : La moyenne générale est la somme des notes multipliées par leurs coefficients,
    bonus compris, divisée par la somme des coefficients : {moyenne:somme} = {moyenne} sur 20.
    """
    return Average.of(termes(obligatoires, comptees), bonus)


@calcul_commun(neutral=Average.of(()))
def moyenne_professionnelle(obligatoires: Any, comptees: Any) -> Any:
    """La moyenne professionnelle porte sur les unités professionnelles notées, sans aucun point ajouté.

    Phrase (moyenne_professionnelle, toutes_presentees) : La moyenne des unités professionnelles ({professionnelles})
    est {moyenne_professionnelle:somme} = {moyenne_professionnelle} sur 20.
    """
    return Average.of(termes([u for u in obligatoires if u.professional], comptees))


@calcul_commun(neutral=False)
def a_une_note_de_controle(controle: Any) -> Any:
    """Une seule note à l'épreuve de contrôle suffit à décider."""
    return ou(c.present for c in controle.values())


@calcul_commun(neutral=Everywhere())
def gains_au_controle(obligatoires: Any, controle: Any) -> Any:
    """Pour chaque unité repassée, la meilleure des deux notes est retenue : une note plus basse n'enlève rien."""
    return {
        u.code: si(controle[u.code].present, maximum(controle[u.code].mark - u.mark, 0), 0)
        for u in obligatoires
        if u.code in controle
    }


@calcul_commun(neutral=Value("moyenne"))
def moyenne_apres_controle(moyenne: Any, gains_au_controle: Any) -> Any:
    """La moyenne est recalculée avec la meilleure des deux notes de chaque unité repassée, et son coefficient.

    Phrase (controle_pris_en_compte) : À l'épreuve de contrôle, la meilleure des deux notes est retenue : {repassees}.
    La moyenne devient {moyenne_apres_controle:somme} = {moyenne_apres_controle} sur 20.
    """
    return moyenne.raised(gains_au_controle)


@calcul_commun(neutral=Everywhere())
def notes_retenues(obligatoires: Any, facultatives: Any, gains_au_controle: Any, controle_pris_en_compte: Any) -> Any:
    """La note retenue d'une unité est celle de la session, la note conservée, ou la meilleure après contrôle."""
    notes = {u.code: u.mark for u in (*obligatoires, *facultatives)}
    gagnees = {code: notes[code] + si(controle_pris_en_compte, gain, 0) for code, gain in gains_au_controle.items()}
    return notes | gagnees


@calcul_commun(neutral=Everywhere(), gives="notes_retenues")
def notes_sans_controle(obligatoires: Any, facultatives: Any) -> Any:
    """La note retenue d'une unité est celle de la session, ou la note conservée."""
    return {u.code: u.mark for u in (*obligatoires, *facultatives)}


def arrondir(somme_des_notes: Any, combien: int, p: Any) -> Any:
    """La moyenne de ``combien`` notes, en centièmes, arrondie au demi-point : au supérieur si ``arrondi_superieur``
    vaut 1, à l'inférieur s'il vaut 0. Exacte : des entiers, ou des colonnes d'entiers.
    """
    pas = MARK_STEP * combien
    return (somme_des_notes + (pas - 1) * p.arrondi_superieur) // pas * MARK_STEP
