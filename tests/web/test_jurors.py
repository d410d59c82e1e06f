"""A jury appointed by a list is judged on all that the list says, before and after; which sheet of a file is asked."""

import html
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from laureat.exchange.jury import DECLARED, read_jury
from laureat.jury import examine
from laureat.jury.members import plain
from laureat.register import bundled
from laureat.web.exam_sessions.seats import handed, typed
from laureat.web.project import demonstration
from support.toile import key, signed_in, upload
from support.toile import text as page_text

HEADINGS = "nom;prenom;sexe;qualite;fonction;etablissement;naissance;conseiller;qualifie;lien;habilitation;habilitation_jusqu_a;experience;metier_quitte;exterieur;secteur;courriel"  # noqa: E501
MEMBERS = """Marchand;Claude;F;enseignant_chercheur;president;Université;02/04/1970;non;oui;;RNCP35697;31/12/2027;;;oui;;presidente@demo.fr
Lefèvre;Camille;M;enseignant_public;membre;Lycée;;non;oui;;oui;;;;oui;;jury@demo.fr
Nguyễn;Linh;F;enseignant_cfa;membre;CFA;;non;oui;;non;;;;oui;;
Benali;Inès;F;enseignant_public;membre;Lycée;;non;;;;;;;oui;;
Šimůnek;Jan;M;employeur;membre;Atelier;01/02/1960;oui;oui;oncle du 12;RNCP35697;;12;30/06/2025;non;usinage;
Costa;Paula;F;salarie;membre;Usine;;non;oui;;oui;;3;;oui;;
"""  # noqa: E501
LIST = f"{HEADINGS}\n{MEMBERS}"


def text(response: Any) -> str:
    return html.unescape(page_text(response))


def prepare() -> tuple[Any, Any]:
    """The office, and a session open to registrations."""
    world = demonstration.people()
    return world.office, demonstration.session_of(world, 2026, 3, seed=1)


@pytest.fixture
def opened(prepared: tuple[Any, Any]) -> tuple[Any, Any]:
    """The same for one test, the office having signed in."""
    office, session = prepared
    return signed_in(office), session


def appointed(office: Any, session: Any, file: Any, **more: Any) -> Any:
    fields = {"cle": key(), "arrete": "arrêté n° 3", "arrete_date": "2026-05-12", **more}
    return office.post(f"/sessions/{session.pk}/jury/", {"file": file, **fields} if file else fields, follow=True)


def test_an_appointed_jury_is_the_one_that_the_list_told(opened: tuple[Any, Any], tmp_path: Any) -> None:
    from laureat.web.exam_sessions import composition
    from laureat.web.exam_sessions.service import look

    office, session = opened
    page = appointed(office, session, upload("jury.csv", LIST.encode()))
    assert "Le jury est nommé" in text(page)
    path = tmp_path / "jury.csv"
    path.write_text(LIST, encoding="utf-8")
    told = read_jury(path)
    kept = composition.jury_of(session, look(session))
    assert set(kept.members) == set(told.members)
    shown = text(office.get(f"/sessions/{session.pk}/jury/"))
    for words in ("conseiller de l'enseignement technologique", "habilitation RNCP35697", "née le 02/04/1970"):
        assert words in shown


@pytest.mark.parametrize(("day", "why"), [("2999-05-12", "un jour à venir"), ("0206-05-12", "trop ancien")])
def test_an_appointment_bears_the_date_of_an_act_that_exists(opened: tuple[Any, Any], day: str, why: str) -> None:
    office, session = opened
    page = appointed(office, session, upload("jury.csv", LIST.encode()), arrete_date=day)
    assert page.status_code == 422
    assert why in text(page)


def test_the_law_of_every_family_says_the_same_of_the_list_and_of_the_rows_kept(tmp_path: Any, base: str) -> None:
    """The verdicts of each family's jury law on the members as read, and as the base gives them back."""
    from datetime import date

    from laureat.reglements import famille
    from laureat.reglements.jury import TexteDeFiche
    from laureat.reglements.jurys import ecrits
    from laureat.web.exam_sessions.models import Juror
    from laureat.web.vae.models import VaeJuror

    path = tmp_path / "jury.csv"
    path.write_text(LIST, encoding="utf-8")
    told = read_jury(path)
    sheet = bundled("RNCP35697").to_json()["voies_acces"]
    words = next(access["jury"] for access in sheet.values() if access and access.get("jury"))
    for model in (Juror, VaeJuror):
        rows = [model(**model.columns_of(member)) for member in told.members]
        for row in rows:
            row.declared = json.loads(json.dumps(row.declared))
        kept = told.with_members([row.member() for row in rows])
        for code in ecrits():
            loi = famille(code).jury
            law = loi.droit(None, date(2026, 5, 12), TexteDeFiche("RNCP35697", words))
            assert examine(kept, law).verdicts == examine(told, law).verdicts, code


