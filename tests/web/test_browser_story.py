"""Each day in a real Chromium: sign in, marks, the room, the publication, the candidate's page, the verifier.

(From an empty folder to a judgment, on the real server: ``tests/story``, by ``make longtemps``.)
Every page met is checked with axe. With ``LAUREAT_CAPTURES=1`` the screenshots of the guides are taken on the way.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.ecrans import Person
from support.site import Site

pytestmark = pytest.mark.browser

JURY = """nom;prenom;sexe;qualite;fonction;courriel
Marchand;Claude;F;enseignant_chercheur;president;presidente@demo.fr
Lefèvre;Camille;M;enseignant_public;membre;jury@demo.fr
Nguyễn;Linh;F;enseignant_cfa;membre;
Benali;Inès;F;enseignant_public;membre;
Šimůnek;Jan;M;employeur;membre;
Costa;Paula;F;salarie;membre;
"""


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[Any]:
    """The demonstration world, listening; the paths of its two sessions."""
    world.site = Site()
    world.paths = [f"/sessions/{session.pk}/" for session in world.sessions]
    yield world
    world.site.stop()


def person(browser: Any, site: Any, email: str = "", **options: Any) -> Person:
    """Someone of the demonstration."""
    return Person(browser, site.site.address, email, **options)


def deliberate(office: Person, president: Person, member: Person, path: str) -> None:
    """Attendance, proposals, livrets, two approvals, the seal, the publication."""
    president.go(f"{path}presence/")
    for seat in president.page.locator("select[name^=presence-]").all():
        seat.select_option("present")
    president.press("Enregistrer la présence")
    office.go(path)
    office.press("Proposer les décisions")
    refused = f"{path}deliberation/?livret=1&decision=ajourne"
    president.go(refused)
    while president.page.locator("tbody a").count():
        with president.page.expect_navigation():
            president.page.locator("tbody a").first.click()
        president.check()
        president.press("Le livret est examiné")
        president.go(refused)
    for one in (president, member):
        one.go(f"{path}pv/")
        one.says("Rien ne s'oppose au sceau")
        one.prove()
        one.press("J'approuve ce procès-verbal")
    president.go(f"{path}pv/")
    president.decide("Sceller…", "SCELLER", "Sceller le procès-verbal")
    president.says("procès-verbal scellé")
    office.go(path)
    office.decide("Publier les résultats…", "PUBLIER", "Publier les résultats")


def test_a_session_from_its_marks_to_its_publication(browser: Any, site: Any) -> None:
    path = site.paths[0]
    office, school, president, member = (
        person(browser, site, f"{name}@demo.fr") for name in ("examens", "lycee", "presidente", "jury")
    )
    office.go(path)
    office.capture("tableau-de-bord")
    by_keyboard_then_pasted(school, path)
    office.go(f"{path}saisie/")
    rows = [(row.inner_text().split(), row.locator("th a")) for row in office.page.locator("tbody tr").all()]
    for page in [link.get_attribute("href") for said, link in rows if said[-4] != said[-2]]:
        office.go(page or "")
        cells = office.page.locator("input[data-note]")
        blank = [place for place, value in enumerate(values(cells)) if not value]
        for place in blank:
            cells.nth(place).fill("10,5")
        if blank:
            office.press("Enregistrer et relire")
    office.go(path)
    office.decide("Clore la saisie…", "CLORE", "Clore la saisie")
    school.go(f"{path}saisie/U2/")
    assert school.page.locator("input[data-note]").count() == 0
    office.go(f"{path}jury/")
    office.upload("Composition du jury", "jury.csv", JURY.encode())
    office.fill({"Arrêté de nomination": "arrêté n° 2026-1", "Date de l'arrêté": "2026-05-12"})
    office.press("Vérifier et nommer")
    office.says("Le jury est conforme")
    office.capture("jury")
    deliberate(office, president, member, path)
    president.go(f"{path}deliberation/")
    president.capture("deliberation")
    with president.page.expect_navigation():
        president.page.locator("tbody a").first.click()
    president.check()
    president.capture("deliberation-candidat")
    president.go(f"{path}pv/")
    president.capture("pv")
    visitor = person(browser, site)
    visitor.go(f"/resultats/{path.split('/')[2]}/")
    for one in (office, school, president, member, visitor):
        assert one.faults == []


def values(cells: Any) -> list[str]:
    """What stands in each of these fields, asked of the page at once."""
    told: list[str] = cells.evaluate_all("cells => cells.map(cell => cell.value)")
    return told


def by_keyboard_then_pasted(school: Person, path: str) -> None:
    """Marks by the keyboard alone; then a table copied from a spreadsheet, which finds its lines by number, and shows
    what it changes before it is taken."""
    school.go(f"{path}saisie/U2/")
    cells = school.page.locator("input[data-note]")
    empty = [place for place, value in enumerate(values(cells)) if not value]
    cells.nth(empty[0]).focus()
    school.page.keyboard.type("12,5")
    school.page.keyboard.press("Enter")
    assert cells.nth(empty[0] + 1).evaluate("cell => cell === document.activeElement")
    school.page.keyboard.press("ArrowUp")
    assert cells.nth(empty[0]).evaluate("cell => cell === document.activeElement")
    for place in empty[1:]:
        cells.nth(place).fill("11")
    school.capture("saisie")
    school.press("Enregistrer et relire")
    assert "Relecture" in school.page.inner_text("h1")
    school.capture("relecture")

    school.go(f"{path}saisie/U31/")
    typed = values(cells)
    numbers = school.page.locator("tr[data-numero]:has(input[data-note])").evaluate_all(
        "rows => rows.map(row => row.dataset.numero)"
    )
    table = [f"{number}\t{mark or '13,5'}" for number, mark in zip(numbers, typed, strict=True)]
    school.page.evaluate(
        """table => {
            const data = new DataTransfer();
            data.setData("text", table);
            const cell = document.querySelector("input[data-note]");
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "\n".join(["numéro\tnote", *reversed(table)]),
    )
    assert "1 ligne n'est pas reprise" in school.page.inner_text("dialog[open]")
    school.page.get_by_role("button", name="Reprendre ces notes").click()
    assert values(cells) == [mark or "13,5" for mark in typed]
    school.press("Enregistrer et relire")
    assert "Relecture" in school.page.inner_text("h1")


