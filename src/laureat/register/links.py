"""What a printed sheet says of other certifications: those it replaces, those that recognise its blocks."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from laureat.register.pages import is_navigation
from laureat.register.parts import AutreFiche, Correspondance
from laureat.register.text import Folding
from laureat.vocabulary.french import fold

_NUMBER = re.compile(r"(RNCP|RS)\s?(\d{1,6})\b")
_PLACE = re.compile(r"^\s*\([^)]*\)")
_NUMBER_OR_BLOCK = re.compile(r"\b(?P<sheet>(?:RNCP|RS)\d+)(?P<block>BC\d+)?(?!\w)")
_OTHER_HEAD = re.compile(r"(?:n°|no|code) de la (?:fiche|certification)|intitule de la certification|rempla[cç]")
_FOLDED_HEAD = re.compile(
    r"(?:n°|no|code) de la (?:fiche|certification) intitule de la certification(?: rempla[cç]\w+)?"
)
_SECOND_HEAD = re.compile(r"(?<=\s\s)code et intitul[ée]", re.IGNORECASE)
_INDENT = 20
"""Farther than any margin: a block that begins there stands below another cell of its row."""
_LINKS_HEAD = re.compile(
    r"aucune correspondance|bloc\(s\) de competences|code et intitule"
    r"|(?:concernes?|certification|(?:en )?correspondance)\b"
)


def other_sheets(lines: Iterable[str], folding: Folding) -> tuple[tuple[AutreFiche, ...], list[str]]:
    """A number and a title a row, and the lines of no row; a title may go on below, or stand there whole."""
    found: list[AutreFiche] = []
    head: list[str] = []
    left: list[str] = []
    touching = False
    for line in (line.strip().lstrip("-• ") for line in lines):
        if match := _NUMBER.match(line):
            after = _PLACE.sub("", line[match.end() :]).strip(" \t-–:")
            found.append(AutreFiche(f"{match[1]}{match[2]}", after or None))
        elif line and found and (touching or not found[-1].intitule) and not is_navigation(line):
            title = folding.joined(found[-1].intitule, line) if found[-1].intitule else line
            found[-1] = AutreFiche(found[-1].numero, title)
        elif line:
            (left if found else head).append(line)
        touching = bool(line)
    if _FOLDED_HEAD.fullmatch(fold(" ".join(" ".join(head).split()))):
        head = []
    return tuple(found), [line for line in (*head, *left) if not _OTHER_HEAD.match(fold(line))]


class _Row(NamedTuple):
    number: str
    ours: list[str]
    theirs: list[str]
    title: list[str]


def correspondences(lines: Iterable[str], own: str, folding: Folding) -> tuple[tuple[Correspondance, ...], list[str]]:
    """« Aucune correspondance », or the rows of the table, and the lines of no row; ``own`` is the number of the sheet.

    Each number tells its place by itself: a block of this sheet, a certification, a block of that certification.
    """
    lines = list(lines)
    below = _columns_of_a_page(lines)
    found: list[_Row] = []
    ours: list[str] = []
    left: list[str] = []
    for group in _groups(line for line in lines if not _LINKS_HEAD.match(fold(line))):
        numbers = [[match["block"] for match in _NUMBER_OR_BLOCK.finditer(line)] for line in group]
        alone = sum(not all(inside) for inside in numbers) == 1  # one row, whose cells go on below
        for line, inside in zip(group, numbers, strict=True):
            for match in _NUMBER_OR_BLOCK.finditer(line):
                if match["block"] and match["sheet"] == own:
                    goes_on = found and all(inside) and (below or (alone and not ours))
                    (found[-1].ours if goes_on else ours).append(match[0])
                elif match["block"] and found:
                    found[-1].theirs.append(match[0])
                else:
                    title = _NUMBER_OR_BLOCK.split(line[match.end() :])[0].split("\t")[0].strip(" -–:")
                    found.append(_Row(match["sheet"], ours, [], [_PLACE.sub("", title).strip(" -–:")]))
                    ours = []
            if not inside and found and found[-1].title[0]:
                found[-1].title[0] = folding.joined(found[-1].title[0], line)
            elif not inside and line not in ("-", "–"):
                left.append(line)
    rows = (Correspondance(r.number, tuple(r.ours), tuple(r.theirs), r.title[0] or None) for r in found)
    return tuple(rows), left + ours


def _columns_of_a_page(lines: Sequence[str]) -> bool:
    """True where the cells stand side by side as a page prints them: the blocks of a row then go on below its first.

    A certification stands below its heading, or blocks stand alone in the last column.
    """
    if any("\t" in line for line in lines):
        return False
    heading = next((match.start() for line in lines if (match := _SECOND_HEAD.search(line))), -_INDENT)
    numbers = [list(_NUMBER_OR_BLOCK.finditer(line)) for line in lines]
    return any(
        len(found) == 1 and match.start() > _INDENT if match["block"] else abs(match.start() - heading) <= 1
        for found in numbers
        for match in found
    )


def _groups(lines: Iterable[str]) -> Sequence[list[str]]:
    """Lines that touch."""
    groups: list[list[str]] = [[]]
    for line in map(str.strip, lines):
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return groups
