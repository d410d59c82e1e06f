"""On a page in English, every word of a grid stands under ``lang="fr"``: it is French, and is read so aloud."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.test import Client

from laureat.grilles import library, read_grids
from laureat.vocabulary.french.pages import TAGS
from support.toile import send, signed_in

UNIT = "U31"
MARK = "Qx"
"""What no language has: each text of the grid is written with it."""
WORDS = {"texte", "noms", "intitule", "preuve", "descripteurs", "indicateurs"}


def marked(told: Any, of: str = "") -> Any:
    """The grid, each of its texts told in words that look like no French."""
    if isinstance(told, dict):
        return {name: marked(one, name if name in WORDS else of) for name, one in told.items()}
    if isinstance(told, list):
        return [marked(one, of) for one in told]
    return f"{MARK} {MARK}" if of else told


def astray(page: str) -> Iterator[str]:
    """The texts and the named attributes of a page that hold a word of the grid outside of ``lang="fr"``."""
    depth = 0
    for place, piece in enumerate(TAGS.split(page)):
        if place % 3 == 1:
            if (
                not depth
                and ' lang="fr"' not in piece
                and re.search(rf'(aria-label|title|placeholder)="[^"]*{MARK}', piece)
            ):
                yield piece
            opened = piece.startswith("<") and not piece.startswith(("</", "<!")) and not piece.endswith("/>")
            if re.match(r"<(br|img|input|hr|meta|link)\b", piece):
                continue
            if depth:
                depth += -1 if piece.startswith("</") else int(opened)
            elif ' lang="fr"' in piece and opened:
                depth = 1
        elif place % 3 == 0 and not depth and MARK in html.unescape(piece):
            yield piece.strip()


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """A grid whose words are all marked, a candidate, a tutor's link."""
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.models import ChosenGrid
    from laureat.web.grids.tapping import use

    session = world.sessions[0]
    shipped: Any = yaml.safe_load(yaml.safe_dump(library()[f"RNCP35697-{UNIT}"].data))
    shipped["competences"][0]["criteres"][0] |= {"descripteurs": dict.fromkeys("0123", "d"), "indicateurs": ["i", "j"]}
    told: Any = marked(shipped) | {"edition": "marquee"}
    for one in told["situations"]:
        one["intitule"] = f"{MARK} {one['code']}"
    (grid,) = read_grids(yaml.safe_dump([told]), "marquee.yaml")
    ChosenGrid.objects.filter(session=session, unit=UNIT).delete()
    ChosenGrid.objects.update_or_create(session=session, unit=UNIT, defaults={"edition": use(session, UNIT, grid)})
    own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
    world.row = next(r for r in own.filter(units__contains=[UNIT]).order_by("sort_key") if UNIT not in r.cells)
    world.place = f"/sessions/{session.pk}/grilles/"
    world.lycee = signed_in(world.accounts["lycee@demo.fr"])
    return world


def test_every_word_of_a_grid_is_told_french_on_the_pages_in_english(house: Any) -> None:
    of = f"{house.place}{UNIT}/"
    asked = {"situation": "P", "nom": "T", "titre": "professionnel", "qualite": "t", "langue": "en"}
    given = send(house.lycee, f"{of}{house.row.candidate}/tuteur/", **asked).content.decode()
    link = next(found for found in re.findall(r"/tuteur/[^/\s<]+/", given))
    house.lycee.cookies["laureat_langue"] = "en"
    for client, address in (
        (house.lycee, house.place),
        (house.lycee, of),
        (house.lycee, f"{of}{house.row.candidate}/?situation=P"),
        (house.lycee, f"{of}relire/"),
        (house.lycee, f"/sessions/{house.place.split('/')[2]}/livret/{house.row.candidate}/"),
        (Client(HTTP_ACCEPT_LANGUAGE="en"), link),
    ):
        answer = client.get(address, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert '<html lang="en">' in page, address
        assert not list(astray(page)), address
