"""A session of each family, from its opening to its publication; a door without meaning there says so."""

import pytest

from laureat.jury import Fonction, Qualite
from laureat.reglements import charger
from laureat.session.conduct import Juror
from laureat.session.framework import Refused, Round
from laureat.vocabulary import Decision, Mention, Motif


@pytest.fixture
def cap(conductor_of):  # type: ignore[no-untyped-def]
    """A real session of a CAP, with one candidate of a public school."""
    return conductor_of(charger("cap_electricien").at(2026)).opened(blank=False).enrolled("c1")


@pytest.fixture
def bts(conductor_of):  # type: ignore[no-untyped-def]
    """A real session of a BTS, with one candidate of a public school."""
    return conductor_of(charger("bts_crsa").at(2026)).opened(blank=False).enrolled("c1")


# ------------------------------------------------------------------------------------------------------------ CAP
def test_a_cap_is_admitted_with_a_mention_on_its_two_averages(cap) -> None:
    cap.marked("c1", "14").closed().with_jury().proposed().sealed().published()
    assert (cap.decision(), cap.state.result("c1").mention) == ("admis", Mention.B)


def test_a_cap_knows_neither_control_tests_nor_certificat(cap) -> None:
    cap.marked("c1", "16", UP1="5", UP2="5", UP3="5").closed().with_jury().proposed().sealed().published()
    assert cap.decision() == "ajourne"
    assert not cap.state.result("c1").certificat()
    with pytest.raises(Refused, match="Certificat d'aptitude professionnelle : l'épreuve de contrôle n'existe pas"):
        cap.start_round(round=Round.CONTROLE)
    with pytest.raises(Refused, match="l'épreuve de contrôle n'existe pas"):
        cap.choose_control(candidate="c1", units=["UG1"])


def test_a_decision_of_a_cap_that_a_share_never_read_may_change_holds_the_minutes(cap) -> None:
    """The share of PSE in a professional unit is a hypothesis: it may bring the professional average under 10."""
    cap.marked("c1", "12", UP1="11", UP2="9", UP3="8,5").closed().with_jury().proposed()
    proposed = cap.state.current.proposals["c1"]
    assert "pse_share" in proposed.depends_on
    with pytest.raises(Refused, match="nombre non confirmé"):
        cap.sealed()


def test_the_conduct_asks_each_family_which_of_its_numbers_keeps_a_mark(conductor_of) -> None:  # type: ignore[no-untyped-def]
    """A CAP keeps any mark, unless its règlement says from which one: another name than the bac pro's, one refusal."""
    rules = charger("cap_electricien").at(2026)
    any_mark = conductor_of(rules).opened(blank=False).enrolled("c1")
    any_mark.request_kept_mark(candidate="c1", unit="UG1", mark=650, session=2024)
    from_ten = rules.with_parameters(rules.parameters.with_values({"keep_min": 1000}))
    strict = conductor_of(from_ten).opened(blank=False).enrolled("c1")
    with pytest.raises(Refused, match="inférieure à 10 points ne se conserve qu'en forme progressive"):
        strict.request_kept_mark(candidate="c1", unit="UG1", mark=950, session=2024)
    strict.request_kept_mark(candidate="c1", unit="UG1", mark=1000, session=2024)


def test_the_jury_of_a_cap_fixes_what_a_cap_may_end_in(cap) -> None:
    cap.marked("c1", "9").closed().with_jury().proposed()
    with pytest.raises(Refused, match="Le jury décide"):
        cap.fix_decision(candidate="c1", decision=Decision.CONTROLE, motive=cap.text("x"))
    with pytest.raises(Refused, match="félicitations"):
        cap.fix_decision(candidate="c1", decision=Decision.ADMIS, mention=Mention.TBF, motive=cap.text("x"))


