"""Opening, dates of the sheet, coefficients, establishments, calendar."""

import pytest

from laureat.session.conduct.opening import year_remarks
from laureat.session.framework import Act, Phase, Refused
from laureat.session.milestones import Milestone
from laureat.session.todo import Matter, everything_missing, is_unheard
from support.conducteur import Conductor

EXPIRED = {"registered_until": "2025-09-01"}


def test_a_state_diploma_opens_outside_the_dates_of_its_sheet_with_a_warning(conductor_of) -> None:
    conductor = conductor_of(**EXPIRED)
    accepted = conductor.open_session(log="s", year=2026)
    assert "01/09/2025" in accepted.warnings[0]
    assert conductor.state.opened.outside_dates
    accepted = conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    assert "01/09/2025" in accepted.warnings[0]
    assert conductor.state.candidates["c1"].outside_dates


def test_another_certification_does_not_open_outside_the_dates_of_its_sheet(conductor_of, private_rules) -> None:
    conductor = conductor_of(private_rules, **EXPIRED)
    with pytest.raises(Refused, match="01/09/2025"):
        conductor.open_session(log="s", year=2026)
    conductor.open_session(log="s", year=2026, blank=True)
    assert conductor.state.opened.outside_dates


def test_a_certification_whose_registration_is_still_to_begin_says_when(conductor_of, private_rules) -> None:
    conductor = conductor_of(private_rules, registered_from="2027-01-01")
    with pytest.raises(Refused, match="01/01/2027"):
        conductor.open_session(log="s", year=2026)


def test_registering_after_the_sheet_ended_is_refused_where_opening_was_lawful(conductor_of, private_rules) -> None:
    conductor = conductor_of(private_rules, registered_until="2026-06-30")
    conductor.open_session(log="s", year=2026)
    conductor.day = "2026-07-01"
    with pytest.raises(Refused, match="30/06/2026"):
        conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))


@pytest.mark.parametrize(("year", "far"), [(2024, True), (2025, False), (2026, False), (2029, False), (2030, True)])
def test_a_session_more_than_two_years_away_is_perhaps_a_slip(conductor, year: int, far: bool) -> None:
    told = year_remarks(conductor.framework, year, "2027-03-01", strict=False)
    assert any("loin d'aujourd'hui" in remark for remark in told) is far


def test_no_session_before_the_first(conductor) -> None:
    with pytest.raises(Refused, match="2024"):
        conductor.open_session(log="s", year=2023)


def test_a_session_opens_once(conductor) -> None:
    conductor.opened()
    with pytest.raises(Refused, match="déjà ouverte"):
        conductor.open_session(log="s", year=2026)


def test_nothing_is_done_before_the_opening(conductor) -> None:
    for give in (
        lambda: conductor.set_deadline(milestone=Milestone.NOTES, day="2026-06-10"),
        lambda: conductor.enrolled(),
        lambda: conductor.closed(),
        lambda: conductor.with_jury(),
    ):
        with pytest.raises(Refused, match="pas ouverte"):
            give()
    assert conductor.state.phase is Phase.NON_OUVERTE


def test_a_real_session_is_not_deliberated_on_a_hypothesis(conductor) -> None:
    conductor.opened(blank=False).enrolled().marked().closed().with_jury().attended()
    with pytest.raises(Refused, match="coefficient de U2"):
        conductor.propose_decisions()
    for name in ("coefficient_U2", "coefficient_U31", "coefficient_U32"):
        missing = [m.what for m in everything_missing(conductor.state, conductor.framework)]
        assert name in missing
        conductor.confirm_coefficient(
            name=name, value=400, text=conductor.text("arrêté du 9 décembre 2020, annexe IV"), text_date="2020-12-09"
        )
    conductor.propose_decisions()
    conductor.sealed().published()
    assert conductor.state.confirmed["coefficient_U2"].author == "service"
    assert conductor.state.result("c1").proposal.depends_on == ()
    with pytest.raises(Refused, match="ne change plus"):
        conductor.confirm_coefficient(
            name="coefficient_U2", value=500, text=conductor.text("x"), text_date="2020-12-09"
        )


def test_a_rehearsal_deliberates_on_hypotheses_and_says_so(conductor) -> None:
    conductor.opened(blank=True).enrolled().marked().closed().with_jury().proposed().sealed().published()
    assert conductor.state.blank
    assert conductor.decision() == "admis"
    missing = {m.matter for m in everything_missing(conductor.state, conductor.framework)}
    assert Matter.COEFFICIENT not in missing


