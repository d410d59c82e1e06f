"""What follows a publication, in a real Chromium: by axe, narrow, dark, enlarged, in English, by the keyboard alone.

With ``LAUREAT_CAPTURES=1`` the screenshots of the guides are taken on the way.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.clavier import Typist
from support.ecrans import Person
from support.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date.today().isoformat()
JUDGED = {
    "Ce qui arrive": "annulation par un juge",
    "Qui a": "tribunal administratif d'Ici",
    "Numéro": "2601234",
    "Date": TODAY,
    "Notifié": TODAY,
    "Délai": "2",
    "Motif": "Le président n'a pas siégé.",
}
AGAIN = {"Qui a": "cour administrative d'appel", "Numéro": "27", "Date": TODAY, "Motif": "jugement infirmé"}
WAYS: dict[str, dict[str, Any]] = {
    "bureau": {},
    "sombre": {"color_scheme": "dark"},
    "zoom à 200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "zoom à 400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[Any]:
    """The demonstration world, listening; the path of its published session."""
    world.site = Site()
    world.path = f"/sessions/{world.sessions[1].pk}/"
    admitted = world.sessions[1].standings.filter(public_decision="admis", establishment="0690001B")
    world.numbers = list(admitted.order_by("sort_key").values_list("numero", flat=True))
    yield world
    world.site.stop()


def seen(one: Person, name: str) -> None:
    """The page as it stands, a fault showing perhaps: axe, and no sideways scroll."""
    found = Axe().run(one.page).response["violations"]
    assert not found, (name, [(fault["id"], fault["nodes"][0]["html"]) for fault in found])
    assert not one.overflows(), name


@pytest.mark.parametrize("way", WAYS)
def test_every_state_of_a_withdrawal_and_of_what_follows_is_read_in_every_way(
    browser: Any, site: Any, way: str
) -> None:
    path, number = site.path, site.numbers[list(WAYS).index(way)]
    office = Person.beside(
        Person(browser, site.site.address), browser.new_context(locale="fr-FR", **WAYS[way]).new_page()
    )
    page = office.page
    page.set_default_timeout(office.patience)
    office.check = lambda: seen(office, page.url)  # type: ignore[method-assign]
    office.sign_in("examens@demo.fr")
    office.go(f"{path}suites/retrait/")
    if way == "bureau":
        office.fill({**JUDGED, "Numéros": number})
        office.capture("retrait", whole=True)
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true; })")
    office.fill({**JUDGED, "Date": "2001-01-01", "Notifié": "2000-01-01", "Numéros": "inconnu-1"})
    office.press("Voir qui est concerné")
    office.says("Inconnus dans cette session")
    assert office.typed("Motif") == JUDGED["Motif"], "nothing typed is lost"
    office.fill({**JUDGED, "Numéros": number})
    office.press("Voir qui est concerné")
    office.says("1 résultat sera suspendu")
    if way == "bureau":
        office.capture("retrait-qui")
    office.press("Revenir corriger")
    assert (office.typed("Motif"), office.typed("Numéros")) == (JUDGED["Motif"], number), "nothing typed is lost"
    office.press("Voir qui est concerné")
    office.press("Enregistrer cet acte")
    office.says("Le jury doit délibérer de nouveau", "Notifier au candidat")
    if way == "bureau":
        office.capture("suites")
    assert office.text().count("Annulation par un juge : tribunal") == 2 * (1 + list(WAYS).index(way))
    page.locator("main table tbody th a").first.click()
    office.check()
    office.says("Ce qu'il est advenu de la décision", "Le dossier pour la juridiction")
    office.go(f"{path}statistiques/")
    if office.page.get_by_role("button", name="Arrêter les chiffres").count():
        office.press("Arrêter les chiffres")
    office.says("A : contrôle en cours de formation et épreuves ponctuelles")
    if way == "bureau":
        assert {len(one.partition(",")[2]) for one in means_of(office.text())} == {2}
        office.capture("statistiques")
    office.go("/statistiques/")
    office.says("Par session")
    office.go(f"{path}suites/retablir/")
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true; })")
    office.press(page.locator("main form button").first.inner_text())
    seen(office, "rien de coché")


def means_of(told: str) -> list[str]:
    """The means of the table of marks."""
    return re.findall(r"\t(\d+,\d+)\t", told.partition("Par unité")[2])


def test_the_screens_that_follow_a_publication_once_in_english(browser: Any, site: Any) -> None:
    office = Person(browser, site.site.address, "examens@demo.fr")
    office.go(f"/langue/en?suite={site.path}suites/")
    for leaf in ("suites/", "suites/retrait/", "suites/retablir/", "statistiques/", "jury/", "pv/", "deliberation/"):
        office.go(site.path + leaf)
        assert office.page.get_attribute("html", "lang") == "en", leaf
        seen(office, leaf)


def test_a_judgment_is_recorded_by_the_keyboard_alone(browser: Any, site: Any) -> None:
    office = Typist(browser, site.site.address, "examens@demo.fr")
    office.open(f"{site.path}suites/")
    office.enter("Enregistrer une annulation ou un retrait")
    office.reach("Aller au contenu")
    office.page.keyboard.press("Enter")
    office.write("Qui a", "tribunal administratif d'Ici")
    office.write("Numéro", "2601239")
    office.write_day("Date", date.today())
    office.write("Numéros des candidats", site.numbers[-1])
    office.write("Motif", "tapé au clavier")
    office.enter("Voir qui est concerné")
    office.says("1 résultat sera suspendu")
    office.enter("Enregistrer cet acte")
    office.says("2601239")
