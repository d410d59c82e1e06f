"""Crosses made out of reach on a grid whose edition changes meanwhile: they wait, and are carried when asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.site import Site
from support.tablette import Tablet
from support.toile import key, send, signed_in, text, upload

pytestmark = pytest.mark.browser

UNIT = "U31"
SHIPPED = Path("src/laureat/grilles/donnees/RNCP35697.yaml").read_text(encoding="utf-8")


@pytest.fixture
def shop(world: Any, browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Two candidates without a mark, and a tablet that took their grid away."""
    from laureat.web.exam_sessions.models import Standing

    own = Standing.objects.filter(session=world.sessions[0], establishment="0690001B", categorie="A", withdrawn=False)
    world.rows = [row for row in own.filter(units__contains=[UNIT]).order_by("sort_key") if UNIT not in row.cells]
    world.session, world.site = world.sessions[0], Site()
    world.tablet = Tablet(browser, world.site.address, tmp_path)
    world.tablet.sign_in(str(signed_in(world.accounts["lycee@demo.fr"]).cookies["laureat_session"].value))
    world.tablet.take(world.session.pk, UNIT)
    yield world
    world.tablet.context.close()
    world.site.stop()


def written(row: Any) -> list[tuple[str, str, str, str]]:
    from laureat.web.grids.models import GridEntry

    found = GridEntry.objects.filter(candidate=row.candidate).select_related("edition").order_by("id")
    return [(one.edition.edition, one.criterion, one.value, one.origin) for one in found]


def test_crosses_of_another_edition_wait_and_are_carried_when_a_person_asks_with_both_values_where_there_are_two(
    shop: Any,
) -> None:
    first, second = shop.rows[:2]
    office, tablet, edition = signed_in(shop.office), shop.tablet, "autre"
    for row, line, level in ((first, "C1.1", "3"), (first, "C1.1", "2"), (first, "C1.2", "1"), (second, "C1.1", "3")):
        tablet.tap(row.candidate, line, level)
    place = f"/sessions/{shop.session.pk}/grilles"
    part = SHIPPED[SHIPPED.index(f"- grille: RNCP35697-{UNIT}\n") : SHIPPED.index("- grille: RNCP35697-U32\n")]
    part = part.replace("edition: 2026-11-hypothese", f"edition: {edition}").replace("code: C1.2,", "code: C1.9,")
    assert "1 grille chargée" in text(send(office, f"{place}/charger/", fichier=upload("n.yaml", part.encode())))
    met = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "0", "lu": "0"}  # by another, meanwhile
    entered = office.post(f"{place}/{UNIT}/{second.candidate}/croix/", met, headers={"X-Requested-With": "fetch"})
    assert entered.status_code == 200
    tablet.send()
    conflicts = tablet.page.locator("[data-conflits] section")
    tablet.expect(conflicts).to_have_count(2)
    tablet.expect(conflicts.first).to_contain_text("a changé d'édition")
    assert written(first) == []
    conflicts.first.get_by_role("button", name="Reporter mes croix sur la nouvelle édition").click()
    tablet.expect(conflicts.filter(has_text="La grille n'a pas cette ligne")).to_have_count(1)
    tablet.expect(conflicts.filter(has_text="Vous : « 3 ». Enregistré entre-temps par")).to_have_count(1)
    assert written(first) == [(edition, "C1.1", "2", "hors_ligne")]
    assert written(second) == [(edition, "C1.1", "0", "ecran")]  # nothing was chosen for anyone
    conflicts.filter(has_text="cette ligne").get_by_role("button", name="Écarter cette croix").click()
    tablet.expect(conflicts).to_have_count(1)
    conflicts.first.get_by_role("button", name="Garder la mienne").click()
    tablet.says("Les noms et les grilles sont effacés")
    assert written(second)[-1] == (edition, "C1.1", "3", "hors_ligne")
    assert tablet.faults == []
