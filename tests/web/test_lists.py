"""Lists show people, not the keys they are recorded under."""

from html import escape
from typing import Any

import pytest

from laureat.web.project import demonstration
from support.toile import signed_in, text


@pytest.mark.parametrize("place", ["inscriptions", "deliberation", "controle", "vae"])
def test_each_line_of_a_list_says_whose_it_is(world: Any, place: str) -> None:
    from laureat.web.candidates.models import Identity

    published = world.sessions[-1]
    address = "/vae/RNCP35697/" if place == "vae" else f"/sessions/{published.pk}/{place}/"
    page = signed_in(world.office).get(address)
    assert page.status_code == 200, address
    rows = [row for row, *_rest in page.context["rows"]]
    assert rows
    for row in rows:
        name = Identity.objects.get(candidate=str(row.pk)).name
        assert name != row.numero
        assert escape(name) in text(page)


def test_a_list_of_registrations_says_the_school_and_the_route(world: Any) -> None:
    from laureat.reglements import famille

    page = text(signed_in(world.office).get(f"/sessions/{world.sessions[-1].pk}/inscriptions/"))
    assert f"<td>{demonstration.SCHOOLS[1][1]}</td>" in page
    assert any(f"<td>{escape(voie.label)}</td>" in page for voie in famille("bac_pro").voies)
