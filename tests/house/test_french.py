"""French has one room: nobody folds, dates, counts, lists or answers yes on their own."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from laureat.vocabulary.french import NO, NON, OUI, YES

ROOM = "vocabulary/french"
ANSWERS = (YES | NO) - {"0", "1", "x", "n", "y"}
PATTERN_OF_A_DATE = re.compile(r"%[de]\s?[/.]\s?%m|%-?d %[bB]")
PLURAL_OF_A_COUNT = re.compile(r"[ \u00a0](?!dans\b|sans\b|plus\b|pas\b|fois\b)[a-zàâçéèêëîïôûùœ']{2,}s\b")
SUFFIXES = frozenset({"s", "x", "e", "es"})


def _trees(root: Path, rooms: tuple[str, ...] = ("",)) -> Iterator[tuple[str, ast.AST]]:
    source = root / "src" / "laureat"
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source).as_posix()
        if name.startswith(rooms) and not name.startswith(ROOM) and "/migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _faults(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(value=ast.Name(id="unicodedata"), attr="normalize" | "decomposition"):
            yield "folds letters itself: folded, words, slug, flat, composed, without_variants"
        case ast.ImportFrom(module="unicodedata"):
            yield "folds letters itself: folded, words, slug, flat, composed, without_variants"
        case ast.Attribute(attr="strptime"):
            yield "reads a date itself: parse_date"
        case ast.Constant(value=str(text)) if PATTERN_OF_A_DATE.search(text):
            yield "writes a date itself: short_date, SHORT"
        case ast.Set(elts=cells) | ast.Tuple(elts=cells) | ast.List(elts=cells):
            if len(ANSWERS & {cell.value for cell in cells if isinstance(cell, ast.Constant)}) > 1:
                yield "has words of its own for yes and no: yes_no, says_yes, OUI_NON"
        case ast.Dict():
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            values = {value.value for value in node.values if isinstance(value, ast.Constant)}
            if len(ANSWERS & (keys | values)) > 1:
                yield "has words of its own for yes and no: yes_no, says_yes, oui_non"
        case ast.IfExp(body=ast.Constant(value=one), orelse=ast.Constant(value=other)):
            if {one, other} & SUFFIXES and "" in (one, other):
                yield "agrees a noun itself: plural, noun"
            if {one, other} <= {OUI, NON}:
                yield "writes yes and no itself: oui_non"
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=" et "), attr="join")):
            yield "lists itself: enumeration"
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.Subscript(slice=ast.Slice(upper=ast.UnaryOp()))]):
            yield "lists itself: enumeration"
        case ast.Call(func=ast.Attribute(attr="replace"), args=[ast.Constant(value="."), ast.Constant(value=",")]):
            yield "puts the comma itself: with_comma"
        case ast.Call(func=ast.Attribute(value=ast.JoinedStr(), attr="replace"), args=[ast.Constant(value=","), _]):
            yield "parts thousands itself: number"
        case ast.JoinedStr(values=parts):
            for count, after in pairwise(parts):
                counted = isinstance(count, ast.FormattedValue) and _is_count(count.value)
                if counted and isinstance(after, ast.Constant) and PLURAL_OF_A_COUNT.match(str(after.value)):
                    yield "always says the plural of a count: plural"


def _is_count(value: ast.expr) -> bool:
    """``len(…)``, alone or in a sum: what is known to be a count that may be one."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
        for node in ast.walk(value)
    ) and isinstance(value, ast.Call | ast.BinOp)


def _all_faults(name: str, tree: ast.AST) -> list[str]:
    return [f"{name}:{getattr(node, 'lineno', 0)}: {fault}" for node in ast.walk(tree) for fault in _faults(node)]


def test_french_is_written_and_read_in_its_room_alone(root: Path) -> None:
    assert not [fault for name, tree in _trees(root) for fault in _all_faults(name, tree)]


def test_every_way_of_leaving_the_room_is_seen() -> None:
    written = """
from unicodedata import normalize
day = datetime.strptime(text, pattern)
said = f"{day:%d/%m/%Y}"
yes = text in ("oui", "o", "vrai")
answer = {"oui": True, "non": False}[text]
back = {True: "oui", False: "non"}[answer]
word = "oui" if answer else "non"
noun = f"candidat{'s' if n > 1 else ''}"
both = " et ".join(names)
several = f"{', '.join(names[:-1])} et {names[-1]}"
comma = text.replace(".", ",")
thousands = f"{n:,}".replace(",", " ")
members = f"{len(members)} membres"
bare = unicodedata.normalize("NFKD", text)
"""
    faults = _all_faults("x", ast.parse(written))
    assert {int(fault.split(":")[1]) for fault in faults} == set(range(2, 16))


TEMPLATES = "src/laureat/web/project/templates"
COUNTED = re.compile(
    r"\}\}(?:</\w+>)? ?(?:\{% translate [\"'])?(?!sans |dans |pas |plus )[a-zàâçéèêëîïôûùœ]{2,}s\b(?! \{\{)"
)
AGREED = re.compile(r"\{% blocktranslate count n=([\w.]+) %\}.*?\{% endblocktranslate %\}", re.S)


def test_a_template_never_says_the_plural_of_a_count_that_may_be_one(root: Path) -> None:
    found = []
    for path in sorted((root / TEMPLATES).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for agreed in AGREED.finditer(text):
            # gettext counts zero as plural where no catalogue says otherwise: such a sentence stands behind an « if ».
            if not re.search(rf"\{{% if [^%]*\b{re.escape(agreed[1])}\b", text[: agreed.start()]):
                found.append(f"{path.name}: {agreed[1]} may be zero")
        text = AGREED.sub("", text)
        found += [f"{path.name}: {hit[0]}" for hit in COUNTED.finditer(text)]
        found += [f"{path.name}: {hit[0]}" for hit in re.finditer(r"\w+\((?:s|e|es|x)\)", text)]
    assert not found


def test_no_sentence_of_a_session_names_what_is_assessed_by_the_word_of_one_family(root: Path) -> None:
    """A block, a CCP, a unit: ``Papiers.unite`` says it, whatever the family."""
    found = []
    for name, tree in _trees(root, ("session/", "web/jury_room/", "web/aftermath/")):
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]
        found += [(name, one.lineno) for one in texts if re.search(r"\bunités?\b(?! de VAE)", str(one.value))]
    assert not found
