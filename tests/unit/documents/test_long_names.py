"""A name of one long word covers nothing, in the tables of a session as on the papers of a candidate."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from laureat.documents import papers, seance, seance_lists, seance_rows
from laureat.documents.typeset import Typesetter

ISSUED = date(2026, 7, 6)
NAME = "Schwarzenbergerhoffmannschwarzenbergerhoffmann"
LONG = {"nom": NAME, "prenom": NAME.upper(), "date_naissance": "14/03/2008"}


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def covered(pdf: bytes) -> Iterator[str]:
    """The characters that another one of the same line covers by half, each pair with where it stands."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        written = [(text.get_charbox(rank), text.get_text_range(rank, 1)) for rank in range(text.count_chars())]
        shown = sorted((box, what) for box, what in written if what.strip() and what not in ".,;")
        for rank, ((left, bottom, right, top), what) in enumerate(shown):
            for (start, low, end, high), other in shown[rank + 1 : rank + 40]:
                if start >= right - 0.6:
                    break
                beside = min(top, high) - max(bottom, low) > 0.5 * min(top - bottom, high - low)
                over = min(right, end) - start > 0.5 * min(right - left, end - start)
                if beside and over and {what, other} - set("fil"):  # a ligature is one box for its letters
                    yield f"« {what} » et « {other} » à ({left:.0f}, {bottom:.0f})"
    document.close()


@pytest.mark.parametrize("paper", [seance.proces_verbal, seance_lists.emargement, seance_lists.resultats])
def test_a_name_of_one_long_word_covers_no_column_of_a_list(bench: Any, typesetter: Typesetter, paper: Any) -> None:
    told = bench.told(identite=LONG)
    rows = [seance_rows.row(told.candidate, told.outcome)]
    pdf = typesetter.pdf(paper(bench.context, rows), ISSUED)
    assert not list(covered(pdf))
    assert NAME in "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("kind", papers.KINDS, ids=lambda kind: kind.name)
def test_a_name_of_one_long_word_covers_nothing_on_a_paper(
    bench: Any, typesetter: Typesetter, kind: papers.Kind
) -> None:
    told = bench.told(identite=LONG)
    told = told if kind.is_due(bench.context, told) else bench.told(mark="9", cells={"U11": "12"}, identite=LONG)
    assert not list(covered(typesetter.pdf(kind.content(bench.context, told), ISSUED)))
