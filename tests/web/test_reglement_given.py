"""A règlement drawn up for a sheet is handed over on the site: every fault told, kept whole, hashed, put right."""

import html
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from laureat.reglements import famille
from laureat.reglements.dresser import dresser
from support.toile import key, send, signed_in, upload
from support.toile import text as page_text
from web.test_families import LETTERHEAD, enrolled, published, sheet

BP = ("RNCP92103", "BP", "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE", "BP - Restaurateur")
INVENTED = (Path(__file__).parents[1] / "reglements" / "bp" / "bp_invente.yaml").read_text(encoding="utf-8")
NUMBERED = INVENTED.replace("certification: null", f"certification: {BP[0]}")


def text(response: Any) -> str:
    """The page, as one reads it."""
    return html.unescape(page_text(response))


@pytest.fixture
def world(base: str) -> Any:
    from laureat.web.project import demonstration

    return demonstration.people()


@pytest.fixture
def office(world: Any) -> Client:
    return signed_in(world.accounts["examens@demo.fr"])


def asked(office: Client) -> Any:
    """The page that asks for the règlement of a sheet that the library does not know."""
    return send(office, "/fiches/ajouter/", file=upload("fiche.json", sheet(*BP)))


def given(office: Client, data: str, motif: str = "", **others: Any) -> Any:
    depot = asked(office).context["form"]["depot"].value()
    return send(office, "/fiches/ajouter/", depot=depot, donnees=data, motif=motif, **others)


def kept() -> Any:
    from laureat.web.exam_sessions.models import Certification

    return Certification.objects.filter(pk=BP[0]).first()


def test_the_page_that_refuses_a_bp_gives_a_file_drawn_up_from_its_sheet_to_complete(office: Client) -> None:
    page = asked(office)
    told = text(page)
    assert "En donner un dressé pour elle." in told
    assert "bibliothèque, avec un motif" not in told
    draft = page.context["form"]["donnees"].value()
    assert "famille: bp" in draft
    assert "coefficient:" in draft
    handed = send(office, "/fiches/ajouter/", acte="garder", donnees=draft)
    assert handed.content.decode() == draft
    assert kept() is None


def test_the_draft_left_as_it_is_is_refused_line_by_line_and_given_back(office: Client) -> None:
    from laureat.register import Fiche

    draft = dresser(Fiche.from_json(json.loads(sheet(*BP))), famille("bp"))
    page = given(office, draft)
    faults = page.context["form"].errors["donnees"]
    assert all(fault.startswith("ligne ") for fault in faults), faults
    assert page.context["form"]["donnees"].value() == draft
    assert kept() is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("famille: [", "ligne"),
        (NUMBERED.replace(BP[0], "RNCP92999"), "n'est pas celui de la fiche"),
        (NUMBERED.replace("valeur: 3,", "valeur: -3,"), "coefficient"),
        (INVENTED.replace("famille: bp", "famille: cap"), "famille"),
        (INVENTED.replace("code: bp_invente", "code: bts_crsa"), "bibliothèque"),
    ],
)
def test_what_is_wrong_with_a_data_file_is_told_and_what_was_typed_stays(office: Client, data: str, told: str) -> None:
    page = given(office, data, "le nôtre")
    assert told in html.unescape(str(page.context["form"].errors))
    assert page.context["form"]["donnees"].value() == data
    assert page.context["form"]["motif"].value() == "le nôtre"
    assert kept() is None


def test_a_file_handed_over_is_read_in_place_of_the_text_and_one_that_is_no_text_is_refused(office: Client) -> None:
    page = given(office, INVENTED, "m", donnees_fichier=upload("r.yaml", b"\xff\xfe\x00"))
    assert "UTF-8" in str(page.context["form"].errors)
    page = given(office, "rien", "m", donnees_fichier=upload("r.yaml", INVENTED.replace("\n", "\r\n").encode()))
    assert page.redirect_chain, page.context["form"].errors
    assert kept().data == INVENTED


