"""A mark of a grid names who signed it: the command refuses, the audit names, what is not so."""

from dataclasses import replace
from typing import Any

import pytest

from laureat.grilles import COMPUTATION, library
from laureat.grilles.loading import fingerprint
from laureat.records import facts as f
from laureat.records.journal import grid_line, read_journal
from laureat.session.conduct.signed_grids import SIGNERS_NAMED, check_signers
from laureat.session.framework import Act, Refused
from laureat.session.grids_asked import KnownGrids, faults_of
from laureat.session.state import SessionState

GRID = library()["RNCP35697-U31"]
ACT = Act("a-lycee", "2027-05-20T08:30:00Z", "une")
TEACHER, OTHER, TUTOR = "compte:a-lycee:enseignant", "compte:b-lycee:enseignant", "lien:7:professionnel"
OFFICE = "compte:a-examens:aucune"


def fact(*signers: str, **more: Any) -> f.MarkEntered:
    about: dict[str, Any] = {"log": "s", "author": "a-lycee", "at": ACT.at, "key": "une", "candidate": "c"}
    about |= {"unit": "U31", "cell": "13,5", "grid": GRID.code, "edition": f"{GRID.edition}@{GRID.fingerprint}"}
    about |= {"entries": "0" * 64, "computation": COMPUTATION, "asked": 2, "signers": signers}
    return f.MarkEntered(**(about | more))


def refusal(*signers: str, state: SessionState | None = None, computation: int = 3, asked: int = 2) -> str:
    try:
        check_signers(state or SessionState(), ACT, computation, asked, signers, said=True)
    except Refused as refused:
        return str(refused)
    return ""


def test_a_mark_signed_by_those_whom_its_grid_asks_is_taken() -> None:
    assert refusal(TEACHER, TUTOR) == ""
    assert refusal(TEACHER, asked=1) == ""


@pytest.mark.parametrize(
    ("signers", "more", "told"),
    [
        ((TEACHER,), {}, "La grille demande 2 signatures : 1 personne a signé."),
        ((TEACHER, TEACHER), {}, "nommée deux fois"),
        ((TEACHER, "compte:a-lycee:aucune"), {}, "nommée deux fois"),
        ((OTHER, TUTOR), {}, "son compte n'est pas parmi les signataires"),
        ((TEACHER, "lui:7:x"), {}, "Un signataire est un compte ou un lien"),
        ((TEACHER, TUTOR), {"computation": 0}, "par quelle édition du calcul"),
        ((), {"asked": 0}, "dit qui l'a signée"),
    ],
)
def test_fewer_signatories_the_same_twice_or_none_is_refused(
    signers: tuple[str, ...], more: dict[str, int], told: str
) -> None:
    assert told in refusal(*signers, **more)


def test_the_first_facts_named_nobody_and_after_one_that_does_all_do() -> None:
    before, after = SessionState(conduct=SIGNERS_NAMED - 1), SessionState(conduct=SIGNERS_NAMED - 1, names_signers=True)
    assert refusal(state=before, computation=0, asked=0) == ""
    assert "dit qui l'a signée" in refusal(state=after, computation=0, asked=0)


def test_since_the_sixth_edition_of_the_conduct_the_first_mark_of_a_grid_names_them_too() -> None:
    assert "dit qui l'a signée" in refusal(state=SessionState(conduct=SIGNERS_NAMED), computation=0, asked=0)


def test_a_mark_typed_beside_grids_is_not_signed() -> None:
    check_signers(SessionState(names_signers=True), ACT, 0, 0, (), said=False)
    with pytest.raises(Refused, match="hors d'une grille"):
        check_signers(SessionState(), ACT, COMPUTATION, 1, (TEACHER,), said=False)


def test_what_the_grid_asks_is_read_in_the_grid_and_not_in_the_fact() -> None:
    assert list(faults_of(GRID, fact(TEACHER, TUTOR))) == []
    assert list(faults_of(GRID, fact(TEACHER, OTHER))) == []  # no professional: two teachers
    assert list(faults_of(GRID, fact(asked=0))) == []  # a first fact
    (fewer,) = faults_of(GRID, fact(TEACHER, OFFICE))
    assert "pas toutes celles que la grille demande (professionnel)" in fewer
    assert "la grille demande 2 signatures, et le fait dit 1." in list(faults_of(GRID, fact(TEACHER, asked=1)))
    assert any("n'est pas connue ici" in one for one in faults_of(GRID, fact(TEACHER, TUTOR, computation=99)))


def test_an_export_is_judged_by_the_grids_known_here_and_what_another_would_judge_is_said() -> None:
    told = KnownGrids()
    for one in (fact(TEACHER, TUTOR), fact(), fact(TEACHER, asked=1, edition="autre@0")):
        told.meet(one)
    assert list(told.compare(SessionState())) == []
    (left,) = told.remarks()
    assert "édition autre : cette grille n'est pas ici, et les signataires de 1 note ne sont pas jugés" in left
    told = KnownGrids()
    told.meet(replace(fact(TEACHER, OFFICE)))
    (found,) = told.compare(SessionState())
    assert "U31, c : 2 personnes ont signé" in str(found)
    own = replace(GRID, edition="autre", fingerprint="0")
    given = KnownGrids([own])
    given.meet(fact(TEACHER, asked=1, edition="autre@0"))
    assert len(list(given.compare(SessionState()))) == 2
    assert list(given.remarks()) == []


def test_an_export_holds_the_grids_of_its_marks_and_each_is_its_own_by_its_fingerprint() -> None:
    own: dict[str, Any] = {**GRID.data, "edition": "maison"}
    named = fact(TEACHER, asked=1, edition=f"maison@{fingerprint(own)}")
    forged = {**own, "signataires": {"minimum": "1"}}  # would find nothing wrong: it is not the grid of the fact
    joined: list[object] = []
    for lines in ([grid_line(own)], [grid_line(forged)], ['{"grid": 3}', '{"grid": {"grille": []}}']):
        joined.clear()
        told = KnownGrids(joined=joined)
        told.meet(named)  # the grid may come after the fact
        assert list(read_journal(lines, [], grids=joined)) == []
        found, left = list(told.compare(SessionState())), list(told.remarks())
        assert (len(found), len(left)) == ((2, 0) if own in joined else (0, len(lines)))
    assert left[0] == "2 grilles de l'export ne se lisent pas."
    assert "ne sont pas jugés" in left[1]
