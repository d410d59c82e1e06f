"""The house as facts: who may act, what is refused, what each act puts right; the reprise of an older base."""

from types import SimpleNamespace
from typing import Any

import pytest

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.records.recorded import unnumbered
from laureat.session import conduct
from laureat.session.framework import Accepted, Act, Phase, Refused
from laureat.session.house import HOUSE, HouseState
from laureat.session.judged import _moment, read_the_house
from support.conducteur import text as said
from support.maison import DAY, RULES, Home, empty
from support.rejeu import numbered


@pytest.fixture
def home() -> Home:
    """A new house: its first account, of the office; a school, a sheet."""
    home = Home()
    home.give("take_up", HOUSE, **empty())
    home.give("open_account", HOUSE, account="cheffe", role="examens", identity=said("Cheffe"))
    home.give("add_establishment", establishment="0690001B", name="Lycée", nature="lycee_public", town="Ville")
    home.give("bring_sheet", certification="RNCP35697", reglement="RNCP35697", sheet="a" * 64)
    return home


HABILITATION = {"habilitation": "1", "scope": "partielle", "since": "2024-09-01"}


def record_habilitation(home: Home, **more: Any) -> Accepted:
    about = {"establishment": "0690001B", "certification": "RNCP35697"}
    return home.give("record_habilitation", **{**HABILITATION, **about, **more})


def test_the_machine_opens_the_first_account_of_the_office_and_no_other(home: Home) -> None:
    for role in ("examens", "jury"):
        with pytest.raises(Refused, match="service"):
            home.give("open_account", HOUSE, account="autre", role=role, identity=said("Autre"))
    bare = Home()
    bare.give("take_up", HOUSE, **empty())
    with pytest.raises(Refused, match="service"):
        bare.give("open_account", HOUSE, account="autre", role="jury", identity=said("Autre"))


def test_an_account_is_what_its_invitation_promises_and_opens_once(home: Home) -> None:
    home.invite("lycee", "etablissement", establishment="0690001B")
    about = {"account": "lycee", "invitation": "jeton-lycee", "identity": said("lycee")}
    for wrong in (
        {"role": "examens", "establishment": "0690001B"},
        {"role": "etablissement", "establishment": ""},
        {"role": "etablissement", "establishment": "0690001B", "at": "2026-02-23"},
        {"role": "etablissement", "establishment": "0690001B", "invitation": "jeton-autre"},
        {"role": "etablissement", "establishment": "0690001B", "by": "cheffe"},
    ):
        with pytest.raises(Refused, match="invitation"):
            home.give("open_account", **{"by": "lycee", **about, **wrong})
    home.give("open_account", "lycee", role="etablissement", establishment="0690001B", **about)
    assert home.state.accounts["lycee"].establishment == "0690001B"
    assert home.state.invitations == {}
    with pytest.raises(Refused, match="déjà ouvert"):
        home.give("open_account", "lycee", role="etablissement", establishment="0690001B", **about)


@pytest.mark.parametrize("lacking", ["establishment", "name", "nature"])
def test_a_school_has_a_number_a_name_and_a_nature(home: Home, lacking: str) -> None:
    school = {"establishment": "0690002C", "name": "Lycée", "nature": "cfa", "town": "Ville"}
    with pytest.raises(Refused, match="un numéro UAI, un nom et une nature"):
        home.give("add_establishment", **{**school, lacking: ""})
    home.give("add_establishment", **school)


@pytest.mark.parametrize(
    ("phase", "current", "said"),
    [
        (Phase.NON_OUVERTE, None, "avant l'ouverture de la session"),
        (Phase.SAISIE, None, "pendant la saisie"),
        (Phase.CLOSE, None, "après la clôture de la saisie"),
        (Phase.CLOSE, object(), "pendant la délibération"),
        (Phase.ABANDONNEE, None, "après l'abandon de la session"),
        (Phase.DELIBEREE, None, "après le sceau du procès-verbal"),
        (Phase.PUBLIEE, None, "après le sceau du procès-verbal et la publication des résultats"),
    ],
)
def test_when_a_fact_stands_is_told_by_what_stands_before_it(phase: Phase, current: Any, said: str) -> None:
    assert _moment(SimpleNamespace(phase=phase, current=current)) == said


