"""Les deux moyennes du certificat d'aptitude professionnelle, et la décision qu'elles font."""

from typing import Any

from laureat.reglements.cap.textes import (
    AUCUNE_ELIMINATOIRE,
    D337_16,
    D337_16_DEDUIT,
    D337_17,
    D337_21,
)
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE
from laureat.rules import Average, Term, calcul, cas, constat, non, ou
from laureat.vocabulary import Decision

PSE = "pse"


def _terme(u: Any, compte: Any, p: Any) -> Term:
    """Une unité de la moyenne professionnelle : son coefficient, moins la part de la PSE si elle la contient."""
    part = p.pse_share if PSE in u.unit.traits else 0
    return Term(u.code, u.coefficient - part, u.low - part, u.high - part, u.mark, compte)


@calcul("CAP-AVG-02", D337_16, neutral=Average.of(()))
def moyenne_professionnelle(obligatoires: Any, comptees: Any, p: Any) -> Any:
    """La moyenne professionnelle porte sur les unités professionnelles, sans aucun point ajouté ; {pse_share:nu} de
    coefficient, la part de la prévention-santé-environnement, en est ôté là où une unité la contient.

    Phrase (moyenne_professionnelle, toutes_presentees) : La moyenne des unités professionnelles ({professionnelles}),
    sans bonus, est {moyenne_professionnelle:somme} = {moyenne_professionnelle} sur 20.
    """
    return Average.of([_terme(u, comptees[u.code], p) for u in obligatoires if u.professional])


@calcul("CAP-AVG-04", AUCUNE_ELIMINATOIRE, neutral=False)
def note_eliminatoire(obligatoires: Any, comptees: Any, p: Any) -> Any:
    """Aucune note n'est éliminatoire, sauf règlement ancien qui en dit une : ici, une note de moins de
    {eliminatory_below:nu}.

    Phrase (note_eliminatoire) : Une note est inférieure à {eliminatory_below}, que le règlement de la spécialité rend
    éliminatoire.
    """
    return ou(comptees[u.code] & (u.mark < p.eliminatory_below) for u in obligatoires)


@cas("decision", Decision.ADMIS, "CAP-DIPLOMA-01", D337_16)
def deux_moyennes_suffisantes(moyenne: Any, moyenne_professionnelle: Any, note_eliminatoire: Any, p: Any) -> Any:
    """Le candidat est admis lorsque sa moyenne générale est au moins égale à {seuil_admission:nu} sur 20, et sa moyenne
    professionnelle à {seuil_professionnel:nu}, ou qu'il est dispensé de toutes les unités professionnelles.

    Phrase (moyenne_professionnelle) : La moyenne générale, {moyenne}, est au moins égale à {seuil_admission}, et la
    moyenne professionnelle, {moyenne_professionnelle}, à {seuil_professionnel} : l'admission est proposée au jury.

    Phrase : La moyenne générale, {moyenne}, est au moins égale à {seuil_admission}, et toutes les unités
    professionnelles sont validées ou dispensées : l'admission est proposée au jury.
    """
    professionnelle = moyenne_professionnelle.is_empty | moyenne_professionnelle.reaches(p.seuil_professionnel)
    return moyenne.reaches(p.seuil_admission) & professionnelle & non(note_eliminatoire)


@cas("decision", Decision.REMPLACEMENT, "CAP-ABS-01", D337_21)
def remplacement_ouvert(obligatoires: Any) -> Any:
    """À qui n'est pas admis, l'absence justifiée ouvre l'épreuve de remplacement, sauf en EPS, sur autorisation du
    recteur.

    Phrase : Les moyennes, {moyenne} et {moyenne_professionnelle} pour les unités professionnelles, ne suffisent pas,
    mais {a_remplacer:l'absence|les absences} en {a_remplacer} {a_remplacer:est justifiée|sont justifiées} : l'épreuve
    de remplacement est ouverte, sur autorisation {de_l_autorite}.
    """
    return ou(u.status == ABSENT_JUSTIFIE for u in obligatoires if u.unit.replacement and "eps" not in u.unit.traits)


@cas("decision", Decision.AJOURNE, "CAP-DIPLOMA-02", D337_16_DEDUIT)
def moyennes_insuffisantes(moyenne: Any) -> Any:
    """Sans les deux moyennes, le candidat est ajourné : il n'y a pas d'épreuve de contrôle.

    Phrase (note_eliminatoire) : Une note éliminatoire empêche l'admission : l'ajournement est proposé au jury.

    Phrase (generale_suffisante) : La moyenne générale, {moyenne}, suffit, mais la moyenne professionnelle,
    {moyenne_professionnelle}, est inférieure à {seuil_professionnel} : l'ajournement est proposé au jury.

    Phrase (professionnelle_suffisante) : La moyenne générale, {moyenne}, est inférieure à {seuil_admission} :
    l'ajournement est proposé au jury.

    Phrase : La moyenne générale, {moyenne}, est inférieure à {seuil_admission}, et la moyenne professionnelle,
    {moyenne_professionnelle}, à {seuil_professionnel} : l'ajournement est proposé au jury.
    """
    return non(moyenne.is_empty)


@constat(
    "CAP-DIPLOMA-03",
    D337_16_DEDUIT,
    "toutes les unités professionnelles sont validées ou dispensées : la moyenne professionnelle, sans note, est tenue "
    "pour atteinte",
)
def professionnelles_sans_note(obligatoires: Any, comptees: Any, moyenne_due: Any) -> Any:
    """Qui est dispensé de toutes les unités professionnelles n'a pas de moyenne professionnelle à atteindre."""
    professionnelle = ou(comptees[u.code] for u in obligatoires if u.professional)
    return moyenne_due & non(professionnelle)


@constat(
    "CAP-KEEP-01",
    D337_17,
    "note conservée inférieure à {keep_min:nu} en {unite} : sous ce seuil, une note ne se garde pas",
    column="{unite}",
)
def conservee_sous_le_minimum(obligatoires: Any, facultatives: Any, conservees: Any, p: Any) -> Any:
    """Une note se garde quelle qu'elle soit, à partir de {keep_min:nu}."""
    return {u.code: conservees[u.code] & (u.mark < p.keep_min) for u in (*obligatoires, *facultatives)}
