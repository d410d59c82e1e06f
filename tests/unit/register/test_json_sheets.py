"""A sheet in JSON is held to what a printed one is: nothing invisible, nothing that no text can hold."""

import json
from pathlib import Path

import pytest

from laureat.register import bundled, read_fiche
from laureat.vocabulary import InvalidInput


def _written(folder: Path, title: str) -> Path:
    seed = bundled("RNCP35697").to_json()
    seed["intitule"] = title
    seed["blocs"][0]["intitule"] = title
    path = folder / "fiche.json"
    path.write_text(json.dumps(seed), encoding="utf-8")  # json.dumps escapes: \\u202e
    return path


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff"])
def test_an_escape_of_json_brings_no_invisible_character_in(tmp_path: Path, hidden: str) -> None:
    fiche = read_fiche(_written(tmp_path, f"Mar{hidden}tin"))
    assert fiche.intitule == "Martin"
    assert fiche.blocs is not None
    assert fiche.blocs[0].intitule == "Martin"


@pytest.mark.parametrize("lost", ["\x00", "\x1b", "\ud800"])
def test_what_no_text_holds_is_refused_by_its_code_point(tmp_path: Path, lost: str) -> None:
    path = _written(tmp_path, f"Mar{lost}tin")
    with pytest.raises(InvalidInput, match=f"U\\+{ord(lost):04X}"):
        read_fiche(path)
