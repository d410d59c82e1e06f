"""The code of a function as it is written, without cutting its file into words again for each: a file is parsed once.

``inspect`` tells the same text, in thirty times as long; a family of rules asks it of every rule, twice.
"""

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

Written = ast.FunctionDef | ast.Lambda

_READ: dict[str, tuple[list[str], dict[int, ast.FunctionDef]]] = {}
"""The lines of each file, and its functions by the line where each begins."""


def source(function: Callable[..., Any]) -> str:
    """The text of a function, decorators included, letter for letter what ``inspect.getsource`` gives."""
    lines, found = _found(function)
    if found is None:
        return inspect.getsource(function)
    end, body = found.end_lineno or 0, found.body[0].col_offset
    for rank, line in enumerate(lines[end:], end + 1):
        bare = line.lstrip()
        if bare.startswith("#") and len(line) - len(bare) >= body:
            end = rank  # a remark that closes the function is of it
        elif bare:
            break
    return "".join(lines[_first(found) - 1 : end])


def tree(function: Callable[..., Any]) -> Written:
    """The function as Python reads it, or the lambda."""
    _, found = _found(function)
    if found is not None:
        return found
    parsed = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return next(node for node in ast.walk(parsed) if isinstance(node, Written))


def _found(function: Callable[..., Any]) -> tuple[list[str], ast.FunctionDef | None]:
    """The lines of its file, and where it stands there; None for a lambda, and where no file holds it."""
    bare: Any = inspect.unwrap(function)
    code, name = bare.__code__, bare.__code__.co_filename
    linecache.checkcache(name)
    lines = linecache.getlines(name, bare.__globals__)
    known = _READ.get(name)
    if known is None or known[0] is not lines:
        known = _READ[name] = lines, {_first(node): node for node in _functions(ast.parse("".join(lines)))}
    found = known[1].get(code.co_firstlineno)
    return lines, found if found is not None and found.name == code.co_name else None


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """The functions of a file, those within others too; expressions hold none."""
    if isinstance(node, ast.FunctionDef):
        yield node
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, name, ()):
            yield from _functions(inner)


def _first(node: ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
