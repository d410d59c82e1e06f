"""What is to be translated: the strings that screens mark, and the sentences that the rooms below write."""

import ast
import inspect
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract_javascript, extract_python

from laureat.vocabulary.phrasebook import looks_french, numbered

SOURCES = Path(__file__).parent.parent / "src" / "laureat"
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2)}
SCRIPTS = SOURCES / "web" / "project" / "static" / "laureat"
SAID = {"laureatDit": None, "dit": None}
"""By what scripts mark what they say."""
MARKS = frozenset({"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext", "ngettext_lazy"})
FRENCH_ALONE = (
    "reglements/",
    "documents/",
    "vocabulary/french/accents",
    "register/headings",
    "register/printed",
    "register/modes",
    "jury/demonstration",
    "exchange/cohorte",
    "exchange/identites",
    "exchange/cyclades",
    "web/accounts/matrix",
    "web/accounts/rights_page",
    "web/aftermath/letters",
    "web/aftermath/told",
    "web/project/demonstration",
    "web/vae/demonstration",
    "web/project/packaged",
)
"""What stays French: the law, papers and letters, headings of files, the demonstration, the page of rights."""
WORDS_ALONE = (
    "Note", "Produit", "Valeur", "Nombre", "attendu", "attendue", "valeur", "proposition", "total", "aucun", "aucune",
    "Niveau", "Certificateur", "Remplace", "Membre", "Fonction", "Candidat", "Candidats", "Session", "Famille",
)  # fmt: skip
"""Words that the rooms below show alone, and that no sign tells to be French."""
WORDS_OF_PLACES = ("vocabulary/problems.py",)
"""Where every form counts, « ligne {0} » too."""
_WORDS = re.compile(r"[a-zà-öø-ÿœ]{2,}", re.IGNORECASE)
_ACCENTED = re.compile(r"[a-zà-öø-ÿœ' ()?,.«»:-]*[à-öø-ÿœ][a-zà-öø-ÿœ' ()?,.«»:-]*", re.IGNORECASE)
_MARKUP = re.compile(r"^=|<(?:rect|text|svg)|font-family")
_LONG = re.compile(r"[a-zà-öø-ÿœ]{3}", re.IGNORECASE)
_CODE = re.compile(r"[_<>=\\]|^[A-Za-z0-9_.-]+$|SELECT |CREATE |^--?\w|https?://[^ ]*$|%[sd%(]")

_HOLE = re.compile(r"\{[a-z_]*\}")

Message = str | tuple[str, str]
"""A string, or a singular and its plural."""


def screens() -> dict[Message, list[str]]:
    """What templates and the web door mark with gettext → where."""
    from django.utils.translation.template import templatize

    found: dict[Message, list[str]] = {}
    for path in sorted((SOURCES / "web").rglob("*")):
        if path.suffix == ".html":
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            told: Iterator[object] = (one[2] for one in extract_python(io.BytesIO(text.encode()), KEYWORDS, (), {}))
        elif path.suffix == ".py" and "migrations" not in path.parts:
            told = _marked(ast.parse(path.read_text(encoding="utf-8")))
        else:
            continue
        for one in chain.from_iterable(map(_messages, told)):
            found.setdefault(one, []).append(path.relative_to(SOURCES).as_posix())
    for label, place in (*_labels(), *of_scripts()):
        found.setdefault(label, []).append(place)
    return found


def _marked(tree: ast.Module) -> Iterator[object]:
    """What gettext is asked for, inside the braces of a longer string too (Babel sees those from Python 3.12 on)."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=one), *others]) if name in MARKS:
                another = others[0].value if others and isinstance(others[0], ast.Constant) else None
                yield (one, another) if name.startswith("n") else one


def of_scripts() -> Iterator[tuple[str, str]]:
    """What scripts say."""
    for path in sorted(SCRIPTS.glob("*.js")):
        with path.open("rb") as file:
            told: Any = extract_javascript(file, SAID, (), {})
            for _line, _function, message, _comments in told:
                if first := message if isinstance(message, str) else message[0]:  # the form, before its values
                    yield first, path.relative_to(SOURCES).as_posix()


def told_to_scripts() -> Iterator[str]:
    """What Python gives, in French, to scripts that say it in the language of their page."""
    from laureat.grilles import Direction, Outcome, Rounding
    from laureat.grilles.computing import WORDS
    from laureat.grilles.model import HYPOTHESIS

    yield from WORDS.values()
    yield from (one.label for one in Outcome)
    yield from (Rounding(Fraction(1, 2), one).name for one in Direction)
    yield HYPOTHESIS


def _messages(message: object) -> Iterator[Message]:
    if isinstance(message, str) and message:
        yield message
    elif isinstance(message, tuple | list) and len(message) >= 2 and all(isinstance(one, str) for one in message[:2]):
        yield (message[0], message[1])


def _labels() -> Iterator[tuple[str, str]]:
    """Labels that templates pass through gettext by way of a variable."""
    from laureat.grilles import Outcome
    from laureat.jury import Fonction, Presence, Qualite
    from laureat.session.framework import Round
    from laureat.session.milestones import Milestone
    from laureat.vocabulary import Decision, Mention

    for kind in (Decision, Mention, Fonction, Qualite, Presence, Milestone, Round, Outcome):
        for one in kind:
            if one.label:
                yield one.label, f"{kind.__module__}.{kind.__name__}"


def phrases() -> dict[Message, list[str]]:
    """The French sentences of the rooms below and of the command line, values numbered → where."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(SOURCES).as_posix()
        if "migrations" in path.parts or place.startswith(FRENCH_ALONE):
            continue
        for text in _phrases(ast.parse(path.read_text(encoding="utf-8")), every=place in WORDS_OF_PLACES):
            found.setdefault(text, []).append(place)
    for label, place in (*_labels(), *((word, "traduction") for word in WORDS_ALONE)):
        found.setdefault(label, []).append(place)
    return found


