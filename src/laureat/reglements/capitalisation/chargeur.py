"""Faire un règlement de capitalisation depuis les blocs d'une fiche."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from laureat.deliberation.outcome import Unit
from laureat.deliberation.reglement import Reglement
from laureat.reglements.chargement import famille
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

GENRE = "capitalisation"
SANS_BLOC = "CERT"
"""Le bloc unique d'une fiche qui n'en décrit aucun (fiches RS)."""


@dataclass(frozen=True, slots=True)
class Bloc:
    """Un bloc de compétences, tel que la fiche le nomme."""

    code: str
    intitule: str
    facultatif: bool = False


def code_court(numero: str, code: str) -> str:
    """Le code d'un bloc sans le numéro de sa fiche : ``BC01``, ou tel quel."""
    return code.removeprefix(numero) or code


def code_complet(numero: str, code: str) -> str:
    """Le code d'un bloc avec sa fiche, unique dans tout le registre : ``RNCP37674BC01``, ``RNCP40505/01``."""
    if code.startswith(numero):
        return code
    return f"{numero}{code}" if re.fullmatch(r"BC\d+|CERT", code) else f"{numero}/{code}"


def reglement_de_la_fiche(numero: str, titre: str, blocs: Iterable[Bloc], session: int) -> Reglement:
    """Le règlement d'une fiche à une session ; une fiche sans bloc en compte un seul, ``CERT``."""
    tous = tuple(blocs) or (Bloc(SANS_BLOC, titre),)
    return construire({"numero": numero, "titre": titre, "session": session, "blocs": [asdict(bloc) for bloc in tous]})


def construire(donnees: Mapping[str, Any]) -> Reglement:
    """Le règlement d'une fiche, depuis ses données."""
    numero = donnees["numero"]
    droit = famille(GENRE)
    return Reglement(
        id=numero,
        title=donnees["titre"],
        edition="capitalisation 2026-11",
        units=tuple(
            Unit(
                code=code_court(numero, bloc["code"]),
                bloc=code_complet(numero, bloc["code"]),
                epreuve=code_court(numero, bloc["code"]),
                label=bloc["intitule"],
                mandatory=not bloc["facultatif"],
            )
            for bloc in donnees["blocs"]
        ),
        famille=droit,
        history=droit.parametres,
        first_session=1900,
        default_session=donnees["session"],
        founding=Citation(f"fiche {numero} du registre", Reading.FICHE),
        numero=numero,
        data=donnees,
    )