def test_whoever_is_not_of_the_office_or_no_longer_is_puts_nothing_right(home: Home) -> None:
    home.welcome("lycee", "etablissement", "0690001B")
    home.welcome("adjoint", "examens")
    renamed = {"establishment": "0690001B", "name": "Autre", "nature": "cfa", "reason": said("erreur")}
    for by in ("lycee", "inconnu", HOUSE):
        with pytest.raises(Refused, match="service des examens"):
            home.give("change_establishment", by, **renamed)
    home.give("close_account", account="adjoint", reason=said("départ"))
    with pytest.raises(Refused, match="service des examens"):
        home.give("change_establishment", "adjoint", **renamed)
    home.give("reopen_account", account="adjoint", reason=said("retour"))
    home.give("change_establishment", "adjoint", **renamed)
    assert home.state.establishments["0690001B"].nature == "cfa"


def test_nobody_changes_or_closes_their_own_account(home: Home) -> None:
    for which, given in (
        ("change_account", {"role": "jury"}),
        ("close_account", {}),
        ("ask_factor_removal", {}),
    ):
        with pytest.raises(Refused, match="une autre personne"):
            home.give(which, account="cheffe", reason=said("je veux"), **given)


def test_a_right_number_of_a_school_brings_its_accounts_and_habilitations_along(home: Home) -> None:
    home.welcome("lycee", "etablissement", "0690001B")
    home.invite("second", "etablissement", establishment="0690001B")
    record_habilitation(home)
    home.give("renumber_establishment", establishment="0690001B", uai="0690002C", reason=said("faute de frappe"))
    assert home.state.accounts["lycee"].establishment == "0690002C"
    assert home.state.habilitations["1"].establishment == "0690002C"
    about = {"invitation": "jeton-second", "identity": said("second")}
    home.give("open_account", "second", account="second", role="etablissement", establishment="0690002C", **about)


def test_a_habilitation_is_for_a_sheet_of_the_house_and_ends_after_it_starts(home: Home) -> None:
    for wrong, why in (
        ({"certification": "RNCP1"}, "pas une certification de la maison"),
        ({"scope": "totale"}, "pas une habilitation"),
        ({"until": "2020-01-01"}, "avant de commencer"),
        ({"establishment": "0000000X"}, "l'ajouter d'abord"),
    ):
        with pytest.raises(Refused, match=why):
            record_habilitation(home, **wrong)
    record_habilitation(home)
    home.give("change_habilitation", **HABILITATION, until="2027-08-31", reason=said("fin connue"))
    assert home.state.habilitations["1"].until == "2027-08-31"
    with pytest.raises(Refused, match="rien à changer"):
        home.give("change_habilitation", **HABILITATION, until="2027-08-31", reason=said("encore"))


def test_a_second_factor_of_the_staff_goes_by_two_persons_that_of_a_candidate_by_one(home: Home) -> None:
    home.welcome("adjoint", "examens")
    home.welcome("eleve", "candidat")
    for account in ("cheffe", "eleve"):
        home.give("enrol_factor", account, account=account, method="totp", fingerprint="c" * 64)
    with pytest.raises(Refused, match="la personne elle-même"):
        home.give("enrol_factor", account="adjoint", method="totp", fingerprint="d" * 64)
    home.give("remove_factor", account="eleve", reason=said("perdu"))
    with pytest.raises(Refused, match="Personne ne l'a demandé"):
        home.give("remove_factor", "adjoint", account="cheffe", reason=said("perdu"))
    home.welcome("tiers", "examens")
    home.give("ask_factor_removal", "adjoint", account="cheffe", reason=said("perdu"))
    with pytest.raises(Refused, match="déjà demandé"):
        home.give("remove_factor", "adjoint", account="cheffe")
    home.give("remove_factor", "tiers", account="cheffe")
    assert home.state.accounts["cheffe"].factors == ()


def test_the_name_of_a_closed_account_is_erased_its_acts_stay(home: Home) -> None:
    home.welcome("adjoint", "examens")
    with pytest.raises(Refused, match="le fermer d'abord"):
        home.give("erase_account", commitment=said("adjoint"), retention="compte")
    home.give("close_account", account="adjoint", reason=said("départ"))
    with pytest.raises(Refused, match="nom d'un compte"):
        home.give("erase_account", commitment=said("départ"), retention="compte")
    home.give("erase_account", commitment=said("adjoint"), retention="compte")
    assert home.state.accounts["adjoint"].identity == ""


