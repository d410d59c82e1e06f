"""The two columns of a block, competences and modes of assessment, where no tab parts them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from laureat.register.text import BULLETS, Folding, number_of, opens_with_verb, strip_html
from laureat.vocabulary.french import fold

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_STOP = 8
_BULLETED = re.compile(rf"\s*[{re.escape(BULLETS)}]\s")
_PIECE = re.compile(r"(?=<p\b|<ul\b)|(?<=</p>)|(?<=</ul>)|\n\s*\n|(?<=\S) {2,}(?=\S)", re.IGNORECASE)
_OTHER_BULLET = re.compile(r"(?<=\S )[*•●▪◦○►➢✓·‣] (?=\S)")
_ACRONYM = re.compile(r"[A-ZÀ-Ý]{2}")
_CAPITAL = re.compile(r"(?<=\s)(?=[A-ZÀ-ÝŒ])")
_ONE_LINE = re.compile(r"comp[ée]tences( +)(?=Modalit)", re.IGNORECASE)
_SWITCH = 1.5
ASSESSMENT = re.compile(
    r"etablissement|\bccf\b|ponctuel|habilit|candidat|hors contrat|sous contrat|voie scolaire|a distance"
    r"|formation professionnelle|professionnelle continue|epreuve|\bjury\b|soutenance|mise en situation|evaluation"
    r"|\bcfa\b|apprentissage|activites? professionnelles?|^(?:(?:oral|ecrit|pratique|et)(?: |$))+"
)
"""Words of the modes of assessment, folded."""


def side_by_side(lines: Sequence[str], head: str) -> tuple[list[str], list[str]] | None:
    """The two columns of a block, set side by side on each line; None where they are not.

    ``head`` is the heading row; a page may set the columns elsewhere than the one before.
    """
    match = re.search(r"(?<=\S)( {2,})(?=Modalit)", head, re.IGNORECASE)
    if match is None or any("\t" in line for line in lines):
        return None
    place = match.end()
    begins: Counter[int] = Counter()
    for line in lines:
        indent = len(line) - len(line.lstrip())
        begins.update([gap.end() for gap in _GAP.finditer(line)] + ([indent] if indent > place // 2 else []))
    below = sum(count for column, count in begins.items() if abs(column - place) <= 1)
    if not below or (below == 1 and len(match[1]) <= _STOP and sum(map(bool, map(str.strip, lines))) > 1):
        return None
    places = [column for column, count in begins.most_common() if count > 1 or abs(column - place) <= 1]
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        gaps = [gap.end() for gap in _GAP.finditer(line)]
        cut = next((column for column in places if column in gaps), None)
        if cut is None:
            cut = 0 if any(indent >= column - 1 for column in places if column > 1) else len(line)
        left.append(line[:cut].rstrip())
        right.append(line[cut:].strip())
    return left, right


def retabbed(lines: Sequence[str], head: str) -> list[str] | None:
    """The rows of a block whose tabs became spaces, as many as between the two cells of its heading row."""
    match = re.search(r"(?<=\S)( {2,})(?=Modalit)", head, re.IGNORECASE)
    if match is None:
        return None
    stops = match.end() % _STOP == 0

    def gap(line: str) -> re.Match[str] | None:
        found = _GAP.finditer(line)
        return next((g for g in found if 0 <= len(g[0]) - len(match[0]) <= 2 or (stops and g.end() % _STOP == 0)), None)

    gaps = [gap(line) for line in lines]
    if not any(gaps):
        return None
    return [f"{line[: g.start()]}\t{line[g.end() :]}" if g else line for line, g in zip(lines, gaps, strict=True)]


def after_the_list(lines: Sequence[str], summary: str) -> tuple[list[str], list[str]] | None:
    """The two columns of a block whose competences are its only HTML list: the modes come after it; None otherwise."""
    before, end, after = "\n".join(lines).partition("</ul>")
    words = fold(strip_html(after)).split()
    if not end or "</ul>" in after.lower() or len(words) < 3 or " ".join(words[:3]) in summary:
        return None
    return f"{before}{end}".split("\n"), after.split("\n")


def told_apart(lines: Sequence[str], summary: str, head: str, folding: Folding) -> tuple[list[str], list[str]]:
    """The two columns of a block printed one after the other: each piece goes where its words belong.

    ``summary``: the folded words of the attested competences. Pieces that say little stay with their neighbours.
    ``head``: the heading row; on one line, the last competence and the first mode are on one line too.
    """
    place = _ONE_LINE.search(head)
    one_line = place is not None and (place[1] == " " or place.end(1) % _STOP == 0)
    pieces = list(_pieces(lines, summary, folding, one_line=one_line))
    # The cheapest way through two states: the competences first, and few changes of column.
    cost: tuple[float, float] = (0.0, _SWITCH)
    ways: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    for _, weight in pieces:
        steps = []
        for state in (0, 1):
            stay, change = cost[state], cost[1 - state] + _SWITCH
            source = state if stay < change else 1 - state
            steps.append((min(stay, change) + (-weight if state == 0 else weight), (*ways[source], state)))
        cost, ways = (steps[0][0], steps[1][0]), (steps[0][1], steps[1][1])
    best = ways[0] if cost[0] <= cost[1] else ways[1]
    columns: tuple[list[str], list[str]] = ([], [])
    for (piece, _), state in zip(pieces, best, strict=True):
        columns[state].append(piece)
    return "".join(columns[0]).split("\n"), "".join(columns[1]).split("\n")


def _pieces(lines: Sequence[str], summary: str, folding: Folding, *, one_line: bool) -> Iterator[tuple[str, float]]:
    """The paragraphs of a block, and how much each is a competence (more than 0) or a mode of assessment (less)."""
    whole = [list(_units(piece.split("\n"), folding)) for piece in _PIECE.split("\n".join(lines)) if piece.strip()]
    units = [unit for piece in whole for unit in piece]
    first = next((bare for unit in units if _BULLETED.match(bare := strip_html(unit).strip())), "")
    items = [unit for unit in units if first and _alike(unit, first)]
    listed = any(sum(unit in items for unit in piece) > 1 for piece in whole)
    ended = 2 * sum(unit.rstrip().endswith((".", ";")) for unit in items[:-1]) > len(items) - 1
    tail = ""
    for piece in whole:
        for unit in piece:
            bare = strip_html(unit).strip()
            words = fold(bare).split()
            if tail and bare[:1].islower() and " ".join([tail, *words[:3]]) in summary:
                cut = _known_end(unit, tail, summary)  # the end of the last competence, after a page break
                yield unit[:cut], 4.0
                yield unit[cut:], _weight(unit[cut:], first, listed, summary)
                yield "\n", 0.0
                continue
            if _weight(unit, first, listed, summary) > 0:
                tail = " ".join(words[-3:])
            if one_line and items and unit is items[-1]:
                cut = _first_mode(unit, summary, ended)
                yield unit[:cut], _weight(unit[:cut], first, listed, summary)
                yield unit[cut:], -2.0 if unit[cut:] else 0.0
            else:
                yield unit, _weight(unit, first, listed, summary)
            yield "\n", 0.0
        yield "\n", 0.0


def _known_end(unit: str, tail: str, summary: str) -> int:
    """How far the unit goes on with the words that the summary has after ``tail``."""
    ends = [match.end() for match in re.finditer(r"\S+", unit)]
    return max((end for end in ends if fold(strip_html(f"{tail} {unit[:end]}")) in summary), default=len(unit))


def _units(lines: Sequence[str], folding: Folding) -> Iterator[str]:
    """Lines that touch, cut where a bullet, a short line or a capital opens another paragraph."""
    unit: list[str] = []
    for line in lines:
        if unit and (
            _BULLETED.match(line)
            or folding.full(unit[-1], line.strip()) is False
            or (folding.width is None and not line.strip()[:1].islower())
        ):
            yield "\n".join(unit)
            unit = []
        unit.append(line)
    if unit:
        yield "\n".join(unit)


def _alike(unit: str, first: str) -> bool:
    """True for an item of the same list: the same bullet, and a capital where the first has one."""
    bare = unit.strip()
    return (
        bare[:1] == first[:1] and bare.lstrip(f" {BULLETS}")[:1].isupper() == first.lstrip(f" {BULLETS}")[:1].isupper()
    )


def _first_mode(line: str, summary: str, ended: bool) -> int:
    """Where the first mode begins on the line of the last competence: after what the summary knows, or a sentence.

    ``ended``: the competences above end with a full stop.
    """
    if item := _OTHER_BULLET.search(line):
        return item.start()
    capitals = [
        cut
        for cut in (match.start() for match in _CAPITAL.finditer(line))
        if (before := line[:cut].strip(f" {BULLETS}"))
        and number_of(f"{before} x") != before
        and line.count("(", 0, cut) == line.count(")", 0, cut)
    ]
    start = known = 0
    for cut in capitals:  # two competences may stand on one line
        for begin in (start, known):
            words = fold(line[begin:cut]).strip(" -.;,")
            if words.count(" ") >= 2 and words in summary:
                start, known = begin, cut
                break
    if known:
        return known
    inner = [cut for cut in capitals if not _ACRONYM.match(line[cut:])]
    stops = [cut for cut in inner if line[:cut].rstrip().endswith((".", ";", ":"))]
    if ended and stops:
        return stops[0]
    above = [cut for cut in inner if not stops or cut < stops[0]]
    return (above[-1:] or stops or [len(line)])[0]


def _weight(piece: str, item: str, listed: bool, summary: str) -> float:
    piece = strip_html(piece).strip()
    words = fold(piece).strip(" -.;,")
    start = piece.lstrip(f" {BULLETS}")
    if not words or not start:
        return 0.0
    if summary and words.count(" ") >= 2 and words in summary:
        return 4.0
    if item and _alike(piece, item):
        weight = 3.0
    elif start[0].islower():
        # It goes on with what stands before, on another page perhaps: one word of assessment tells nothing.
        return float(min(0, 1 - len(set(ASSESSMENT.findall(words)))))
    elif opens_with_verb(start) and not listed:
        weight = 0.5
    else:
        weight = -1.0 if item else -0.5
    return weight - (2.0 if ASSESSMENT.search(words) else 0.0)