def test_why_a_place_could_not_be_filled_is_kept_with_the_appointment(opened: tuple[Any, Any]) -> None:
    office, session = opened
    without_cfa = "\n".join(line for line in LIST.splitlines() if "enseignant_cfa" not in line)
    without_cfa = without_cfa.replace("Benali;Inès;F;enseignant_public", "Benali;Inès;F;personnalite")
    refused = appointed(office, session, upload("jury.csv", without_cfa.encode()))
    assert "Le jury n'est pas conforme" in text(refused)
    assert "--impossibilite" not in text(refused)
    page = appointed(office, session, upload("jury.csv", without_cfa.encode()), impossibilite="aucun CFA n'y prépare")
    assert "Le jury est nommé" in text(page)
    assert "Le jury est conforme" in text(office.get(f"/sessions/{session.pk}/jury/"))


def test_a_workbook_of_several_juries_asks_which_and_is_handed_over_once(opened: tuple[Any, Any]) -> None:
    from laureat.web.exam_sessions.models import Deposit

    office, session = opened
    book = openpyxl.Workbook()
    for title in ("2026", "2025"):
        sheet = book.active if title == "2026" else book.create_sheet(title)
        sheet.title = title
        for line in LIST.splitlines():
            sheet.append(line.split(";"))
    content = io.BytesIO()
    book.save(content)
    asked = appointed(office, session, upload("jurys.xlsx", content.getvalue()))
    assert asked.status_code == 422
    assert "La feuille qui est la liste du jury" in text(asked)
    [kept] = Deposit.objects.all()
    assert "arrêté n° 3" in text(asked)
    page = appointed(office, session, None, depot=kept.pk, part="2025")
    assert "Le jury est nommé" in text(page)
    assert not Deposit.objects.exists()


def test_a_file_kept_for_one_person_is_nobody_else_s(opened: tuple[Any, Any]) -> None:
    from laureat.web.accounts.models import User
    from laureat.web.exam_sessions.models import Deposit

    _office, session = opened
    kept = Deposit.objects.create(by=User.objects.get(email="examens@demo.fr"), name="l.csv", content=LIST.encode())
    other = signed_in(User.objects.get(email="adjoint@demo.fr"))
    page = appointed(other, session, None, depot=kept.pk)
    assert page.status_code == 422
    assert "Choisissez un fichier" in text(page)


def test_a_file_of_several_sheets_of_the_register_asks_which(base: str) -> None:
    from laureat.web.exam_sessions.models import Certification, Deposit

    world = demonstration.people()
    office = signed_in(world.office)
    one = bundled("RNCP35697").to_json()
    other = {**one, "numero": "RNCP90001", "intitule": "Concepteur fictif", "abrege": None}
    other["certificateurs"] = [{**one["certificateurs"][0], "nom": "ECOLE FICTIVE"}]
    content = json.dumps([one, other], ensure_ascii=False).encode()
    asked = office.post("/fiches/ajouter/", {"cle": key(), "file": upload("fiches.json", content)})
    assert asked.status_code == 422
    for words in ("La fiche à lire", "RNCP35697", "RNCP90001 Concepteur fictif"):
        assert words in text(asked)
    assert not Certification.objects.filter(pk="RNCP90001").exists()
    [kept] = Deposit.objects.all()
    read = office.post("/fiches/ajouter/", {"cle": key(), "depot": kept.pk, "part": "RNCP90001"}, follow=True)
    assert read.redirect_chain, text(read)
    assert Certification.objects.filter(pk="RNCP90001").exists()
    assert not Deposit.objects.exists()


def test_a_sheet_that_cannot_be_read_is_told_by_its_name_and_without_the_command_line(base: str) -> None:
    world = demonstration.people()
    page = text(
        signed_in(world.office).post("/fiches/ajouter/", {"cle": key(), "file": upload("fiche.json", b'{"numero": 3')})
    )
    assert "fiche.json" in page
    assert "/tmp" not in page