def _phrases(tree: ast.Module, *, every: bool) -> Iterator[str]:
    aside = _aside(tree)
    for node in ast.walk(tree):
        if id(node) in aside:
            continue
        match node:
            case ast.Call(func=ast.Name(id="plural" | "noun"), args=[_, *forms]):
                words = [str(form.value) for form in forms if isinstance(form, ast.Constant)]
                if words:
                    from laureat.vocabulary.french import noun

                    yield f"{{0}} {words[0]}"
                    yield f"{{0}} {words[1] if len(words) > 1 else noun(2, words[0])}"
            case ast.FunctionDef(decorator_list=[_, *_]) if _is_verb(node):
                yield from told_of_a_verb(ast.get_docstring(node) or "")
            case ast.Call(func=ast.Attribute(attr="add_column"), args=[ast.Constant(value=str(text)), *_]) if text:
                yield text
            case ast.JoinedStr(values=pieces):
                text = numbered(chain.from_iterable(map(_pieces, pieces))).strip()
                if is_sentence(text) or (every and _WORDS.search(_HOLE.sub("", text))):
                    yield text
            case ast.Constant(value=str(text)) if is_sentence(text):
                yield numbered(_holes(text.strip()))


def _pieces(piece: ast.expr) -> Iterator[str | None]:
    return _holes(str(piece.value)) if isinstance(piece, ast.Constant) else iter((None,))


def _holes(text: str) -> Iterator[str | None]:
    """A sentence that ``format`` or ``replace`` fills: its holes have names, or nothing."""
    for place, piece in enumerate(_HOLE.split(text)):
        if place:
            yield None
        yield piece


def _is_verb(node: ast.FunctionDef) -> bool:
    names = {getattr(one.func if isinstance(one, ast.Call) else one, "attr", "") for one in node.decorator_list}
    return bool(names & {"command", "group"})


def told_of_a_verb(text: str) -> Iterator[str]:
    """The paragraphs of the help of a verb, each on one line."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield " ".join(paragraph.split())


def _aside(tree: ast.Module) -> set[int]:
    """Docstrings, what gettext marks already, pieces of a larger string, patterns, what only a program reads."""
    aside: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                aside.add(id(docstring))
            case ast.Call(func=ast.Name(id="plural" | "noun"), args=[_, *forms]):
                aside |= {id(form) for form in forms}
            case ast.Call(func=ast.Name(id=name)) if name in MARKS:
                aside |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
                aside |= {id(inner) for inner in ast.walk(node)}
            case ast.Call(func=ast.Attribute(attr="exception" | "warning" | "error" | "info" | "debug")):
                aside |= {id(inner) for inner in ast.walk(node)}
            case ast.JoinedStr(values=pieces):
                aside |= {id(piece) for piece in pieces if isinstance(piece, ast.Constant)}
                for piece in pieces:
                    if isinstance(piece, ast.FormattedValue) and piece.format_spec is not None:
                        aside |= {id(inner) for inner in ast.walk(piece.format_spec)}
    return aside


def is_sentence(text: str) -> bool:
    """Whether a string of the sources is a piece of French that a person reads: several words, some of them small."""
    bare = re.sub(r"\{\d+\}", " ", text)
    words = len(_WORDS.findall(bare))
    sentence = words >= 2 and looks_french(bare) and " " in text.strip()
    code = _MARKUP.search(text) or (words < 4 and _CODE.search(text.strip()))
    return not code and (sentence or bool(_ACCENTED.fullmatch(bare) and _LONG.search(bare)))
