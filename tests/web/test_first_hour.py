"""From an empty base to a session of any family: a link, the house, a sheet, a session, marks or validations."""

import html
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from PIL import Image

from laureat.register import bundled
from laureat.web.accounts import first
from laureat.web.accounts.models import House, Invitation, Role, User
from laureat.web.mails.sending import send_due
from support.ecrans import one_time_code
from support.toile import send, signed_in, upload
from support.toile import text as page_text

PHRASE = "une phrase assez longue"
HOUSE = {
    **{"academy": "Académie d'Ici", "authority": "La rectrice", "signatory": "D. Roy", "signatory_quality": "cheffe"},
    **{"place": "Ici", "service": "Service", "service_address": "1 rue", "service_email": "s@exemple.fr"},
    **{"court": "tribunal d'Ici", "sender": "examens@exemple.fr", "certifier": "", "logo_text": "un arbre"},
}
EDUCATION = "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE"
SUPERIEUR = "MINISTERE DE L'ENSEIGNEMENT SUPERIEUR ET DE LA RECHERCHE"
BP = Path(__file__).parents[1] / "reglements" / "bp" / "bp_invente.yaml"
"""No BP is shipped: a règlement that was invented, as a house hands its own over."""
TRAVAIL = "MINISTERE DU TRAVAIL DU PLEIN EMPLOI ET DE L'INSERTION"


def text(response: Any) -> str:
    """The page, as one reads it."""
    return html.unescape(page_text(response))


def sheet(numero: str, abrege: str, certifier: str, titre: str) -> dict[str, Any]:
    """The sheet of another certification, made from the bundled one: nothing of it exists."""
    form = bundled("RNCP35697").to_json()
    form |= {"numero": numero, "intitule": titre, "abrege": {"code": abrege, "libelle": None} if abrege else None}
    form["certificateurs"] = [{**form["certificateurs"][0], "nom": certifier}]
    form["dates"] = {**form["dates"], "echeance_enregistrement": "2030-01-01"}
    form["blocs"] = [
        {**bloc, "code": bloc["code"].replace("RNCP35697", numero), "facultatif": False} for bloc in form["blocs"][:2]
    ]
    return form


def led(client: Client, path: str) -> str:
    """What a page says comes next; empty where it says nothing."""
    said = re.search(r'premiers pas : <a href="[^"]+">(.+?)</a>', text(client.get(path)))
    return said[1] if said else ""


def file_of(*sheets: dict[str, Any]) -> Any:
    return upload("fiches.json", json.dumps(sheets, ensure_ascii=False).encode())


@pytest.fixture(scope="module")
def office(shared_base: str) -> Client:
    """An empty base, whose first account opens through its link, and whose house is said."""
    link = f"/invitation/{first.draw()}/"
    given = {"name": "Dominique Roy", "email": "roy@exemple.fr", "password": PHRASE}
    Client().post(link, given)
    client = signed_in(User.objects.get())
    send(client, "/maison/", **HOUSE)
    return client


# ------------------------------------------------------------------------------------------------- the first account
def shown_code(page: Any) -> str:
    """What an authenticator shows that was just given the secret of this page."""
    return one_time_code(page.context["form"].secret)


def onward(page: Any) -> str:
    """Where the button « Continuer » leads."""
    found = re.search(r'<a class="button" href="([^"]+)">Continuer</a>', page.content.decode())
    assert found
    return found[1]


