"""Rules that speak with the words of any family, whatever its law: what its papers say can be told apart from it."""

from dataclasses import replace
from importlib import resources

from laureat.deliberation.papiers import Papiers
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import famille
from laureat.reglements.communs import droits
from laureat.reglements.donnees import lire_yaml, parametres
from laureat.rules import Parameters
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

STATE = ("bac_pro", "cap", "bts", "bp", "titre_professionnel")
EVERY = (*STATE, "capitalisation")


def words_of(code: str) -> Papiers:
    """The papers of a family."""
    return famille(code).papiers


def foreign_words(code: str) -> set[str]:
    """The words of other families that no paper of this one may print: what is marked, papers, kinds, authorities."""
    own = _said(words_of(code))
    others = set[str]().union(*(_said(words_of(other)) for other in EVERY)) - own
    return others | set(words_of(code).autres_autorites)


def _said(words: Papiers) -> set[str]:
    nouns = [words.unite.un, words.unite.plusieurs, *words.tete, *words.bloc, words.nom]
    nouns += [paper.titre for paper in words.papiers.values()]
    return {noun.casefold() for noun in nouns if noun}


def speaking(rules: SessionRules, code: str) -> SessionRules:
    """The same law, told and printed with the words of that family; all the numbers they name are there."""
    words = words_of(code)
    given = {p.name: p for p in rules.parameters.values()}
    common = resources.files("laureat.reglements.communs") / "parametres.yaml"
    named = {p.name: p for p in parametres(lire_yaml(common.read_text(encoding="utf-8"), "parametres.yaml"))}
    own = rules.reglement.famille
    spoken = replace(
        own,
        papiers=words,
        abreges=famille(code).abreges,
        conduite=replace(own.conduite, preside=famille(code).conduite.preside),
    )
    rights = [right for right in rules.rights if right.gives != "mobilite_pro"]
    if "mobilite" in words.papiers:
        article = Citation("Arrêté relatif à la mobilité", Reading.SECONDAIRE)
        rights.append(droits.mobilite_pro("MOBILITE", article))
    return replace(
        rules,
        reglement=replace(rules.reglement, famille=spoken),
        parameters=Parameters({**named, **given}.values()),
        rights=tuple(rights),
    )
