"""Whose law a sheet is under: its abbreviation or how its title begins, and its certifier, decide."""

from dataclasses import replace

import pytest

from laureat.register import Fiche, bundled
from laureat.reglements.droit_applicable import par_blocs
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.vocabulary import InvalidInput


def sheet(title: str, certifier: str) -> Fiche:
    """A sheet without an abbreviation, of one certifier."""
    seed = bundled("RNCP35697")
    assert seed is not None
    one = replace(seed.certificateurs[0], nom=certifier)
    return replace(seed, numero="RNCP99999", intitule=title, abrege=None, certificateurs=(one,))


@pytest.mark.parametrize(
    ("title", "certifier", "kind"),
    [
        ("DUT Gestion des entreprises", "UNIVERSITE DE NANTES", "diplôme universitaire de technologie"),
        ("Licence professionnelle Métiers du livre", "Université de Lille", "licence professionnelle"),
        ("Master Droit privé", "UNIVERSITE DE RENNES", "master"),
        ("Diplôme d'État d'éducateur", "Rectorat de Lyon", "diplôme d'État"),
        ("CAP Petite enfance", "Université de Nantes", "certificat d'aptitude professionnelle"),
    ],
)
def test_a_public_title_that_is_not_held_is_never_by_blocks(title: str, certifier: str, kind: str) -> None:
    with pytest.raises(InvalidInput, match="famille non prise en charge") as refused:
        famille_de_la_fiche(sheet(title, certifier))
    assert kind in str(refused.value)


def test_a_ministry_that_delivers_what_the_title_begins_with_is_recognised() -> None:
    told = sheet("CAP Petite enfance", "Ministère de l'éducation nationale et de la jeunesse")
    assert famille_de_la_fiche(told).code == "cap"


@pytest.mark.parametrize("title", ["TP Soudeur", "CAP Petite enfance", "DUT Gestion", "Master of arts"])
def test_a_private_title_that_begins_like_one_of_the_state_says_so_on_every_output(title: str) -> None:
    rules = par_blocs(sheet(title, "SARL FORMATION PLUS"), 2026).at(2026)
    (told,) = rules.reglement.avis
    assert f"(« {title} ») commence comme celui d'un diplôme" in told
    assert "SARL FORMATION PLUS" in told


@pytest.mark.parametrize("title", ["De l'idée au projet", "Concepteur de sites", "Masterisation sonore", "Capsuleur"])
def test_a_title_that_only_looks_like_an_abbreviation_says_nothing(title: str) -> None:
    assert par_blocs(sheet(title, "SARL FORMATION PLUS"), 2026).at(2026).reglement.avis == ()
