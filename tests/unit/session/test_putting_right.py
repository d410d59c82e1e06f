"""What was set up once is put right by a fact with a reason, before a seal and after; what stood stays in the log."""

from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.records.facts import sessions
from laureat.session.framework import Phase, Refused
from laureat.session.judged import HOUSE, SESSION
from laureat.session.milestones import Milestone
from laureat.vocabulary import UnitStatus
from support.rejeu import findings


def replays(conductor: Any) -> bool:
    """Each command, given again where its fact stands, gives that very fact."""
    return not findings(conductor.facts)


@pytest.fixture
def sealed(conductor: Any) -> Any:
    """A real session of two candidates, sealed on U2 = 4, U31 = 6, U32 = 2; c1 is near a threshold, c2 is not."""
    conductor.opened(blank=False).enrolled("c1").enrolled("c2")
    for name, value in (("U2", 400), ("U31", 600), ("U32", 200)):
        given = {"value": value, "text": conductor.text("annexe"), "text_date": "2020-12-09"}
        conductor.confirm_coefficient(name=f"coefficient_{name}", **given)
    conductor.marked("c1", "10", U2="8,5", U31="11").marked("c2", "15")
    return conductor.closed().with_jury().proposed().sealed().published()


# ------------------------------------------------------------------------------------------------------- the session
def test_who_holds_the_session_is_said_once_then_changed_with_a_reason_even_after_publication(sealed: Any) -> None:
    sealed.set_session_fields(fields=sealed.text("recteur"))
    with pytest.raises(Refused, match="motif"):
        sealed.set_session_fields(fields=sealed.text("rectrice"))
    told = sealed.set_session_fields(fields=sealed.text("rectrice"), reason=sealed.text("nommée en mai"))
    [fact] = told.facts
    assert (fact.before, sealed.state.fields) == (sealed.text("recteur"), sealed.text("rectrice"))
    assert replays(sealed)


def test_a_day_of_the_calendar_moves_and_goes_with_a_reason(conductor: Any) -> None:
    conductor.opened().set_deadline(milestone=Milestone.NOTES, day="2026-06-12")
    for day in ("2026-06-15", ""):
        with pytest.raises(Refused, match=r"remise des notes, 12/06/2026"):
            conductor.set_deadline(milestone=Milestone.NOTES, day=day)
    conductor.set_deadline(milestone=Milestone.NOTES, day="", reason=conductor.text("reporté"))
    assert conductor.state.deadlines == {}
    with pytest.raises(Refused, match="Aucun jour n'est fixé"):
        conductor.set_deadline(milestone=Milestone.PIECES, day="")
    assert replays(conductor)


def test_a_session_opened_by_mistake_is_abandoned_and_takes_nothing_more(conductor: Any) -> None:
    conductor.opened().enrolled("c1")
    with pytest.raises(Refused, match="motif"):
        conductor.abandon_session(reason=UNSAID)
    conductor.abandon_session(reason=conductor.text("mauvaise année"))
    assert conductor.state.phase is Phase.ABANDONNEE
    with pytest.raises(Refused, match="abandonnée"):
        conductor.enrolled("c2")
    assert replays(conductor)


def test_a_sealed_session_is_never_abandoned(sealed: Any) -> None:
    with pytest.raises(Refused, match="ne s'abandonne plus"):
        sealed.abandon_session(reason=sealed.text("x"))


def test_an_habilitation_recorded_by_mistake_is_withdrawn_and_the_right_one_recorded(conductor: Any) -> None:
    conductor.opened()
    right = {"establishment": "0750001A", "scope": "partielle", "since": "2025-09-01"}
    conductor.grant_habilitation(**right)
    with pytest.raises(Refused, match="n'a pas cette habilitation"):
        conductor.withdraw_habilitation(**{**right, "since": "2024-09-01"}, reason=conductor.text("x"))
    conductor.withdraw_habilitation(**right, reason=conductor.text("erreur de date"))
    assert conductor.state.habilitations == []
    conductor.grant_habilitation(**{**right, "since": "2024-09-01"})
    assert [one.since for one in conductor.state.habilitations] == ["2024-09-01"]
    assert replays(conductor)