def test_an_empty_base_opens_its_first_account_through_a_link_that_serves_once(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, token = first.draw(), first.draw()
    assert not Invitation.objects.filter(token_digest=token).exists()
    link = f"/invitation/{token}/"
    assert Client().get(f"/invitation/{old}/").status_code == 410
    assert "Cette installation est neuve" in text(Client().get(link))
    weak = Client().post(link, {"name": "Dominique Roy", "email": "roy@exemple.fr", "password": "court"})
    assert weak.status_code == 422
    assert "trop court" in text(weak)
    assert 'value="Dominique Roy"' in text(weak)
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", True)
    there = Client()
    shown = there.post(link, {"name": "Dominique Roy", "email": "roy@exemple.fr", "password": PHRASE}, follow=True)
    assert "Votre compte est ouvert, Dominique Roy." in text(shown)
    assert shown.redirect_chain[-1][0].endswith("/totp/activate/"), "the password just chosen is not asked again"
    codes = there.post("/compte/double-authentification/totp/activate/", {"code": shown_code(shown)}, follow=True)
    assert "Chaque code ouvre une fois" in text(codes)
    assert there.get(onward(codes), follow=True).redirect_chain[-1][0] == "/premiers-pas/"
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    user = User.objects.get()
    user.authenticator_set.all().delete()
    assert (user.role, user.email) == (Role.EXAMENS, "roy@exemple.fr")
    assert Client().get(link).status_code == 410
    assert not first.is_due()
    assert Client().get(f"/invitation/{first.draw()}/").status_code == 410  # someone can invite: no such link any more
    client = Client()
    entered = client.post("/compte/login/", {"login": "roy@exemple.fr", "password": PHRASE}, follow=True)
    assert entered.redirect_chain[-1][0] == "/premiers-pas/"
    assert "il en faut deux" in text(entered)
    assert led(client, "/comptes/") == "Dire qui nous sommes"
    send(client, "/maison/", **HOUSE)
    assert led(client, "/etablissements/") == "Ajouter une fiche"
    assert led(Client(), "/certifications/") == ""


def test_the_command_line_opens_an_account_and_says_every_fault_at_once(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from laureat.cli import compte as module
    from laureat.vocabulary import InvalidInput

    monkeypatch.setattr(module, "django_on", lambda data: None)
    compte = module.compte
    run = ["creer", "--role", "examens", "--nom", "Dominique Roy", "--courriel"]
    wrong = CliRunner().invoke(compte, [*run, "roy"], input="court\ncourt\n")
    assert isinstance(wrong.exception, InvalidInput)
    assert [str(one).split(" ")[0] for one in wrong.exception.problems] == ["--courriel", "--mot-de-passe"]
    right = CliRunner().invoke(compte, [*run, "roy@exemple.fr"], input=f"{PHRASE}\n{PHRASE}\n")
    assert right.exit_code == 0, right.output
    assert PHRASE not in right.output
    assert User.objects.get().check_password(PHRASE)
    again = CliRunner().invoke(compte, [*run, "roy@exemple.fr"], env={"LAUREAT_MOT_DE_PASSE": PHRASE})
    assert "un compte existe déjà" in str(again.exception)


# --------------------------------------------------------------------------------------------------------- the house
def test_the_house_is_said_once_with_a_logo_that_papers_can_print(office: Client) -> None:
    from django.core import mail

    image = BytesIO()
    Image.new("RGB", (40, 20)).save(image, "PNG")
    for content, said in ((b"<svg/>", "Un PNG ou un JPEG"), (b"\x89PNG\r\n\x1a\nrien", "ne se lit pas")):
        refused = send(office, "/maison/", **{**HOUSE, "signatory": "Tapé"}, image=upload("logo.png", content))
        assert refused.status_code == 422
        assert said in text(refused)
        assert 'value="Tapé"' in text(refused)
    assert "Dites qui délivre" in text(send(office, "/maison/", **{**HOUSE, "authority": ""}))
    send(office, "/maison/", **HOUSE, image=upload("logo.png", image.getvalue()))
    house = House.objects.get()
    assert (house.signatory, house.logo_format, bytes(house.logo)) == ("D. Roy", "png", image.getvalue())
    given = {"email": "c@exemple.fr", "name": "C", "role": "jury", "envoi": "courriel"}
    office.post("/comptes/inviter/", given)
    send_due()
    assert mail.outbox[-1].from_email == "examens@exemple.fr"


# -------------------------------------------------------------------------------------------------------- the sheets
def test_one_sheet_of_a_file_of_many_is_named_or_chosen_and_the_file_is_handed_over_once(office: Client) -> None:
    from laureat.web.exam_sessions.models import Certification

    both = (sheet("RNCP91001", "", "ECOLE", "Une"), sheet("RNCP91002", "", "ECOLE", "Deux"))
    assert send(office, "/fiches/ajouter/", file=file_of(*both), numero="rncp91002").redirect_chain
    assert Certification.objects.get(title="Deux")
    asked = send(office, "/fiches/ajouter/", file=file_of(*both))
    assert "RNCP91001 Une" in text(asked)
    send(office, "/fiches/ajouter/", depot=asked.context["form"]["depot"].value(), part="RNCP91001")
    assert Certification.objects.get(title="Une")


def test_another_edition_of_a_sheet_in_use_is_told_field_by_field_and_takes_a_reason(office: Client) -> None:
    from laureat.web.exam_sessions import household
    from laureat.web.exam_sessions.models import Certification, StoredFact

    first_edition = sheet("RNCP91003", "", "ECOLE", "Trois")
    send(office, "/fiches/ajouter/", file=file_of(first_edition))
    send(office, "/sessions/ouvrir/", certification="RNCP91003", year=2026)
    asked = send(office, "/fiches/ajouter/", file=file_of({**first_edition, "intitule": "Trois, corrigé"}))
    assert "intitule : « Trois » → « Trois, corrigé »" in text(asked)
    assert Certification.objects.get(pk="RNCP91003").title == "Trois"
    depot = asked.context["form"]["depot"].value()
    assert send(office, "/fiches/ajouter/", depot=depot, motif="faute dans le titre").redirect_chain
    assert Certification.objects.get(pk="RNCP91003").title == "Trois, corrigé"
    assert StoredFact.objects.filter(log=household.LOG, kind="SheetReplaced").count() == 1


# ---------------------------------------------------------------------------------------------------- every family
LYCEE = "Lycée (0690001B)"
FAMILIES = {
    "bac_pro": (("RNCP35697", "", "", ""), "", f"1;scolaire_public;Aubry;Ève;{LYCEE}", "U2", "12,5"),
    "cap": (
        ("RNCP92001", "CAP", EDUCATION, "CAP - É"),
        "cap_electricien",
        f"1;scolaire_public;A;È;{LYCEE}",
        "UP1",
        "12,5",
    ),
    "bts": (("RNCP92002", "BTS", SUPERIEUR, "BTS - C"), "bts_crsa", f"1;scolaire_public;A;È;{LYCEE}", "U1", "12,5"),
    "bp": (
        ("RNCP92003", "BP", EDUCATION, "BP - I"),
        BP.read_text(encoding="utf-8"),
        f"1;apprentissage_habilite;A;È;{LYCEE}",
        "U10",
        "12,5",
    ),
    "titre_professionnel": (("RNCP92004", "TP", TRAVAIL, "TP - C"), "tp_commercial", "1;formation;A;È;", "CCP1", "V"),
    "capitalisation": (("RNCP92005", "", "ECOLE FICTIVE", "Concepteur"), "", "1;;A;È;", "BC01", "V"),
}


@pytest.mark.parametrize("famille", FAMILIES)
def test_a_sheet_of_each_family_is_offered_its_own_law_opens_registers_and_is_marked(
    office: Client, famille: str
) -> None:
    from laureat.web.exam_sessions.models import ExamSession

    described, reglement, line, unit, cell = FAMILIES[famille]
    content = bundled("RNCP35697").to_json() if famille == "bac_pro" else sheet(*described)
    handed = send(office, "/fiches/ajouter/", file=file_of(content))
    if famille == "bp":
        assert "en choisir un de la bibliothèque" not in text(handed)
        depot = handed.context["form"]["depot"].value()
        handed = send(office, "/fiches/ajouter/", depot=depot, donnees=reglement, motif="dressé pour elle")
    elif reglement:
        assert "laureat " not in text(handed)
        choices = dict(handed.context["form"].fields["reglement"].widget.choices)
        assert reglement in choices
        assert all(not name or name.split("_")[0] in reglement.split("_")[0] for name in choices), choices
        depot = handed.context["form"]["depot"].value()
        unsaid = send(office, "/fiches/ajouter/", depot=depot, reglement=reglement)
        assert dict(unsaid.context["form"].fields["reglement"].widget.choices) == choices, "still those of the family"
        handed = send(office, "/fiches/ajouter/", depot=depot, reglement=reglement, motif="même arrêté")
    assert handed.redirect_chain, handed.context["form"].errors
    page = send(office, "/sessions/ouvrir/", certification=described[0], year=2026)
    assert page.redirect_chain, page.context["form"].errors
    session = ExamSession.objects.latest("created")
    assert session.authority == "La rectrice"
    path = f"/sessions/{session.pk}"
    assert "Mise en service" in text(office.get(f"{path}/"))
    listed = upload("l.csv", f"numero;voie;nom;prenom;etablissement\n{line}\n".encode())
    plan = office.post(f"{path}/import/", {"file": listed}, follow=True)
    assert plan.context["plan"].can_apply, plan.context["plan"]
    office.post(plan.request["PATH_INFO"], {"base": plan.context["plan"].base}, follow=True)
    row = session.standings.get()
    code = next(known for known in row.units if known == unit or known.endswith(unit))
    saved = send(office, f"{path}/saisie/{code}/", **{f"n-{row.pk}": cell, f"v-{row.pk}": ""})
    assert "1 note enregistrée" in text(saved), text(saved)
    row.refresh_from_db()
    assert row.cells[code] == cell
