"""The pages of a PDF are looked at as images: at 200 dots an inch, or fewer where a page is larger than paper is."""

import io

import pypdfium2
import pytest

from laureat.credentials import pdf


def drawn(width: float, height: float) -> tuple[int, int]:
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    content = io.BytesIO()
    document.save(content)
    (page,) = pdf._pages(content.getvalue())
    size: tuple[int, int] = page.size
    return size


def test_a_small_page_has_200_dots_an_inch() -> None:
    assert drawn(72, 144) == (200, 400)


@pytest.mark.parametrize(("width", "height"), [(842, 1191), (7200, 7200)])
def test_a_large_page_has_no_more_points_than_are_read(width: float, height: float) -> None:
    wide, high = drawn(width, height)
    assert wide * high <= pdf.MAX_PIXELS * 1.01  # each side is rounded up
    assert wide * high >= pdf.MAX_PIXELS * 0.99


def test_as_many_pages_as_may_be_read_are_read_and_not_one_more() -> None:
    budget = pdf.Budget()
    budget.spend(pages=pdf.MAX_PAGES, files=pdf.MAX_ATTACHED)
    with pytest.raises(pdf.TooComplex, match="pages"):
        budget.spend(pages=1)
    with pytest.raises(pdf.TooComplex, match="pièces jointes"):
        pdf.Budget().spend(files=pdf.MAX_ATTACHED + 1)
