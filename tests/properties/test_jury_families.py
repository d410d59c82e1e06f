"""The juries of every family: verdicts against a plain checker, and proposals that the verdict accepts."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.cli.jury import jury as command
from laureat.jury import Fonction, Jury, Member, Qualite, examine
from laureat.jury.law import Requirement
from laureat.jury.members import Habilitation
from laureat.jury.planning import Impossible, Proposal, Wishes, propose
from laureat.jury.register import Qualification, RegisteredMember
from laureat.reglements.jurys import ecrits, loi_du_jury

DAY = dt.date(2026, 6, 1)
FAMILIES = [name for name in ecrits() if loi_du_jury(name).titre]
LAWS = {name: loi_du_jury(name).droit(au=DAY) for name in FAMILIES}
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)

TEACHERS = ("enseignant_public", "enseignant_prive_sous_contrat", "enseignant_cfa", "enseignant_chercheur")


def _teachers(seats: Sequence[Member]) -> list[Member]:
    return [m for m in seats if m.qualite.value in TEACHERS]


def _professionals(seats: Sequence[Member]) -> list[Member]:
    return [m for m in seats if m.qualite.value in ("employeur", "salarie")]


def _count(seats: Sequence[Member], *qualites: str) -> int:
    return sum(m.qualite.value in qualites for m in seats)


def _chairs(seats: Sequence[Member]) -> list[Member]:
    return [m for m in seats if m.fonction.value == "president"]


def _deputies(seats: Sequence[Member]) -> list[Member]:
    return [m for m in seats if m.fonction.value == "president_adjoint"]


def cap_by_hand(seats: Sequence[Member]) -> bool:
    """CE D337-23 told plainly."""
    chairs = _chairs(seats)
    return (
        len(_teachers(seats)) == len(_professionals(seats))
        and _count(seats, "employeur") == _count(seats, "salarie")
        and len(chairs) == 1
        and chairs[0] in _professionals(seats)
        and bool(chairs[0].conseiller)
        and all(m.qualite.value == "enseignant_public" for m in _deputies(seats))
    )


def bts_by_hand(seats: Sequence[Member]) -> bool:
    """CE D643-31 told plainly; a teacher who presides counts, an inspector who presides is in neither half."""
    chairs = _chairs(seats)
    public = _count(seats, "enseignant_public", "enseignant_chercheur")
    return (
        len(chairs) == 1
        and chairs[0].qualite.value in ("enseignant_chercheur", "ia_ipr")
        and len(_teachers(seats)) == len(_professionals(seats))
        and _count(seats, "enseignant_chercheur") >= 1
        and 2 * public > len(_teachers(seats))
        and _count(seats, "personnalite") <= 2
    )


def bp_by_hand(seats: Sequence[Member]) -> bool:
    """CE D337-123 told plainly: parity without the president."""
    chairs = _chairs(seats)
    others = [m for m in seats if m not in chairs]
    return (
        len(chairs) == 1
        and chairs[0].qualite.value in ("inspecteur_general", "ien")
        and all(m in _professionals(seats) and m.conseiller for m in _deputies(seats))
        and len(_teachers(others)) == len(_professionals(others))
        and _count(others, "employeur") == _count(others, "salarie")
    )


def titre_by_hand(seats: Sequence[Member]) -> bool:
    """CE R338-6 and the rules of sessions told plainly: two at least, all of the trade, all habilitated."""
    return len(seats) >= 2 and all(m in _professionals(seats) and m.habilitations for m in seats)


BY_HAND: dict[str, Callable[[Sequence[Member]], bool]] = {
    "cap": cap_by_hand,
    "bts": bts_by_hand,
    "bp": bp_by_hand,
    "titre_professionnel": titre_by_hand,
}
WELL_SAID = [quality for quality in Qualite if quality is not Qualite.PROFESSIONNEL]


def _people(qualities: Sequence[Qualite]) -> st.SearchStrategy[Jury]:
    one = st.tuples(
        st.sampled_from(qualities),
        st.sampled_from([Fonction.MEMBRE] * 5 + list(Fonction)[:2]),
        st.booleans(),
        st.sampled_from([(), (Habilitation(),), (Habilitation(),), (Habilitation(),)]),
    )
    return st.lists(one, min_size=1, max_size=9).map(
        lambda rows: Jury(
            tuple(
                Member(f"N{rank}", quality, fonction, f"P{rank}", conseiller=adviser, habilitations=held)
                for rank, (quality, fonction, adviser, held) in enumerate(rows)
            )
        )
    )


SIX = list(Qualite)[:6]
NEAR = {
    "cap": [Qualite.EMPLOYEUR, Qualite.SALARIE, Qualite.ENSEIGNANT_PUBLIC, Qualite.ENSEIGNANT_CFA],
    "bts": [
        Qualite.IA_IPR,
        Qualite.ENSEIGNANT_CHERCHEUR,
        Qualite.ENSEIGNANT_PUBLIC,
        Qualite.EMPLOYEUR,
        Qualite.SALARIE,
    ],
    "bp": [Qualite.IEN, Qualite.ENSEIGNANT_PUBLIC, Qualite.EMPLOYEUR, Qualite.SALARIE],
    "titre_professionnel": [Qualite.EMPLOYEUR, Qualite.SALARIE],
}


@pytest.mark.parametrize("family", BY_HAND)
@many
@given(data=st.data())
def test_the_verdict_is_the_law_of_the_family_told_plainly(family: str, data: st.DataObject) -> None:
    jury = data.draw(st.one_of(_people(NEAR[family]), _people(WELL_SAID)))
    found = examine(jury, LAWS[family], with_mending=False)
    assert found.lawful is BY_HAND[family](jury.members)


@pytest.mark.parametrize("family", BY_HAND)
@few
@given(data=st.data())
def test_a_mended_jury_of_any_family_is_lawful(family: str, data: st.DataObject) -> None:
    found = examine(data.draw(_people(NEAR[family])), LAWS[family])
    assert bool(found.remede) is not found.lawful
    if found.mended is not None:
        assert BY_HAND[family](found.mended.members)


def _pool(jury: Jury) -> list[RegisteredMember]:
    return [RegisteredMember(m, (Qualification(m.qualite),)) for m in jury.members]


@pytest.mark.parametrize("family", BY_HAND)
@few
@given(data=st.data(), size=st.integers(2, 6))
def test_a_jury_proposed_is_lawful_by_hand(family: str, data: st.DataObject, size: int) -> None:
    answer = propose(_pool(data.draw(_people(NEAR[family]))), LAWS[family], Wishes(size))
    if isinstance(answer, Proposal):
        assert len(answer.jury.members) == size
        assert BY_HAND[family](answer.jury.members)
        assert examine(answer.jury, LAWS[family]).lawful
    else:
        assert isinstance(answer, Impossible)
        assert answer.conditions


POOL = (
    ("A", "Ana", "enseignant_chercheur", "non", "non"),
    ("B", "Bob", "enseignant_public", "non", "non"),
    ("C", "Cyr", "enseignant_cfa", "non", "non"),
    ("D", "Deb", "enseignant_public", "non", "non"),
    ("E", "Eli", "employeur", "oui", "RNCP37873"),
    ("F", "Fox", "salarie", "non", "RNCP37873"),
    ("G", "Gil", "salarie", "non", "non"),
    ("H", "Hal", "employeur", "non", "non"),
    ("I", "Ida", "ia_ipr", "non", "non"),
    ("J", "Joe", "ien", "non", "non"),
)
SIZES = {"bac_pro": 7, "cap": 4, "bts": 5, "bp": 5, "titre_professionnel": 2}


@pytest.mark.parametrize("family", FAMILIES)
def test_what_proposer_writes_verifier_accepts(family: str, tmp_path: Path) -> None:
    pool, target = tmp_path / "vivier.csv", tmp_path / "jury.csv"
    with pool.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["nom", "prenom", "qualite", "conseiller", "habilitation"])
        writer.writerows(POOL)
    runner = CliRunner()
    options = ["--reglement", family, "--date", "2026-06-01"]
    done = runner.invoke(
        command, ["proposer", str(pool), "--taille", str(SIZES[family]), "--sortie", str(target), *options]
    )
    assert done.exit_code == 0, done.output
    done = runner.invoke(command, ["verifier", str(target), *options, "--json"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("family", FAMILIES)
def test_a_sentence_of_the_law_says_the_number_in_force(family: str) -> None:
    for name in LAWS[family].parameters:
        p = LAWS[family].with_values({name: 7777}).parameters.values_only
        for rule in LAWS[family].rules:
            assert "{" not in rule.told(p)
            if isinstance(rule, Requirement) and str(rule.bound).lstrip("-") == name:
                assert "7777" in rule.told(p), rule.id
