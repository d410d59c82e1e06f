"""What courts have annulled, situation by situation: each is refused, or recorded with its text."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from laureat.jury import Fonction, Jury, Member, Presence, Qualite, Ruling, Verdict, examine
from laureat.reglements import charger
from laureat.reglements.jury.presidence import presidence_mal_nommee
from laureat.session import life
from laureat.session.after import Ground
from laureat.session.conduct import Juror
from laureat.session.framework import CONDUCT, Refused
from laureat.vocabulary import Decision, Mention, VoieAcces
from support.conducteur import Conductor, text

MEMBERS = [
    Juror("j-pres", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, "president"),
    Juror("j-adj", Fonction.PRESIDENT_ADJOINT, Qualite.IEN, "adjointe"),
    Juror("j-2", Fonction.MEMBRE, Qualite.ENSEIGNANT_PUBLIC, "membre"),
    Juror("j-3", Fonction.MEMBRE, Qualite.SALARIE, "salariee"),
]


def deliberating(mark: str = "12", candidates: int = 1, edition: int = CONDUCT, **seats: Presence) -> Conductor:
    """A session at its deliberation, its four members seated as told."""
    room = Conductor().opened(edition=edition)
    for number in range(1, candidates + 1):
        room.enrolled(f"c{number}").marked(f"c{number}", mark)
    room.closed().appoint_jury(members=MEMBERS, arrete=text("arrêté"), arrete_date="2026-05-02")
    for juror in MEMBERS:
        room.record_attendance(juror=juror.juror, presence=seats.get(juror.account, Presence.PRESENT))
    room.propose_decisions()
    return room


@pytest.mark.parametrize("absent", ["membre", "president"])
def test_whoever_did_not_sit_approves_nothing(absent: str) -> None:
    """TA Melun, 3 March 2020, n° 1907538: minutes signed in place of a jury that had not sat."""
    room = deliberating(**{absent: Presence.ABSENT})
    with pytest.raises(Refused, match="a siégé"):
        room.approve_pv(by=absent)


def test_one_sitting_member_alone_seals_nothing() -> None:
    """TA Melun, again."""
    room = deliberating(membre=Presence.ABSENT, salariee=Presence.ABSENT, adjointe=Presence.ABSENT)
    with pytest.raises(Refused, match="il en faut 2 au moins"):
        room.approve_pv(by="president")


def test_what_the_second_edition_of_the_conduct_let_through_stands() -> None:
    """The jury of an older session is not asked for what that edition did not ask."""
    room = deliberating(edition=2, membre=Presence.ABSENT, salariee=Presence.ABSENT, adjointe=Presence.ABSENT)
    room.approve_pv(by="president")
    with pytest.raises(Refused, match="il en faut 2 au moins"):
        deliberating(edition=3, membre=Presence.ABSENT, salariee=Presence.ABSENT, adjointe=Presence.ABSENT).approve_pv(
            by="president"
        )


def test_the_deputy_in_the_chair_is_among_those_who_approve() -> None:
    """TA Melun, again: the president being absent, whoever presided must have approved."""
    room = deliberating(president=Presence.ABSENT)
    room.approve_pv(by="membre")
    room.approve_pv(by="salariee")
    with pytest.raises(Refused, match="Qui a présidé"):
        room.seal_pv()
    room.approve_pv(by="adjointe")
    room.seal_pv()


def test_the_president_in_the_room_is_not_replaced_by_the_deputy() -> None:
    """TA Melun, again: the deputy presides only where the president is not there."""
    room = deliberating()
    room.approve_pv(by="adjointe")
    room.approve_pv(by="membre")
    with pytest.raises(Refused, match="Qui a présidé"):
        room.seal_pv()
    room.approve_pv(by="president")
    room.seal_pv()


def test_a_refusal_quashed_is_decided_again_by_another_jury_within_the_delay() -> None:
    """TA Rennes n° 2303845: refusal quashed; a new deliberation ordered within two months."""
    room = deliberating("7")
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    room.seal_pv()
    room.published()
    room.day = "2026-10-01"
    room.withdraw_decisions(
        ground=Ground.JUGEMENT,
        authority="tribunal administratif de Rennes",
        number="2303845",
        decided_on="2026-09-14",
        notified_on="2026-09-16",
        due="2026-11-16",
        candidates=["c1"],
        reason=text("jury irrégulier"),
    )
    waits = life.awaited(room.state)
    assert [(one.candidates, one.by.due) for one in waits] == [(("c1",), "2026-11-16")]
    assert not waits[0].late("2026-11-16")
    assert waits[0].late("2026-11-17")
    fresh = [
        Juror("k-1", Fonction.PRESIDENT, Qualite.IEN, "autre présidente"),
        Juror("k-2", Fonction.MEMBRE, Qualite.SALARIE, "autre membre"),
    ]
    room.appoint_jury(members=fresh, arrete=text("arrêté"), arrete_date="2026-09-20")
    room.proposed()
    for account in ("autre présidente", "autre membre"):
        room.approve_pv(by=account)
    room.seal_pv()
    room.published()
    assert room.decision() == "ajourne"
    assert not life.awaited(room.state)


def test_the_session_of_a_centre_is_cancelled_hours_after_its_results() -> None:
    """La Réunion, bac pro, July 2020: eight of nine shown admitted, then the session of that centre cancelled."""
    room = deliberating(candidates=9)
    room.fix_decision(candidate="c9", decision=Decision.AJOURNE, motive=text("x"), exception=text("CE D337-78"))
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    room.seal_pv()
    room.published()
    centre = [f"c{number}" for number in range(1, 10)]
    room.withdraw_decisions(
        ground=Ground.CENTRE,
        authority="recteur de l'académie de La Réunion",
        number="2020-118",
        decided_on="2026-06-01",
        candidates=centre,
        establishment="0750001A",
        again=False,
        reason=text("sujets ouverts avant l'heure"),
    )
    assert not any(room.state.result(candidate) for candidate in centre)
    [(act, shown)] = life.shown_and_withdrawn(room.state)
    assert (act.establishment, shown) == ("0750001A", 8)
    room.state.deliberations.append(replace(room.state.deliberations[0], number=2, proposals={}))
    assert list(life.shown_and_withdrawn(room.state)) == [(act, 8)]  # whatever was deliberated since
    room.state.deliberations.pop()
    for candidate in centre:
        with pytest.raises(Refused, match="recteur"):
            room.issue_paper(candidate=candidate, paper="diplome", digest="0" * 64)
    with pytest.raises(Refused, match="Aucun candidat"):
        room.propose_decisions()


def member(nom: str, qualite: Qualite, fonction: Fonction = Fonction.MEMBRE, **told: Any) -> Member:
    return Member(nom, qualite, fonction, **{"prenom": "Claude", **told})


def test_whoever_presides_has_a_name_a_first_name_and_a_capacity() -> None:
    """CE, 28 May 2010, n° 328686: the first name of the president was missing from the minutes."""
    president = member("Marchand", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, sexe="F")
    assert presidence_mal_nommee(Jury((president,))) == []
    [told] = presidence_mal_nommee(Jury((replace(president, prenom=" "), replace(president, nom="Roy"))))
    assert told.startswith("Présidente : Marchand, sans prénom")
    assert "328686" in told


def test_professionals_to_be_named_later_make_no_jury_today() -> None:
    """TA Limoges, 18 July 2023, n° 2100588: an order named eight teachers, professionals « later »."""
    president = member("Roy", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT)
    teachers = [member(f"Enseignant{n}", Qualite.ENSEIGNANT_PUBLIC) for n in range(7)]
    jury = Jury((president, *teachers), arrete="arrêté du 2 mai 2026")
    law = charger("RNCP35697").famille.jury.droit(None, date(2026, 6, 1))
    wrong = {one.regle: one for one in examine(jury, law).verdicts if one.verdict is Ruling.MANQUE}
    assert "R-JURY-03c" in wrong
    assert "professionnel" in wrong["R-JURY-03c"].ecart
    assert wrong["R-JURY-03c"].remede


def test_why_women_and_men_are_not_balanced_in_a_vae_jury_is_recorded() -> None:
    """TA Strasbourg n° 2105821: the impossibility was not shown."""
    members = tuple(
        member(f"Membre{n}", Qualite.EMPLOYEUR, Fonction.PRESIDENT if n == 0 else Fonction.MEMBRE, sexe="M")
        for n in range(4)
    )
    law = charger("RNCP35697").famille.jury.droit(VoieAcces.VAE, date(2026, 6, 1))

    def balance(jury: Jury) -> Verdict:
        return next(one for one in examine(jury, law, with_mending=False).verdicts if "déséquilibrée" in one.ecart)

    silent = balance(Jury(members))
    assert (silent.verdict, "consigner pourquoi" in silent.remede) == (Ruling.INDETERMINE, True)
    told = balance(Jury(members, impossibilite="aucune professionnelle du métier dans l'académie"))
    assert told.verdict is Ruling.TIENT
    assert "aucune professionnelle" in told.ecart


def test_a_right_that_the_marks_give_is_refused_only_by_an_exception_with_its_text() -> None:
    """QE n° 733 and CE D337-78: may a jury refuse at 12/20, or give « très bien » at 10/20?"""
    room = deliberating("12")
    attempts: list[dict[str, Any]] = [
        {"decision": Decision.AJOURNE},
        {"decision": Decision.ADMIS, "mention": Mention.TB},
        {"decision": Decision.ADMIS},  # 12/20 gives « assez bien »
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=r"D337-(78|86)"):
            room.fix_decision(candidate="c1", motive=text("décidé"), **attempt)
    room.fix_decision(candidate="c1", motive=text("décidé"), exception=text("CE D334-33"), decision=Decision.AJOURNE)
    fixed = room.state.current.fixed["c1"]
    assert fixed.exception == text("CE D334-33")


def test_a_decision_that_gives_more_than_the_marks_needs_no_exception() -> None:
    room = deliberating("9,5")
    assert room.state.current.proposals["c1"].decision != "admis"
    room.fix_decision(candidate="c1", decision=Decision.ADMIS, motive=text("dossier"), exception=text("sans objet"))
    assert room.state.current.fixed["c1"].exception == ""
