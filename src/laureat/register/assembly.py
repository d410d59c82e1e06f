"""From texts to the parts of a sheet that both readers build in the same way: blocks and the summary."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from laureat.register.comparison import is_optional, title_key
from laureat.register.competences import Kind, Part, plain_items, read_list, split, unnumbered
from laureat.register.modes import derive
from laureat.register.parts import Anomalie, Bloc, GroupeCompetences, NonReconnu
from laureat.register.text import unbullet

ABSENT: Mapping[str, Any] = MappingProxyType(
    {
        "niveau": None,
        "actif": None,
        "certificateurs": (),
        "codes_nsf": None,
        "formacodes": None,
        "codes_rome": None,
        "anciennes_certifications": None,
    }
)
"""What a sheet holds where it is silent, by name."""


def block(
    fiche: str,
    code: str,
    intitule: str,
    competences: Sequence[str],
    modalites: str | None,
    prerequis_entree: str | None = None,
    prerequis_validation: str | None = None,
) -> tuple[Bloc, list[NonReconnu]]:
    """A block, from the paragraphs of its list and the prose of its modes; and the sentences not understood."""
    found = read_list(competences)
    modes, strange = derive(modalites) if modalites else (None, ())
    bloc = Bloc(
        fiche,
        code,
        intitule,
        found.items,
        is_optional(intitule),
        modalites,
        modes,
        found.cecrl,
        found.eps,
        found.notes,
        prerequis_entree,
        prerequis_validation,
    )
    return bloc, [NonReconnu(f"{code} : modalités d'évaluation", words) for words in strange]


def missing_blocks(codes: Sequence[str]) -> list[Anomalie]:
    """The numbers that the blocks of a sheet skip: a block that was not found, or that the register took away."""
    numbers = {int(number[1]): code[: number.start(1)] for code in codes if (number := re.search(r"BC(\d+)$", code))}
    skipped = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
    return [
        Anomalie(
            "blocs",
            f"{next(iter(numbers.values()))}{number:02}",
            "aucun bloc de ce numéro n'a été lu ; d'autres le suivent",
        )
        for number in skipped
    ]


def summary(texts: Sequence[str] | None, titles: Iterable[str]) -> tuple[GroupeCompetences, ...] | None:
    """The attested competences, in groups where the summary names blocks (``titles``) or has headings of its own."""
    if texts is None:
        return None
    titles = tuple(titles)
    known = {title_key(title) for title in titles}
    longest = max(map(len, titles), default=0) + 40
    plain = plain_items(texts)
    if plain and not any(" : " in text or _is_title(text, known, longest) for text in texts):
        return (GroupeCompetences(None, tuple(plain)),)
    groups: list[GroupeCompetences] = []
    title: str | None = None
    parts: list[Part] = []

    def close() -> None:
        if title is None and not parts:
            return
        groups.append(
            GroupeCompetences(
                title,
                tuple(unnumbered([part.text for part in parts if part.kind is Kind.ITEM])),
                tuple(part.text for part in parts if part.kind is not Kind.ITEM),
            )
        )

    for part in _summary_parts(texts, known, longest):
        if part.kind is Kind.HEADING:
            close()
            title, parts = part.text.rstrip(" :"), []
        else:
            parts.append(part)
    close()
    return tuple(groups)


def _is_title(text: str, known: set[tuple[str, bool]], longest: int) -> bool:
    return len(text) <= longest and title_key(text.rstrip(" :")) in known


def _summary_parts(texts: Sequence[str], known: set[tuple[str, bool]], longest: int) -> list[Part]:
    """The parts of the summary; a paragraph that is the title of a block heads what follows it.

    A summary that only names the blocks stays a list of their titles. No title is longer than ``longest``.
    """
    if texts and all(_is_title(unbullet(text)[0], known, longest) for text in texts):
        return [Part(Kind.ITEM, unbullet(text)[0]) for text in texts]
    titled = [_is_title(text, known, longest) for text in texts]
    parts: list[Part] = []
    pending: list[str] = []
    for text, is_title in zip(texts, titled, strict=True):
        head, colon, tail = text.partition(" : ")
        if is_title:
            parts += split(pending)
            parts.append(Part(Kind.HEADING, text))
            pending = []
        elif colon and len(head) <= longest and title_key(head) in known:
            parts += split(pending)
            parts.append(Part(Kind.HEADING, head))
            parts += split([piece.rstrip(".") for piece in tail.split(" ; ")])
            pending = []
        else:
            pending.append(text)
    return parts + list(split(pending))