@pytest.mark.parametrize(("year", "said"), [(2032, "avant l'année 2032"), (2026, "")])
def test_a_year_past_the_registration_of_the_sheet_is_told_for_a_diploma_and_refused_for_others(
    conductor_of: Any, private_rules: Any, year: int, said: str
) -> None:
    diploma = conductor_of(registered_until="2028-08-31")
    told = diploma.open_session(log="d", year=year)
    assert (said in " ".join(told.warnings)) if said else not told.warnings
    private = conductor_of(private_rules, registered_until="2028-08-31")
    if said:
        with pytest.raises(Refused, match=said):
            private.open_session(log="p", year=year)
    else:
        private.open_session(log="p", year=year)


# ------------------------------------------------------------------------------------------------------- the closing
def test_closing_is_refused_with_what_is_missing_and_for_how_many_unless_it_is_known(conductor: Any) -> None:
    conductor.opened().enrolled("c1").enrolled("c2").marked("c1")
    with pytest.raises(Refused, match=r"12 notes manquent, pour 1 candidat : les saisir"):
        conductor.close_session(missing=0)
    with pytest.raises(Refused, match="12 notes manquent"):
        conductor.close_session(missing=11)
    assert conductor.close_session(missing=12).facts[0].missing == 12
    assert replays(conductor)


# ----------------------------------------------------------------------------------------------------- the candidate
def test_a_route_established_by_mistake_is_put_right_after_the_marks_and_the_marks_stay(conductor: Any) -> None:
    conductor.opened().enrolled("c1").marked("c1").closed()
    right = {"candidate": "c1", "voie": "apprenti_cfa_habilite_ou_de_droit", "establishment": "0750001A"}
    with pytest.raises(Refused, match="inscriptions sont closes"):
        conductor.establish_route(**right)
    with pytest.raises(Refused, match="motif"):
        conductor.correct_route(**right, reason=UNSAID)
    conductor.correct_route(**right, reason=conductor.text("il est apprenti"))
    standing = conductor.state.candidates["c1"]
    assert standing.route.voie == "apprenti_cfa_habilite_ou_de_droit"
    assert standing.cell("U2").status is UnitStatus.NOTE
    assert not standing.to_redeliberate
    with pytest.raises(Refused, match="C'est déjà ce qui est établi"):
        conductor.correct_route(**right, reason=conductor.text("encore"))
    assert replays(conductor)


def test_after_publication_a_corrected_route_suspends_that_result_alone(sealed: Any) -> None:
    told = sealed.correct_route(
        candidate="c2", voie="scolaire_public", option="RMO", establishment="", reason=sealed.text("option RMO")
    )
    assert "suspendu" in " ".join(told.warnings)
    assert (sealed.decision("c2"), sealed.decision("c1") != "aucune") == ("aucune", True)
    sealed.proposed().sealed().published()
    assert sealed.decision("c2") == "admis"
    assert sealed.state.candidates["c2"].option == "RMO"
    assert replays(sealed)


def test_a_route_is_not_put_right_under_the_eyes_of_the_jury(conductor: Any) -> None:
    conductor.opened().enrolled("c1").marked("c1").closed().with_jury().proposed()
    with pytest.raises(Refused, match="Le jury délibère"):
        conductor.correct_route(candidate="c1", voie="scolaire_prive_sous_contrat", reason=conductor.text("x"))


# -------------------------------------------------------------------------------------------------------- the number
def asked(conductor: Any, value: int) -> dict[str, Any]:
    """Someone asks that U2 count otherwise."""
    given = {"name": "coefficient_U2", "value": value}
    text = {"text": conductor.text("annexe IV"), "text_date": "2020-12-09", "reason": conductor.text("mal lu")}
    conductor.ask_coefficient_correction(**given, **text)
    return given


