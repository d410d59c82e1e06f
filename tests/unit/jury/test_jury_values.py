"""Conflicts of interest, changes, minutes, law over time."""

import dataclasses
import datetime as dt
from dataclasses import replace

import pytest

from laureat.jury import (
    Fonction,
    Jury,
    Member,
    Presence,
    Qualite,
    Ruling,
    changes,
    demonstration_jury,
    examine,
    pv_lines,
)
from laureat.jury.law import Requirement, exigence
from laureat.jury.members import Habilitation
from laureat.jury.register import CandidateTies, _shown, conflicts, impartiality_verdict
from laureat.register import Certificateur, CodeLibelle, bundled
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.reglements.jury.parametres import nombres_communs
from laureat.reglements.jurys import ecrits, loi_du_jury
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.reglements.titre_professionnel import jury as titre_professionnel
from laureat.rules import Parameters, ParameterStatus
from laureat.vocabulary import Citation, InvalidInput, VoieAcces
from laureat.vocabulary.citations import Reading

USAGE = Citation("usage", Reading.USAGE)
LAW = bac_pro.droit(VoieAcces.FI, dt.date(2026, 6, 1))


@pytest.mark.parametrize(("sexe", "absent"), [("F", "absente"), ("M", "absent"), ("", "absent")])
def test_only_an_absent_woman_is_said_otherwise(sexe: str, absent: str) -> None:
    assert [presence.label_for(sexe) for presence in Presence] == ["en salle", "à distance", absent]


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [
        (1, 2, "la moitié"),
        (1, 3, "un tiers"),
        (1, 4, "un quart"),
        (3, 4, "trois quarts"),
        (2, 3, "deux tiers"),
        (2, 5, "2/5"),
    ],
)
def test_a_share_of_the_members_is_told_in_words(top: int, bottom: int, words: str) -> None:
    rule = next(rule for rule in LAW.rules if rule.id == "R-JURY-03c")
    numbers = {name: p.value for name, p in LAW.parameters.items() if p.value is not None}
    (share,) = (name.removesuffix("_numerateur") for name in numbers if name.endswith("_numerateur"))
    told = rule.told(numbers | {f"{share}_numerateur": top, f"{share}_denominateur": bottom})
    assert told.endswith(f": {words} des membres au moins.")


def test_whoever_presides_beside_the_president_goes_back_among_the_members() -> None:
    people = [
        Member("ROUX", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT),
        Member("NOEL", Qualite.ENSEIGNANT_PUBLIC, Fonction.PRESIDENT),
        *(Member(one.value, one) for one in (Qualite.ENSEIGNANT_CFA, Qualite.EMPLOYEUR, Qualite.SALARIE)),
    ]
    found = examine(Jury(tuple(people)), LAW)
    assert found.remede == "ranger parmi les membres NOEL (président, enseignant public)"
    assert found.mended is not None
    mended = examine(found.mended, LAW)
    assert mended.lawful
    gaps = [next(one.ecart for one in each.verdicts if one.regle == "R-JURY-02a") for each in (found, mended)]
    assert gaps == ["2 présidents (ROUX, NOEL), il en faut 1", "présidence : ROUX"]


def test_who_leaves_is_named_where_no_other_member_of_that_capacity_could_leave() -> None:
    people = [
        Member("ROUX", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT),
        Member("LEROY", Qualite.ENSEIGNANT_CHERCHEUR),
        *(Member(one.value, one) for one in (Qualite.ENSEIGNANT_PUBLIC, Qualite.ENSEIGNANT_CFA, Qualite.IEN)),
        *(Member(one.value, one) for one in (Qualite.EMPLOYEUR, Qualite.SALARIE)),
    ]
    assert examine(Jury(tuple(people)), LAW).remede.startswith("retirer LEROY (enseignant-chercheur)")
    people[4] = Member("PETIT", Qualite.ENSEIGNANT_CHERCHEUR)
    assert examine(Jury(tuple(people)), LAW).remede.startswith("retirer 1 enseignant-chercheur ")


