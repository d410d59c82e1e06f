"""The two lists of competences of a sheet, the summary and the blocks, held against each other."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from laureat.register.parts import Bloc, GroupeCompetences
from laureat.register.text import number_of
from laureat.vocabulary.french import fold, plural

_OPTIONAL = re.compile(r"\b(?:bloc|unite|epreuve)?s?\s*(?:facultati[fv]e?s?|optionnel(?:le)?s?)\b")
_ARTICLE = re.compile(r"^(?:les?|la|l|une?|des?|du|d) ")
_NOT_WORD = re.compile(r"\W+")
_CLOSE = 0.75

Nature = Literal["reunies", "formulation", "absente_du_resume", "absente_du_bloc", "sans_detail", "groupe_sans_bloc"]


class TwoLists(Protocol):
    """A sheet, as far as its competences go."""

    @property
    def competences_attestees(self) -> tuple[GroupeCompetences, ...] | None:
        """The summary; None when the sheet has none."""

    @property
    def blocs(self) -> tuple[Bloc, ...]:
        """The blocks."""


@dataclass(frozen=True, slots=True)
class EcartCompetences:
    """One difference between the summary and a block."""

    bloc: str | None
    """The code of the block; None where the summary names a group that is no block."""
    nature: Nature
    resume: tuple[str, ...]
    """What the summary says."""
    detail: tuple[str, ...]
    """What the block says."""
    message: str


def is_optional(title: str) -> bool:
    """True where a title says that its block is optional."""
    return title_key(title)[1]


@lru_cache(maxsize=4096)
def title_key(title: str) -> tuple[str, bool]:
    """What two titles of the same block have in common: words without punctuation, and whether it is optional."""
    folded = fold(title)
    bare = _OPTIONAL.sub(" ", folded) if "facultati" in folded or "optionnel" in folded else folded
    return (_ARTICLE.sub("", " ".join(_NOT_WORD.sub(" ", bare).split())), bare != folded)


def compare_competences(fiche: TwoLists) -> tuple[EcartCompetences, ...]:
    """Every difference between the attested competences of the summary and those of the blocks.

    Apostrophes, accents, case and dashes make no difference. Nothing to compare (no summary, no block): no difference.
    """
    if not fiche.competences_attestees or not fiche.blocs:
        return ()
    by_title = {title_key(bloc.intitule): bloc for bloc in fiche.blocs}
    groups = [
        (by_title.get(title_key(group.titre)) if group.titre else None, group) for group in fiche.competences_attestees
    ]
    if not any(bloc for bloc, _ in groups):
        return tuple(_compare_flat(fiche))
    return tuple(_compare_groups(fiche, groups))


def _key(item: str) -> str:
    """What is compared: the words, without the number that opens them nor the point that closes them."""
    return fold(item[len(number_of(item)) :]).strip(" .:;-")


def _compare_groups(fiche: TwoLists, groups: list[tuple[Bloc | None, GroupeCompetences]]) -> Iterator[EcartCompetences]:
    for bloc, group in groups:
        if bloc is not None:
            yield from _compare_items(bloc.code, group.competences, bloc.competences)
        elif group.competences:
            title = f"« {group.titre} »" if group.titre else "un groupe sans titre"
            yield EcartCompetences(
                None, "groupe_sans_bloc", group.competences, (), f"le résumé a {title}, qui n'est le titre d'aucun bloc"
            )
    named = {bloc.code for bloc, _ in groups if bloc}
    for bloc in fiche.blocs:
        if bloc.code not in named and bloc.competences:
            message = f"le résumé ne dit rien du bloc {bloc.code}"
            yield EcartCompetences(bloc.code, "absente_du_resume", (), bloc.competences, message)


def _compare_flat(fiche: TwoLists) -> Iterator[EcartCompetences]:
    """A summary in one piece: each of its lines against every block."""
    summary = tuple(item for group in fiche.competences_attestees or () for item in group.competences)
    titles = {title_key(bloc.intitule) for bloc in fiche.blocs}
    if summary and all(title_key(item) in titles for item in summary):
        message = "le résumé ne donne que les titres des blocs"
        yield EcartCompetences(None, "sans_detail", summary, (), message)
        return
    left = list(summary)
    for bloc in fiche.blocs:
        found = list(_compare_items(bloc.code, tuple(left), bloc.competences))
        kept = {_key(item) for gap in found if gap.nature == "absente_du_bloc" for item in gap.resume}
        left = [item for item in left if _key(item) in kept]
        yield from (gap for gap in found if gap.nature != "absente_du_bloc")
    for item in left:
        message = "le résumé cite une compétence qui n'est dans aucun bloc"
        yield EcartCompetences(None, "absente_du_bloc", (item,), (), message)


def _compare_items(code: str, summary: tuple[str, ...], block: tuple[str, ...]) -> Iterator[EcartCompetences]:
    keys, missing = {_key(item) for item in block}, {_key(item) for item in summary}
    ours = [item for item in summary if _key(item) not in keys]
    theirs = [item for item in block if _key(item) not in missing]
    if theirs and not summary:
        yield EcartCompetences(code, "sans_detail", (), tuple(theirs), "le résumé ne donne que le titre du bloc")
        return
    for item in list(ours):
        if parts := _joined(_key(item), theirs):
            message = f"le résumé réunit en une phrase {plural(len(parts), 'compétence')} du bloc"
            yield EcartCompetences(code, "reunies", (item,), parts, message)
            ours.remove(item)
            theirs = [other for other in theirs if other not in parts]
    for item in list(theirs):
        if parts := _joined(_key(item), ours):
            message = f"le bloc réunit en une phrase {plural(len(parts), 'compétence')} du résumé"
            yield EcartCompetences(code, "reunies", parts, (item,), message)
            theirs.remove(item)
            ours = [other for other in ours if other not in parts]
    for item in list(ours):
        close = max(theirs, key=lambda other: _likeness(item, other), default=None)
        if close is not None and _likeness(item, close) >= _CLOSE:
            message = "le résumé et le bloc formulent autrement la même compétence"
            yield EcartCompetences(code, "formulation", (item,), (close,), message)
            ours.remove(item)
            theirs.remove(close)
    for item in ours:
        yield EcartCompetences(code, "absente_du_bloc", (item,), (), "le résumé la cite, le bloc non")
    for item in theirs:
        yield EcartCompetences(code, "absente_du_resume", (), (item,), "le bloc la cite, le résumé non")


def _joined(whole: str, parts: list[str]) -> tuple[str, ...]:
    """The consecutive parts that make up the whole when written one after the other, or nothing."""
    for start in range(len(parts)):
        text = _key(parts[start])
        for stop in range(start + 1, len(parts)):
            text = f"{text} {_key(parts[stop])}"
            if text == whole:
                return tuple(parts[start : stop + 1])
            if not whole.startswith(text):
                break
    return ()


def _likeness(one: str, other: str) -> float:
    """How alike two sentences are, 0 to 1; half of their words at least must be the same."""
    ours, theirs = _key(one), _key(other)
    words, others = set(ours.split()), set(theirs.split())
    if 2 * len(words & others) < max(len(words), len(others)):
        return 0.0
    return difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
