"""Juries proposed from a register: the law, then loads, likeness, sexes, distance; or what contradicts what."""

import builtins
import datetime as dt
from typing import Any

import pytest

from laureat.jury import Fonction, Member, Qualite, examine
from laureat.jury.members import Habilitation
from laureat.jury.planning import Impossible, PlanningUnavailable, Proposal, Wishes, propose
from laureat.jury.register import Qualification, RegisteredMember
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.reglements.titre_professionnel import jury as titre_professionnel
from laureat.vocabulary import VoieAcces

DAY = dt.date(2026, 6, 1)
LAW = bac_pro.droit(VoieAcces.FI, DAY)
Q = Qualite
CORE = (Q.ENSEIGNANT_CHERCHEUR, Q.ENSEIGNANT_PUBLIC, Q.ENSEIGNANT_CFA, Q.EMPLOYEUR, Q.SALARIE)


_OF_A_MEMBER = ("sexe", "lien", "etablissement", "fonction", "qualifie", "habilitations")


def _one(name: str, qualite: Qualite, **values: Any) -> RegisteredMember:
    about = {key: values.pop(key) for key in _OF_A_MEMBER if key in values}
    return RegisteredMember(Member(name, qualite, **about), (Qualification(qualite),), **values)


def _names(answer: Proposal | Impossible) -> list[str]:
    assert isinstance(answer, Proposal), answer
    return [member.nom for member in answer.jury.members]


def _core() -> list[RegisteredMember]:
    return [_one(qualite.value, qualite) for qualite in CORE]


def test_the_lightest_loads_come_first() -> None:
    register = [*_core(), _one("repos", Q.EMPLOYEUR), _one("seul", Q.SALARIE)]
    loaded = [_one(p.member.nom, p.member.qualite, charge=3) if p.member.est_professionnel else p for p in register[:5]]
    assert set(_names(propose([*loaded, *register[5:]], LAW, Wishes(5)))) >= {"repos", "seul"}


def test_two_members_of_one_firm_are_avoided() -> None:
    register = [
        *_core()[:3],
        _one("e1", Q.EMPLOYEUR, etablissement="Usinage"),
        _one("s1", Q.SALARIE, etablissement="usinage"),
        _one("s2", Q.SALARIE, etablissement="Outillage"),
    ]
    assert "s2" in _names(propose(register, LAW, Wishes(5)))


def test_a_firm_that_sends_nobody_leaves_the_other_wishes_as_they_are() -> None:
    busy = [_one(f"complet {rank}", Q.EMPLOYEUR, etablissement="Complet", charge=9) for rank in (1, 2)]
    far = [_one(qualite.value, qualite, distance=80) for qualite in CORE]
    names = _names(propose([_one("s2", Q.SALARIE, distance=5), *busy, *far], LAW, Wishes(5)))
    assert "s2" in names
    assert not {"complet 1", "complet 2"} & set(names)


@pytest.mark.parametrize(("many", "few"), [("M", "F"), ("F", "M")])
def test_women_and_men_are_balanced_whichever_must_be_more_numerous(many: str, few: str) -> None:
    core = [_one(qualite.value, qualite, sexe=many) for qualite in CORE]
    others = [_one("e2", Q.EMPLOYEUR, sexe=few), _one("s2", Q.SALARIE, sexe=few), _one("s3", Q.SALARIE, sexe=many)]
    assert set(_names(propose([*core, *others], LAW, Wishes(5)))) >= {"e2", "s2"}


def test_who_is_said_neither_a_woman_nor_a_man_weighs_on_neither_side() -> None:
    core = [_one(qualite.value, qualite, sexe=sexe) for qualite, sexe in zip(CORE, "FMFM ", strict=True)]
    others = [_one("s2", Q.SALARIE, sexe="M"), _one("s3", Q.SALARIE, sexe="F")]
    assert "salarie" in _names(propose([*others, *core], LAW, Wishes(5)))


def test_those_who_live_near_are_preferred() -> None:
    far = [_one(qualite.value, qualite, commune="Brest") for qualite in CORE]
    near = [_one("e2", Q.EMPLOYEUR, commune="Nantes")]
    answer = propose([*far, *near], LAW, Wishes(5, commune="NANTES"))
    assert "e2" in _names(answer)
    assert isinstance(answer, Proposal)
    assert "membres venant d'une autre commune que NANTES : 4" in answer.remarks
    far = [_one(qualite.value, qualite, distance=80) for qualite in CORE]
    near = [_one("s2", Q.SALARIE, distance=5)]
    assert "s2" in _names(propose([*far, *near], LAW, Wishes(5)))


def test_who_is_away_or_tied_never_sits() -> None:
    register = [*_core(), _one("e2", Q.EMPLOYEUR)]
    register[3] = _one("employeur", Q.EMPLOYEUR, disponible=False)
    register[4] = _one("salarie", Q.SALARIE, lien="cousin")
    answer = propose(register, LAW, Wishes(5))
    assert isinstance(answer, Impossible)
    assert "personne n'est lié à un candidat ni à un accompagnateur" in answer.conditions


def test_a_jury_is_made_without_whoever_is_away_or_tied() -> None:
    away, tied = _one("absent", Q.EMPLOYEUR, disponible=False), _one("lie", Q.SALARIE, lien="cousin")
    answer = propose([away, tied, *_core()], LAW, Wishes(5))
    assert set(_names(answer)) == {qualite.value for qualite in CORE}