def test_an_older_base_is_taken_up_once_by_the_machine_alone(home: Home) -> None:
    old = Home()
    for by in ("cheffe", "intrus"):
        with pytest.raises(Refused, match="pas encore repris"):
            old.give("add_establishment", by, establishment="0690001B", name="L", nature="cfa")
    old.give("open_account", HOUSE, account="cheffe", role="examens", identity=said("Cheffe"))
    old.give("open_account", HOUSE, account="lycee", role="etablissement", identity=said("Lycée"))
    with pytest.raises(Refused, match="ne compte pas"):
        old.give("take_up", HOUSE, **empty())
    old.give("take_up", HOUSE, **empty() | {"accounts": 2})
    with pytest.raises(Refused, match="déjà faite"):
        old.give("take_up", HOUSE, **empty() | {"accounts": 2})
    with pytest.raises(Refused, match="service"):
        old.give("open_account", HOUSE, account="intrus", role="examens", identity=said("Intrus"))


def test_a_forged_fact_of_the_house_is_refused_where_it_stands_and_two_persons_set_it_aside(home: Home) -> None:
    home.welcome("adjoint", "examens")
    record_habilitation(home)
    assert read_the_house(numbered(home.facts), RULES, HouseState("reglements")).anomalies == {}
    forged = f.AccountChanged(
        log="reglements",
        author="adjoint",
        at=f"{DAY}T09:00:00Z",
        key="faux",
        account="adjoint",
        role="jury",
        establishment="",
        reason=said("faux"),
    )
    state = read_the_house(numbered([*home.facts, forged]), RULES, HouseState("reglements"))
    (anomaly,) = state.anomalies.values()
    assert (anomaly.subject, state.accounts["adjoint"].role) == ("adjoint", "examens")
    home.state = state

    def aside(which: str, by: str, **given: Any) -> None:
        accepted = getattr(conduct, which)(state, Act(by, f"{DAY}T10:00:00Z", f"{which}-{by}"), **given)
        read_the_house(map(unnumbered, accepted.facts), RULES, state)

    aside("ask_setting_aside", "cheffe", fact=anomaly.leaf, reason=said("faux"))
    with pytest.raises(Refused, match="une autre personne"):
        aside("set_aside", "cheffe", fact=anomaly.leaf)
    aside("set_aside", "adjoint", fact=anomaly.leaf)
    assert (state.anomalies, list(state.set_aside)) == ({}, [anomaly.leaf])


@pytest.mark.parametrize(
    ("which", "given"),
    [
        ("withdraw_invitation", {"invitation": "jeton-second"}),
        ("change_account", {"account": "adjoint", "role": "jury"}),
        ("rename_account", {"account": "adjoint", "identity": said("Autre nom")}),
        ("close_account", {"account": "adjoint"}),
        ("change_establishment", {"establishment": "0690001B", "name": "Autre", "nature": "cfa"}),
        ("renumber_establishment", {"establishment": "0690001B", "uai": "0690002C"}),
        ("change_habilitation", {**HABILITATION, "scope": "integrale"}),
        ("withdraw_habilitation", {"habilitation": "1"}),
        ("replace_sheet", {"certification": "RNCP35697", "reglement": "RNCP35697", "sheet": "b" * 64}),
        ("introduce_key", {"use": "journal", "public": "bb"}),
    ],
)
def test_what_was_set_is_put_right_with_a_reason_and_not_without(home: Home, which: str, given: dict[str, Any]) -> None:
    home.welcome("adjoint", "examens")
    home.invite("second", "jury")
    record_habilitation(home)
    home.give("introduce_key", HOUSE, use="journal", public="aa")
    before = home.state.copied()
    with pytest.raises(Refused, match="Il faut"):
        home.give(which, **given, reason=Commitment(""))
    assert home.state == before
    home.give(which, **given, reason=said("une faute"))
    assert home.state != before
    read = read_the_house(numbered(home.facts), RULES, HouseState("reglements"))
    assert read.anomalies == {}
    assert read == home.state
