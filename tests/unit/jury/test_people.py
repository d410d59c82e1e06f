"""Who is the same person, and what a jury makes of one who stands twice."""

import datetime as dt

from laureat.jury import Fonction, Jury, Member, Qualite, Ruling, examine
from laureat.jury.people import by_person, once
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.vocabulary.french import words

LAW = bac_pro.droit(au=dt.date(2026, 6, 1))
LUC = Member("MOREAU", Qualite.EMPLOYEUR, prenom="Luc")


def _sizes(*members: Member) -> list[int]:
    return [len(lines) for lines in by_person(members)]


def test_case_accents_ligatures_and_punctuation_do_not_make_two_people() -> None:
    assert words("Le Cœur-D'Été") == words("LE COEUR D ETE")
    twin = Member("moreau", Qualite.SALARIE, prenom="LUC")
    assert _sizes(LUC, twin) == [2]


def test_two_dates_of_birth_make_two_people_and_a_line_without_one_joins_the_first() -> None:
    born = [Member("MOREAU", Qualite.SALARIE, prenom="Luc", naissance=dt.date(year, 1, 1)) for year in (1960, 1990)]
    assert _sizes(*born) == [1, 1]
    assert _sizes(LUC, *born) == [2, 1]


def test_a_surname_alone_tells_nobody_unless_the_place_is_the_same() -> None:
    alone = [Member("MOREAU", quality) for quality in (Qualite.EMPLOYEUR, Qualite.SALARIE)]
    assert _sizes(*alone) == [1, 1]
    placed = [Member("MOREAU", quality, etablissement="Usinage") for quality in (Qualite.EMPLOYEUR, Qualite.SALARIE)]
    assert _sizes(*placed) == [2]


def test_a_person_counts_once_in_the_highest_function() -> None:
    chair = Member("MOREAU", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "Luc")
    jury, repeated = once(Jury((LUC, chair)))
    assert jury.members == (chair,)
    assert [person.kept for person in repeated] == [chair]


def test_an_adjunct_who_also_sits_stands_twice() -> None:
    adjunct = Member("MOREAU", Qualite.EMPLOYEUR, Fonction.EXAMINATEUR_ADJOINT, "Luc", sexe="F")
    verdict = examine(Jury((LUC, adjunct)), LAW, with_mending=False).verdicts[0]
    assert (verdict.regle, verdict.verdict) == ("R-JURY-PERSONNE", Ruling.MANQUE)
    assert verdict.ecart.startswith("Luc MOREAU figure deux fois : employeur et examinatrice adjointe employeur")


def test_a_jury_where_only_a_line_is_too_many_is_mended_by_dropping_it() -> None:
    lawful = (
        Member("A", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "P"),
        Member("B", Qualite.ENSEIGNANT_PUBLIC, prenom="P"),
        Member("C", Qualite.ENSEIGNANT_CFA, prenom="P"),
        LUC,
        Member("E", Qualite.SALARIE, prenom="P"),
    )
    found = examine(Jury((*lawful, Member("Moreau", Qualite.SALARIE, prenom="luc"))), LAW)
    assert found.remede == "ne garder qu'une ligne pour Luc MOREAU"
    assert found.mended is not None
    assert found.mended.members == lawful
