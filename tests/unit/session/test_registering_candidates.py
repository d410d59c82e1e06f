"""Who presents what, on which route, with which pieces, dispenses and kept marks."""

import pytest

from laureat.records import Commitment, decode, encode
from laureat.session.framework import Accommodation, Refused
from laureat.session.todo import Matter, missing_pieces, units_left
from laureat.vocabulary import Forme, VoieAcces, parse_cell


def test_the_category_and_the_access_route_follow_from_the_route(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans", voie_acces=VoieAcces.CL).enrolled("c2")
    routes = {c.id: c.route for c in conductor.state.candidates.values()}
    assert (routes["c1"].categorie, routes["c1"].voie_acces) == ("B", "CL")
    assert (routes["c2"].categorie, routes["c2"].voie_acces) == ("A", "FI")


def test_a_person_registers_once_in_a_session(conductor) -> None:
    conductor.opened().enrolled()
    identity = conductor.text("Zoé")
    with pytest.raises(Refused, match="D337-90"):
        conductor.register_candidate(candidate="c2", person="p-c1", identity=identity)
    with pytest.raises(Refused, match="déjà pris"):
        conductor.register_candidate(candidate="c1", person="p-c2", identity=identity)
    conductor.withdraw_candidate(candidate="c1", reason=conductor.text("erreur"))
    conductor.register_candidate(candidate="c2", person="p-c1", identity=identity)


def test_a_registration_is_joined_to_a_person_and_separated_with_a_reason(conductor) -> None:
    conductor.opened().enrolled("c1").enrolled("c2")
    with pytest.raises(Refused, match="déjà une inscription"):
        conductor.recognise_person(candidate="c1", person="p-c2", reason=conductor.text("même personne"))
    with pytest.raises(Refused, match="motif"):
        conductor.recognise_person(candidate="c1", person="p-ailleurs", reason=Commitment(""))
    conductor.recognise_person(candidate="c1", person="p-ailleurs", reason=conductor.text("même personne"))
    assert conductor.state.persons == {"p-ailleurs": "c1", "p-c2": "c2"}
    conductor.recognise_person(candidate="c1", person="p-c1", reason=conductor.text("deux personnes"))
    assert conductor.state.candidates["c1"].person == "p-c1"


def test_a_candidate_without_identity_is_not_registered(conductor) -> None:
    conductor.opened()
    with pytest.raises(Refused, match="identité"):
        conductor.register_candidate(candidate="c1", person="p1", identity=Commitment("Martin Zoé"))


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ({"establishment": "0990000Z"}, "pas enregistré"),
        ({"option": "XYZ"}, "RSP, RMO"),
        ({"voie_acces": VoieAcces.VAE}, "ne va pas"),
        ({"optional_units": ["UF_LV", "UF_MOB", "UF_EPS"]}, "Au plus 2"),
        ({"optional_units": ["U2B"]}, "U2B"),
        ({"only_units": ["U2"]}, "globale"),
        ({"voie": "enseignement_a_distance", "optional_units": ["UF_MOB"]}, "pas par cette voie"),
    ],
)
def test_an_unlawful_route_is_refused(conductor, route: dict[str, object], said: str) -> None:
    conductor.opened()
    conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    with pytest.raises(Refused, match=said):
        conductor.establish_route(candidate="c1", **({"voie": "scolaire_public"} | route))


def test_all_that_is_wrong_with_a_route_is_said_at_once(conductor) -> None:
    conductor.opened()
    conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    with pytest.raises(Refused) as refused:
        conductor.establish_route(
            candidate="c1", voie="scolaire_public", option="X", establishment="Y", voie_acces=VoieAcces.FC
        )
    assert len(refused.value.reasons) == 3