# ------------------------------------------------------------------------------------------------------------ BTS
def test_a_bts_sends_to_two_orals_chosen_among_general_units(bts) -> None:
    """General units at 8, professional ones at 10: 8 ≤ average < 10 and professional average ≥ 10."""
    professional = dict.fromkeys(("U4", "U51", "U52", "U61", "U62"), "10")
    bts.marked("c1", "8", **professional).closed().with_jury().proposed().sealed().published()
    assert bts.decision() == "controle"
    bts.start_round(round=Round.CONTROLE)
    with pytest.raises(Refused, match=r"2, pas plus, parmi U1, U2, U31, U32 \(Code de l'éducation, art\. D643-15"):
        bts.choose_control(candidate="c1", units=["U1"])
    with pytest.raises(Refused, match="U4"):
        bts.choose_control(candidate="c1", units=["U1", "U4"])
    bts.choose_control(candidate="c1", units=["U1", "U31"])
    for unit, mark in (("U1", "16"), ("U31", "13")):
        bts.enter_control_mark(candidate="c1", unit=unit, cell=bts.cell(mark))
    bts.closed().proposed().sealed().published()
    assert (bts.decision(), bts.state.result("c1").mention) == ("admis", Mention.SANS)


def test_a_bts_has_no_replacement_and_its_absence_needs_force_majeure(bts) -> None:
    marks = {unit: "14" for unit in bts.state.candidates["c1"].presented if unit != "U1"}
    for unit, mark in marks.items():
        bts.enter_mark(candidate="c1", unit=unit, cell=bts.cell(mark))
    bts.enter_mark(candidate="c1", unit="U1", cell=bts.cell("AJ"))
    bts.closed().with_jury().proposed()
    [reserve] = bts.state.reserves("c1")
    assert "force majeure" in reserve
    with pytest.raises(Refused, match=r"force_majeure \(Code de l'éducation, art\. D643-24"):
        bts.settle_reserve(candidate="c1", column="motif_U1", value="titre", reason=bts.text("certificat"))
    bts.settle_reserve(candidate="c1", column="motif_U1", value="force_majeure", reason=bts.text("accident"))
    assert bts.state.reserves("c1") == ()
    bts.sealed().published()
    assert bts.decision() == "admis"
    with pytest.raises(Refused, match="l'épreuve de remplacement n'existe pas"):
        bts.authorise_replacement(candidate="c1", units=["U1"], reason=bts.text("x"))


def test_a_bts_has_no_mention(bts) -> None:
    bts.marked("c1", "9").closed().with_jury().proposed()
    with pytest.raises(Refused, match="la mention bien n'existe pas"):
        bts.fix_decision(candidate="c1", decision=Decision.ADMIS, mention=Mention.B, motive=bts.text("x"))


# --------------------------------------------------------------------------------------------- titre professionnel
EVIDENCE = ("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final")


@pytest.fixture
def titre(conductor_of):  # type: ignore[no-untyped-def]
    """A session of a titre professionnel, one candidate from training, the evidence recorded."""
    conductor = conductor_of(charger("tp_commercial").at(2026)).opened(blank=False).enrolled("c1", "formation")
    conductor.declare_column(candidate="c1", column="session_de", value="titre")
    for piece in EVIDENCE:
        conductor.declare_column(candidate="c1", column=piece, value="oui")
    return conductor


def with_two_members(conductor):  # type: ignore[no-untyped-def]
    """Professionals, without a president."""
    members = [
        Juror("j-1", Fonction.MEMBRE, Qualite.SALARIE, "membre"),
        Juror("j-2", Fonction.MEMBRE, Qualite.EMPLOYEUR, "autre"),
    ]
    conductor.appoint_jury(members=members, arrete=conductor.text("habilitations"), arrete_date="2026-05-02")
    return conductor


def validated(conductor, **cells: str):  # type: ignore[no-untyped-def]
    for unit, text in cells.items():
        conductor.enter_mark(candidate="c1", unit=unit, cell=conductor.cell(text))
    return conductor


def sealed_by_two(conductor):  # type: ignore[no-untyped-def]
    conductor.files_decided()
    conductor.approve_pv(by="membre")
    conductor.approve_pv(by="autre")
    conductor.seal_pv()
    return conductor


def test_the_jury_of_a_titre_professionnel_grants_it_without_marks_nor_president(titre) -> None:
    validated(titre, CCP1="V", CCP2="V")
    titre.declare_column(candidate="c1", column="titre", value="oui")
    with_two_members(titre.closed()).proposed()
    sealed_by_two(titre).published()
    result = titre.state.result("c1")
    assert (str(result.decision), result.proposal.average) == ("admis", "")
    assert len(result.proposal.blocs) == 2


