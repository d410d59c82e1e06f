"""The phrasebook of English, read from its catalogue."""

import functools
import gettext
from pathlib import Path

from laureat.vocabulary.phrasebook import Phrasebook

CATALOGUES = Path(__file__).parent.parent / "locale"
"""Beside the packages; French is what the sources say."""
DOMAIN = "laureat"


@functools.cache
def phrasebook() -> Phrasebook:
    """What the rooms below the doors say, in English."""
    catalogue = gettext.translation(DOMAIN, CATALOGUES, ["en"])
    sentences: dict[object, str] = vars(catalogue)["_catalog"]
    return Phrasebook({french: english for french, english in sentences.items() if isinstance(french, str)})
