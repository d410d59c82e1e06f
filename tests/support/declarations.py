"""Candidates to declare, and the files that declare them, for the tests of the declaration to the SI-CPF."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from lxml import etree

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.exchange.cpf import Certification
from laureat.exchange.cpf_passages import Award
from laureat.exchange.cpf_xml import NAMESPACE
from laureat.reglements import charger
from laureat.vocabulary import Decision, Mention, VoieAcces

ABOUT = Certification("12ABC345", "MCFCER000123", "RNCP35697")
AWARD = Award("RNCP35697", 2024, date(2024, 7, 5), mentions=True)
AT = datetime(2024, 7, 12, 11, 43, 27, 999, timezone(timedelta(hours=2)))
WHO = {
    "nom": "Exemple",
    "prenom": "Camille",
    "sexe": "F",
    "date_naissance": "29/02/2008",
    "lieu_naissance": "Ajaccio",
    "pays_naissance": "France",
}
RULES = charger("RNCP35697").at(2024)
_NOTHING = decide(RULES, Candidate("0", RULES.reglement.famille.voie("scolaire_public"), {}))


def admitted(
    numero: str = "0001",
    who: Mapping[str, str] = WHO,
    route: str = "scolaire_public",
    acces: VoieAcces | None = None,
    **others: str,
) -> Candidate:
    """A candidate, of whom ``who`` says the civil status and ``others`` the columns that only the list knows."""
    voie = RULES.reglement.famille.voie(route) if route else None
    return Candidate(numero, voie, {}, voie_acces=acces, identite=who, autres=others)


def outcome(mention: Mention = Mention.SANS, **more: Any) -> Outcome:
    """An admission that nothing keeps from being told."""
    return replace(
        _NOTHING, **{"decision": Decision.ADMIS, "mention": mention, "reserves": (), "depends_on": (), **more}
    )


@functools.cache
def schema(formats: Path) -> etree.XMLSchema:
    """The published schema."""
    return etree.XMLSchema(etree.parse(formats / "cpf" / "cpf_v1.1.2.xsd"))


def texts(path: Path, name: str) -> list[str | None]:
    """What the elements of that name say, in a file; None of one that says nothing."""
    return [element.text for element in etree.parse(path).iter(f"{{{NAMESPACE}}}{name}")]