def test_a_titre_refused_leaves_the_certificates_granted(titre) -> None:
    validated(titre, CCP1="V", CCP2="NV")
    titre.declare_column(candidate="c1", column="titre", value="non")
    with_two_members(titre.closed()).proposed()
    sealed_by_two(titre).published()
    assert titre.decision() == "partiel"


def test_a_titre_is_not_decided_before_the_jury_speaks_nor_without_the_evidence(titre) -> None:
    validated(titre, CCP1="V", CCP2="V")
    titre.declare_column(candidate="c1", column="entretien_final", value="non")
    with_two_members(titre.closed()).proposed()
    assert str(titre.state.current.result("c1").decision) == "non_decidable"
    with pytest.raises(Refused, match="une preuve, ou la parole du jury"):
        titre.approve_pv(by="membre")


def test_the_jury_speaks_while_it_deliberates(titre) -> None:
    validated(titre, CCP1="V", CCP2="V")
    with_two_members(titre.closed()).proposed()
    titre.declare_column(by="membre", candidate="c1", column="titre", value="oui")
    titre.propose_decisions()
    sealed_by_two(titre).published()
    assert titre.decision() == "admis"


@pytest.mark.parametrize(
    ("give", "said"),
    [
        (lambda c: c.enter_mark(candidate="c1", unit="CCP1", cell=c.rules_cell("12")), "ne se saisit pas ici"),
        (lambda c: c.request_kept_mark(candidate="c1", unit="CCP1", mark=1200, session=2024), "par blocs"),
        (lambda c: c.confirm_coefficient(name="x", value=1, text=c.text("x"), text_date="2026-01-01"), "aucun nombre"),
        (lambda c: c.start_round(round=Round.CONTROLE), "n'existe pas"),
        (
            lambda c: c.receive_piece(candidate="c1", piece="activite_3_ans"),
            "n'est pas demandée.*pièces connues : (?!aucune)",
        ),
        (lambda c: c.declare_column(candidate="c1", column="derogation", value="oui"), "n'y existe pas"),
    ],
)
def test_a_door_without_meaning_for_a_titre_says_so(titre, give, said: str) -> None:
    from laureat.vocabulary import parse_cell

    titre.__dict__["rules_cell"] = parse_cell
    with pytest.raises(Refused, match=said) as refused:
        give(titre)
    assert refused.value.reasons[0][0].isupper() or refused.value.reasons[0].startswith("«")


# -------------------------------------------------------------------------------------------------------- reserves
def test_a_dispense_without_ground_leaves_its_candidate_out_and_the_others_go_on(conductor) -> None:
    conductor.opened().enrolled("c1").enrolled("c2").marked("c2")
    conductor.grant_dispense(candidate="c1", unit="U7", ground=conductor.text("à préciser"))
    for unit in conductor.state.candidates["c1"].presented:
        if unit != "U7":
            conductor.enter_mark(candidate="c1", unit=unit, cell=conductor.cell("12"))
    conductor.closed().with_jury().proposed()
    with pytest.raises(Refused, match="dispense en U7 sans son motif"):
        conductor.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=conductor.text("x"))
    conductor.files_decided()
    conductor.approve_pv(by="president")
    conductor.approve_pv(by="membre")
    assert conductor.seal_pv().warnings == ("1 candidat réservé reste hors du procès-verbal.",)
    conductor.published()
    assert (conductor.decision("c1"), conductor.decision("c2")) == ("aucune", "admis")
    assert "réservée" in conductor.state.why_withheld("c1")
    accepted = conductor.settle_reserve(
        candidate="c1", column="motif_U7", value="certificat", reason=conductor.text("certificat du médecin scolaire")
    )
    assert "D337-83" in accepted.facts[0].article
    assert accepted.warnings == ("Le jury doit délibérer sur ce candidat.",)
    conductor.attended().propose_decisions()
    conductor.sealed().published()
    assert conductor.decision("c1") == "admis"