def test_women_and_men_proposed_are_counted() -> None:
    core = [
        _one(qualite.value, qualite, sexe=sexe) for qualite, sexe in zip(CORE, ("F", "M", "F", "F", ""), strict=True)
    ]
    answer = propose(core, LAW, Wishes(5))
    assert isinstance(answer, Proposal)
    assert "femmes : 3, hommes : 1" in answer.remarks
    assert answer.jury.deputies == ()
    assert any(remark.startswith("aucun président adjoint") for remark in answer.remarks)


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_two_who_are_alike_the_first_of_the_register_sits(names: tuple[str, str]) -> None:
    register = [*_core()[:4], *(_one(name, Q.SALARIE) for name in names)]
    told = _names(propose(register, LAW, Wishes(5)))
    assert names[0] in told
    assert names[1] not in told


def test_a_title_has_no_president_and_none_is_made() -> None:
    law = titre_professionnel.droit(au=DAY)
    register = [_one(name, Q.SALARIE, habilitations=(Habilitation(),)) for name in ("a", "b")]
    answer = propose(register, law, Wishes(2))
    assert isinstance(answer, Proposal), answer
    assert {member.fonction for member in answer.jury.members} == {Fonction.MEMBRE}


def test_a_capacity_counts_up_to_its_last_day_and_not_after() -> None:
    held = Qualification(Q.SALARIE, depuis=DAY, jusqu_a=DAY + dt.timedelta(days=1))
    assert [held.holds_at(DAY + dt.timedelta(days=days)) for days in (-1, 0, 1, 2)] == [False, True, True, False]
    assert held.holds_at(None)


def test_a_capacity_that_has_ended_does_not_count() -> None:
    register = _core()
    ended = Qualification(Q.SALARIE, jusqu_a=dt.date(2020, 1, 1))
    register[4] = RegisteredMember(Member("ancien", Q.SALARIE), (ended,))
    assert isinstance(propose(register, LAW, Wishes(5, day=DAY)), Impossible)
    assert isinstance(propose(register, LAW, Wishes(5)), Proposal)


def test_the_president_named_in_the_register_presides_and_adjuncts_never_sit() -> None:
    register = [
        *_core(),
        _one("chaire", Q.ENSEIGNANT_CHERCHEUR, fonction=Fonction.PRESIDENT),
        _one("adjoint", Q.ENSEIGNANT_PUBLIC, fonction=Fonction.EXAMINATEUR_ADJOINT),
    ]
    answer = propose(register, LAW, Wishes(5))
    assert isinstance(answer, Proposal)
    assert [m.nom for m in answer.jury.presidents] == ["chaire"]
    assert "adjoint" not in _names(answer)
    adjunct = _one("adjoint", Q.SALARIE, fonction=Fonction.EXAMINATEUR_ADJOINT)
    assert isinstance(propose([*_core()[:4], adjunct], LAW, Wishes(5)), Impossible)


def test_a_deputy_is_chosen_where_one_is_wished() -> None:
    answer = propose([*_core(), _one("p2", Q.ENSEIGNANT_PUBLIC)], LAW, Wishes(6, deputies=1))
    assert isinstance(answer, Proposal)
    (deputy,) = answer.jury.deputies
    assert deputy.qualite in (Q.ENSEIGNANT_PUBLIC, Q.EMPLOYEUR, Q.SALARIE)
    assert examine(answer.jury, LAW).lawful


def test_too_few_employees_is_said_with_the_conditions_that_contradict_each_other() -> None:
    register = [*_core(), _one("e2", Q.EMPLOYEUR), _one("p2", Q.ENSEIGNANT_PUBLIC)]
    answer = propose(register, LAW, Wishes(7))
    assert isinstance(answer, Impossible)
    assert [condition.split(" (")[0] for condition in answer.conditions] == ["le jury compte 7 membres", "R-JURY-03d"]
    assert "7 inscrits, 7 disponibles" in answer.supply


def test_the_deputies_wished_are_named_where_they_leave_no_room_for_a_president() -> None:
    answer = propose(_core(), LAW, Wishes(5, deputies=5))
    assert isinstance(answer, Impossible)
    assert "il a 5 présidents adjoints" in answer.conditions


def test_the_recorded_impossibility_lifts_the_condition() -> None:
    register = [one for one in _core() if one.member.qualite is not Q.ENSEIGNANT_CFA]
    answer = propose(register, LAW, Wishes(4))
    assert isinstance(answer, Impossible)
    assert [condition.split(" (")[0] for condition in answer.conditions] == ["R-JURY-03b"]
    assert answer.otherwise == ("consigner pourquoi c'est impossible (--impossibilite)",)
    assert isinstance(propose(register, LAW, Wishes(4, impossibilite="aucun CFA")), Proposal)


def test_an_empty_register_is_no_crash() -> None:
    answer = propose([], LAW, Wishes(5))
    assert isinstance(answer, Impossible)


def test_a_vae_jury_has_its_qualified_member() -> None:
    law = bac_pro.droit(VoieAcces.VAE, DAY)
    register = [*_core(), _one("e2", Q.EMPLOYEUR, qualifie=True, charge=5)]
    assert "e2" in _names(propose(register, law, Wishes(5)))


def test_without_the_solver_the_way_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("ortools"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(PlanningUnavailable, match=r"laureat\[planning\]"):
        propose(_core(), LAW, Wishes(5))
