"""The reference of the papers says of each setting which papers need it, as the code does."""

import re
from pathlib import Path

import pytest

from laureat.documents.infos import FIELDS
from laureat.documents.papers import KINDS, SESSION_SETTINGS
from laureat.reglements import famille

STATE = famille("bac_pro").papiers.papiers
NAMES = {
    "releve": "relevé",
    "diplome": "diplôme",
    "attestation": "attestation",
    "certificat": "certificat",
    "mobilite": "MobilitéPro",
    "proces_verbal": "procès-verbal",
    "emargement_jury": "émargement du jury",
    "emargement": "émargement des candidats",
    "resultats": "liste des admis",
}


@pytest.fixture(scope="module")
def table(root: Path) -> dict[str, str]:
    """The last column of the table of settings."""
    text = (root / "docs" / "reference" / "papiers.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z._]+)` \| [^|]+ \| ([^|]*?)\s*\|$", text, flags=re.MULTILINE))


def test_every_setting_is_in_the_reference(table: dict[str, str]) -> None:
    assert list(table) == [setting.key for setting in FIELDS]


def test_the_reference_says_which_papers_need_each_setting(table: dict[str, str]) -> None:
    needs = {kind.name: (*kind.settings, *STATE[kind.name].exige) for kind in KINDS} | SESSION_SETTINGS
    for key, told in table.items():
        if key.startswith("deuxdoc.") or key == "president.nom":
            continue
        needing = {NAMES[name] for name, settings in needs.items() if key in settings}
        assert needing == (set(NAMES.values()) if told == "tous" else set(filter(None, told.split(", ")))), key
