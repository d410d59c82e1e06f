"""Sessions of every family by the web door: the sheet, the règlement bound to it, marks or validations, the jury."""

import html
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from laureat.register import bundled
from laureat.web.exam_sessions import household
from laureat.web.project import demonstration
from laureat.web.vae.demonstration import member
from laureat.web.vae.jury import appoint
from laureat.web.vae.models import VaeFile
from support.experience import acting, decided, settled
from support.toile import arrested, give_file, key, send, signed_in, upload
from support.toile import text as page_text

LETTERHEAD = {
    **{"label": "Essai", "academy": "Académie", "authority": "L'autorité", "signatory": "D. Roy", "place": "Ici"},
    **{"signatory_quality": "chef", "service": "Service", "service_address": "1 rue", "service_email": "s@e.fr"},
    "court": "tribunal",
}


def text(response: Any) -> str:
    """The page, as one reads it."""
    return html.unescape(page_text(response))


def sheet(numero: str, abrege: str, certifier: str, titre: str) -> bytes:
    """The sheet of another certification, made from the bundled one: nothing of it exists."""
    form = bundled("RNCP35697").to_json()
    form |= {"numero": numero, "intitule": titre, "abrege": {"code": abrege, "libelle": None} if abrege else None}
    form["certificateurs"] = [{**form["certificateurs"][0], "nom": certifier}]
    form["dates"] = {**form["dates"], "echeance_enregistrement": "2030-01-01"}
    form["blocs"] = [
        {**bloc, "code": bloc["code"].replace("RNCP35697", numero), "facultatif": False} for bloc in form["blocs"][:2]
    ]
    return json.dumps(form, ensure_ascii=False).encode()


CAP = ("RNCP90001", "CAP", "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE", "CAP - Électricien")
TITRE = ("RNCP90002", "TP", "MINISTERE DU TRAVAIL DU PLEIN EMPLOI ET DE L'INSERTION", "TP - Commercial")
PRIVATE = ("RNCP90003", "", "ECOLE FICTIVE", "Concepteur fictif")
AGRICULTURE = ("RNCP90004", "BTSA", "MINISTERE DE L'AGRICULTURE", "BTSA - Viticulture")


@pytest.fixture
def place(base: str) -> tuple[Any, dict[str, Any]]:
    """The people of the demonstration, signed in."""
    world = demonstration.people()
    names = {"office": "examens@demo.fr", "president": "presidente@demo.fr", "member": "jury@demo.fr"}
    return world, {name: signed_in(world.accounts[email]) for name, email in names.items()}


def handed(office: Any, described: tuple[str, ...], reglement: str = "", motif: str = "") -> Any:
    """Hand a sheet over."""
    fields = {"file": upload("fiche.json", sheet(*described)), "reglement": reglement, "motif": motif}
    return send(office, "/fiches/ajouter/", **fields)


def opened(office: Any, numero: str) -> Any:
    from laureat.web.exam_sessions.models import ExamSession

    page = send(office, "/sessions/ouvrir/", certification=numero, year=2026, **LETTERHEAD)
    assert page.redirect_chain, page.context["form"].errors
    return ExamSession.objects.latest("created")


def enrolled(office: Any, session: Any, lines: str) -> None:
    page = office.post(f"/sessions/{session.pk}/import/", {"file": upload("l.csv", lines.encode())}, follow=True)
    plan = page.context["plan"]
    assert plan.can_apply, (plan.problems, [line.problems for line in plan.lines])
    office.post(page.request["PATH_INFO"], {"base": plan.base}, follow=True)


def published(world: Any, clients: dict[str, Any], session: Any) -> None:
    """From closed marks to publication, by the conduct's own acts; the jury's law is not what is tried here."""
    demonstration.conduct_to_publication(world, session)
    session.refresh_from_db()
    assert session.published