def test_an_invented_bp_runs_from_its_data_file_to_its_results_and_its_log_says_the_file(
    world: Any, office: Client
) -> None:
    from laureat.web.exam_sessions import house_rows, household
    from laureat.web.exam_sessions.models import ExamSession

    assert "dire pourquoi" in text(given(office, INVENTED))
    assert given(office, INVENTED, "arrêté lu au Journal officiel").redirect_chain
    assert (kept().reglement, kept().data) == ("bp_invente", INVENTED)
    assert "arrêté lu" in kept().binding
    said = household.look().sheets[BP[0]]
    assert said.data == house_rows.data_hash(INVENTED)
    exported = b"".join(office.post("/maison/journal/export/", {"cle": key()}).streaming_content).decode()
    assert said.data in exported
    page = send(office, "/sessions/ouvrir/", certification=BP[0], year=2026, **LETTERHEAD)
    assert page.redirect_chain, page.context["form"].errors
    session = ExamSession.objects.latest("created")
    marks = "14;14;14;14;14;14"
    enrolled(
        office,
        session,
        "numero;voie;nom;prenom;etablissement;formation_constatee;pratique_constatee;U10;U20;U31;U32;U40;U50\n"
        f"1;apprentissage_habilite;Aubry;Ève;Lycée (0690001B);oui;oui;{marks}\n"
        f"2;apprentissage_habilite;Bô;Ulf;Lycée (0690001B);oui;oui;{marks.replace('14', '8')}\n",
    )
    published(world, {"office": office}, session)
    assert dict(session.standings.values_list("numero", "public_decision")) == {"1": "admis", "2": "ajourne"}
    changed = INVENTED.replace('valeur: "7,5"', "valeur: 7")
    refused = send(office, f"/fiches/{BP[0]}/reglement/", donnees=changed, motif="coefficient mal lu")
    assert "le jury a délibéré" in text(refused)
    assert refused.context["form"]["donnees"].value() == changed
    assert kept().data == INVENTED


def test_a_file_is_put_right_with_a_reason_and_what_changes_told(office: Client) -> None:
    assert given(office, NUMBERED).redirect_chain
    assert kept().reglement == BP[0]
    page = office.get(f"/fiches/{BP[0]}/reglement/")
    assert page.context["form"]["donnees"].value() == NUMBERED
    assert f"/fiches/{BP[0]}/reglement/" in office.get(f"/certifications/{BP[0]}/").content.decode()
    assert Client().get(f"/fiches/{BP[0]}/reglement/").status_code in (302, 403)
    changed = NUMBERED.replace('valeur: "7,5"', "valeur: 7")
    asked_why = send(office, f"/fiches/{BP[0]}/reglement/", donnees=changed)
    assert "dire pourquoi" in text(asked_why)
    changes = html.unescape(str(asked_why.context["form"].errors))
    assert 'règlement, avant : « coefficient: {valeur: "7,5"' in changes
    assert "règlement, désormais : « coefficient: {valeur: 7," in changes
    assert send(office, f"/fiches/{BP[0]}/reglement/", donnees=changed, motif="mal recopié").redirect_chain
    assert kept().data == changed
    assert send(office, "/fiches/ajouter/", file=upload("fiche.json", sheet(*BP))).redirect_chain
    assert kept().data == changed


def test_a_data_file_changed_behind_the_facts_is_seen_and_sessions_refuse_it(office: Client) -> None:
    from laureat.web.exam_sessions import house_rows, household
    from laureat.web.exam_sessions.models import Certification

    assert given(office, NUMBERED).redirect_chain
    state = household.look()
    assert not list(house_rows.certification_defects(state, vars(kept()), None))
    Certification.objects.filter(pk=BP[0]).update(data=NUMBERED.replace('valeur: "7,5"', "valeur: 7"))
    [defect] = house_rows.certification_defects(state, vars(kept()), None)
    assert "fichier de données" in defect
