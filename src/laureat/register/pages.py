"""The lines of a printed sheet, without what the paper or the site put around them.

A sheet comes as the text of a PDF (pages, their headers and footers, their numbers) or as a web page copied whole
(menus, breadcrumbs, cookies, legal notices). Spaces are made plain, accents composed, pages joined by an empty line.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from laureat.register.text import INVISIBLE, Folding
from laureat.vocabulary.french import composed, fold

_SPACES = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\x0b": "\n", "\x85": "\n"})
_SIGNS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u02bc": "\u2019"})
"""Hyphens that fold or hold a line, and the apostrophe of phonetics."""
_MARGIN = " \t>"
_BULLETS = dict.fromkeys([0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0x25A0, 0x25A1, 0x2756, 0x2043, 0x2219], "•")
"""Bullets of word processors, some in the private area of their fonts."""
_ROUND_O = re.compile(r"^([ \t]*)o[ \t]+(?=[^\s:])", re.MULTILINE)
"""The second level of the lists of a word processor."""
_NUMBERED_CODE = re.compile(r"^([ \t]*)\d{1,2}[.)][ \t]+(?=(?:\d{3}[a-z]?|\d{5}|[A-Z]\d{4}) ?[:–-])", re.MULTILINE)
"""A list of codes that someone numbered."""
_LOWER_NUMBER = re.compile(r"(?<![\w/.-])(?:rncp|rs)(?= ?\d{1,6}(?:[Bb][Cc]\d+)?\b)")
_MARKS = re.compile(r"\*\*|__")
_RULE = re.compile(r"[\s|:_=+-]*-{2,}[\s|:_=+-]*")
_PAGE = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,3}\s?(?:/|sur|de)\s?\d{1,3}[-–—\s]*|page\s*\d{1,3}", re.IGNORECASE)
_BROWSER = re.compile(
    r"(?:https?|file)://\S+\s+(?:page\s*)?\d{1,3}\s?/\s?\d{1,3}|\d\d/\d\d/\d{4},? \d\d:\d\d(?:\s.*)?", re.IGNORECASE
)
"""What a browser prints around its pages: the address and the number, the day, the hour and the title."""
_QUOTED = re.compile(r"(?:> ?)+")
_MAIL = re.compile(
    r"(?:bonjour|bonsoir|madame|monsieur|cher|chere)s?\b[^.]{0,40},"
    r"|(?:(?:bien|tres) )?(?:cordialement|amicalement|respectueusement|sincerement)\b.{0,40}|bien a (?:vous|toi).{0,3}"
    r"|(?:sinceres |meilleures |respectueuses )?salutations.{0,30}|bonne (?:journee|soiree|reception).{0,20}"
    r"|(?:envoye|obtenir outlook) (?:de(?:puis)?|a partir de|avec|pour)\b.{0,60}"
    r"|(?:de|a|cc|objet|envoye|from|to|sent|subject) ?: .*"
    r"|(?:tel|telephone|mobile|port|fax|standard)\.? ?:? ?\+?[\d .()]{8,}"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+|(?:le|on) .{6,80} (?:a ecrit|wrote) ?:"
    r"|(?:ce|le present) (?:message|courriel|mail|e-mail)\b.*|(?:pensez|avant d'imprimer)\b.*(?:imprim|environnement).*"
)
"""How the mail around a sheet greets, signs and warns, folded."""
_NUMBERED_LINE = re.compile(
    r".*?(?:\bpage\s*(?=\d)|(?<![\d/])(?=\d{1,3}\s?/))(?P<number>\d{1,3})(?:\s?(?:/|sur|de)\s?\d{1,3})?\s*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[-–—\s]*(\d{1,3})[-–—\s]*")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EDGE = 5
"""How many lines at the top and at the bottom of a page may be its header and its footer."""
_WIDEST = 200
_FEW = 20
"""Fewer lines than these could stand two by two by chance."""
_NAVIGATION = re.compile(
    r"aller (?:au|a la) .*|acces direct.*|(?:retour )?(?:a l')?accueil(?: [>/›»] .*)?|menu(?: principal)?|fermer|ouvrir"
    r"|(?:se connecter|connexion|mon compte|mon espace|espace .{3,30}|s'inscrire|deconnexion)"
    r"|(?:re)?chercher.*|recherche(?: avancee| une certification)?|trouver une certification|nouvelle recherche"
    r"|(?:retour|revenir) (?:aux?|a la|vers) .*|retour|precedente?|suivante?|voir plus|lire la suite|en savoir plus"
    r"|imprimer(?: la fiche)?|telecharger(?: .*)?|exporter(?: .*)?|partager(?: .*)?|ajouter aux favoris|copier le lien"
    r"|vous etes ici ?:?.*|fil d'ariane|sommaire|sur cette page|haut de page|retour en haut.*|(?:re)?monter.*"
    r"|.*\bcookies\b.*|(?:tout )?(?:accepter|refuser)(?: tout| tous)?|personnaliser|parametrer.*"
    r"|mentions legales|plan du site|accessibilite ?:?.*|contact(?:ez[- ]nous)?|nous contacter|donnees personnelles"
    r"|(?:politique|protection) d.*(?:confidentialite|donnees).*|conditions generales.*|suivez[- ]nous.*"
    r"|newsletter|lettre d'information.*|s'abonner.*|linkedin|twitter|facebook|youtube|instagram"
    r"|marches publics|recrutement|presse|espace presse|actualites|agenda|publications"
    r"|foire aux questions|faq|glossaire|france competences|republique francaise|liberte,? egalite,? fraternite"
    r"|(?:©|copyright).*|.*(?:tous droits reserves|© ?france competences.*)"
    r"|(?:data|service-public|legifrance|gouvernement|info)\.(?:gouv\.)?fr"
    r"|(?:https?://)?(?:www\.)?francecompetences\.fr\S*|.* [>›»] .*"
)
"""What the site prints around a sheet, folded."""


def plain(text: str) -> str:
    """The text with one kind of space, of line break, of accent, of colon and of bullet."""
    text = composed(text.translate(INVISIBLE)).translate(_SPACES | _BULLETS).translate(_LIGATURES | _SIGNS)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = re.sub("\u00ad(?=[ ]*\n)", "-", text).replace("\u00ad", "")
    text = re.sub(" ?\uff1a", " :", text)
    text = _LOWER_NUMBER.sub(lambda number: number[0].upper(), text)
    text = _NUMBERED_CODE.sub(r"\1• ", text)
    return _ROUND_O.sub(r"\1• ", text) if len(_ROUND_O.findall(text)) > 1 else text


def sheet_lines(text: str) -> list[str]:
    """The lines of a printed sheet: no header, footer nor number of a page; bars between cells become tabs."""
    lines = [line.rstrip() for line in _without_page_edges(_MARKS.sub("\n", _single_spaced(_flush(plain(text)))))]
    drawn = any("|" in line and _RULE.fullmatch(line) for line in lines)
    return [
        _cells(line, drawn)
        for line in lines
        if not any(made.fullmatch(line.strip()) for made in (_RULE, _PAGE, _BROWSER))
    ]


def _flush(text: str) -> str:
    """The text without the margin that all of its lines have (an indented page), nor the marks of a quoted mail."""
    lines = text.split("\n")
    if 2 * sum(line.startswith(">") for line in lines) > sum(bool(line.strip()) for line in lines):
        lines = [_QUOTED.sub("", line, count=1) if line.startswith(">") else line for line in lines]
        text = "\n".join(lines)
    margins = [line[: len(line) - len(line.lstrip(_MARGIN))] for line in lines if line.strip(_MARGIN)]
    first, last = min(margins, default=""), max(margins, default="")
    size = next((rank for rank, pair in enumerate(zip(first, last, strict=False)) if len({*pair}) > 1), len(first))
    return "\n".join(line[size:] if line.strip(_MARGIN) else "" for line in lines) if size else text


def _single_spaced(text: str) -> str:
    """The text without the empty line that a word processor puts after each line, where it put one after all."""
    lines = text.split("\n")
    written = [rank for rank, line in enumerate(lines) if line.strip()]
    if len(written) < _FEW or len({rank % 2 for rank in written}) > 1:
        return text
    return "\n".join(lines[written[0] % 2 :: 2])


def _cells(line: str, drawn: bool) -> str:
    bare = line.strip()
    if "|" not in bare or not (drawn or (len(bare) > 1 and bare[0] == bare[-1] == "|")):
        return line
    if drawn and " | " not in bare and not bare.endswith("|") and not bare.startswith("|"):
        return line
    return "\t".join(cell.strip() for cell in bare.removeprefix("|").removesuffix("|").split("|"))


def _without_page_edges(text: str) -> list[str]:
    """The lines, pages parted by an empty line; what the edges of most pages have in common is left out."""
    pages = [page.split("\n") for page in text.split("\f")]
    if len([page for page in pages if any(map(str.strip, page))]) < 2:
        pages = _pages_by_number([line for page in pages for line in page])
    written = [page for page in pages if any(map(str.strip, page))]
    if len(written) < 2:
        return [line for page in pages for line in page]
    for page in written:
        while not page[-1].strip():
            page.pop()
        while not page[0].strip():
            del page[0]
    for edge in (0, -1):
        _strip_numbers(written, edge)
    places = Counter(place for page in written for place in _edges(page))
    furniture = {place for place, count in places.items() if count >= max(2, 3 * len(written) // 5)}
    result: list[str] = []
    for page in written:
        result += [*_inside(page, furniture), "", ""]
    return result


def _strip_numbers(pages: Sequence[list[str]], edge: int) -> None:
    """Take away bare page numbers at this edge: numbers that follow each other from most pages to the next."""
    found = [(rank, place, number) for rank, page in enumerate(pages) for place, number in _outermost(page, edge)]
    offsets = Counter(number - rank for rank, _, number in found)
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    if count < max(2, len(pages) // 2):
        return
    for rank, place, number in found:
        if number - rank == offset:
            pages[rank][place] = ""


def _outermost(page: Sequence[str], edge: int) -> Iterator[tuple[int, int]]:
    """The bare numbers of a page that stand at this edge, or just within what the site prints around the sheet."""
    beyond = ""
    for place in range(len(page)) if edge == 0 else reversed(range(len(page))):
        if (number := _BARE_NUMBER.fullmatch(page[place])) and (not beyond or is_navigation(beyond)):
            yield place, int(number[1])
        beyond = page[place] if page[place].strip() else beyond


def _pages_by_number(lines: Sequence[str]) -> list[list[str]]:
    """Pages told by their numbers only, where the form feeds are gone; each keeps the line of its number."""
    numbers: dict[str, list[int]] = {}
    for line in lines:
        if len(line) < _WIDEST and (match := _NUMBERED_LINE.fullmatch(line)):
            numbers.setdefault(_mask(line), []).append(int(match["number"]))
    marks = {mask for mask, found in numbers.items() if len(found) > 1 and found == list(range(1, len(found) + 1))}
    pages: list[list[str]] = [[]]
    for line in lines:
        if _mask(line) in marks:
            pages.append([])
        else:
            pages[-1].append(line)
    return pages


def _edges(page: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines at the top (0, 1…) and at the bottom (-1, -2…) of a page that have words."""
    masks = [_mask(line) for line in page if line.strip()]
    for rank in range(min(_EDGE, len(masks))):
        for place in (rank, -rank - 1):
            if _LETTER.search(masks[place]):
                yield place, masks[place]