def ticked(office: Any, session: Any, numero: str, unit: str, *levels: str, read: int = 0) -> tuple[str, str]:
    """Assess a block on a binary grid of two criteria; gives where it stands, and the digest of what is ticked."""
    from laureat.grilles import read_grids
    from laureat.web.grids.tapping import use

    code = f"{session.certification_id}-{unit}"
    lines = [{"code": f"C1.{rank}", "texte": f"Critère {rank}"} for rank in (1, 2)]
    told = {"grille": code, "unite": unit, "edition": "essai", "statut": "academique", "source": "référentiel"}
    told |= {"niveaux": {"codes": ["non_acquis", "acquis"], "noms": ["non acquis", "acquis"], "non_evalue": "NE"}}
    told |= {"calcul": {"mode": "binaire"}, "situations": [{"code": "ECF", "forme": "évaluations"}]}
    told |= {"competences": [{"code": "C1", "texte": "Faire", "criteres": lines}]}
    (grid,) = read_grids(json.dumps([told], ensure_ascii=False).encode(), "essai.json")
    use(session, unit, grid)
    row = session.standings.get(numero=numero)
    where = f"/sessions/{session.pk}/grilles/{unit}/{row.candidate}/"
    for line, level in zip(lines, levels, strict=True):
        tap = {"cle": key(), "situation": "ECF", "ligne": line["code"], "valeur": level, "lu": str(read)}
        last = office.post(where + "croix/", tap, headers={"X-Requested-With": "fetch"})
        assert last.status_code == 200, last.content
    return where, last.json()["condense"]


