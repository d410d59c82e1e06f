"""The print file is the parts, page for page, and nothing is left behind when a part is broken."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.errors import PyPdfError

from laureat.documents import papers
from laureat.documents.print_file import concatenate
from laureat.documents.typeset import Typesetter


@pytest.fixture(scope="module")
def parts(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two parts: three papers, then one."""
    told, folder, typesetter = bench.told(), tmp_path_factory.mktemp("parts"), Typesetter()
    content = [kind.content(bench.context, told) for kind in (papers.RELEVE, papers.DIPLOME, papers.RELEVE)]
    paths = [folder / "0.pdf", folder / "1.pdf"]
    for path, said in zip(paths, (content, content[1:2]), strict=True):
        path.write_bytes(typesetter.print_file(said, date(2026, 7, 6)))
    return paths


def pages(path: Path) -> list[bytes]:
    """What each page looks like."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [sheet.render(scale=1).to_numpy().tobytes() for sheet in document]
    finally:
        document.close()


def test_every_page_looks_as_it_did(parts: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "impression.pdf"
    concatenate(parts, target)
    assert len(pypdf.PdfReader(target, strict=True).pages) == 6
    assert pages(target) == [sheet for part in parts for sheet in pages(part)]
    concatenate(parts, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == target.read_bytes()


def test_a_broken_part_leaves_no_print_file(parts: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing\n")
    with pytest.raises(PyPdfError):
        concatenate([parts[0], broken], tmp_path / "impression.pdf")
    assert not (tmp_path / "impression.pdf").exists()
