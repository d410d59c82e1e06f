"""A barcode drawn as one path: the outlines of its dark areas, a quarter of what a rectangle for each module weighs."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z")
_DRAWN = re.compile(r'<svg width="(\d+)" height="(\d+)".*<path d="((?:M\d+ \d+h\d+v\d+h-\d+Z)+)"', re.DOTALL)

Point = tuple[int, int]


def svg(barcode: Any, scale: int = 1) -> str:
    """A barcode of ``zxingcpp`` with its quiet zone, as SVG text, ``scale`` units a module."""
    import zxingcpp

    drawn = _DRAWN.search(str(zxingcpp.write_barcode_to_svg(barcode, add_quiet_zones=True)))
    if not drawn:
        raise ValueError("SVG")  # zxing-cpp draws otherwise
    runs = [tuple(map(int, run)) for run in _RUN.findall(drawn[3])]
    dark = {(x + i, y + j) for x, y, width, height in runs for i in range(width) for j in range(height)}
    width, height = int(drawn[1]), int(drawn[2])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * scale}" height="{height * scale}" '
        f'viewBox="0 0 {width} {height}"><path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/>'
        f'<path fill-rule="evenodd" d="{"".join(map(_path, outlines(dark)))}"/></svg>'
    )


def outlines(dark: Iterable[Point]) -> list[list[Point]]:
    """The closed outlines of these squares, corners only; filled by the even-odd rule, they cover them and no other."""
    cells = set(dark)
    ways: dict[Point, list[Point]] = {}
    for x, y in cells:
        for beside, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if beside not in cells:
                ways.setdefault(start, []).append(end)
    found = []
    while ways:
        first = min(ways)
        at, corners, heading = first, list[Point](), (0, 0)
        while at in ways:
            ends = ways[at]
            towards = ends.pop()
            if not ends:
                del ways[at]
            turned = (towards[0] - at[0], towards[1] - at[1])
            if turned != heading:
                corners.append(at)
            at, heading = towards, turned
        found.append(corners)
    return found


def _path(corners: list[Point]) -> str:
    steps = [f"h{x - at}" if y == above else f"v{y - above}" for (at, above), (x, y) in pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}{''.join(steps)}z"
