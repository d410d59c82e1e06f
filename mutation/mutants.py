"""The mutants of a package, as cosmic-ray finds them, and the seeded list that is drawn among them."""

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "mutation" / "mutants.json"
PACKAGES = ("reglements", "deliberation", "jury", "session", "records", "credentials")
SEED = "laureat-2026"
NUMBER = 300
RULES = frozenset(
    {"calcul", "calcul_commun", "cas", "cas_commun", "constat", "constat_commun", "exigence"}
)  # what decorates a rule of the law
REDRAW = "Pour la retirer au sort : python -m mutation --tirer"

_NO_CHANGE = "core/NoOp"
_STATEMENTS = ("for_stmt", "if_stmt", "while_stmt", "assert_stmt", "except_clause", "decorator")
_EXPRESSIONS = ("comparison", "factor", "not_test", "test", "keyword", "number", "operator")
_VISITED = frozenset((*_STATEMENTS, *_EXPRESSIONS))
_BINARY = frozenset(("+", "-", "*", "/", "//", "%", "**", ">>", "<<", "|", "&", "^"))


class StaleList(Exception):
    """The list is not one of these sources; the message, in French, says what to do."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the ``occurrence``-th place of a module where an operator of cosmic-ray applies."""

    package: str
    module: str
    operator: str
    occurrence: int
    line: int
    definition: str
    rule: bool
    code: str
    nth: int
    """Which of those that are alike: same operator, definition and text of the line."""
    around: str
    """What names the function around it, as it is written: a result holds as long as that function does."""

    @property
    def key(self) -> str:
        """What names it in the list and in the results: changes elsewhere in the sources leave it as it is."""
        return self.rank("")[:12]

    def rank(self, seed: str) -> str:
        """Its place in the draw."""
        told = f"{seed} {self.module} {self.operator} {self.definition} {self.code} {self.nth}"
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Place:
    """A definition of a module, by its lines."""

    first: int
    last: int
    name: str
    rule: bool
    function: bool


def modules(package: str, root: Path = ROOT) -> list[Path]:
    """The modules of a package, in a stable order."""
    return sorted((root / "src" / "laureat" / package).rglob("*.py"))


def mutants(package: str, root: Path = ROOT) -> Iterator[Mutant]:
    """Every mutant of a package; annotations and the stars of signatures are left alone, for nothing runs them."""
    for path in modules(package, root):
        yield from mutants_of(path.read_text(encoding="utf-8"), package, path.relative_to(root).as_posix())


def mutants_of(text: str, package: str, module: str, operators: Iterable[str] = ()) -> Iterator[Mutant]:
    """Every mutant of one module, or those of some operators."""
    nodes = [node for node in ast_nodes(get_ast(text)) if _is_visited(node)]
    tree, lines = ast.parse(text), text.splitlines()
    places, unrun = list(_places(tree)), set(_annotations(tree, lines)) | set(_stars(nodes))
    for name in sorted(operators) or _operators():
        operator = get_operator(name)()
        positions = [position for node in nodes for position, _ in operator.mutation_positions(node)]
        seen: Counter[tuple[str, str]] = Counter()
        for occurrence, (line, column) in enumerate(positions):
            if (line, column) not in unrun:
                inside = [place for place in places if place.first <= line <= place.last]
                definition = ".".join(place.name for place in inside)
                rule = any(place.rule for place in inside)
                code = lines[line - 1].strip()
                seen[definition, code] += 1
                around = next((lines[one.first - 1 : one.last] for one in inside if one.function), [code])
                yield Mutant(
                    *(package, module, name, occurrence, line, definition, rule, code, seen[definition, code]),
                    around=hashlib.sha256("\n".join(around).encode()).hexdigest()[:12],
                )


def draw(package: str, root: Path = ROOT, seed: str = SEED, number: int = NUMBER) -> list[Mutant]:
    """The mutants of the list: the lowest ranks, without those that are no other program."""
    drawn: list[Mutant] = []
    for mutant in sorted(mutants(package, root), key=lambda one: one.rank(seed)):
        if len(drawn) == number:
            break
        text = (root / mutant.module).read_text(encoding="utf-8")
        if _is_another_program(text, mutated(text, mutant)):
            drawn.append(mutant)
    return drawn


