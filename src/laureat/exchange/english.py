"""The phrasebook of English, read from its catalogue."""

import functools
import gettext
import re
from pathlib import Path

from laureat.vocabulary.phrasebook import Phrasebook

CATALOGUES = Path(__file__).parent.parent / "locale"
"""Beside the packages; French is what the sources say."""
DOMAIN = "laureat"
ENGLISH = "en"
"""The language of the pages, for whoever asks for it."""
_OPTION = re.compile(r"\s*\((?:en ligne de commande : |on the command line: )?--[^)]*\)")
"""What pages leave out of a sentence: it speaks of the command line, always in brackets."""


@functools.cache
def phrasebook() -> Phrasebook:
    """What the rooms below the doors say, in English."""
    catalogue = gettext.translation(DOMAIN, CATALOGUES, [ENGLISH])
    sentences: dict[object, str] = vars(catalogue)["_catalog"]
    whole = {french: english for french, english in sentences.items() if isinstance(french, str)}
    bare = {_OPTION.sub("", french): _OPTION.sub("", english) for french, english in whole.items()}
    return Phrasebook(bare | whole)