def _inside(page: Sequence[str], furniture: set[tuple[int, str]]) -> list[str]:
    """The page without the lines that stand at the same place of most pages."""
    lines = list(page)
    for edge in (0, -1):
        rank = 0
        while lines and (not lines[edge].strip() or (edge - rank if edge else rank, _mask(lines[edge])) in furniture):
            rank += bool(lines.pop(edge).strip())
    return lines


def _mask(line: str) -> str:
    """What the edges of two pages have in common: words without their numbers."""
    return " ".join(_DIGITS.sub("#", line).split())


def is_navigation(line: str) -> bool:
    """True for a line of the site's menus, breadcrumbs and legal notices."""
    return _NAVIGATION.fullmatch(fold(line.strip(" -–•*·|>\t"))) is not None


def is_mail(line: str) -> bool:
    """True for a line with which a mail greets, signs or warns."""
    return _MAIL.fullmatch(fold(line.strip(" -–•*·|>\t"))) is not None


def folding_of(lines: Sequence[str]) -> Folding:
    """How the lines of this sheet were cut, from their lengths and the empty lines between them."""
    written = [line for line in lines if line.strip()]
    words = frozenset(word.casefold() for line in written for word in _WORD.findall(line))
    lengths = sorted(len(line) for line in written)
    width = lengths[len(lengths) * 97 // 100] if lengths else 0
    if width <= _WIDEST and sum(4 * width // 5 <= length for length in lengths) * 6 >= len(lengths):
        return Folding(touching=True, width=width, words=words)
    empty = len(lines) - len(written)
    return Folding(touching=empty * 8 >= len(written), words=words)
