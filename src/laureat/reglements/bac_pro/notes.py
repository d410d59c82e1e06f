"""Ce que compte chaque unité, le bonus, le projet, les moyennes et l'épreuve de contrôle."""

from fractions import Fraction
from typing import Any

from laureat.reglements.bac_pro.statuts import ABSENT_JUSTIFIE, ANNULE, BENEFICE, DISPENSE, NOTE, VALIDE_VAE
from laureat.reglements.bac_pro.textes import (
    ARRETE_CONTROLE,
    ARRETE_NOTES,
    ARRETE_PROJET,
    D337_69,
    D337_78,
    D337_78_80,
    D337_81,
    moyenne_affichee,
    somme_ecrite,
)
from laureat.rules import Average, Everywhere, Term, Value, calcul, maximum, ou, si, somme
from laureat.vocabulary import MARK_STEP, Citation, format_hundredths
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import enumeration, points


def _unites(v: Any, condition: Any) -> list[str]:
    """Les unités, en clair, pour lesquelles une condition est vraie."""
    return [u.label for u in (*v.obligatoires, *v.facultatives) if condition[u.code]]


def _dire(v: Any, condition: Any, une: str, plusieurs: str) -> str | None:
    noms = _unites(v, condition)
    if not noms:
        return None
    return (une if len(noms) == 1 else plusieurs).format(enumeration(noms))


@calcul(
    "R-MARK-01",
    ARRETE_NOTES,
    neutral=Everywhere(),
    phrase=lambda v: (
        "Chaque unité reçoit une note de 0 à 20, en points entiers ou en demi-points : "
        + " ; ".join(f"{u.label} {format_hundredths(u.mark)}" for u in v.obligatoires if v.notees[u.code])
        + "."
        if any(v.notees[u.code] for u in v.obligatoires)
        else None
    ),
)
def notees(obligatoires: Any, facultatives: Any) -> Any:
    """Chaque unité est notée de 0 à 20, en points entiers ou en demi-points."""
    return {u.code: u.status == NOTE for u in (*obligatoires, *facultatives)}


@calcul(
    "R-AVG-04",
    D337_78,
    neutral=Everywhere(),
    phrase=lambda v: _dire(
        v,
        v.conservees,
        "La note conservée en {} entre dans la moyenne avec les notes de la session.",
        "Les notes conservées en {} entrent dans la moyenne avec les notes de la session.",
    ),
)
def conservees(obligatoires: Any, facultatives: Any) -> Any:
    """Les notes conservées d'une session antérieure et les notes nouvelles se calculent ensemble."""
    return {u.code: u.status == BENEFICE for u in (*obligatoires, *facultatives)}


@calcul(
    "R-ABS-02",
    D337_81,
    neutral=Everywhere(),
    phrase=lambda v: _dire(
        v,
        v.absences_justifiees,
        "L'absence justifiée en {} compte pour la note zéro.",
        "Les absences justifiées en {} comptent chacune pour la note zéro.",
    ),
)
def absences_justifiees(obligatoires: Any, facultatives: Any) -> Any:
    """L'absence justifiée à une unité obligatoire vaut la note zéro ; le diplôme reste possible à la moyenne."""
    obligatoire = {u.code: u.status == ABSENT_JUSTIFIE for u in obligatoires}
    return obligatoire | {u.code: False for u in facultatives}


@calcul(
    "R-FRAUD-06",
    Citation("Code de l'éducation, art. D334-25 et suivants (effet sur la moyenne)", Reading.DEDUIT),
    neutral=Everywhere(),
    phrase=lambda v: _dire(
        v,
        v.annulees,
        "L'épreuve annulée pour fraude en {} compte pour zéro.",
        "Les épreuves annulées pour fraude en {} comptent chacune pour zéro.",
    ),
)
def annulees(obligatoires: Any, facultatives: Any) -> Any:
    """L'épreuve annulée pour fraude compte pour zéro dans la moyenne."""
    obligatoire = {u.code: u.status == ANNULE for u in obligatoires}
    return obligatoire | {u.code: False for u in facultatives}


@calcul(
    "R-DISP-04",
    Citation("Code de l'éducation, art. D337-71 et D337-80", Reading.DEDUIT),
    neutral=Everywhere(),
    phrase=lambda v: _dire(
        v,
        v.dispensees,
        "La dispense en {} retire cette unité de la moyenne, note et coefficient.",
        "Les dispenses en {} retirent ces unités de la moyenne, notes et coefficients.",
    ),
)
def dispensees(obligatoires: Any, facultatives: Any) -> Any:
    """L'unité dispensée n'a pas de note : elle quitte le numérateur et le dénominateur, et n'est pas attestée."""
    return {u.code: u.status == DISPENSE for u in (*obligatoires, *facultatives)}