def test_a_wrong_coefficient_found_after_the_seal_suspends_those_it_changes_and_no_other(sealed: Any) -> None:
    assert {one: sealed.decision(one) for one in ("c1", "c2")} == {"c1": "admis", "c2": "admis"}
    given = asked(sealed, 600)
    with pytest.raises(Refused, match="une autre personne"):
        sealed.correct_coefficient(**given)
    told = sealed.correct_coefficient(**given, by="adjoint")
    [fact] = told.facts
    assert (fact.before, fact.value, fact.changed) == (400, 600, ("c1",))
    assert (sealed.decision("c1"), sealed.decision("c2")) == ("aucune", "admis")
    assert replays(sealed)
    sealed.proposed().sealed().published()
    assert sealed.decision("c1") == "ajourne"
    assert replays(sealed)


def test_a_correction_that_changes_no_result_suspends_nobody(sealed: Any) -> None:
    given = asked(sealed, 300)
    assert sealed.correct_coefficient(**given, by="adjoint").facts[0].changed == ()
    assert sealed.decision("c1") == "admis"


def test_a_correction_that_names_others_than_those_it_changes_is_found(sealed: Any) -> None:
    sealed.correct_coefficient(**asked(sealed, 600), by="adjoint")
    sealed.facts[-1] = replace(sealed.facts[-1], changed=("c2",))
    assert not replays(sealed)


def test_a_number_is_corrected_within_what_it_can_be_and_only_once_something_is_sealed(
    sealed: Any, conductor_of: Any
) -> None:
    with pytest.raises(Refused, match="coefficient de U2 : attendu entre 3 et 6"):
        asked(sealed, 900)
    with pytest.raises(Refused, match="déjà 4"):
        asked(sealed, 400)
    with pytest.raises(Refused, match="Rien n'est scellé"):
        asked(conductor_of().opened(), 500)


# -------------------------------------------------------------------------------------------- each thing set up once
MENDED = {
    # of the house
    f.AccountInvited: f.InvitationWithdrawn,
    f.AccountOpened: f.AccountChanged,
    f.AccountClosed: f.AccountReopened,
    f.AccountReopened: f.AccountClosed,
    f.FactorEnrolled: f.FactorRemoved,
    f.ApprovalKeyEnrolled: f.ApprovalKeyRevoked,
    f.ApprovalKeyConfirmed: f.ApprovalKeyRevoked,
    f.EstablishmentAdded: f.EstablishmentChanged,
    f.HabilitationRecorded: f.HabilitationChanged,
    f.SheetBrought: f.SheetReplaced,
    f.KeyIntroduced: f.KeyIntroduced,
    f.NumberConfirmed: f.NumberConfirmed,
    f.NumberRead: f.NumberContested,
    f.SheetBound: f.SheetBound,
    # of a session
    f.SessionOpened: f.SessionAbandoned,
    f.SessionFieldsSet: f.SessionFieldsSet,
    f.KeysRequirementSet: f.KeysRequirementSet,
    f.DeadlineSet: f.DeadlineSet,
    f.CoefficientConfirmed: f.CoefficientCorrected,
    f.HabilitationGranted: f.HabilitationTakenBack,
    f.EstablishmentRegistered: f.EstablishmentRegistered,
    f.SessionClosed: f.SessionReopened,
    f.SettingAsideAsked: f.SettingAsideAsked,
    f.CoefficientCorrectionAsked: f.CoefficientCorrectionAsked,
    # of its candidates, of its jury
    f.CandidateRegistered: f.CandidateWithdrawn,
    f.RouteEstablished: f.RouteCorrected,
    f.MarkEntered: f.MarkRectified,
    f.MarksConfirmed: f.MarksContested,
    f.FraudFileOpened: f.FraudFileEnded,
    f.JuryAppointed: f.JuryAppointed,
    f.AttendanceRecorded: f.AttendanceRecorded,
    f.RecusalRecorded: f.RecusalRecorded,
}
"""What puts right each thing set up once: another kind of fact, or the same one given again."""
SETTING_UP = ("Set", "Added", "Recorded", "Registered", "Opened", "Brought", "Invited", "Enrolled", "Confirmed")
SETTING_UP += ("Established", "Appointed", "Bound", "Introduced", "Granted", "Closed", "Entered")
"""How the name of a kind that sets something up ends."""
OTHERWISE = {
    f.DeliberationOpened: "rouvrir la saisie annule la délibération en cours",
    f.ControlMarkEntered: "MarkRectified, control",
    f.JurorAppointed: "JuryAppointed, avec tous ses membres",
    f.DispenseGranted: "une note saisie la remplace",
}
"""Those that something else puts right, in words."""
FINAL = {f.ConductUpgraded, f.RoundStarted, f.TextErased, f.FactSetAside}
"""Of a session, what is decided once, and is not an entry that a hand may have slipped on."""

