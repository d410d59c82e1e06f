"""Letters that carry a link, to be typed again from paper."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from laureat.documents.infos import Infos
from laureat.documents.letters import Letter, print_letters

INFOS = Infos({"lieu": "Villefictive"})
TOKEN = "-a-b_c-DE-0123456789-abcdefghijklmnop-qrstuvwxyz"


@pytest.mark.parametrize("site", ["https://x.fr", "https://certifications.une-maison-au-nom-bien-long.exemple.fr"])
def test_a_link_stands_on_one_line_whatever_its_hyphens(site: str) -> None:
    link = f"{site}/invitation/{TOKEN}/"
    pdf = print_letters([Letter("Léa Çelik", (), "Votre compte", ("Bonjour,",), link)], INFOS, date(2026, 7, 6))
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert link in page.extract_text().splitlines()