@calcul(
    "R-VAE-06",
    Citation("Code de l'éducation, art. D337-71, D337-72 et D337-80", Reading.DEDUIT),
    neutral=Everywhere(),
    phrase=lambda v: _dire(
        v,
        v.validees,
        "L'unité {}, validée par la VAE, est acquise sans note et n'entre pas dans la moyenne.",
        "Les unités {}, validées par la VAE, sont acquises sans note et n'entrent pas dans la moyenne.",
    ),
)
def validees(obligatoires: Any, facultatives: Any) -> Any:
    """L'unité validée par la VAE est acquise sans note, hors de la moyenne."""
    return {u.code: u.status == VALIDE_VAE for u in (*obligatoires, *facultatives)}


@calcul(
    "R-AVG-02",
    D337_78,
    neutral=0,
    phrase=lambda v: (
        f"Les points au-dessus de 10 des unités facultatives s'ajoutent, sans coefficient : {points(v.bonus)}."
        if v.bonus
        else "Les unités facultatives n'apportent aucun point : aucune note n'y dépasse 10."
        if any(v.notees[u.code] or v.conservees[u.code] for u in v.facultatives)
        else None
    ),
)
def bonus(facultatives: Any, notees: Any, conservees: Any, p: Any) -> Any:
    """Seuls les points au-dessus de 10 de chaque unité facultative s'ajoutent, sans coefficient."""
    return somme(si(notees[u.code] | conservees[u.code], maximum(u.mark - p.seuil_bonus, 0), 0) for u in facultatives)


@calcul(
    "R-AVG-03",
    ARRETE_PROJET,
    neutral=0,
    phrase=lambda v: (
        f"Le projet, noté {format_hundredths(v.projet.mark)}, vaut deux fois l'écart à 10 : "
        f"{'+' if v.points_projet > 0 else ''}{points(v.points_projet)}."
        if v.scolaire_ou_apprenti and v.projet.status in (NOTE, BENEFICE)
        else None
    ),
)
def points_projet(projet: Any, scolaire_ou_apprenti: Any, p: Any) -> Any:
    """Pour les élèves et les apprentis, deux fois l'écart du projet à 10, en plus ou en moins, s'ajoute aux points."""
    note = (projet.status == NOTE) | (projet.status == BENEFICE)
    return si(scolaire_ou_apprenti & note, (projet.mark - p.pivot_projet) * p.poids_projet, 0)


def _termes(unites: Any, comptees: Any) -> list[Term]:
    return [Term(u.code, u.coefficient, u.low, u.high, u.mark, comptees[u.code]) for u in unites]


@calcul("R-AVG-05", Citation("usage : réponse du Sénat, 2001", Reading.SECONDAIRE), neutral=Everywhere())
def comptees(obligatoires: Any, notees: Any, conservees: Any, absences_justifiees: Any, annulees: Any) -> Any:
    """Aucune note n'est éliminatoire : toute unité notée, conservée, absente justifiée ou annulée compte."""
    return {
        u.code: notees[u.code] | conservees[u.code] | absences_justifiees[u.code] | annulees[u.code]
        for u in obligatoires
    }


@calcul(
    "R-AVG-01",
    D337_78_80,
    neutral=Average.of(()),
    phrase=lambda v: (
        None
        if v.moyenne.is_empty
        else f"La moyenne générale est la somme des notes multipliées par leurs coefficients, bonus et projet compris, "
        f"divisée par la somme des coefficients : {somme_ecrite(v.moyenne)} = {moyenne_affichee(v.moyenne)} sur 20."
    ),
)
def moyenne(obligatoires: Any, comptees: Any, bonus: Any, points_projet: Any) -> Any:
    """La moyenne est celle des unités notées ou conservées, pondérées, plus le bonus et le projet."""
    return Average.of(_termes(obligatoires, comptees), bonus + points_projet)


@calcul(
    "R-AVG-06",
    Citation("Arrêté du 25 novembre 2021 ; précisions académiques", Reading.SECONDAIRE),
    neutral=Average.of(()),
    phrase=lambda v: (
        None
        if v.moyenne_professionnelle.is_empty
        else f"La moyenne des unités professionnelles ("
        f"{enumeration([u.code for u in v.obligatoires if u.professional])}) est "
        f"{somme_ecrite(v.moyenne_professionnelle)} = {moyenne_affichee(v.moyenne_professionnelle)} sur 20."
    ),
)
def moyenne_professionnelle(obligatoires: Any, comptees: Any) -> Any:
    """La moyenne professionnelle porte sur les unités professionnelles notées, sans bonus ni projet."""
    return Average.of(_termes([u for u in obligatoires if u.professional], comptees))


@calcul("R-CTRL-03", ARRETE_CONTROLE, neutral=Everywhere())
def gains_au_controle(obligatoires: Any, controle: Any) -> Any:
    """Pour chaque unité repassée, la meilleure des deux notes est retenue : une note plus basse n'enlève rien."""
    return {
        u.code: si(controle[u.code].present, maximum(controle[u.code].mark - u.mark, 0), 0)
        for u in obligatoires
        if u.code in controle
    }