@pytest.mark.parametrize(("presidents", "professionals"), [(1, 4), (2, 3)])
def test_a_president_is_asked_to_leave_where_another_stays_and_never_otherwise(
    presidents: int, professionals: int
) -> None:
    @exigence("X-1", USAGE, objet="quatre membres", ecart=lambda members, p: "", borne=-4)
    def four_at_most(m: Member, p: object) -> int:
        """Quatre membres au plus."""
        return -1

    @exigence("X-2", USAGE, objet="la profession", ecart=lambda members, p: "", borne=professionals)
    def of_the_profession(m: Member, p: object) -> int:
        """Des membres de la profession."""
        return int(m.est_professionnel)

    law = dataclasses.replace(LAW, rules=(four_at_most, of_the_profession))
    chairs = [Member(f"P{rank}", Qualite.ENSEIGNANT_PUBLIC, Fonction.PRESIDENT) for rank in range(presidents)]
    found = examine(Jury((*chairs, *(Member(f"S{n}", Qualite.SALARIE) for n in range(professionals)))), law)
    assert (found.remede == "retirer P0 (président, enseignant public)") is (presidents == 2)


def test_the_minutes_carry_all_that_proves_who_sat() -> None:
    lines = pv_lines(demonstration_jury())
    assert [line.fonction for line in lines[:2]] == ["présidente", "président adjoint"]
    assert [line.preside for line in lines] == [True, *(False for _ in lines[1:])]
    assert all(line.nom and line.prenom and line.qualite and line.secteur and line.presence for line in lines)
    assert {line.college for line in lines} == {"enseignant", "employeur", "salarié"}
    assert [line.distance for line in lines].count("oui") == 1
    absent = next(line for line in lines if line.presence.startswith("absent"))
    assert not absent.emarge
    assert lines[-1].voix == "consultative"


def test_the_demonstration_jury_is_lawful_as_appointed_and_as_it_sat() -> None:
    assert examine(demonstration_jury(sitting=False), LAW).lawful
    found = examine(demonstration_jury(), LAW)
    assert found.lawful
    assert [verdict.regle for verdict in found.warnings] == ["R-JURY-05"]


def test_own_pupils_family_and_firm_are_conflicts() -> None:
    teacher = Member("ROUX", Qualite.ENSEIGNANT_PUBLIC, prenom="Ève", etablissement="Lycée Jean-Prouvé")
    employer = Member("NOËL", Qualite.EMPLOYEUR, prenom="Jean", etablissement="Usinage de l'Est")
    ties = [
        CandidateTies("1", nom="Petit", etablissement="lycee jean prouve"),
        CandidateTies("2", nom="Noel", entreprise="USINAGE DE L'EST"),
        CandidateTies("3", nom="Leroy", proches=("Ève Roux",)),
        CandidateTies("4", nom="Leroy", etablissement="Usinage de l'Est"),
    ]
    found = conflicts([teacher, employer], ties)
    assert [(c.member.nom, c.numero, c.motif, c.certain) for c in found] == [
        ("ROUX", "1", "ses propres élèves", True),
        ("ROUX", "3", "proche ou accompagnateur déclaré", True),
        ("NOËL", "2", "même entreprise que le tuteur", True),
        ("NOËL", "2", "même nom de famille", False),
    ]
    verdict = impartiality_verdict(Jury((teacher, employer)), LAW, ties)
    assert verdict.verdict is Ruling.INDETERMINE
    assert "à vérifier" in verdict.ecart
    assert impartiality_verdict(Jury((teacher,)), LAW, ()).verdict is Ruling.TIENT
    hired = [CandidateTies("5", nom="Leroy", entreprise="lycee jean prouve")]
    assert impartiality_verdict(Jury((teacher,)), LAW, hired).verdict is Ruling.TIENT, "a pupil, not an apprentice"


