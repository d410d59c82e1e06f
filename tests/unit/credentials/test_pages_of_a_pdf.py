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
