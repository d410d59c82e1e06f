"""A weighed rule, alone: its verdict on what is known, the text it cites, what it says of absences."""

import dataclasses
import datetime as dt

import pytest

from laureat.jury import Jury, Member, Presence, Qualite, Ruling, examine
from laureat.jury.law import Doubt, Finding, JuryLaw, Requirement, Unknown, View, constat, exigence
from laureat.jury.mending import mend
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.rules import ParameterValues
from laureat.vocabulary import Citation, VoieAcces
from laureat.vocabulary.citations import Reading

LAW = bac_pro.droit(VoieAcces.FI, dt.date(2026, 6, 1))
BEFORE = Citation("ancien article", Reading.LU)
NOW = Citation("nouvel article", Reading.LU, since=2020, before=BEFORE)
MARGINS = [(low, high) for low in range(-2, 3) for high in range(low, 3)]


@exigence("X-1", NOW, objet="les présents", ecart=lambda members, p: f"{len(members)} présents", borne=2, seance=True)
def _two_who_attend(m: Member, p: ParameterValues) -> int:
    """Deux membres au moins siègent."""
    return 1


@exigence("X-2", NOW, objet="les membres", ecart=lambda members, p: f"{len(members)} membres", borne=2)
def _two_members(m: Member, p: ParameterValues) -> int:
    """Deux membres au moins sont nommés."""
    return 1


@constat("X-3", NOW, seance=True)
def _absences(view: View) -> Finding:
    """Les absences sont consignées."""
    return Finding(Ruling.TIENT, " ; ".join(f"{rule.id} : {gap}" for rule, gap in view.broken))


def _law(*rules: Requirement) -> JuryLaw:
    return dataclasses.replace(LAW, rules=(*rules, _absences))


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("low", "high"), MARGINS)
def test_a_verdict_is_sure_only_where_every_margin_that_may_be_agrees(low: int, high: int, exact: bool) -> None:
    held = [margin == 0 if exact else margin >= 0 for margin in range(low, high + 1)]
    ruling = Ruling.TIENT if all(held) else Ruling.INDETERMINE if any(held) else Ruling.MANQUE
    rule = dataclasses.replace(_two_members, exact=exact)
    assert rule.rule_on(low, high) is ruling
    for loosens, doubtful in ((True, Ruling.MANQUE), (False, Ruling.TIENT)):
        doubted = dataclasses.replace(rule, doubt=Doubt("s'il y a lieu", loosens)).rule_on(low, high)
        assert doubted is (Ruling.INDETERMINE if ruling is doubtful else ruling)


def test_the_margin_adds_up_the_least_and_the_greatest_weights_over_the_bound() -> None:
    weights = {"A": 3, "B": Unknown(-1, 2), "C": 0}
    rule = dataclasses.replace(_two_members, weigh=lambda member, p: weights[member.nom])
    people = [Member(name, Qualite.SALARIE) for name in weights]
    assert rule.margin(people, {}) == (0, 3)
    assert rule.margin((), {}) == (-2, -2)


def test_a_rule_cites_the_text_of_its_day_and_none_before_any() -> None:
    assert [_two_members.at(dt.date(year, 6, 1)) for year in (2019, 2020)] == [
        dataclasses.replace(_two_members, citation=BEFORE),
        _two_members,
    ]
    first = dataclasses.replace(_two_members, citation=Citation("premier article", Reading.LU, since=2020))
    assert [first.at(dt.date(year, 6, 1)) for year in (2019, 2020)] == [None, first]
    limited = dataclasses.replace(_two_members, since=dt.date(2021, 3, 1), until=dt.date(2021, 3, 3))
    held = [limited.at(dt.date(2021, month, day)) is limited for month, day in ((2, 28), (3, 1), (3, 3), (3, 4))]
    assert held == [False, True, True, False]


