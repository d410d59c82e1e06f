"""What papers say, frozen as data: ``LAUREAT_FIGER=oui pytest …`` writes it again, to be read before a commit."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from laureat.documents import papers, seance, seance_rows
from laureat.documents.typeset import as_json


def said(bench: Any, name: str) -> dict[str, Any]:
    """A paper's content; the sentences of the règlement, frozen elsewhere, are left out."""
    admitted = bench.told(
        cells={"U11": "B11,5@2023", "U7": "DI", "U4": "VA", "U6": "AJ", "UF_LV": "15"}, projet="8,5", option="RSP"
    )
    failed = bench.told("0002", mark="9", cells={"U11": "12", "U4": "VA", "U7": "15"})
    if name == "proces_verbal":
        rows = [
            seance_rows.row(admitted.candidate, admitted.outcome),
            seance_rows.row(failed.candidate, failed.outcome),
        ]
        content = seance.proces_verbal(bench.context, rows)
    else:
        kind = next(kind for kind in papers.KINDS if kind.name == name)
        content = kind.content(bench.context, admitted if kind.is_due(bench.context, admitted) else failed)
    return {key: value for key, value in content.items() if key not in ("explication", "droits", "hypotheses")}


@pytest.mark.parametrize("name", ["releve", "diplome", "attestation", "certificat", "proces_verbal"])
def test_a_paper_says_what_was_read_and_approved(bench: Any, root: Path, name: str) -> None:
    path = root / "tests" / "golden" / "documents" / f"{name}.json"
    content = json.loads(as_json(said(bench, name)))
    if os.environ.get("LAUREAT_FIGER") == "oui":
        path.write_text(as_json(content) + "\n", encoding="utf-8")
    assert content == json.loads(path.read_text(encoding="utf-8"))
