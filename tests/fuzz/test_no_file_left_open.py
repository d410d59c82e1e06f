"""A reader that refuses a file leaves it closed at once: no descriptor waits for memory to be swept."""

import gc
import os
import random
import warnings
from pathlib import Path

import pytest

from fuzz.test_readers import reader
from support.fuzzing import mutated

DESCRIPTORS = Path("/proc/self/fd")
FILES = (
    "fiche", "fiche-json", "fiche-xml", "liste-csv", "liste-xlsx", "liste-parquet", "jury", "cyclades", "releve",
    "classeur",
)  # fmt: skip


def left_open(folder: Path) -> list[str]:
    """The files of a folder that this process holds open."""
    found = []
    for one in DESCRIPTORS.iterdir():
        try:
            found.append(os.readlink(one))
        except FileNotFoundError:  # the one of this very reading
            continue
    return [path for path in found if path.startswith(str(folder))]


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="ce système ne dit pas les fichiers ouverts")
@pytest.mark.parametrize("name", FILES)
def test_a_refused_file_is_closed(name: str, tmp_path: Path) -> None:
    read, seeds = reader(name, tmp_path)
    draw = random.Random(7)
    gc.collect()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _rank in range(25):
                read(mutated(seeds, draw))
                assert not left_open(tmp_path)
    finally:
        gc.enable()
