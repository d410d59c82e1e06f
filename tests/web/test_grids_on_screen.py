"""Grids in a real Chromium: a tap that is slow to be recorded never lands on the candidate whom one passes to."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.ecrans import Person
from support.site import Site

pytestmark = pytest.mark.browser

UNIT = "U31"


@pytest.fixture(scope="module")
def desk(world: Any, browser: Any) -> Iterator[Any]:
    """An assessor of the lycée, two candidates who follow each other."""
    from laureat.web.exam_sessions.models import Standing

    own = Standing.objects.filter(session=world.sessions[0], establishment="0690001B", categorie="A", withdrawn=False)
    world.rows = list(own.filter(units__contains=[UNIT]).order_by("sort_key", "candidate")[:2])
    world.site = Site()
    world.person = Person(browser, world.site.address, "lycee@demo.fr")
    world.place = f"/sessions/{world.sessions[0].pk}/grilles/{UNIT}/"
    yield world
    world.site.stop()


def entries(row: Any) -> list[tuple[str, str]]:
    from laureat.web.grids.models import GridEntry

    return list(GridEntry.objects.filter(candidate=row.candidate).order_by("id").values_list("criterion", "value"))


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as waits

    return waits(locator)


def test_passing_to_another_candidate_while_a_tap_is_being_saved_gives_it_to_neither_neighbour(desk: Any) -> None:
    person, (first, second) = desk.person, desk.rows
    page, held = person.page, list[Any]()
    person.go(f"{desk.place}{first.candidate}/?situation=P")
    page.route("**/croix/", lambda route: held.append(route))
    page.locator("input[name='l-C1.1'][value='3']").check(force=True)
    expect(page.locator("[data-pending]")).to_contain_text("1 ligne n'est pas encore enregistrée")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{person.site}{desk.place}{second.candidate}/?situation=P")
    assert asked == ["beforeunload"]  # one is told before it is left
    assert page.locator("input[name='l-C1.1']:checked").get_attribute("value") == ""
    assert (entries(first), entries(second)) == ([], [])
    page.unroute("**/croix/")

    person.go(f"{desk.place}?situation=P")  # side by side: two taps held, let go in the other order
    page.route("**/croix/", lambda route: held.append(route))
    held.clear()
    for row, level in ((first, "3"), (second, "1")):
        page.locator(f"select[data-candidate='{row.candidate}'][data-line='C1.1']").select_option(level)
    page.wait_for_timeout(300)
    for route in reversed(held):
        route.continue_()
    for row in (first, second):
        expect(page.locator(f"output[data-missing='{row.candidate}']")).to_contain_text("C1.2")
    assert (entries(first), entries(second)) == ([("C1.1", "3")], [("C1.1", "1")])
    page.unroute("**/croix/")
    assert not person.faults


def test_a_tutor_signs_in_a_real_browser_on_a_phone(desk: Any, browser: Any) -> None:
    from laureat.web.grids.models import TutorLink

    row = desk.rows[1]
    about = {"session": desk.sessions[0], "unit": UNIT, "candidate": row.candidate, "situation": "P"}
    _link, token = TutorLink.draw(**about, name="Mme Roy", quality="tutrice", role="professionnel", by=desk.office)
    tutor = Person(browser, desk.site.address, viewport={"width": 360, "height": 740})
    tutor.go(f"/tuteur/{token}/")
    tutor.page.locator("input[name='l-C1.2'][value='2']").check(force=True)
    expect(tutor.page.locator("[data-pending]")).to_be_hidden()
    tutor.fill({"Votre appréciation": "Très soigneux."})
    tutor.press("Signer mon avis")
    tutor.says("signé le", "Très soigneux.")
    assert ("C1.2", "2") in entries(row)
    assert not tutor.faults


def test_side_by_side_every_cell_says_whose_it_is_read_aloud_and_on_a_phone(desk: Any, browser: Any) -> None:
    phone = Person(browser, desk.site.address, "lycee@demo.fr", viewport={"width": 390, "height": 844})
    phone.go(f"{desk.place}?situation=P")
    names = phone.page.locator(".crosses thead th a").all_inner_texts()
    assert len(names) > 1
    cells = phone.page.locator(".crosses tr:has(td)").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(one => one.dataset.label))"
    )
    assert {tuple(row) for row in cells} == {tuple(names)}
    for label in phone.page.locator(".crosses select").evaluate_all("all => all.map(one => one.ariaLabel)"):
        assert any(label.endswith(f", {name}") for name in names), label
    assert not phone.faults