def test_a_verdict_as_data_names_its_text_once_and_all_that_is_known_of_it() -> None:
    cited = Citation("art. 3", Reading.LU, identifier="LEGIARTI000000000001", read_on="2026-01-02")
    (verdict, *_) = examine(
        Jury((Member("A", Qualite.SALARIE),)), _law(dataclasses.replace(_two_members, citation=cited))
    ).verdicts
    assert verdict.as_dict() == {
        "regle": "X-2",
        "article": str(cited),
        "verdict": "manque",
        "ecart": "1 membres",
        "remede": verdict.remede,
        "identifiant": "LEGIARTI000000000001",
        "lu_le": "2026-01-02",
        "lien": cited.link,
    }


def test_a_change_mends_what_is_missing_for_sure_and_asks_nothing_of_what_is_not_known() -> None:
    """Nobody can make known what no newcomer tells: that rule must not get worse, and no more."""
    alone = Jury((Member("A", Qualite.SALARIE),))
    untold = dataclasses.replace(_two_members, id="X-4", weigh=lambda member, p: Unknown(0, 2))
    mended = mend(alone, _law(_two_members, untold))
    assert mended is not None
    assert (mended.text.split()[:2], len(mended.jury.members)) == (["ajouter", "1"], 2)
    assert mended.jury.members[1].presence is None
    sitting = mend(Jury((Member("A", Qualite.SALARIE, presence=Presence.PRESENT),)), _law(_two_who_attend))
    assert sitting is not None
    assert sitting.jury.members[1].presence is Presence.PRESENT
    unproved = dataclasses.replace(_two_members, weigh=lambda member, p: 1 if member.nom == "A" else Unknown(0, 1))
    assert mend(alone, _law(unproved)) is None


def test_whoever_must_judge_what_the_file_does_not_tell_is_sent_to_the_file() -> None:
    untold = dataclasses.replace(_two_members, id="X-4", weigh=lambda member, p: Unknown(0, 2))
    short, silent, *_ = examine(
        Jury((Member("A", Qualite.SALARIE),)), _law(_two_members, untold), with_mending=False
    ).verdicts
    assert (short.verdict, short.remede) == (Ruling.MANQUE, "")
    assert (silent.verdict, silent.remede) == (Ruling.INDETERMINE, "compléter le fichier du jury")


@pytest.mark.parametrize(
    ("words", "remede"),
    [("s'il y a lieu", "lire la phrase de la fiche"), ("", "lire le texte de la certification")],
)
def test_whoever_must_judge_what_is_not_understood_is_sent_to_what_was_read(words: str, remede: str) -> None:
    doubted = dataclasses.replace(_two_members, doubt=Doubt(words, loosens=True))
    (verdict, *_) = examine(Jury((Member("A", Qualite.SALARIE),)), _law(doubted)).verdicts
    assert (verdict.verdict, verdict.remede) == (Ruling.INDETERMINE, remede)
    assert (f"la fiche précise « {words} »" in verdict.ecart) is bool(words)


@pytest.mark.parametrize(("absent", "broken"), [(0, ""), (1, ""), (2, "X-2 : 1 membres")])
def test_absences_are_weighed_on_the_rules_of_the_appointment_alone(absent: int, broken: str) -> None:
    """Those of the sitting look at presences by themselves."""
    people = [
        Member(f"M{rank}", Qualite.SALARIE, presence=Presence.ABSENT if rank < absent else Presence.PRESENT)
        for rank in range(3)
    ]
    found = examine(Jury(tuple(people)), _law(_two_who_attend, _two_members), with_mending=False)
    assert found.verdicts[-1].ecart == broken


@pytest.mark.parametrize(("others", "more"), [((), ", puis ajouter 1 "), (("B",), "")])
def test_a_person_on_two_lines_is_kept_on_one_and_the_rest_is_mended_where_it_must(
    others: tuple[str, ...], more: str
) -> None:
    twice = [Member("A", capacity, prenom="Zoé") for capacity in (Qualite.SALARIE, Qualite.EMPLOYEUR)]
    found = examine(Jury((*twice, *(Member(name, Qualite.SALARIE) for name in others))), _law(_two_members))
    assert not found.lawful
    assert found.remede.startswith(f"ne garder qu'une ligne pour Zoé A{more}")
    assert (found.remede == "ne garder qu'une ligne pour Zoé A") is (not more)