def test_the_choice_of_the_progressive_form_is_definitive_for_adults(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans", forme=Forme.PROGRESSIVE, only_units=["U2", "U11"])
    with pytest.raises(Refused, match="définitif"):
        conductor.establish_route(candidate="c1", voie="experience_3_ans")
    candidate = conductor.state.candidates["c1"]
    assert candidate.presented == ("U2", "U11")
    assert len(units_left(candidate, conductor.framework)) == 12
    conductor.marked("c1", "12")
    assert len(units_left(candidate, conductor.framework)) == 10


def test_a_pupil_may_come_back_to_the_whole_form_and_an_adult_may_change_it_with_the_route(conductor) -> None:
    conductor.opened().enrolled("c1", "scolaire_public", forme=Forme.PROGRESSIVE, only_units=["U2"])
    conductor.establish_route(candidate="c1", voie="scolaire_public")
    conductor.enrolled("c2", "experience_3_ans", forme=Forme.PROGRESSIVE, only_units=["U2"])
    conductor.establish_route(candidate="c2", voie="fpc_etablissement_public")
    assert {c.route.forme for c in conductor.state.candidates.values()} == {Forme.GLOBALE}


def test_where_the_law_knows_no_forms_nobody_comes_in_the_progressive_one(conductor_of, private_rules) -> None:
    conductor = conductor_of(private_rules).opened().enrolled("c1")
    with pytest.raises(Refused, match="ni forme globale ni forme progressive"):
        conductor.establish_route(candidate="c1", voie=None, forme=Forme.PROGRESSIVE)
    conductor.establish_route(candidate="c1", voie=None)


def test_a_pupil_in_the_progressive_form_without_derogation_is_told(conductor) -> None:
    conductor.opened()
    conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    route = {"candidate": "c1", "voie": "scolaire_public", "forme": Forme.PROGRESSIVE, "only_units": ["U2"]}
    assert "D337-78" in conductor.establish_route(**route).warnings[0]
    assert conductor.establish_route(**route, derogation=True).warnings == ()
    conductor.decide_accommodation(
        candidate="c1", kinds=[Accommodation.ETALEMENT], cause=conductor.text("avis médical")
    )
    assert conductor.establish_route(**route).warnings == ()
    assert conductor.state.candidates["c1"].to_candidate(conductor.framework.famille).declare["etalement"]


def test_a_route_does_not_change_under_a_mark(conductor) -> None:
    conductor.opened().enrolled("c1", optional_units=["UF_LV"])
    conductor.enter_mark(candidate="c1", unit="UF_LV", cell=parse_cell("14"))
    with pytest.raises(Refused, match="UF_LV"):
        conductor.establish_route(candidate="c1", voie="scolaire_public")


def test_an_experience_candidate_owes_the_proof_of_three_years(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans")
    [missing] = missing_pieces(conductor.state, conductor.framework)
    assert (missing.matter, missing.what, missing.candidate) == (Matter.PIECE, "activite_3_ans", "c1")
    conductor.receive_piece(candidate="c1", piece="activite_3_ans")
    assert not list(missing_pieces(conductor.state, conductor.framework))
    assert conductor.receive_piece(candidate="c1", piece="activite_3_ans").facts == ()


def test_a_route_that_supposes_a_habilitation_misses_it_until_it_is_granted(conductor) -> None:
    conductor.opened().enrolled("c1", "fpc_public_habilite_ccf_integral")
    assert [m.matter for m in missing_pieces(conductor.state, conductor.framework)] == [Matter.HABILITATION]
    conductor.grant_habilitation(establishment="0750001A", scope="partielle", since="2025-09-01")
    assert list(missing_pieces(conductor.state, conductor.framework))
    conductor.grant_habilitation(establishment="0750001A", scope="integrale", since="2020-01-01", until="2024-01-01")
    assert list(missing_pieces(conductor.state, conductor.framework))
    conductor.grant_habilitation(establishment="0750001A", scope="integrale", since="2025-09-01")
    assert not list(missing_pieces(conductor.state, conductor.framework))


def test_a_kept_mark_is_at_most_five_years_old_and_ten_or_more(conductor) -> None:
    conductor.opened().enrolled("c1")
    for mark, session, said in ((1200, 2020, "5 ans"), (1200, 2026, "2026"), (950, 2024, "inférieure à 10")):
        with pytest.raises(Refused, match=said):
            conductor.request_kept_mark(candidate="c1", unit="U11", mark=mark, session=session)
    conductor.request_kept_mark(candidate="c1", unit="U11", mark=1250, session=2021)
    assert str(conductor.state.candidates["c1"].cell("U11")) == "B12,5@2021"
    with pytest.raises(Refused, match="B12,5@2021"):
        conductor.enter_mark(candidate="c1", unit="U11", cell=parse_cell("15"))


def test_a_low_mark_is_carried_in_the_progressive_form(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans", forme=Forme.PROGRESSIVE)
    conductor.request_kept_mark(candidate="c1", unit="U11", mark=650, session=2024)


def test_a_dispense_and_a_vae_unit_are_no_marks(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans")
    conductor.grant_dispense(candidate="c1", unit="U7", ground=conductor.text("D337-84"))
    with pytest.raises(Refused, match="empreinte"):
        conductor.carry_vae_unit(candidate="c1", unit="U2", source_log="vae", source_leaf="?")
    conductor.carry_vae_unit(candidate="c1", unit="U2", source_log="vae", source_leaf="ab" * 32)
    candidate = conductor.state.candidates["c1"]
    assert (str(candidate.cell("U7")), str(candidate.cell("U2"))) == ("DI", "VA")
    assert {unit: fact.source for unit, fact in candidate.vae_sources.items()} == {
        "U2": f"décision du jury de VAE, empreinte {'ab' * 8}…"
    }
    with pytest.raises(Refused, match="porte déjà"):
        conductor.grant_dispense(candidate="c1", unit="U2", ground=conductor.text("titre"))


def test_a_unit_validated_elsewhere_names_minutes_or_a_document_that_exist(conductor) -> None:
    conductor.opened().enrolled("c1", "experience_3_ans")
    minutes = {"certifier": "Recteur de Lyon", "minutes": "2025-118", "decided_on": "2025-03-14"}
    for missing in minutes:
        with pytest.raises(Refused, match="son numéro, sa date et le certificateur"):
            conductor.carry_outside_vae_unit(candidate="c1", unit="U2", **{**minutes, missing: ""})
    with pytest.raises(Refused, match="à prouver"):
        conductor.carry_outside_vae_unit(candidate="c1", unit="U2")
    with pytest.raises(Refused, match="d'un jour passé"):
        conductor.carry_outside_vae_unit(candidate="c1", unit="U2", **{**minutes, "decided_on": "2999-01-01"})
    conductor.carry_outside_vae_unit(candidate="c1", unit="U2", **minutes)
    conductor.carry_outside_vae_unit(candidate="c1", unit="U31", document="cd" * 32)
    sources = conductor.state.candidates["c1"].vae_sources
    assert {unit: fact.source for unit, fact in sources.items()} == {
        "U2": "procès-verbal n° 2025-118 du 14/03/2025, Recteur de Lyon",
        "U31": f"document remis, empreinte {'cd' * 8}…",
    }


def test_a_unit_carried_by_the_first_facts_is_still_read() -> None:
    payload = (
        b'{"at":"2025-11-03T08:00:00Z","author":"a","candidate":"c1","key":"k","kind":"VaeUnitCarried","log":"s",'
        b'"source_leaf":"' + b"ab" * 32 + b'","source_log":"attestation-exterieure","unit":"U2","v":1}'
    )
    fact = decode(payload)
    assert encode(fact) == payload
    assert fact.source == "attestation extérieure, sans référence"


def test_the_cause_of_an_accommodation_is_nowhere_in_the_facts_nor_in_the_state(conductor) -> None:
    conductor.opened().enrolled("c1")
    cause = conductor.text("dyslexie, avis du médecin")
    conductor.decide_accommodation(candidate="c1", kinds=[Accommodation.TIERS_TEMPS], cause=cause)
    assert conductor.state.candidates["c1"].accommodations == {Accommodation.TIERS_TEMPS}
    assert cause not in repr(conductor.state.candidates["c1"])
    with pytest.raises(Refused, match="aménagement"):
        conductor.decide_accommodation(candidate="c1", kinds=[], cause=cause)


def test_the_identity_is_corrected_at_any_time_with_a_reason(conductor) -> None:
    conductor.opened().enrolled("c1").marked().closed()
    new = conductor.text("identité corrigée")
    conductor.correct_identity(candidate="c1", identity=new, reason=conductor.text("coquille"))
    assert conductor.state.candidates["c1"].identity == new


def test_an_unknown_or_withdrawn_candidate_is_said_to_be_so(conductor) -> None:
    conductor.opened().enrolled("c1")
    with pytest.raises(Refused, match="pas inscrit"):
        conductor.receive_piece(candidate="c9", piece="pfmp")
    conductor.withdraw_candidate(candidate="c1", reason=conductor.text("démission"))
    with pytest.raises(Refused, match="retiré"):
        conductor.receive_piece(candidate="c1", piece="pfmp")
