"""A session conducted in memory, on the real rules of RNCP35697."""

from collections.abc import Callable, Mapping

import pytest

from laureat.deliberation.reglement import SessionRules
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from support.conducteur import MANDATORY, Conductor, text

__all__ = ["MANDATORY", "text"]


@pytest.fixture
def conductor() -> Conductor:
    """A session not opened yet."""
    return Conductor()


@pytest.fixture
def conductor_of() -> Callable[..., Conductor]:
    """A session whose rules and frame are told."""
    return Conductor


@pytest.fixture
def private_rules() -> SessionRules:
    """A private certification of two compulsory blocks and an optional one."""
    blocs = [
        Bloc("RNCP37674BC01", "Concevoir"),
        Bloc("RNCP37674BC02", "Réaliser"),
        Bloc("RNCP37674BC03", "Option", True),
    ]
    return reglement_de_la_fiche("RNCP37674", "Concepteur développeur", blocs, 2026).at(2026)


@pytest.fixture
def marks() -> Mapping[str, str]:
    """Marks that send to the épreuve de contrôle: 9 everywhere, 10 in the professional units."""
    return {"U2": "10", "U31": "10", "U32": "10"}
