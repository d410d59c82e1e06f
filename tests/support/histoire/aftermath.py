"""Chapter four: a correction, a judgment that quashes a decision, another jury, a centre withdrawn; the papers."""

import io
import time
import zipfile
from pathlib import Path

from support.ecrans import Person

OTHERS = (
    ("Perrin", "Alain", "homme", "président", "enseignant-chercheur", "perrin@exemple.fr"),
    ("Roux", "Odile", "femme", "membre", "enseignant public", "roux@exemple.fr"),
    ("Diallo", "Awa", "femme", "membre", "enseignant de CFA ou de section d'apprentissage", ""),
    ("Kermadec", "Yann", "homme", "membre", "enseignant public", ""),
    ("Žižka", "Petra", "femme", "membre", "employeur", ""),
    ("Moreau", "Paul", "homme", "membre", "salarié", ""),
)


def file_of(office: Person, path: str, number: str) -> None:
    """The file of a candidate, found by number."""
    office.go(f"{path}inscriptions/?q={number}")
    with office.page.expect_navigation():
        office.page.locator("#liste tbody th a").first.click()
    office.check()


def correct(office: Person, path: str, number: str, unit: str, mark: str) -> None:
    """A material error, put right after the publication: the result is suspended."""
    file_of(office, path, number)
    office.unfold("Changer une note")
    form = office.page.locator(f"form:has(input[name=unite][value={unit}])").first
    form.get_by_label("Nouvelle note").fill(mark)
    form.get_by_label("Motif").fill("erreur de report")
    with office.page.expect_navigation():
        form.get_by_role("button").click()
    office.check()
    office.says("Le résultat est suspendu jusqu'à la nouvelle délibération du jury")


def strike(office: Person, path: str, told: dict[str, str]) -> None:
    """A judgment, or a decision of the authority: whom it concerns is shown before it is recorded."""
    office.go(f"{path}suites/")
    office.follow("Enregistrer une annulation ou un retrait")
    office.fill(told)
    office.press("Voir qui est concerné")
    office.press("Enregistrer cet acte")


def finished_jobs(office: Person, patience: int = 1200) -> None:
    """Wait until the worker has nothing left to do."""
    until = time.monotonic() + patience
    while True:
        office.go("/travaux/")
        told = office.text()
        if "en attente" not in told and "en cours" not in told:
            return
        assert time.monotonic() < until, told
        time.sleep(3)


def papers(office: Person, path: str) -> dict[str, bytes]:
    """The files of the ZIP of papers, by name."""
    office.go(f"{path}inscriptions/")
    office.press("Tous les papiers de la session (ZIP, et PDF à imprimer)")
    finished_jobs(office)
    with office.page.expect_navigation():
        office.page.locator("main tbody a").first.click()
    with office.page.expect_download() as told:
        office.page.get_by_role("link", name=".zip").first.click()
    with zipfile.ZipFile(io.BytesIO(Path(told.value.path()).read_bytes())) as files:
        return {name: files.read(name) for name in files.namelist()}