def test_the_candidate_sees_the_result_and_the_employer_verifies_it(browser: Any, site: Any, tmp_path: Path) -> None:
    candidate, employer = person(browser, site, "candidat@demo.fr"), person(browser, site)
    assert "Admis" in candidate.text()
    candidate.capture("mon-dossier")
    for link, name in (("Diplôme (PDF)", "diplome.pdf"), ("Badge à montrer (PNG)", "badge.png")):
        with candidate.page.expect_download() as download:
            candidate.page.get_by_role("link", name=link).click()
        download.value.save_as(tmp_path / name)
        employer.go("/verifier/")
        employer.page.set_input_files("[name=document]", tmp_path / name)
        employer.press("Vérifier")
        assert "Authentique" in employer.text(), employer.text()
    employer.capture("verifier")
    (tmp_path / "faux.png").write_bytes((tmp_path / "badge.png").read_bytes().replace(b"Technicien", b"Technicienn"))
    employer.go("/verifier/")
    employer.page.set_input_files("[name=document]", tmp_path / "faux.png")
    employer.press("Vérifier")
    assert "Authentique" not in employer.page.inner_text("main h2")
    employer.go("/certifications/RNCP35697/")
    employer.capture("certification")


LEAVES = ("inscriptions", "import", "saisie", "saisie/U2", "coefficients", "jury", "deliberation", "pv", "journal")
LEAVES += ("presence", "deliberation/dossiers", "releve", "suites", "suites/retrait", "statistiques")
OTHERWISE: dict[str, dict[str, Any]] = {
    "sombre": {"color_scheme": "dark"},
    "telephone": {"viewport": {"width": 360, "height": 740}},
    "zoom à 200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "sans JavaScript": {"java_script_enabled": False},
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_every_page_of_the_office_reads_otherwise_too(browser: Any, site: Any, name: str) -> None:
    """In the dark its colours hold; narrow, it does not overflow; without script, it is there."""
    context = browser.new_context(locale="fr-FR", **OTHERWISE[name])
    office = Person.beside(person(browser, site), context.new_page())
    page, address = office.page, site.site.address
    page.goto(f"{address}/compte/login/")
    page.fill("[name=login]", "examens@demo.fr")
    page.fill("[name=password]", "demonstration-laureat")
    page.click("main button[type=submit]")
    session = site.paths[0]
    paths = [
        "/sessions/",
        session,
        *(f"{session}{leaf}/" for leaf in LEAVES),
        *(f"/vae/RNCP35697/{leaf}" for leaf in ("", "jury/", "seances/")),
        "/certifications/RNCP35697/",
        "/verifier/",
    ]
    for path in paths:
        assert page.goto(address + path).status == 200
        if name == "sombre":
            found = Axe().run(page).response["violations"]
            assert not found, (path, [(fault["id"], fault["nodes"][0]["html"]) for fault in found])
        elif name != "sans JavaScript":
            assert not office.overflows(), path
    context.close()


def test_a_list_narrows_as_one_types_without_leaving_the_page(browser: Any, site: Any) -> None:
    office = person(browser, site, "examens@demo.fr")
    page = office.page
    office.go(site.paths[0] + "inscriptions/")
    page.evaluate("window.restee = true")
    name = page.locator("#liste tbody th").last.inner_text()
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#q").press_sequentially(name.split()[0])
    page.wait_for_url("**q=*")
    page.wait_for_function("name => document.querySelector('#liste tbody').innerText.includes(name)", arg=name)
    assert page.evaluate("window.restee"), "the page was loaded anew"
    assert name.split()[0] in page.locator("#liste tbody th").first.inner_text()
    office.look("la liste réduite")
    assert not office.faults


def test_a_struck_decision_of_vae_is_shown_before_it_is_recorded_then_followed(browser: Any, site: Any) -> None:
    """Each state of its page, faults included, by axe and at both widths."""
    office = person(browser, site, "examens@demo.fr")
    page = office.page
    office.go("/vae/RNCP35697/?etape=notifie")
    page.locator("main table tbody th a").first.click()
    page.locator("summary", has_text="annulation").click()
    told = {"#authority": "tribunal administratif d'Ici", "#number": "2601234", "#motif_acte": "vice de procédure"}
    for field, value in {**told, "#decided_on": "2020-01-01"}.items():
        page.fill(field, value)
    office.press("Voir ce que cet acte fera")
    office.says("précède la séance du jury")
    assert page.input_value("#motif_acte") == "vice de procédure", "nothing typed is lost"
    office.look("VAE : annulation refusée")
    page.fill("#decided_on", date.today().isoformat())
    office.press("Voir ce que cet acte fera")
    office.says("Ce que le jury avait validé ne l'est plus")
    office.look("VAE : annulation à confirmer")
    office.page.set_viewport_size({"width": 1280, "height": 900})
    office.capture("vae-annulation")
    page.fill("#mot", "RETIRER")
    office.press("Enregistrer une annulation ou un retrait")
    office.says("À faire ailleurs", "Courriers au candidat")
    office.look("VAE : décision annulée")
    office.page.locator("h2", has_text="À faire ailleurs").first.scroll_into_view_if_needed()
    office.capture("vae-suites")
    office.go("/vae/RNCP35697/")
    office.says("Des décisions notifiées ne valent plus")
