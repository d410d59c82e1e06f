"""YAML (or JSON) as people write it: every scalar stays text, every fault is French and has its line and column.

Nothing typed is lost: a key written twice is a fault, where YAML readers keep the last in silence.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from laureat.vocabulary.characters import unreadable
from laureat.vocabulary.problems import InputProblem, InvalidInput
from laureat.vocabulary.texts import decoded

Path = tuple[Any, ...]
Place = tuple[int, str]

_QUICK = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MOST_NODES = 200_000
"""How many values a file may unfold to, each alias counted as what it repeats."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a file says, and where each key and each item of it stands."""

    value: Any
    """Mappings, lists and texts; None for an empty file."""
    source: str
    places: Mapping[Path, Place]
    """Line and column, by the keys and ranks that lead there."""

    def place(self, path: Path) -> Place:
        """Where a path stands, or the nearest of what holds it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, "1"))

    def problem(self, path: Path, message: str) -> InputProblem:
        """A problem at a path of this file."""
        return InputProblem(message, self.source, *self.place(path))


def read_yaml(content: bytes | str, source: str) -> YamlText:
    """Read a file. Raises InvalidInput: the fault of syntax, or every key that is doubled or is no text, and every text
    that holds a character which shows nothing or turns what is shown around."""
    text = decoded(content, source) if isinstance(content, bytes) else content
    if source.casefold().endswith(".json"):
        text = text.replace("\t", " ")  # A tab is white space in JSON, where no text may hold one.
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, str(mark.column + 1)) if mark else (1, "1")
        raise InvalidInput([InputProblem(_unreadable(said(error)), source, *place)]) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        told = f"le caractère U+{ord(text[error.position]):04X} n'y est pas permis"
        raise InvalidInput([InputProblem(_unreadable(told), source, line, str(column))]) from None
    except RecursionError:
        raise InvalidInput([InputProblem(_unreadable("trop de niveaux y sont imbriqués"), source, 1)]) from None
    walk = _Walk(source)
    try:
        value = walk.value(root, ()) if root is not None else None
    except RecursionError:
        raise InvalidInput([InputProblem(_unreadable("trop de niveaux y sont imbriqués"), source, 1)]) from None
    if walk.problems:
        raise InvalidInput(walk.problems)
    return YamlText(value, source, walk.places)


def read_quickly(content: bytes | str, source: str) -> Any:
    """What a file that comes with a program says, for whoever needs no place: in C, a tenth of the time.

    It recurses without a bound and takes some writings that ``read_yaml`` refuses: it is given no file of unknown
    origin. What it refuses, ``read_yaml`` reads, or tells the fault and its place.
    """
    text = decoded(content, source) if isinstance(content, bytes) else content
    if "\t" not in text and not yaml.reader.Reader.NON_PRINTABLE.search(text):
        with suppress(yaml.YAMLError, InvalidInput, RecursionError):
            walk = _Walk(source)
            root = yaml.compose(text, Loader=_QUICK)
            value = walk.value(root, ()) if root is not None else None
            if not walk.problems:
                return value
    return read_yaml(text, source).value


def in_order(problems: Iterable[InputProblem]) -> list[InputProblem]:
    """The problems of a file as one meets them when reading it."""
    return sorted(problems, key=lambda problem: (problem.line or 0, int(problem.column or 0)))


def _unreadable(told: str) -> str:
    return f"YAML illisible : {told}"


class _Walk:
    """Values and places out of the nodes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.places: dict[Path, Place] = {}
        self.problems: list[InputProblem] = []
        self._open: set[int] = set()
        self._seen = 0

    def value(self, node: yaml.Node, path: Path) -> Any:
        """What a node says; the places of all that it holds are kept."""
        self.places.setdefault(path, _place(node))
        self._seen += 1
        if isinstance(node, yaml.ScalarNode):
            if told := unreadable(node.value):
                self._fault(told, node)
            return node.value
        if id(node) in self._open or self._seen > MOST_NODES:
            itself = "ce nom se contient lui-même" if id(node) in self._open else ""
            told = _unreadable(itself or "trop de répétitions de ce qui suit « & »")
            raise InvalidInput([InputProblem(told, self.source, *_place(node))])
        self._open.add(id(node))
        held = self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)
        self._open.remove(id(node))
        return held

    def _list(self, node: yaml.Node, path: Path) -> list[Any]:
        return [self.value(item, (*path, rank)) for rank, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault("une clé est un texte ; une liste ou un groupe de clés est venu", key)
                continue
            if key.value in held:
                first = self.places[(*path, key.value)][0]
                self._fault(f"la clé « {key.value} » est déjà donnée ligne {first} : n'en garder qu'une", key)
                continue
            self.places[(*path, key.value)] = _place(key)
            held[key.value] = self.value(item, (*path, key.value))
        return held

    def _fault(self, message: str, node: yaml.Node) -> None:
        self.problems.append(InputProblem(message, self.source, *_place(node)))


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, str(node.start_mark.column + 1)


_QUOTE = "un texte qui commence par ce signe s'écrit entre guillemets"
_DIRECTIVE = f"une ligne qui commence par « % » est une consigne au lecteur, et celle-ci est mal écrite ; {_QUOTE}"
_TAG = f"ce qui commence par « ! » annonce un type, et celui-ci n'est pas connu ; {_QUOTE}"

SAID: tuple[tuple[str, str, str], ...] = (
    ("next token", r"character '\\t'", "une tabulation ne peut pas servir de retrait : mettre des espaces"),
    ("next token", r"character (?:'(.+)'|\"(.+)\") that", f"une valeur ne peut pas commencer par « {{}} » ; {_QUOTE}"),
    ("simple key", "", "il manque « : » après ce qui devrait être une clé, ou le retrait n'est pas le bon"),
    ("", "sequence entries", "un tiret de liste n'est pas permis ici : aller à la ligne, et vérifier le retrait"),
    ("", "mapping keys", "une clé n'est pas permise ici : aller à la ligne, et vérifier le retrait"),
    ("", "mapping values", "« : » n'est pas permis ici : mettre le texte entre guillemets, ou vérifier le retrait"),
    ("directive", "", _DIRECTIVE),
    ("", "directive|YAML document|tag handle .* found|duplicate tag handle", _DIRECTIVE),
    ("anchor|alias", "alphabetic", f"un nom est attendu après « & » ou « * » ; {_QUOTE}"),
    ("", r"undefined alias '(.*)'", f"« *{{}} » renvoie à un nom que rien ne donne ; {_QUOTE}"),
    ("duplicate anchor", "", "ce nom, après « & », est déjà donné plus haut"),
    ("tag", "", _TAG),
    ("", "undefined tag handle", _TAG),
    ("block scalar", "", "après « | » ou « > », seuls un chiffre de 1 à 9, « + », « - » ou un commentaire vont"),
    (
        "double-quoted",
        "",
        "entre guillemets, « \\ » annonce un caractère spécial : écrire « \\\\ », ou mettre le texte entre apostrophes",
    ),
    ("quoted scalar", "", "un guillemet ou une apostrophe, ouvert{ouvert}, n'est pas refermé"),
    ("block collection|block mapping", "", "le retrait de cette ligne ne va pas avec ce qui précède"),
    ("flow sequence", "", "la liste ouverte{ouvert} n'est pas refermée : une virgule ou « ] » est attendue"),
    ("flow mapping", "", "le groupe ouvert{ouvert} n'est pas refermé : une virgule ou « } » est attendue"),
    ("node", "", "une valeur est attendue ici"),
    ("", "document start", "le contenu est déjà fini : cette ligne ne s'y rattache pas"),
    ("single document", "", "un seul contenu est attendu ; « --- » en ouvre un autre"),
)
"""What the parser says (its context, its problem), as patterns, and the same in French."""

_OTHERWISE = "l'écriture est fautive à cet endroit"


def said(error: yaml.MarkedYAMLError) -> str:
    """What a fault of syntax is, in French."""
    return _said(error.context or "", error.problem or "", error.context_mark.line + 1 if error.context_mark else None)


def _said(context: str, problem: str, opened: int | None) -> str:
    for of_context, of_problem, french in SAID:
        if re.search(of_context, context) and (found := re.search(of_problem, problem)):
            sign = next((group for group in found.groups() if group), "")
            line = f" ligne {opened}" if opened else ""
            return french.replace("{ouvert}", line).replace("{}", sign)
    return _OTHERWISE