@calcul("R-CTRL-01", ARRETE_CONTROLE, neutral=False)
def a_une_note_de_controle(controle: Any) -> Any:
    """L'épreuve de contrôle comprend deux interrogations orales, une par groupe ; une seule note suffit à décider."""
    return ou(c.present for c in controle.values())


@calcul(
    "R-CTRL-03",
    ARRETE_CONTROLE,
    neutral=Value("moyenne"),
    since=2022,
    phrase=lambda v: (
        "À l'épreuve de contrôle, la meilleure des deux notes est retenue : "
        + " ; ".join(
            f"{u.label}, {format_hundredths(u.mark)} puis {format_hundredths(v.controle[u.code].mark)}, "
            f"retenu {format_hundredths(v.notes_retenues[u.code])}"
            for u in v.obligatoires
            if u.code in v.controle and v.controle[u.code].present
        )
        + f". La moyenne devient {somme_ecrite(v.moyenne_apres_controle)} = "
        f"{moyenne_affichee(v.moyenne_apres_controle)} sur 20."
        if v.controle_pris_en_compte
        else None
    ),
    gives="moyenne_apres_controle",
)
def moyenne_apres_controle(moyenne: Any, gains_au_controle: Any) -> Any:
    """La moyenne est recalculée avec la meilleure des deux notes de chaque unité repassée, et son coefficient."""
    return moyenne.raised(gains_au_controle)


@calcul(
    "R-DIPLOMA-04",
    Citation("Code de l'éducation, art. D337-78 (rédaction antérieure au 1er janvier 2022)", Reading.PARTIEL),
    neutral=Value("moyenne"),
    until=2021,
    phrase=lambda v: (
        "L'épreuve de contrôle et la moyenne du premier groupe comptent à parts égales : la moyenne devient "
        f"{moyenne_affichee(v.moyenne_apres_controle)} sur 20."
        if v.controle_pris_en_compte
        else None
    ),
    gives="moyenne_apres_controle",
)
def moyenne_apres_controle_2021(obligatoires: Any, comptees: Any, controle: Any, bonus: Any, points_projet: Any) -> Any:
    """Jusqu'à la session 2021, la moyenne est celle du premier groupe et de la note de contrôle, à parts égales."""
    # Une interrogation ou deux : l'échelle 4 garde des entiers, la moyenne des notes de contrôle pesant pour moitié.
    presentes = somme(si(c.present, 1, 0) for c in controle.values())
    total = somme(si(c.present, c.mark, 0) for c in controle.values())
    double = si(presentes == 2, total, total + total)  # deux fois la moyenne des notes de contrôle
    termes = [
        Term(u.code, u.coefficient, u.low, u.high, si(comptees[u.code], u.mark * 2 + double, 0), comptees[u.code])
        for u in obligatoires
    ]
    return Average.of(termes, (bonus + points_projet) * 2, scale=4)


@calcul("R-BLOC-01", D337_69, neutral=Everywhere())
def notes_retenues(obligatoires: Any, facultatives: Any, gains_au_controle: Any, controle_pris_en_compte: Any) -> Any:
    """La note retenue d'une unité est celle de la session, la note conservée, ou la meilleure après contrôle."""
    notes = {u.code: u.mark for u in (*obligatoires, *facultatives)}
    gagnees = {code: notes[code] + si(controle_pris_en_compte, gain, 0) for code, gain in gains_au_controle.items()}
    return notes | gagnees


def arrondir_note_calculee(note: Fraction, p: Any) -> int:
    """Arrondir une note calculée au demi-point supérieur (digest R-MARK-02 : par analogie avec les CAP et BEP).

    ``note`` est en points, exacte ; le résultat est en centièmes. Le sens de l'arrondi est un paramètre
    (``arrondi_superieur`` : 1 au demi-point supérieur, 0 au demi-point inférieur).
    """
    demi_points = note * 100 / MARK_STEP
    entiers, reste = divmod(demi_points.numerator, demi_points.denominator)
    return (entiers + (1 if reste and p.arrondi_superieur else 0)) * MARK_STEP


def note_du_projet(livret: list[int], oral: int, habilite_ccf: bool, p: Any) -> int:
    """La note du projet, en centièmes (arrêté du 20 octobre 2020, art. 1 et 2 ; digest R-PROJ-01).

    Dans un établissement habilité au CCF, moitié moyenne du livret et moitié oral ; sinon, l'oral seul.
    """
    if not habilite_ccf or not livret:
        return oral
    moyenne_livret = Fraction(sum(livret), len(livret) * 100)
    return arrondir_note_calculee((moyenne_livret + Fraction(oral, 100)) / 2, p)
