"""Le projet (ancien chef-d'œuvre) dans la moyenne, le certificat de fin d'études, et la moyenne d'avant 2022."""

from typing import Any

from laureat.reglements.bac_pro.textes import ARRETE_PROJET, ARRONDI, AVANT_2022, D337_78_80, NOTE_DE_PROJET, code
from laureat.reglements.communs.notes import arrondir, termes
from laureat.reglements.communs.statuts import BENEFICE, NOTE, VIDE
from laureat.rules import Average, Term, Value, calcul, constat, non, si, somme
from laureat.vocabulary import Decision
from laureat.vocabulary.citations import Reading

PROJET = "PROJET"


def _note(projet: Any) -> Any:
    return (projet.status == NOTE) | (projet.status == BENEFICE)


def note_dite(projet: Any, calcule: Any) -> Any:
    """Le candidat a une note de projet : la sienne ou, dans une case vide, celle que le livret et l'oral donnent."""
    return _note(projet) | ((projet.status == VIDE) & (calcule >= 0))


def pratique_le_ccf(categorie: Any) -> Any:
    """L'établissement du candidat pratique le contrôle en cours de formation."""
    return (categorie == "A") | (categorie == "C")


SANS_NOTE = -1


@calcul("R-PROJ-01", NOTE_DE_PROJET, neutral=SANS_NOTE)
def deux_notes_de_projet(projet_livret: Any, projet_oral: Any, categorie: Any) -> Any:
    """Dans un établissement qui pratique le contrôle en cours de formation, la note de projet vient pour moitié du
    livret et pour moitié de l'oral ; ailleurs, de l'oral seul.

    Phrase (projet_en_deux_parts) : La note de projet vient pour moitié du livret, {projet_livret}, et pour moitié de
    l'oral, {projet_oral}.

    Phrase (projet_oral) : La note de projet est celle de l'oral : {projet_oral}.
    """
    # Deux fois la note, en centièmes : une moyenne de deux nombres, sans division.
    en_deux_parts = pratique_le_ccf(categorie) & (projet_livret >= 0)
    somme_des_deux = projet_oral + si(en_deux_parts, projet_livret, projet_oral)
    return si(projet_oral >= 0, somme_des_deux, SANS_NOTE)


@calcul("R-MARK-02", ARRONDI, neutral=SANS_NOTE)
def projet_calcule(deux_notes_de_projet: Any, p: Any) -> Any:
    """Une note calculée s'arrondit au demi-point supérieur.

    Phrase (projet_arrondi) : Une note calculée s'arrondit au demi-point : {projet_calcule}.
    """
    return si(deux_notes_de_projet >= 0, arrondir(deux_notes_de_projet, 2, p), SANS_NOTE)


@calcul("R-AVG-03", ARRETE_PROJET, neutral=0)
def points_projet(annexes: Any, scolaire_ou_apprenti: Any, projet_calcule: Any, p: Any) -> Any:
    """Pour les élèves et les apprentis, {poids_projet:nu} fois l'écart du projet à {pivot_projet:nu}, en plus ou en
    moins, s'ajoute aux points.

    Phrase (projet_compte) : Le projet, noté {note_du_projet}, vaut {poids_projet:nu} fois l'écart à
    {pivot_projet:nu} : {points_projet:signe}.
    """
    projet = annexes[PROJET]
    note = si(_note(projet), projet.mark, projet_calcule)
    compte = scolaire_ou_apprenti & note_dite(projet, projet_calcule)
    return si(compte, (note - p.pivot_projet) * p.poids_projet, 0)


@calcul("R-AVG-01", D337_78_80, neutral=Average.of(()))
def moyenne(obligatoires: Any, comptees: Any, bonus: Any, points_projet: Any) -> Any:
    """La moyenne est celle des unités notées ou conservées, pondérées, plus le bonus et le projet.

    Phrase (moyenne, toutes_presentees) : La moyenne générale est la somme des notes multipliées par leurs coefficients,
    bonus et projet compris, divisée par la somme des coefficients : {moyenne:somme} = {moyenne} sur 20.
    """
    return Average.of(termes(obligatoires, comptees), bonus + points_projet)


@calcul(
    "R-DIPLOMA-04",
    AVANT_2022,
    neutral=Value("moyenne"),
    until=2021,
    gives="moyenne_apres_controle",
)
def moyenne_apres_controle_2021(obligatoires: Any, comptees: Any, controle: Any, bonus: Any, points_projet: Any) -> Any:
    """Jusqu'à la session 2021, la moyenne est celle du premier groupe et de la note de contrôle, à parts égales.

    Phrase (controle_pris_en_compte) : L'épreuve de contrôle et la moyenne du premier groupe comptent à parts égales :
    la moyenne devient {moyenne_apres_controle} sur 20.
    """
    # Une interrogation ou deux : l'échelle 4 garde des entiers, la moyenne des notes de contrôle pesant pour moitié.
    presentes = somme(si(c.present, 1, 0) for c in controle.values())
    total = somme(si(c.present, c.mark, 0) for c in controle.values())
    double = si(presentes == 2, total, total + total)  # deux fois la moyenne des notes de contrôle
    en_moyenne = [
        Term(u.code, u.coefficient, u.low, u.high, si(comptees[u.code], u.mark * 2 + double, 0), comptees[u.code])
        for u in obligatoires
    ]
    return Average.of(en_moyenne, (bonus + points_projet) * 2, scale=4)


@calcul("R-CERT-01", code("D337-87", Reading.LU_2014), neutral=False)
def certificat(decision: Any, moyenne: Any, p: Any) -> Any:
    """Le candidat ajourné dont la moyenne du premier groupe est d'au moins {seuil_certificat:nu} reçoit le certificat
    de fin d'études.

    Phrase (certificat) : La moyenne du premier groupe, {moyenne}, est au moins égale à {seuil_certificat} : le
    certificat de fin d'études professionnelles secondaires est dû.
    """
    return (decision == Decision.AJOURNE) & moyenne.reaches(p.seuil_certificat)


@constat("R-AVG-03", ARRETE_PROJET, "note de projet ignorée : le projet ne concerne que les élèves et les apprentis")
def projet_ignore(annexes: Any, scolaire_ou_apprenti: Any, projet_calcule: Any) -> Any:
    """Le projet ne concerne que les élèves et les apprentis."""
    return note_dite(annexes[PROJET], projet_calcule) & non(scolaire_ou_apprenti)


@constat(
    "R-PROJ-01",
    NOTE_DE_PROJET,
    "la colonne PROJET et la note calculée du livret et de l'oral diffèrent : la première est retenue",
    column=PROJET,
)
def projet_discordant(annexes: Any, projet_calcule: Any) -> Any:
    """Une note de projet saisie l'emporte sur celle que le livret et l'oral donnent ; leur écart se signale."""
    projet = annexes[PROJET]
    return _note(projet) & (projet_calcule >= 0) & non(projet.mark == projet_calcule)