def test_a_change_says_who_comes_and_who_leaves() -> None:
    roux, noel = Member("ROUX", Qualite.SALARIE), Member("NOEL", Qualite.SALARIE)
    came, left = changes(Jury((roux,)), Jury((noel,)))
    assert (came, left) == ((noel,), (roux,))
    chair = Member("ROUX", Qualite.SALARIE, Fonction.PRESIDENT, presence=Presence.PRESENT)
    assert changes(Jury((roux,)), Jury((chair,))) == ((chair,), (roux,))


def test_every_rule_of_the_digest_is_code_or_out_of_scope_with_a_reason() -> None:
    coded = {rule.id[:9] for rule in LAW.rules}
    for number in range(1, 11):
        rule = f"R-JURY-{number:02d}"
        assert rule in coded or bac_pro.HORS_CHAMP[rule]


def test_every_rule_has_a_text_an_article_and_a_stable_name() -> None:
    for route in VoieAcces:
        law = bac_pro.droit(route, dt.date(2026, 6, 1))
        assert all(rule.text and str(rule.citation) for rule in law.rules)
        assert len({rule.id for rule in law.rules}) == len(law.rules)


def test_a_rule_without_a_text_is_refused() -> None:
    def silent(m: Member, p: object) -> int:
        return 1

    declare = exigence("X", Citation("usage", Reading.LU), objet="rien", ecart=lambda members, p: "")
    with pytest.raises(ValueError, match="docstring"):
        declare(silent)


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="president_compte_comme_membre"):
        LAW.with_values({"couleur": 3})


def test_a_requirement_reads_its_bound_from_a_dated_parameter() -> None:
    minimum = next(r for r in LAW.rules if isinstance(r, Requirement) and r.id == "R-JURY-03a")
    p = Parameters(LAW.parameters.values()).with_values({"enseignants_publics_minimum": 2}).values_only
    assert minimum.margin((Member("A", Qualite.ENSEIGNANT_PUBLIC),), p) == (-1, -1)
    counted = replace(minimum, text="Il en faut {enseignants_publics_minimum:membre}.")
    assert counted.told(p) == "Il en faut 2 membres."
    assert counted.told(LAW.parameters.values_only) == "Il en faut 1 membre."


def test_a_title_wants_two_members_free_of_conflict_for_each_candidate() -> None:
    law = titre_professionnel.droit(au=dt.date(2026, 6, 1))
    owner, worker, other = (
        Member(nom, Qualite.SALARIE, prenom="P", etablissement=firm, habilitations=(Habilitation(),))
        for nom, firm in (("A", "Usinage"), ("B", "Outillage"), ("C", "Greta"))
    )
    ties = [CandidateTies("1", entreprise="usinage"), CandidateTies("2", etablissement="GRETA"), CandidateTies("3")]
    verdict = impartiality_verdict(Jury((owner, worker, other)), law, ties)
    assert verdict.verdict is Ruling.INDETERMINE
    assert "A : même entreprise, candidat 1 ; P C : même organisme, candidat 2" in verdict.ecart
    verdict = impartiality_verdict(Jury((owner, worker)), law, ties)
    assert verdict.verdict is Ruling.MANQUE
    assert verdict.regle == "TP-JURY-06b"
    assert "moins de 2 membres restent pour juger : candidat 1" in verdict.ecart


@pytest.mark.parametrize("family", [name for name in ecrits() if loi_du_jury(name).titre])
def test_every_rule_of_the_digest_of_a_family_is_code_or_out_of_scope(family: str) -> None:
    numbers = {"bac_pro": ("R", 10), "cap": ("CAP", 4), "bts": ("BTS", 6), "bp": ("BP", 5)}
    prefix, last = numbers.get(family, ("TP", 8))
    told = {rule.id for rule in loi_du_jury(family).droit(au=dt.date(2026, 6, 1)).rules} | set(
        loi_du_jury(family).hors_champ
    )
    for number in range(1, last + 1):
        assert any(rule.startswith(f"{prefix}-JURY-{number:02d}") for rule in told), number


