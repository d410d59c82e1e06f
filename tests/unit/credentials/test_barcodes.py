"""Barcodes drawn as outlines: the very modules, and no other."""

import re
from itertools import pairwise

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from laureat.credentials import barcodes

squares = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1)


def within(cell: barcodes.Point, loops: list[list[barcodes.Point]]) -> bool:
    """Whether the middle of a square is within by the even-odd rule: vertical sides met on the way to the left."""
    met = 0
    for corners in loops:
        for (x, y), (other_x, other_y) in pairwise([*corners, corners[0]]):
            assert (x == other_x) != (y == other_y), "a side is upright or level"
            met += x == other_x and x <= cell[0] and min(y, other_y) <= cell[1] < max(y, other_y)
    return met % 2 == 1


@settings(max_examples=40)
@given(squares)
def test_outlines_cover_the_dark_squares_alone(dark: set[barcodes.Point]) -> None:
    loops = barcodes.outlines(dark)
    assert {(x, y) for x in range(9) for y in range(9) if within((x, y), loops)} == dark


def test_a_code_is_two_paths_lighter_than_its_modules_at_any_scale() -> None:
    code = zxingcpp.create_barcode("https://exemple.fr/v/7K3M9QXT2VBDH5WN", zxingcpp.BarcodeFormat.QRCode)
    drawn, large = barcodes.svg(code), barcodes.svg(code, 4)
    assert drawn.count("<path") == 2
    assert len(drawn) < 0.8 * len(zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True))
    for side in ("width", "height"):
        plain, scaled = (int(re.findall(rf'{side}="(\d+)"', each)[0]) for each in (drawn, large))
        assert scaled == 4 * plain


@pytest.mark.parametrize("kind", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix])
def test_a_code_is_drawn_as_its_modules_are(kind: zxingcpp.BarcodeFormat) -> None:
    code = zxingcpp.create_barcode("https://exemple.fr/v/7K3M9QXT2VBDH5WN", kind)
    pixels = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=True))
    [path] = re.findall(r'evenodd" d="([^"]+)"', barcodes.svg(code))
    drawn = np.zeros_like(pixels, dtype=bool)
    for loop in path.split("z")[:-1]:
        x, y = map(int, re.findall(r"^M(\d+) (\d+)", loop)[0])
        for way, length in [*re.findall(r"([hv])(-?\d+)", loop)]:
            if way == "v":  # each upright side turns over all that lies on its right
                top, bottom = sorted((y, y + int(length)))
                drawn[top:bottom, x:] ^= True
                y += int(length)
            else:
                x += int(length)
        start = int(re.findall(r"^M\d+ (\d+)", loop)[0])
        top, bottom = sorted((y, start))
        drawn[top:bottom, x:] ^= True
    assert (drawn == (pixels == 0)).all()
