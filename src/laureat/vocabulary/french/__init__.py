"""French, in one room: counts and nouns, dates, yes and no, lists, and the keys under which words compare.

Doors, conduct and law write and read French through these functions; what only printers do (fine spaces, curved
apostrophes) is with the papers.
"""

from laureat.vocabulary.french.dates import (
    MONTHS,
    SHORT,
    fault_of_a_reading,
    fault_of_a_text,
    long_date,
    moment,
    parse_date,
    short_date,
    spelled_date,
    written_date,
)
from laureat.vocabulary.french.folding import (
    composed,
    flat,
    fold,
    folded,
    loosely,
    search_key,
    slug,
    sort_key,
    without_variants,
    words,
)
from laureat.vocabulary.french.near import near
from laureat.vocabulary.french.sentences import (
    NARROW,
    NO_BREAK,
    de,
    enumeration,
    le,
    noun,
    number,
    ordinal,
    plural,
    points,
    with_comma,
)
from laureat.vocabulary.french.yes_no import NO, NON, OUI, OUI_NON, YES, oui_non, says_yes, yes_no

__all__ = [
    "MONTHS",
    "NARROW",
    "NO",
    "NON",
    "NO_BREAK",
    "OUI",
    "OUI_NON",
    "SHORT",
    "YES",
    "composed",
    "de",
    "enumeration",
    "fault_of_a_reading",
    "fault_of_a_text",
    "flat",
    "fold",
    "folded",
    "le",
    "long_date",
    "loosely",
    "moment",
    "near",
    "noun",
    "number",
    "ordinal",
    "oui_non",
    "parse_date",
    "plural",
    "points",
    "says_yes",
    "search_key",
    "short_date",
    "slug",
    "sort_key",
    "spelled_date",
    "with_comma",
    "without_variants",
    "words",
    "written_date",
    "yes_no",
]