def test_a_cap_runs_once_an_officer_binds_its_reglement_to_its_sheet(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office = clients["office"]
    assert "son règlement n'est pas dans la bibliothèque" in text(handed(office, CAP))
    assert "ne porte pas de numéro de fiche" in text(handed(office, CAP, "cap_electricien"))
    assert "relève de la famille cap" in text(handed(office, CAP, "bacpro_photographie", "erreur"))
    assert handed(office, CAP, "cap_electricien", "même arrêté").redirect_chain
    [bound] = household.look().bound.values()
    assert (bound.certification, bound.reglement) == ("RNCP90001", "cap_electricien")
    session = opened(office, "RNCP90001")
    enrolled(
        office,
        session,
        "numero;voie;nom;prenom;etablissement;UP1;UP2;UP3;UG1;UG2;UG3;motif_UG3\n"
        "1;scolaire_public;Aubry;Ève;Lycée (0690001B);14;14;14;14;14;;\n"
        "2;scolaire_public;Bô;Ulf;Lycée (0690001B);9;9;9;16;16;DI;titre\n"
        "3;scolaire_public;Cà;Zoé;Lycée (0690001B);14;14;14;14;14;DI;\n",
    )
    page = text(office.get(f"/sessions/{session.pk}/saisie/"))
    assert "UP1" in page
    assert "Projet" not in page
    assert "aucune épreuve de contrôle" in text(office.get(f"/sessions/{session.pk}/controle/"))
    first = session.standings.get(numero="1")
    sheet_of = f"/sessions/{session.pk}/saisie/UG3/"
    saved = send(office, sheet_of, **{f"n-{first.pk}": "14,5", f"v-{first.pk}": ""})
    assert "1 note enregistrée" in text(saved)
    published(world, clients, session)
    decided = dict(session.standings.values_list("numero", "public_decision"))
    assert decided == {"1": "admis", "2": "ajourne", "3": ""}
    reserved = session.standings.get(numero="3")
    filed = f"/sessions/{session.pk}/inscriptions/{reserved.pk}/"
    assert "Décision réservée" in text(office.get(filed))
    assert "réservé" in text(office.get(f"/sessions/{session.pk}/inscriptions/?manque=reserve"))
    settled = send(office, f"{filed}acte/", acte="reserve", colonne="motif_UG3", valeur="titre", motif="CAP détenu")
    assert "La réserve est réglée" in text(settled)
    assert "délibérer de nouveau" in text(settled)


def test_a_titre_professionnel_runs_on_validations_and_what_the_jury_says(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office = clients["office"]
    assert handed(office, TITRE, "tp_commercial", "même titre").redirect_chain
    session = opened(office, "RNCP90002")
    assert "il n'y a rien à confirmer" in text(office.get(f"/sessions/{session.pk}/coefficients/"))
    evidence = "mise_en_situation;dossier_professionnel;ecf;entretien_final"
    enrolled(
        office,
        session,
        f"numero;voie;nom;prenom;session_de;titre;{evidence};CCP1;CCP2\n"
        "1;formation;Aubry;Ève;titre;oui;oui;oui;oui;oui;V;V\n"
        "2;formation;Bô;Ulf;titre;non;oui;oui;oui;oui;V;NV\n",
    )
    row = session.standings.get(numero="2")
    assert row.told["titre"] == "non"
    refused = send(office, f"/sessions/{session.pk}/saisie/CCP1/", **{f"n-{row.pk}": "12", f"v-{row.pk}": "V"})
    assert "pas connu ici" in text(refused)
    where, digest = ticked(office, session, "1", "CCP1", "acquis", "non_acquis")
    kept = arrested(office, where, situation="ECF", condense=digest, motif="relu")
    assert "le jury décide" in text(kept)
    assert session.standings.get(numero="1").cells["CCP1"] == "V"
    first = session.standings.get(numero="1").candidate
    shown = text(office.get(f"/sessions/{session.pk}/deliberation/{first}/"))
    assert "évaluations montrées au jury" in shown
    assert "Critère 2" in shown
    published(world, clients, session)
    assert dict(session.standings.values_list("numero", "public_decision")) == {"1": "admis", "2": "partiel"}


def test_a_private_sheet_runs_by_its_blocks(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office = clients["office"]
    assert handed(office, PRIVATE).redirect_chain
    session = opened(office, "RNCP90003")
    assert session.certification.reglement == "capitalisation"
    enrolled(
        office, session, "numero;nom;prenom;BC01;BC02\n1;Aubry;Ève;V;V\n2;Bô;Ulf;V;NV\n3;Cà;Zoé;V@2024;V\n4;Dû;Léa;V;\n"
    )
    where, digest = ticked(office, session, "4", "BC02", "acquis", "")
    assert "incomplet" in text(arrested(office, where, situation="ECF", condense=digest))
    where, digest = ticked(office, session, "4", "BC02", "acquis", "acquis", read=1)
    assert "Résultat arrêté" in text(arrested(office, where, situation="ECF", condense=digest))
    assert session.standings.get(numero="4").cells["BC02"] == "V"
    published(world, clients, session)
    decided = dict(session.standings.values_list("numero", "public_decision"))
    assert decided == {"1": "admis", "2": "ajourne", "3": "admis", "4": "admis"}


def test_a_sheet_never_runs_under_another_law(place: tuple[Any, dict[str, Any]]) -> None:
    from laureat.web.exam_sessions.models import Certification

    _world, clients = place
    office = clients["office"]
    assert "famille non prise en charge" in text(handed(office, AGRICULTURE))
    assert not Certification.objects.filter(pk="RNCP90004").exists()
    Certification.objects.create(
        numero="RNCP90004", title="Forcée", reglement="RNCP35697", sheet=json.loads(sheet(*CAP))
    )
    page = send(office, "/sessions/ouvrir/", certification="RNCP90004", year=2026, **LETTERHEAD)
    assert page.status_code == 409
    assert "n'est pas celui de la fiche" in text(page)


def test_a_number_confirmed_once_follows_into_every_session(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office, second = clients["office"], signed_in(world.accounts["adjoint@demo.fr"])
    one = opened(office, "RNCP35697")
    address = f"/sessions/{one.pk}/coefficients/"
    number = {"name": "coefficient_U2", "value": "5"}
    assert "entre 3 et 6" in text(
        send(office, address, acte="lire", text="annexe IV", text_date="2020-12-09", **{**number, "value": "9"})
    )
    send(office, address, acte="lire", text="annexe IV", text_date="2020-12-09", **number)
    send(second, address, acte="confirmer", **number)
    later = opened(office, "RNCP35697")
    for session in (one, later):
        page = text(office.get(f"/sessions/{session.pk}/"))
        assert "coefficient de U31" in page
        assert "coefficient de U2," not in page
    assert "annexe IV" in text(office.get(f"/sessions/{later.pk}/coefficients/"))


TP_LIST = (
    "numero;voie;nom;prenom;session_de;titre;mise_en_situation;dossier_professionnel;ecf;entretien_final;CCP1;CCP2\n"
    "1;formation;Aubry;Ève;titre;oui;oui;oui;oui;oui;V;V\n2;formation;Bô;Ulf;titre;non;oui;oui;oui;oui;V;NV\n"
)
PRIVATE_LIST = "numero;nom;prenom;BC01;BC02\n1;Aubry;Ève;V;V\n2;Bô;Ulf;V;NV\n"


@pytest.mark.parametrize(
    ("described", "bound", "lines", "unit", "own"),
    [(TITRE, ("tp_commercial", "même titre"), TP_LIST, "CCP1", "CCP"), (PRIVATE, (), PRIVATE_LIST, "BC01", "bloc")],
)
def test_no_screen_names_a_unit_where_the_family_has_a_word_of_its_own(
    place: tuple[Any, dict[str, Any]],
    described: tuple[str, ...],
    bound: tuple[str, ...],
    lines: str,
    unit: str,
    own: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The accounts of candidates are given without their facts: what is tried here is words.
    monkeypatch.setattr(household, "account_troubles", lambda _user: [])
    world, clients = place
    office, president = clients["office"], clients["president"]
    handed(office, described, *bound)
    session = opened(office, described[0])
    enrolled(office, session, lines)
    first = session.standings.get(numero="1").candidate
    one = f"/sessions/{session.pk}"
    seen: dict[str, str] = {}

    def see(client: Any, *paths: str) -> None:
        for path in paths:
            page = client.get(path)
            assert page.status_code == 200, path
            seen[f"{len(seen)} {path}"] = text(page)

    entry = [f"{one}/{page}" for page in ("", "saisie/", f"saisie/{unit}/", "inscriptions/", f"inscriptions/{first}/")]
    see(office, *entry, f"{one}/grilles/", f"{one}/journal/", f"{one}/import/")
    demonstration.conduct_to_publication(world, session)
    send(office, f"{one}/statistiques/etat/", acte="arreter")
    see(office, *entry, f"{one}/deliberation/", f"{one}/deliberation/{first}/", f"{one}/statistiques/")
    see(president, f"{one}/deliberation/", f"{one}/deliberation/{first}/")
    demonstration.give_file(world, session)
    see(signed_in(world.accounts["candidat@demo.fr"]), f"/mon-dossier/{session.pk}/")

    seats = [(member(*person), world.accounts.get(address)) for *person, address in demonstration.JURY]
    appoint(session.certification, world.office, "jury", seats, "arrêté n° 2", datetime.now(UTC).date(), [])
    new = f"/vae/{described[0]}/nouveau/"
    see(office, new)
    who = {"nom": "Cà", "prenom": "Zoé", "date_naissance": "1988-05-12"}
    file = VaeFile.objects.get(pk=send(office, new, **who).context["file"].pk)
    give_file(world.accounts["vae@demo.fr"], str(file.pk))
    at, own_page, applicant = f"/vae/dossiers/{file.pk}/", f"/mon-dossier/vae/{file.pk}/", world.accounts["vae@demo.fr"]
    see(signed_in(applicant), own_page)
    acting(office, file, acte="recevabilite", recevable="oui", motif="complet")
    acting(office, file, acte="livret")
    see(president, at)
    seen["refusée"] = text(decided(president, file, **{unit: "peut-être"}))
    decided(president, file, **{code: "oui" if code == unit else "non" for code in file.units})
    see(president, at)
    settled(world, file)
    see(office, at)
    acting(office, file, acte="notifier")
    see(office, at, f"/vae/{described[0]}/")
    see(signed_in(applicant), own_page)
    struck = {"authority": "TA", "number": "1", "decided_on": datetime.now(UTC).date().isoformat(), "motif": "vice"}
    seen["avant l'acte"] = text(send(office, f"{at}acte/", acte="retirer", ground="jugement", **struck))
    acting(office, file, acte="retirer", ground="jugement", **struck)
    see(office, at, f"/vae/{described[0]}/")
    see(signed_in(applicant), own_page)

    said = {where: found for where, page in seen.items() if (found := re.findall(r".{40}\bunités?\b.{20}", page, re.I))}
    assert not said, said
    assert f"{own[0].upper()}{own[1:]}" in text(office.get(at))
    figures = next(page for where, page in seen.items() if where.endswith("/statistiques/"))
    assert f"Par {own}" in figures
    assert f'<th scope="row" lang="fr">{unit} ' in figures
    assert "Validés" in figures
    assert "Distribution des moyennes" not in figures  # nobody has one here
    for word in ("premier groupe", "Contrôle</a>", "Écart au seuil", "Note sur 20<"):
        assert not [where for where, page in seen.items() if word in page], word
