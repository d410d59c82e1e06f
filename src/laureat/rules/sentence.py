"""The sentences of a rule: French templates that stand in its docstring, right after the text of the law.

A docstring begins with the text of the law in our own words. Each further paragraph that begins with « Phrase : » is a
sentence for one candidate; « Phrase (garde) : » is told only where the field named holds, « Phrase (non garde) : » only
where it does not, and several guards are parted by commas. The first sentence whose guards hold is told. « Phrases :
celles de regle. » tells those of another rule of the same module.

``{champ}`` stands for a field: a number of the law by the name of its parameter, or what the family of règlements
knows how to tell of a candidate. No number of the law is ever written out in a template.
"""

import inspect
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_HEAD = re.compile(r"Phrase(?: \(([^)]*)\))? : ")
_THOSE_OF = re.compile(r"Phrases : celles de (\w+)\.")
_FORMATTER = string.Formatter()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One template and its guards."""

    template: str
    guards: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that the template and its guards read."""
        return fields_of(self.template) | {guard.removeprefix("non ") for guard in self.guards}

    def told(self, fields: Mapping[str, Any]) -> str | None:
        """The sentence for one candidate; None where a guard says that it plays no part."""
        for guard in self.guards:
            name = guard.removeprefix("non ")
            if bool(fields[name]) is guard.startswith("non "):
                return None
        return self.template.format_map(fields)


def fields_of(template: str) -> frozenset[str]:
    """The names of the fields of a template."""
    return frozenset(name.split(".")[0] for _, name, _, _ in _FORMATTER.parse(template) if name)


def docstring_parts(function: Any) -> tuple[str, tuple[Sentence, ...]]:
    """The text of the law, and the sentences that follow it. ValueError where a paragraph is neither."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.getdoc(function) or "")]
    text, *rest = paragraphs
    sentences: list[Sentence] = []
    for paragraph in rest:
        if of := _THOSE_OF.fullmatch(paragraph):
            other = getattr(function.__globals__.get(of[1]), "function", None)
            if other is None:
                raise ValueError(f"« {paragraph} » : aucune règle de ce module ne se nomme {of[1]}")
            sentences += docstring_parts(other)[1]
            continue
        head = _HEAD.match(paragraph)
        if head is None:
            raise ValueError(f"« {paragraph[:40]}… » : un paragraphe de règle commence par « Phrase : »")
        guards = tuple(guard.strip() for guard in (head[1] or "").split(",") if guard.strip())
        sentences.append(Sentence(paragraph[head.end() :], guards))
    return text, tuple(sentences)
