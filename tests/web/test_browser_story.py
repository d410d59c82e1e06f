"""The whole story in a real Chromium, on the real server: three schools, 200 candidates, to a correction and after.

Every page met is checked with axe. With ``LAUREAT_CAPTURES=1`` the screenshots of the guides are taken on the way.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PASSWORD = "demonstration-laureat"
JURY = """nom;prenom;sexe;qualite;fonction;courriel
Marchand;Claude;F;enseignant_chercheur;president;presidente@demo.fr
Lefèvre;Camille;M;enseignant_public;membre;jury@demo.fr
Nguyễn;Linh;F;enseignant_cfa;membre;
Benali;Inès;F;enseignant_public;membre;
Šimůnek;Jan;M;employeur;membre;
Costa;Paula;F;salarie;membre;
"""


@pytest.fixture(scope="module")
def site(data_folder: Path) -> Iterator[str]:
    """``laureat serveur --demonstration`` in a process of its own."""
    folder = data_folder
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "LAUREAT_DONNEES"))
    }
    command = [sys.executable, "-m", "laureat.cli.main", "serveur", "--demonstration"]
    log = (folder / "sortie").open("w")
    process = subprocess.Popen(
        [*command, "--donnees", str(folder / "donnees"), "--port", str(port)], env=env, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail((folder / "sortie").read_text())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.5)
    else:
        pytest.fail("le serveur ne répond pas")
    yield address
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    log.close()


class Person:
    """Someone at a screen: every page met is checked once by axe."""

    checked: set[str] = set()  # noqa: RUF012 (shared on purpose: one check a page)

    def __init__(self, browser: Any, site: str, email: str = "", **options: Any) -> None:
        self.site = site
        self.page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}, **options).new_page()
        self.page.set_default_timeout(30_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        if email:
            self.go("/compte/login/")
            self.page.fill("[name=login]", email)
            self.page.fill("[name=password]", PASSWORD)
            self.press("Se connecter", within="main")

    def go(self, path: str) -> None:
        """Visit and check."""
        answer = self.page.goto(self.site + path)
        assert answer.status == 200, (path, answer.status)
        self.check()

    def press(self, name: str, within: str = "main") -> None:
        """Press a button, wait for the page that follows, and check it."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()
        self.check()

    def decide(self, name: str, word: str, deed: str) -> None:
        """Press the button of an act that cannot be undone, then type its word on the page that shows what it does."""
        self.press(name)
        self.page.fill("#mot", word)
        self.press(deed)

    def check(self) -> None:
        """No violation of axe, in light; the page overflows neither a screen nor a phone."""
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", self.page.url.removeprefix(self.site).split("?")[0])
        title = self.page.title()
        if (key := f"{shape} {self.page.locator('h1').first.inner_text()[:20]}") in self.checked:
            return
        self.checked.add(key)
        found = Axe().run(self.page).response["violations"]
        assert not found, (shape, title, [(fault["id"], fault["nodes"][0]["html"]) for fault in found])
        for width in (390, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert not self.overflows(), (shape, width)

    def overflows(self) -> bool:
        """True when the page is wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def text(self) -> str:
        """What the page says."""
        return str(self.page.inner_text("main"))

    def capture(self, name: str, root: Path) -> None:
        """A screenshot for the guides, when asked for."""
        if os.environ.get("LAUREAT_CAPTURES") == "1":
            (root / "docs/guides/images").mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=root / f"docs/guides/images/{name}.png")


def candidates(site: str, root: Path, count: int) -> bytes:
    """A list of candidates of the three schools, made outside the server."""
    from laureat.web.exam_sessions.models import Certification, ExamSession
    from laureat.web.project import demonstration

    session = ExamSession(certification=Certification(numero="RNCP35697", reglement="RNCP35697"), year=2026)
    return demonstration.candidates_csv(session, count, seed=11, waiting=True)


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
    for person in (president, member):
        person.go(f"{path}pv/")
        assert "Rien ne s'oppose au sceau" in person.text(), person.text()
        person.page.fill("[name=mot_de_passe]", PASSWORD)
        person.press("J'approuve ce procès-verbal")
    president.go(f"{path}pv/")
    president.decide("Sceller…", "SCELLER", "Sceller le procès-verbal")
    assert "procès-verbal scellé" in president.text()
    office.go(path)
    office.decide("Publier les résultats…", "PUBLIER", "Publier les résultats")


def test_the_whole_story_in_a_browser(browser: Any, site: str, root: Path, tmp_path: Path) -> None:
    office = Person(browser, site, "examens@demo.fr")
    second = Person(browser, site, "adjoint@demo.fr")
    school = Person(browser, site, "lycee@demo.fr")
    president = Person(browser, site, "presidente@demo.fr")
    member = Person(browser, site, "jury@demo.fr")
    visitor = Person(browser, site)

    # Open, confirm, import.
    office.go("/sessions/ouvrir/")
    office.page.select_option("[name=certification]", "RNCP35697")
    for name, value in {"year": "2026", "label": "Session du navigateur", "place": "Lyon"}.items():
        office.page.fill(f"[name={name}]", value)
    for name in ("academy", "authority", "signatory", "signatory_quality", "service", "service_address", "court"):
        office.page.fill(f"[name={name}]", "Exemple")
    office.page.fill("[name=service_email]", "s@exemple.fr")
    office.press("Ouvrir la session")
    path = office.page.url.removeprefix(site)
    for name, value in (("U2", "4"), ("U31", "6"), ("U32", "2")):
        office.go(f"{path}coefficients/")
        card = office.page.locator(f"form:has(input[value=coefficient_{name}])")
        card.locator("[name=value]").fill(value)
        card.locator("[name=text]").fill("arrêté, annexe IV")
        card.locator("[name=text_date]").fill("2020-12-09")
        with office.page.expect_navigation():
            card.locator("button").click()
        second.go(f"{path}coefficients/")
        card = second.page.locator(f"form:has(input[value=coefficient_{name}]):has(button[value=confirmer])")
        card.locator("[name=value]").fill(value)
        with second.page.expect_navigation():
            card.locator("button").click()
    office.check()
    second.check()
    listed = tmp_path / "candidats.csv"
    listed.write_bytes(candidates(site, root, 200))
    office.go(f"{path}import/")
    office.page.set_input_files("[name=file]", listed)
    office.press("Voir l'aperçu")
    office.capture("apercu", root)
    office.press("Appliquer la liste")
    assert "200 candidats" in office.text()
    office.go(path)
    office.capture("tableau-de-bord", root)

    # The school enters marks, by keyboard alone, then pastes a table; the office the rest.
    school.go(f"{path}saisie/U2/")
    cells = school.page.locator("input[data-note]")
    empty = [place for place in range(cells.count()) if not cells.nth(place).input_value()]
    cells.nth(empty[0]).focus()
    school.page.keyboard.type("12,5")
    school.page.keyboard.press("Enter")
    assert cells.nth(empty[0] + 1).evaluate("cell => cell === document.activeElement")
    school.page.keyboard.press("ArrowUp")
    assert cells.nth(empty[0]).evaluate("cell => cell === document.activeElement")
    for place in empty[1:]:
        cells.nth(place).fill("11")
    school.capture("saisie", root)
    school.press("Enregistrer et relire")
    assert "Relecture" in school.page.inner_text("h1")
    school.capture("relecture", root)
    paste_a_table(school, path)
    office.go(f"{path}saisie/")
    rows = [row.inner_text().split() for row in office.page.locator("tbody tr").all()]
    for unit in [row[0] for row in rows if row[-4] != row[-2]]:
        office.go(f"{path}saisie/{unit}/")
        cells = office.page.locator("input[data-note]")
        blank = [place for place in range(cells.count()) if not cells.nth(place).input_value()]
        for place in blank:
            cells.nth(place).fill("10,5")
        if blank:
            office.press("Enregistrer et relire")

    # Close, appoint, deliberate, publish.
    office.go(path)
    office.decide("Clore la saisie…", "CLORE", "Clore la saisie")
    school.go(f"{path}saisie/U2/")
    assert school.page.locator("input[data-note]").count() == 0
    jury = tmp_path / "jury.csv"
    jury.write_text(JURY, encoding="utf-8")
    office.go(f"{path}jury/")
    office.page.set_input_files("[name=file]", jury)
    office.page.fill("[name=arrete]", "arrêté n° 2026-1")
    office.page.fill("[name=arrete_date]", "2026-05-12")
    office.press("Vérifier et nommer")
    assert "Le jury est conforme" in office.text()
    office.capture("jury", root)
    deliberate(office, president, member, path)
    president.go(f"{path}deliberation/")
    president.capture("deliberation", root)
    with president.page.expect_navigation():
        president.page.locator("tbody a").first.click()
    president.check()
    president.capture("deliberation-candidat", root)
    president.go(f"{path}pv/")
    president.capture("pv", root)

    # The public list; a correction after publication, traced; the jury decides again.
    visitor.go(f"/resultats/{path.split('/')[2]}/")
    office.go(f"{path}deliberation/?decision=admis")
    with office.page.expect_navigation():
        office.page.locator("tbody a").last.click()
    file = office.page.url.removeprefix(site).replace("deliberation", "inscriptions")
    office.go(file)
    office.page.get_by_text("Changer une note").click()
    form = office.page.locator("form:has(input[name=unite][value=U51])").first
    form.locator("[name=note]").fill("19,5")
    form.locator("[name=motif]").fill("erreur de report")
    with office.page.expect_navigation():
        form.locator("button").click()
    office.check()
    assert "suspendu" in office.text()
    deliberate(office, president, member, path)
    office.go(f"{path}journal/")
    assert "Correction faite" in office.text()
    office.capture("journal", root)
    for person in (office, school, president, member, visitor):
        assert person.faults == []


def paste_a_table(school: Person, path: str) -> None:
    """A table copied from a spreadsheet finds its lines by number, and shows what it changes before it is taken."""
    school.go(f"{path}saisie/U31/")
    cells = school.page.locator("input[data-note]")
    typed = [cells.nth(place).input_value() for place in range(cells.count())]
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
    assert [cells.nth(place).input_value() for place in range(cells.count())] == [mark or "13,5" for mark in typed]
    school.press("Enregistrer et relire")
    assert "Relecture" in school.page.inner_text("h1")


def test_the_candidate_sees_the_result_and_the_employer_verifies_it(
    browser: Any, site: str, root: Path, tmp_path: Path
) -> None:
    candidate, employer = Person(browser, site, "candidat@demo.fr"), Person(browser, site)
    assert "Admis" in candidate.text()
    candidate.capture("mon-dossier", root)
    for link, name in (("Diplôme (PDF)", "diplome.pdf"), ("Badge à montrer (PNG)", "badge.png")):
        with candidate.page.expect_download() as download:
            candidate.page.get_by_role("link", name=link).click()
        download.value.save_as(tmp_path / name)
        employer.go("/verifier/")
        employer.page.set_input_files("[name=document]", tmp_path / name)
        employer.press("Vérifier")
        assert "Authentique" in employer.text(), employer.text()
    employer.capture("verifier", root)
    (tmp_path / "faux.png").write_bytes((tmp_path / "badge.png").read_bytes().replace(b"Technicien", b"Technicienn"))
    employer.go("/verifier/")
    employer.page.set_input_files("[name=document]", tmp_path / "faux.png")
    employer.press("Vérifier")
    assert "Authentique" not in employer.page.inner_text("main h2")
    employer.go("/certifications/RNCP35697/")
    employer.capture("certification", root)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("sombre", {"color_scheme": "dark"}),
        ("telephone", {"viewport": {"width": 360, "height": 740}}),
        ("zoom à 200 %", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),
        ("sans JavaScript", {"java_script_enabled": False}),
    ],
)
def test_every_page_of_the_office_reads_otherwise_too(browser: Any, site: str, name: str, options: dict) -> None:
    office = Person.__new__(Person)
    context = browser.new_context(locale="fr-FR", **options)
    office.site, office.page, office.faults = site, context.new_page(), []
    page = office.page
    page.goto(f"{site}/compte/login/")
    page.fill("[name=login]", "examens@demo.fr")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    first = page.locator("main h2 a").last.get_attribute("href")
    paths = [
        "/sessions/",
        first,
        *(
            f"{first}{leaf}/"
            for leaf in (
                "inscriptions",
                "import",
                "saisie",
                "saisie/U2",
                "coefficients",
                "jury",
                "deliberation",
                "pv",
                "journal",
            )
        ),
    ]
    for path in [*paths, "/certifications/RNCP35697/", "/verifier/"]:
        assert page.goto(site + path).status == 200
        if name == "sans JavaScript":
            continue
        assert not office.overflows(), path
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(fault["id"], fault["nodes"][0]["html"]) for fault in found])
    context.close()


def test_a_list_narrows_as_one_types_without_leaving_the_page(browser: Any, site: str) -> None:
    office = Person(browser, site, "examens@demo.fr")
    page = office.page
    office.go(page.locator("main h2 a").last.get_attribute("href").rstrip("/") + "/inscriptions/")
    page.evaluate("window.restee = true")
    name = page.locator("#liste tbody th").last.inner_text()
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#q").press_sequentially(name.split()[0])
    page.wait_for_url("**q=*")
    page.wait_for_function("name => document.querySelector('#liste tbody').innerText.includes(name)", arg=name)
    assert page.evaluate("window.restee"), "the page was loaded anew"
    assert name.split()[0] in page.locator("#liste tbody th").first.inner_text()
    found = Axe().run(page).response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert not office.faults
