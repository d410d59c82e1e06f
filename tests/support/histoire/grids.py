"""A grid in the workshop: crosses on a tablet while the server is stopped, then the mark, settled and explained."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from support.ecrans import Person
from support.tablette import Tablet

UNIT = "U31"
PROFESSIONAL = "professionnel (tuteur, maître d'apprentissage, employeur)"
CROSSES = ("2", "3", "2", "1", "3", "2", "2", "3")


def in_the_workshop(
    browser: Any, assessor: Person, folder: Path, path: str, candidate: str, stop: Callable[[], None], start: Any
) -> str:
    """Tap a whole grid out of reach, and bring it back; gives the mark that the tablet said."""
    tablet = Tablet(browser, assessor.site, folder)
    try:
        found = {one["name"]: one["value"] for one in assessor.page.context.cookies()}
        tablet.sign_in(found["laureat_session"])
        tablet.take(path.split("/")[2], UNIT)
        tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        stop()
        lines = tablet.page.locator("[data-grille] fieldset input").evaluate_all(
            "all => [...new Set(all.map(one => one.name.slice(2)))]"
        )
        for line, level in zip(lines, CROSSES, strict=False):
            tablet.tap(candidate, line, level)
        said = str(tablet.page.locator("[data-grille] .in-sight [data-note]").inner_text())
        tablet.send()
        tablet.says("Pas de réseau : rien n'est perdu")
        tablet.page.reload()
        tablet.unlock()
        tablet.waits(f"{len(lines)} croix")
        start()
        tablet.send()
        tablet.says("Les noms et les grilles sont effacés")
        assert not tablet.faults
    finally:
        tablet.context.close()
    return said


def settled(browser: Any, assessor: Person, path: str, candidate: str, mark: str) -> str:
    """The mark of the grid, signed by the teacher and the professional that it asks for, is what the tablet said; gives
    the number of the candidate.
    """
    assessor.go(f"{path}grilles/{UNIT}/{candidate}/?situation=P")
    assert assessor.page.locator("aside output[data-mark]").inner_text() == mark
    assessor.fill({"Note sur": mark, "Appréciation": "Travail suivi."})
    assessor.press("Arrêter la note")
    assessor.says("il manque 1 signature sur 2", "attendu : professionnel")
    assessor.unfold("Donner un lien à un tuteur")
    assessor.fill({"Signe à titre de": PROFESSIONAL, "Qualité et entreprise": "tutrice, Mécanique du Rhône"})
    assessor.page.fill("#tuteur-nom", "Mme Roy")
    assessor.press("Donner le lien")
    tutor = Person(browser, assessor.site)
    tutor.go("/tuteur/" + assessor.page.locator("main p.mono").inner_text().partition("/tuteur/")[2])
    tutor.fill({"Votre appréciation": "Très soigneuse."})
    tutor.press("Signer mon avis")
    tutor.says("Votre avis est signé")
    assessor.go(f"{path}grilles/{UNIT}/{candidate}/?situation=P")
    assert assessor.page.get_by_label("Appréciation").input_value() == "Travail suivi."
    assessor.press("Arrêter la note")
    assessor.says(f"Note arrêtée : {mark}.")
    return str(assessor.page.locator("main p.soft .mono").first.inner_text())


def explained(office: Person, path: str, candidate: str, mark: str) -> None:
    """The result opens down to the cross that made the mark."""
    office.go(f"{path}deliberation/{candidate}/")
    office.unfold(f"{UNIT} : note tirée de la grille RNCP35697-{UNIT}")
    office.says(UNIT, mark, "C1.1")


def on_the_releve(papers: Mapping[str, bytes], numero: str, mark: str) -> None:
    """The relevé of the candidate bears the mark of the grid, beside its unit."""
    (paper,) = [content for name, content in papers.items() if "releve" in name and numero in name]
    told = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    rows = [told[at.start() : at.start() + 200].partition("U32")[0] for at in re.finditer(UNIT, told)]
    whole, _, cents = mark.partition(",")
    printed = f"{whole},{cents:0<2}"  # papers give two decimals
    assert any(printed in row.split() for row in rows), rows
