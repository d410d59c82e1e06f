"""Candidates, a certifier and a jury for the papers; the rules and the sheet are the real ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.documents.context import Context
from laureat.documents.infos import FIELDS, Infos
from laureat.exchange.dossier import parameter_to_json
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.jury.pv import pv_lines
from laureat.register import bundled
from laureat.reglements import charger
from laureat.vocabulary import Cell, Motif, UnitStatus, parse_cell

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]

MARIE = {
    "nom": "Nguyễn-Šimůnek",
    "prenom": "Marie-Françoise Thị Hương",
    "nom_usage": "d'Aubigné de la Bourdonnaye",
    "sexe": "F",
    "date_naissance": "14/03/2008",
    "lieu_naissance": "L'Haÿ-les-Roses",
    "pays_naissance": "France",
    "ine": "123456789AB",
    "uai": "0690042K",
    "etablissement": "Lycée professionnel Hector-Guimard",
    "langue": "anglais",
}
LEO = {**MARIE, "nom": "Martin", "prenom": "Léo", "nom_usage": "", "sexe": "M", "date_naissance": "01/07/2008"}


@dataclass(frozen=True)
class Bench:
    """The rules of the session, and what its papers share."""

    rules: SessionRules
    context: Context

    def told(self, numero: str = "TRPM-0042", mark: str = "12,5", **given: Any) -> Explanation:
        """A candidate with this mark in every unit save those given as ``cells``, decided and explained."""
        cells = dict.fromkeys(UNITS, mark) | given.pop("cells", {}) | {"PROJET": given.pop("projet", "")}
        act = given.pop("act", None)
        ground = given.pop("ground", Motif.TITRE)
        controle = {code: parse_cell(text) for code, text in given.pop("controle", {}).items()}
        candidate = Candidate(
            numero=numero,
            voie=self.rules.reglement.famille.voie(given.pop("voie", "scolaire_public")),
            cells={code: _cell(text, ground) for code, text in cells.items() if text},
            controle=controle,
            identite=given.pop("identite", MARIE),
            **given,
        )
        return explain(self.rules, candidate, with_changes=False, act=act)


def _cell(text: str, ground: Motif) -> Cell:
    """A cell as typed; a dispense stands on its ground."""
    cell = parse_cell(text)
    return replace(cell, motif=ground) if cell.status is UnitStatus.DISPENSE else cell


@pytest.fixture(scope="session")
def infos() -> Infos:
    """All the settings, as in the template."""
    return Infos({setting.key: setting.example for setting in FIELDS if setting.example})


@pytest.fixture(scope="session")
def jury() -> Jury:
    """A jury as it sat: one member at a distance, one absent."""
    return Jury(
        (
            Member("Haddad-Lévêque", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "Nadia", "F", Presence.PRESENT),
            Member("Petit", Qualite.ENSEIGNANT_PUBLIC, Fonction.MEMBRE, "Jean", "M", Presence.PRESENT),
            Member("Moreau", Qualite.ENSEIGNANT_CFA, Fonction.MEMBRE, "Léa", "F", Presence.DISTANCE),
            Member("Diallo", Qualite.EMPLOYEUR, Fonction.MEMBRE, "Amadou", "M", Presence.PRESENT),
            Member("Novák", Qualite.SALARIE, Fonction.MEMBRE, "Šárka", "F", Presence.ABSENT),
        )
    )


@pytest.fixture(scope="session")
def bench(infos: Infos, jury: Jury) -> Bench:
    """The real rules and the real sheet, with a fixed edition and digest."""
    rules = charger("RNCP35697").at(2026)
    sheet = bundled("RNCP35697")
    assert sheet is not None
    synthese = {
        "reglement": "RNCP35697",
        "titre": rules.reglement.title,
        "session": 2026,
        "edition": "2026-11",
        "version_moteur": "0.1.0",
        "empreinte_regles": "a3f1" * 16,
        "empreinte_candidats": "0c7b" * 16,
        "empreinte_sources": "5d2e" * 16,
        "parametres": [parameter_to_json(parameter) for parameter in rules.parameters.values()],
    }
    context = Context(
        fiche=sheet.to_json(),
        synthese=synthese,
        infos=infos,
        issued=date(2026, 7, 6),
        rules=rules,
        founding="Arrêté du 9 décembre 2020 (lu sur la fiche du registre)",
        jury=tuple(pv_lines(jury)),
    )
    return Bench(rules, context)


@pytest.fixture(scope="session")
def told(bench: Bench) -> Callable[..., Explanation]:
    """See ``Bench.told``."""
    return bench.told