def test_a_ground_of_dispense_is_one_that_the_law_opens_to_that_candidate(conductor) -> None:
    conductor.opened().enrolled("c1").enrolled("c2", "experience_3_ans")
    given = {"unit": "U7", "ground": conductor.text("demande"), "basis": Motif.DEMANDE}
    with pytest.raises(Refused, match=r"certificat \(Code de l'éducation, art\. D337-83"):
        conductor.grant_dispense(candidate="c1", **given)
    [fact] = conductor.grant_dispense(candidate="c2", **given).facts
    assert (fact.basis, fact.article) == ("demande", "Code de l'éducation, art. D337-84, lu, rédaction de fin 2014")
    with pytest.raises(Refused, match="n'est pas un motif pour U51"):
        conductor.grant_dispense(candidate="c1", unit="U51", ground=conductor.text("x"), basis=Motif.CERTIFICAT)


def test_what_the_jury_must_say_holds_the_whole_minutes(conductor) -> None:
    conductor.opened().enrolled("c1").enrolled("c2").marked("c1", "15", U32="AJ").marked("c2")
    conductor.closed().with_jury().proposed()
    with pytest.raises(Refused, match="Le jury a à se prononcer sur 1 candidat"):
        conductor.approve_pv(by="president")
    about = {"candidate": "c1", "column": "epreuve_pratique", "value": "non_validee"}
    with pytest.raises(Refused, match="Seul un membre du jury qui délibère"):
        conductor.settle_reserve(reason=conductor.text("non validée"), **about)
    conductor.settle_reserve(by="membre", reason=conductor.text("non validée"), **about)
    conductor.sealed().published()
    assert (conductor.decision("c1"), conductor.decision("c2")) == ("non_delivrable", "admis")


def test_optional_eps_of_a_dispensed_candidate_waits_for_the_authority(conductor) -> None:
    conductor.opened().enrolled("c1", optional_units=["UF_EPS"])
    conductor.grant_dispense(candidate="c1", unit="U7", ground=conductor.text("certificat"), basis=Motif.CERTIFICAT)
    for unit in conductor.state.candidates["c1"].presented:
        if unit != "U7":
            mark = {"UF_EPS": "20", "U2": "10", "U31": "10", "U32": "10"}.get(unit, "9,5")
            conductor.enter_mark(candidate="c1", unit=unit, cell=conductor.cell(mark))
    conductor.closed().with_jury().proposed()
    assert conductor.state.current.proposals["c1"].decision == "controle"
    settled = conductor.settle_reserve(
        candidate="c1", column="motif_UF_EPS", value="admise", reason=conductor.text("décision du recteur")
    )
    assert settled.facts[1].decision == "admis"
    assert settled.facts[1].reserves == ()


def test_an_optional_eps_that_vae_validated_waits_for_the_authority_too(conductor) -> None:
    conductor.opened().enrolled("c1", optional_units=["UF_EPS"])
    conductor.grant_dispense(candidate="c1", unit="U7", ground=conductor.text("certificat"), basis=Motif.CERTIFICAT)
    conductor.carry_vae_unit(candidate="c1", unit="UF_EPS", source_log="vae", source_leaf="ab" * 32)
    for unit in conductor.state.candidates["c1"].presented:
        if unit not in ("U7", "UF_EPS"):
            conductor.enter_mark(candidate="c1", unit=unit, cell=conductor.cell("12"))
    conductor.closed().with_jury().proposed()
    (reserve,) = conductor.state.current.proposals["c1"].reserves
    assert "ni son bloc" in reserve
    settled = conductor.settle_reserve(
        candidate="c1", column="motif_UF_EPS", value="admise", reason=conductor.text("décision du recteur")
    )
    assert settled.facts[1].reserves == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"column": "motif_U2", "value": "titre"}, "n'est pas un motif"),
        ({"column": "motif_U99", "value": "titre"}, "n'a rien en U99"),
        ({"column": "etalement", "value": "oui"}, "Aucune réserve n'attend"),
        ({"column": "epreuve_pratique", "value": "validee"}, "Aucune réserve n'attend"),
    ],
)
def test_only_what_is_awaited_is_settled(conductor, given: dict[str, str], said: str) -> None:
    conductor.opened().enrolled().marked().closed().with_jury().proposed()
    with pytest.raises(Refused, match=said):
        conductor.settle_reserve(candidate="c1", reason=conductor.text("x"), **given)