def test_a_jury_typed_on_the_page_is_read_as_a_list_and_nothing_typed_is_lost(opened: tuple[Any, Any]) -> None:
    office, session = opened
    members = [line.split(";") for line in MEMBERS.strip().splitlines()]
    fields: dict[str, Any] = {
        f"membre-{name}": [line[place] for line in members] + [""]
        for name, place in (
            ("nom", 0),
            ("prenom", 1),
            ("sexe", 2),
            ("qualite", 3),
            ("fonction", 4),
            ("etablissement", 5),
        )
    }
    fields["membre-courriel"] = ["presidente@demo.fr", "jury@demo.fr", "", "", "", "", ""]
    nameless = {**fields, "membre-prenom": ["", *fields["membre-prenom"][1:]]}
    page = text(appointed(office, session, None, **nameless))
    assert "le prénom de la présidente (Marchand) manque" in page
    assert 'value="Šimůnek"' in page
    assert "Le jury est nommé" in text(appointed(office, session, None, **fields))
    assert text(office.get(f"/sessions/{session.pk}/jury/?modele")).startswith("\ufeffnom;prenom;sexe;qualite;")


def test_all_that_some_law_of_juries_reads_can_be_typed_on_the_page_and_what_nobody_says_stays_unknown(
    tmp_path: Path,
) -> None:
    said = {"qualifie": "oui", "lien": "tante", "naissance": "1970-03-14", "conseiller": "oui", "experience": "12"}
    said |= {"metier_quitte": "2024-01-31", "secteur": "privé", "exterieur": "non", "habilitation": "RNCP35697"}
    said |= {"habilitation_depuis": "2020-01-01", "habilitation_jusqu_a": "2030-01-01"}
    assert set(said) == set(DECLARED)
    member = {"nom": "Roy", "prenom": "Ève", "qualite": "employeur", "fonction": "membre"}
    for beside, known in ((said, True), ({}, False)):
        form = QueryDict(mutable=True)
        form.update({f"membre-{name}": value for name, value in (member | beside).items()})
        (content,) = (file.read() for file in handed(typed(form), MultiValueDict()).values())
        path = tmp_path / "jury.csv"
        path.write_bytes(content)
        told = plain(read_jury(path).members[0])
        names = {"qualifie", "naissance", "conseiller", "experience", "metier_quitte", "exterieur", "habilitations"}
        assert [told[name] is not None for name in names] == [known] * len(names)
        assert bool(told["lien"] and told["secteur"]) is known


def test_what_is_wrong_with_a_member_typed_on_the_page_is_said_in_its_words(opened: tuple[Any, Any]) -> None:
    office, session = opened
    lines = {"membre-nom": ["Marchand", ""], "membre-prenom": ["Claude", "Luc"], "membre-qualite": ["prof", "salarie"]}
    page = appointed(office, session, None, **lines)
    assert page.status_code == 422
    assert "Membre 1, qualité : « prof » n'est pas connu ; vouliez-vous enseignant public" in text(page)
    assert "Membre 2, nom : le nom manque" in text(page)
    assert "membres-saisis" not in text(page)


def test_an_account_has_one_seat_whatever_the_capitals_of_its_address(opened: tuple[Any, Any]) -> None:
    office, session = opened
    twice = LIST.replace("jury@demo.fr", "Presidente@Demo.fr")
    page = appointed(office, session, upload("jury.csv", twice.encode()))
    assert page.status_code == 422
    assert "L'adresse presidente@demo.fr est donnée à 2 membres" in text(page)
    capitals = LIST.replace("jury@demo.fr", "Jury@Demo.fr")
    assert "Le jury est nommé" in text(appointed(office, session, upload("jury.csv", capitals.encode())))
    assert session.jurors.get(nom="Lefèvre").account.email == "jury@demo.fr"


def test_the_sheets_of_a_workbook_that_are_not_read_are_said_once_the_jury_is_appointed(
    opened: tuple[Any, Any],
) -> None:
    office, session = opened
    book = openpyxl.Workbook()
    for row in LIST.splitlines():
        book.active.append(row.split(";"))
    hidden = book.create_sheet("Ancien jury")
    hidden.append(["nom", "qualite"])
    hidden.append(["ROUX", "salarie"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    page = text(appointed(office, session, upload("jury.xlsx", file.getvalue())))
    assert "Le jury est nommé" in page
    assert "Rien n'est lu de « Ancien jury »" in page
