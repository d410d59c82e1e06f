"""Conflicts of interest, changes, minutes, law over time."""

import datetime as dt

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
from laureat.jury.register import CandidateTies, conflicts, impartiality_verdict
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.rules import Parameters
from laureat.vocabulary import Citation, VoieAcces

LAW = bac_pro.droit(VoieAcces.FI, dt.date(2026, 6, 1))


def test_the_minutes_carry_all_that_proves_who_sat() -> None:
    lines = pv_lines(demonstration_jury())
    assert [line.fonction for line in lines[:2]] == ["présidente", "président adjoint"]
    assert all(line.nom and line.prenom and line.qualite and line.secteur and line.presence for line in lines)
    assert {line.college for line in lines} == {"enseignant", "employeur", "salarié"}
    assert [line.distance for line in lines].count("oui") == 1
    absent = next(line for line in lines if line.presence == "absent")
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

    declare = exigence("X", Citation("usage"), objet="rien", ecart=lambda members, p: "")
    with pytest.raises(ValueError, match="docstring"):
        declare(silent)


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="president_compte_comme_membre"):
        LAW.with_values({"couleur": 3})


def test_a_requirement_reads_its_bound_from_a_dated_parameter() -> None:
    minimum = next(r for r in LAW.rules if isinstance(r, Requirement) and r.id == "R-JURY-03a")
    p = Parameters(LAW.parameters.values()).with_values({"enseignants_publics_minimum": 2}).values_only
    assert minimum.margin((Member("A", Qualite.ENSEIGNANT_PUBLIC),), p) == (-1, -1)