def mutated(text: str, mutant: Mutant) -> str:
    """The text of the module, with the change made."""
    code: str | None = mutate_code(text, get_operator(mutant.operator)(), mutant.occurrence)
    if code is None:
        raise StaleList(f"{mutant.module}:{mutant.line} : {mutant.operator} ne s'applique plus. {REDRAW}")
    return code


def write_list(drawn: Iterable[Mutant], path: Path = LIST) -> None:
    """Write the list, one mutant a line."""
    body = ",\n".join(json.dumps(asdict(mutant), ensure_ascii=False) for mutant in drawn)
    head = f'{{"graine": {json.dumps(SEED)}, "nombre": {NUMBER}, "mutants": [\n'
    path.write_text(f"{head}{body}\n]}}\n", encoding="utf-8")


def read_list(path: Path = LIST) -> list[Mutant]:
    """The committed list."""
    if not path.is_file():
        raise StaleList(f"La liste des mutants manque ({path.name}). {REDRAW}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return [Mutant(**line) for line in found["mutants"]]


def located(listed: Sequence[Mutant], root: Path = ROOT) -> tuple[list[Mutant], list[Mutant]]:
    """Those of the list as the sources now hold them, whatever has moved; and those that are gone."""
    wanted: dict[str, list[Mutant]] = {}
    for mutant in listed:
        wanted.setdefault(mutant.module, []).append(mutant)
    held: dict[str, Mutant] = {}
    for module, mine in wanted.items():
        path = root / module
        if path.is_file():
            asked = {mutant.operator for mutant in mine}
            found = mutants_of(path.read_text(encoding="utf-8"), mine[0].package, module, asked)
            held |= {one.key: one for one in found}
    every = [mutant for mine in wanted.values() for mutant in mine]
    return [held[one.key] for one in listed if one.key in held], [one for one in every if one.key not in held]


@cache
def _operators() -> tuple[str, ...]:
    names = sorted(name for name in operator_names() if name != _NO_CHANGE)
    return tuple(name for name in names if not get_operator(name).arguments())


def _is_visited(node: Any) -> bool:
    """Whether an operator may apply there: a walk over all the nodes, two hundred times, would take minutes."""
    return node.type in _VISITED and (node.type != "operator" or node.value in _BINARY)


def _is_another_program(text: str, changed: str) -> bool:
    try:
        return ast.dump(ast.parse(changed)) != ast.dump(ast.parse(text))
    except SyntaxError:
        return False


def _places(tree: ast.AST) -> Iterator[_Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            rule = isinstance(node, ast.FunctionDef) and any(map(_names_a_rule, node.decorator_list))
            function = not isinstance(node, ast.ClassDef)
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield _Place(first, node.end_lineno or node.lineno, node.name, rule, function)


def _names_a_rule(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (isinstance(called, ast.Name) and called.id in RULES) or (
        isinstance(called, ast.Attribute) and called.attr in RULES
    )


def _annotations(tree: ast.AST, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Every position inside an annotation, columns in letters, as cosmic-ray counts them."""
    for node in ast.walk(tree):
        inside = [getattr(node, name, None) for name in ("annotation", "returns")]
        for found in inside:
            if isinstance(found, ast.expr):
                for part in ast.walk(found):
                    if isinstance(part, ast.BinOp):
                        yield from _between(part.left, part.right, lines)


def _stars(nodes: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Where a star says that what follows is given by name: it is no product."""
    for node in nodes:
        if node.type == "operator" and node.parent.type in ("parameters", "param", "lambdef"):
            yield node.start_pos


def _between(left: ast.expr, right: ast.expr, lines: list[str]) -> Iterator[tuple[int, int]]:
    for line in range(left.end_lineno or left.lineno, right.lineno + 1):
        for column in range(len(lines[line - 1])):
            octets = len(lines[line - 1][:column].encode())
            after = line > (left.end_lineno or 0) or octets >= (left.end_col_offset or 0)
            if after and (line < right.lineno or octets < right.col_offset):
                yield line, column