SAID_AGAIN = {
    f.HouseDescribed,
    *(f.AccountRenamed, f.EstablishmentRenumbered, f.AccommodationDecided, f.ColumnDeclared, f.ControlChosen),
    *(f.IdentityCorrected, f.PersonRecognised, f.PublicListChosen, f.ReserveSettled),
}
"""The same said anew is what holds."""
TAKEN_BACK = {f.CodesDeposited: f.DepositWithdrawn, f.DecisionsWithdrawn: f.DecisionsRestored}
MENDS = {f.HabilitationWithdrawn, f.CorrectionMade, f.DepositedPaperRevoked, f.FactorRemovalAsked}
"""What takes back or corrects, itself."""
HAPPENED = {
    *(f.HeadSigned, f.HouseTakenUp, f.FollowUpDone, f.RequestReceived, f.RequestProlonged, f.RequestAnswered),
    *(f.PieceReceived, f.KeptMarkRequested, f.ReplacementAuthorised, f.VaeUnitCarried, f.IncompleteFileDecided),
    *(f.VaeApplicationReceived, f.VaeLivretReceived, f.RecevabilityDecided, f.CheckRequested, f.CheckAnswered),
}
"""What came, was asked or answered on a day: nothing that stands until it is put right."""
DECIDED = {
    *(f.DecisionProposed, f.DecisionFixed, f.LivretExamined, f.MarkRaised, f.PvApproved, f.PvSealed),
    *(f.ResultPublished, f.PaperIssued, f.VaeUnitDecided, f.VaeSittingHeld, f.VaeResultNotified),
}
"""What a jury did: acts of their own correct or withdraw it, after which it decides again."""


def test_every_kind_of_fact_is_classed_so_that_a_new_one_says_what_puts_it_right() -> None:
    mends = {*MENDED.values(), *TAKEN_BACK.values(), *MENDS}
    classes = (MENDED.keys() | TAKEN_BACK.keys(), mends - MENDED.keys(), OTHERWISE.keys(), FINAL)
    classed = [kind for some in (*classes, SAID_AGAIN, HAPPENED, DECIDED) for kind in some]
    assert sorted(kind.__name__ for kind in classed) == sorted(kind.__name__ for kind in f.KINDS.values())


def test_for_each_thing_set_up_once_there_is_an_act_that_puts_it_right() -> None:
    setting_up = {kind for name, kind in f.KINDS.items() if name.endswith(SETTING_UP)}
    assert setting_up - MENDED.keys() - OTHERWISE.keys() == set()
    of_a_session = {kind for kind in f.KINDS.values() if kind.__module__ == sessions.__name__}
    assert of_a_session - {*MENDED, *MENDED.values()} == FINAL
    assert MENDED.keys() <= SESSION.again.keys() | HOUSE.again.keys()
    for log in (SESSION, HOUSE):
        for kind in log.again.keys() & MENDED.keys():
            assert MENDED[kind] in log.again


def test_what_puts_the_house_right_says_why_and_of_what() -> None:
    for kind in HOUSE.again.keys() & MENDED.keys():
        mend = MENDED[kind]
        held = {one.name for one in fields(kind)}
        hints = get_type_hints(mend)
        reasons = [name for name in ("reason", "text") if hints.get(name) is Commitment]
        assert reasons, f"{mend.__name__} says no reason"
        assert kind.ABOUT == mend.ABOUT or held & hints.keys()