def test_what_is_not_read_in_a_text_in_force_is_not_verified() -> None:
    for loi in map(loi_du_jury, ecrits()):
        for parameter in (*nombres_communs(), *loi.parametres):
            verified = parameter.status is ParameterStatus.VERIFIE
            assert verified is (parameter.citation.reading is Reading.LU), parameter.name


def test_a_rule_set_aside_by_a_text_of_the_speciality_is_said() -> None:
    law = titre_professionnel.droit(ecartees={"TP-JURY-04": "arrêté de la spécialité, art. 3"})
    assert "TP-JURY-04" not in {rule.id for rule in law.rules}
    assert "Règle TP-JURY-04 écartée : arrêté de la spécialité, art. 3." in law.notes
    with pytest.raises(InvalidInput, match="règle de jury inconnue : X"):
        titre_professionnel.droit(ecartees={"X": "rien"})


@pytest.mark.parametrize(
    ("abrege", "certificateur", "famille"),
    [
        ("BAC PRO", "MINISTERE DE L'EDUCATION NATIONALE", "bac_pro"),
        ("BTS", "MINISTERE DE L'ENSEIGNEMENT SUPERIEUR ET DE LA RECHERCHE", "bts"),
        ("CAP", "Ministère de l'Éducation nationale", "cap"),
        ("TP", "MINISTERE DU TRAVAIL DU PLEIN EMPLOI ET DE L' INSERTION", "titre_professionnel"),
        ("BTSA", "MINISTERE DE L'AGRICULTURE", None),
        ("BP", "MINISTERE DE L'AGRICULTURE", None),
        ("CAP", "CAP FORMATION", None),
        ("CAP", "CAP FORMATION SAS", "capitalisation"),
        ("BTS", "Association pour la Formation", "capitalisation"),
        ("BTS", "SAS UNIVERSITE DU VIN", None),
        ("TP", "INSTITUT DU TRAVAIL SOCIAL", None),
        ("CAP", "MUTUELLE DE L'EDUCATION NATIONALE", None),
        ("CAP", "MINISTERE CHARGE DE L'EDUCATION NATIONALE", "cap"),
        ("MASTER", "ECOLE DE COMMERCE SAS", None),
        ("", "CESI", "capitalisation"),
    ],
)
def test_the_whole_abbreviation_and_the_certifier_decide_the_family(
    abrege: str, certificateur: str, famille: str | None
) -> None:
    sheet = dataclasses.replace(
        bundled("RNCP35697"), abrege=CodeLibelle(abrege), certificateurs=(Certificateur(certificateur),)
    )
    if famille is None:
        with pytest.raises(InvalidInput, match="famille non prise en charge"):
            famille_de_la_fiche(sheet)
    else:
        assert famille_de_la_fiche(sheet).code == famille


@pytest.mark.parametrize(("seats", "tied", "left"), [(5, 2, ""), (4, 2, ""), (3, 2, "1 membre"), (2, 2, "0 ")])
def test_of_a_title_the_members_without_any_tie_are_counted(seats: int, tied: int, left: str) -> None:
    people = [Member(f"M{n}", Qualite.SALARIE, lien="ancien formateur" if n < tied else "") for n in range(seats)]
    law = titre_professionnel.droit(au=dt.date(2026, 6, 1))
    found = examine(Jury(tuple(people)), law, with_mending=False)
    gap = next(one.ecart for one in found.verdicts if one.regle == "TP-JURY-06")
    assert gap.startswith("M0 : ancien formateur ; M1 : ancien formateur")
    assert (f" ; {left}" in gap and "il en faut 2" in gap) if left else "sans lien" not in gap


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "candidat 1"),
        (2, "candidats 1, 2"),
        (5, "candidats 1, 2, 3, 4, 5"),
        (6, "candidats 1, 2, 3, 4, 5 et 1 autre"),
        (8, "candidats 1, 2, 3, 4, 5 et 3 autres"),
        (11, "candidats 1, 2, 3, 4, 5 et 6 autres"),
    ],
)
def test_five_candidates_at_most_are_named_the_others_counted(count: int, said: str) -> None:
    assert _shown([str(n) for n in range(1, count + 1)]) == said
