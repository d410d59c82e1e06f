"""The marks desk in a real Chromium: two tabs of one person, three people at once on one sheet."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.ecrans import Person, tolerated
from support.site import Site

pytestmark = pytest.mark.browser
ENOUGH = 4
"""Marks to enter that these tests ask of a sheet."""


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[Any]:
    """The demonstration world, listening."""
    world.site = Site()
    yield world
    world.site.stop()


def sheet_to_fill(site: Any, school: Person) -> tuple[str, list[str]]:
    """The sheet of a unit where this school has marks to enter, and the fields of these."""
    session = site.sessions[0]
    school.go(f"/sessions/{session.pk}/saisie/")
    for unit in [one.inner_text().split()[0] for one in school.page.locator("tbody tr").all()]:
        path = f"/sessions/{session.pk}/saisie/{unit}/"
        school.go(path)
        blank = school.page.locator("input[data-note]").evaluate_all(
            "all => all.filter(one => !one.value).map(one => one.name)"
        )
        if len(blank) >= ENOUGH:
            return path, blank
    raise AssertionError("aucune unité n'a assez de notes à saisir")


def recorded(site: Any, path: str) -> dict[str, str]:
    """By field, the marks of the unit that are recorded."""
    unit = path.rstrip("/").rpartition("/")[2]
    rows = site.sessions[0].standings.values_list("candidate", "cells")
    return {f"n-{candidate}": cells.get(unit, "") for candidate, cells in rows}


def type_in(person: Person, name: str, mark: str) -> None:
    """As one types, and the page hears it."""
    person.page.locator(f"input[name='{name}']").fill(mark)


def kept(person: Person) -> None:
    """The draft has reached the server."""
    person.page.wait_for_function("() => document.querySelector('[data-draft-state]').textContent.includes('gardée')")


def test_what_another_tab_typed_is_told_before_it_is_recorded(browser: Any, site: Any) -> None:
    first = Person(browser, site.site.address, "lycee@demo.fr")
    path, (one, other, *_rest) = sheet_to_fill(site, first)
    second = Person.beside(first, first.page.context.new_page())
    second.page.set_default_timeout(Person.patience)
    first.go(path)
    second.go(path)
    type_in(first, one, "9")
    type_in(first, other, "8,5")
    kept(first)
    type_in(second, one, "11")
    told = second.page.get_by_role("alert").filter(has_text="« 9 » est saisi ici dans un autre onglet : relisez.")
    told.wait_for()
    row = second.page.locator("tr", has=second.page.locator(f"input[name='{one}']"))
    assert row.get_by_role("alert").count() == 1, "it is told on its line, and on no other"
    assert second.page.get_by_role("alert").filter(has_text="autre onglet").count() == 1
    assert second.page.locator(f"input[name='{one}']").input_value() == "11", "nothing typed is lost"
    second.press("Enregistrer et relire")
    assert "Relecture" in second.page.inner_text("h1")
    found = recorded(site, path)
    assert (found[one], found[other]) == ("11", ""), "this tab records what it typed"
    third = Person.beside(first, first.page.context.new_page())
    third.go(path)
    assert third.page.locator(f"input[name='{other}']").input_value() == "8,5", "the other tab's draft is still there"
    first.page.context.close()


def test_three_people_at_once_on_one_sheet_lose_nothing_and_a_crossed_mark_is_told(browser: Any, site: Any) -> None:
    emails = ("lycee@demo.fr", "examens@demo.fr", "adjoint@demo.fr")
    people = [Person(browser, site.site.address, email) for email in emails]
    path, blank = sheet_to_fill(site, people[0])
    crossed, *own = blank[:ENOUGH]
    for person in people:
        person.go(path)
    for person, name, mark in zip(people, own, ("10", "11,5", "12"), strict=True):
        type_in(person, name, mark)
    for person, mark in zip(people[:2], ("7", "14"), strict=True):
        type_in(person, crossed, mark)
    for person in people:
        kept(person)
    with tolerated(people[0], "422"), tolerated(people[1], "422"):
        for person in people:
            person.page.evaluate("() => document.querySelector('form[data-draft]').requestSubmit()")
        for person in people:
            person.page.wait_for_function(
                "() => document.querySelector('h1').innerText.includes('Relecture')"
                " || document.querySelector('main .error, main .errors')"
            )
    refused = [person for person in people if "Relecture" not in person.page.inner_text("h1")]
    assert len(refused) == 1, "of two marks for one candidate, the first stands and the other is told"
    (late,) = refused
    mine, theirs = ("7", "14") if late is people[0] else ("14", "7")
    late.says("1 note enregistrée ; 1 ligne à revoir, non enregistrée.")
    row = late.page.locator("tr", has=late.page.locator(f"input[name='{crossed}']"))
    assert theirs in row.locator(".error").inner_text()
    assert late.page.locator(f"input[name='{crossed}']").input_value() == mine, "what was typed stays"
    found = recorded(site, path)
    assert found[crossed] == theirs
    assert [found[name] for name in own] == ["10", "11,5", "12"]
    type_in(late, crossed, theirs)
    late.press("Enregistrer et relire")
    assert recorded(site, path) == found
    for person in people:
        assert person.faults == []
        person.page.context.close()
