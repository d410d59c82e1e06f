"""A family whose refusal reads what a rule computes is refused when it is loaded: a list is refused before any rule."""

from pathlib import Path

import pytest

from laureat.reglements.chargement import charger_famille
from laureat.vocabulary import InvalidInput

RULES = '''
from laureat.rules import Ruleset, Weight, calcul, constat
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

TEXTE = Citation("règlement d'essai", Reading.LU)

@calcul("E-01", TEXTE, neutral=False)
def vide(obligatoires):
    """Rien n'est saisi."""
    return False

@constat("E-02", TEXTE, "rien n'est saisi", Weight.WEIGHT)
def rien(vide):
    """Quelque chose est à saisir."""
    return vide

REGLES = Ruleset((vide,), {})
CONSTATS = (rien,)
'''


@pytest.mark.parametrize(("weight", "held"), [("REFUSAL", False), ("RESERVE", True), ("WARNING", True)])
def test_a_refusal_reads_only_what_is_entered(
    weight: str, held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / f"famille_{weight.lower()}"
    package.mkdir()
    (package / "__init__.py").write_text('TITRE = "essai"\n', encoding="utf-8")
    (package / "regles.py").write_text(RULES.replace("Weight.WEIGHT", f"Weight.{weight}"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    if held:
        assert charger_famille("essai", package.name).constats[0].id == "E-02"
        return
    with pytest.raises(InvalidInput, match=r"la règle E-02 \(rien\) lit « vide », .* \(un refus n'en lit aucune\)"):
        charger_famille("essai", package.name)
