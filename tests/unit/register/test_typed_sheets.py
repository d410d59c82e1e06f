"""What a word processor or a keyboard makes of a sheet changes nothing of what is read of it."""

import re
from importlib import resources

import pytest

from laureat.register import read_printed

SEED = (resources.files("laureat.register") / "fiches" / "RNCP35697.txt").read_text(encoding="utf-8")
PLAIN = read_printed(SEED)


@pytest.mark.parametrize(
    "text",
    [
        SEED.replace("RNCP35697", "rncp35697"),
        SEED.replace("N° de fiche", "No de fiche"),
        SEED.replace("N° de fiche", "Nº de fiche"),
        SEED.replace(" :", "："),
        re.sub(r"^- (?=(?:\d{2,5}[a-z]?|[A-Z]\d{4}) ?:)", "12. ", SEED, flags=re.MULTILINE),
    ],
    ids=["lower case", "No", "ordinal", "full-width colon", "numbered codes"],
)
def test_a_sheet_typed_otherwise_reads_the_same(text: str) -> None:
    assert text != SEED
    assert read_printed(text) == PLAIN


def test_the_second_level_of_a_list_is_a_list() -> None:
    read = read_printed(re.sub(r"^- ", "o ", SEED, flags=re.MULTILINE))
    for field in ("codes_nsf", "codes_rome", "formacodes"):
        assert getattr(read, field) == getattr(PLAIN, field)
    assert read.blocs == PLAIN.blocs
    assert read.non_reconnu == PLAIN.non_reconnu
