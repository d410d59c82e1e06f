"""Who signed a mark that comes from a grid, as its fact says."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from laureat.session.framework import Act, Refused
from laureat.session.state import SessionState
from laureat.vocabulary.french import plural

SIGNERS_NAMED = 6
"""The first edition of the conduct that asks a mark of a grid to name who signed it."""


class Signer(NamedTuple):
    """Who signed a mark of a grid, as a fact writes it: ``compte:…:enseignant``, ``lien:…:professionnel``."""

    kind: str
    """An account, or a link."""
    name: str
    quality: str


def signers_of(told: Iterable[str]) -> list[Signer]:
    """Those whom a fact names. Raises Refused where it names nobody so."""
    parts = [one.split(":") for one in told]
    if any(len(one) != 3 or not all(one) or one[0] not in ("compte", "lien") for one in parts):
        raise Refused("Un signataire est un compte ou un lien, avec ce qu'il montre de sa qualité.")
    return [Signer(*one) for one in parts]


def check_signers(
    state: SessionState, act: Act, computation: int, asked: int, signers: Sequence[str], *, said: bool
) -> None:
    """A mark of a grid (``said``) names who signed it: as many people as the grid asks, each once, its author among
    them; and the computation from which it came. Before SIGNERS_NAMED the first facts named nobody; after one that
    does, all do.
    """
    if not signers:
        if computation or asked or (said and (state.conduct >= SIGNERS_NAMED or state.names_signers)):
            raise Refused("Une note tirée d'une grille dit qui l'a signée, et par quelle édition du calcul.")
        return
    if not said:
        raise Refused("Une note saisie hors d'une grille ne se signe pas.")
    people = [(one.kind, one.name) for one in signers_of(signers)]
    if len(set(people)) != len(people):
        raise Refused("Une même personne signe une fois : elle est nommée deux fois.")
    if ("compte", act.author) not in people:
        raise Refused("Qui arrête une note l'a signée : son compte n'est pas parmi les signataires.")
    if asked < 1 or len(people) < asked:
        told = plural(len(people), "personne a signé", "personnes ont signé")
        raise Refused(f"La grille demande {plural(asked, 'signature')} : {told}.")
    if computation < 1:
        raise Refused("Une note tirée d'une grille dit par quelle édition du calcul.")
