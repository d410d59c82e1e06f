"""The weeks in a firm: written in words in one column, read by the rule in another, never lost between the two."""

from pathlib import Path

import pytest

from laureat.exchange.candidates import read_candidates
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

SPEC = Spec(charger("RNCP35697").at(2026))
UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]


def _list(path: Path, *, u2: str = "10", **columns: str) -> Path:
    fields = {"numero": "1", "voie": "scolaire_public", "option": "RSP", "voie_acces": "FI", "forme": "progressive"}
    fields |= columns | dict.fromkeys(UNITS, "10") | {"U2": u2}
    file = path / "l.csv"
    file.write_text(f"{';'.join(fields)}\n{';'.join(fields.values())}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("columns", "weeks", "told"),
    [
        ({"pfmp": "8 semaines"}, 8, ""),
        ({"pfmp": "21 Semaines", "semaines_pfmp": ""}, 21, ""),
        ({"pfmp": "21", "semaines_pfmp": "19"}, 19, "semaines_pfmp dit 19, et pfmp « 21 » : le premier est retenu"),
        ({"pfmp": "deux périodes"}, -1, "« deux périodes » ne donne pas un nombre de semaines"),
        ({"pfmp": ""}, -1, ""),
    ],
)
def test_the_weeks_are_read_where_they_are_told(columns: dict[str, str], weeks: int, told: str, tmp_path: Path) -> None:
    (read,) = read_candidates(_list(tmp_path, **columns), SPEC)
    row = read.row(0, named=True)
    assert row["semaines_pfmp"] == weeks
    said = " ".join(str(value) for value in row.values())
    assert (told in said) if told else ("premier est retenu" not in said)


def test_a_kept_mark_comes_from_an_earlier_session(tmp_path: Path) -> None:
    assert len(list(read_candidates(_list(tmp_path, u2="B12@2025"), SPEC))) == 1
    with pytest.raises(InvalidInput, match="une note conservée vient d'une session antérieure, et 2026 est celle-ci"):
        list(read_candidates(_list(tmp_path, u2="B12@2026"), SPEC))