def test_only_a_hypothesis_is_confirmed_by_a_sound_value_and_date(conductor) -> None:
    conductor.opened(blank=False)
    text = conductor.text("annexe IV")
    for given, said in (
        ({"name": "coefficient_U11", "value": 150, "text_date": "2020-12-09"}, "pas une hypothèse"),
        ({"name": "coefficient_U2", "value": 0, "text_date": "2020-12-09"}, "entre 3 et 6"),
        ({"name": "coefficient_U2", "value": 400, "text_date": "09/12/2020"}, "pas une date"),
    ):
        with pytest.raises(Refused, match=said):
            conductor.confirm_coefficient(text=text, **given)


def test_a_confirmed_coefficient_changes_the_rules_of_the_session(conductor) -> None:
    conductor.opened(blank=False)
    before = conductor.framework.rules
    conductor.confirm_coefficient(
        name="coefficient_U2", value=500, text=conductor.text("annexe IV"), text_date="2020-12-09"
    )
    assert conductor.framework.rules != before
    assert conductor.state.coefficients() == {"coefficient_U2": 500}


def test_a_session_does_not_close_while_a_candidate_has_no_route(conductor) -> None:
    conductor.opened()
    conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    with pytest.raises(Refused, match="1 candidat n’a pas de voie"):
        conductor.closed()
    conductor.withdraw_candidate(candidate="c1", reason=conductor.text("double inscription"))
    conductor.closed()


def test_closing_tells_how_many_marks_are_missing(conductor) -> None:
    conductor.opened().enrolled()
    assert conductor.close_session().warnings == ("12 notes manquent encore.",)
    with pytest.raises(Refused, match="rien à clore"):
        conductor.closed()


def test_a_habilitation_belongs_to_a_known_establishment_and_has_an_order(conductor) -> None:
    conductor.opened()
    for given, said in (
        ({"establishment": "0000000X", "scope": "integrale", "since": "2025-09-01"}, "pas enregistré"),
        ({"establishment": "0750001A", "scope": "totale", "since": "2025-09-01"}, "partielle"),
        ({"establishment": "0750001A", "scope": "integrale", "since": "2025-09-01", "until": "2024-01-01"}, "fin"),
    ):
        with pytest.raises(Refused, match=said):
            conductor.grant_habilitation(**given)


def test_an_establishment_registered_twice_is_one(conductor) -> None:
    conductor.opened()
    accepted = conductor.register_establishment(establishment="0750001A", nature="lycee")
    assert (accepted.facts, len(accepted.warnings)) == ((), 1)


def test_registering_outside_the_calendar_of_the_session_says_so(conductor) -> None:
    conductor.opened()
    conductor.set_deadline(milestone=Milestone.INSCRIPTIONS_FIN, day="2025-11-28")
    accepted = conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    assert "28/11/2025" in accepted.warnings[0]


@pytest.mark.parametrize(
    ("author", "at", "key"),
    [("", "2026-07-03T08:30:00Z", "k"), ("a", "2026-07-03 08:30", "k"), ("a", "2026-07-03T08:30:00Z", "k#1")],
)
def test_an_act_that_could_not_be_traced_is_no_act(author: str, at: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"acte|heure"):
        Act(author, at, key)


def test_the_thresholds_are_the_marks_where_the_law_changes_something(conductor) -> None:
    assert conductor.framework.thresholds == (800, 1000, 1200, 1400, 1600, 1800)


def test_a_route_without_habilitation_is_told_once_its_school_has_one() -> None:
    room = Conductor().opened()
    room.register_establishment(establishment="0750001A", nature="cfa")

    def unheard(voie: str, school: str = "0750001A") -> bool:
        return is_unheard(room.state, room.framework, voie, school, "2026-06-01")

    assert not unheard("apprenti_cfa_non_habilite")
    room.grant_habilitation(establishment="0750001A", scope="partielle", since="2025-09-01")
    assert unheard("apprenti_cfa_non_habilite")
    others = ("apprenti_cfa_habilite_ou_de_droit", "scolaire_public", "fpc_etablissement_public", "")
    assert [voie for voie in others if unheard(voie)] == []
    assert not unheard("apprenti_cfa_non_habilite", "0750002B")
