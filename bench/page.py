"""How figures are written: numbers in French, the results of a part, the page of the docs and its plot."""

import json
import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from bench.environment import ROOT

RESULTS = ROOT / "bench-resultats"
PAGE = ROOT / "docs" / "reference" / "mesures.md"
PLOT = PAGE.with_name("mesures-deliberation.svg")

HEAD = """# Mesures

Ces chiffres viennent de `make bench`, qui mesure tout dans une même exécution, chaque chose à côté d'un pair ; la même
commande les refait chez vous et récrit cette page.
"""


def decimal(number: float, decimals: int) -> str:
    """A number in French: 1 234,5."""
    return f"{number:,.{decimals}f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")


def whole(number: float) -> str:
    """A whole number in French."""
    return decimal(number, 0)


def write_results(part: str, found: dict[str, Any]) -> None:
    """Keep the raw figures of a part."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    (RESULTS / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def read_results(part: str) -> dict[str, Any]:
    """The raw figures of a part, as last measured."""
    found: dict[str, Any] = json.loads((RESULTS / f"{part}.json").read_text(encoding="utf-8"))
    return found


def write_page(sections: dict[str, str], page: Path = PAGE) -> None:
    """Write the sections measured; those of other runs stay, each with its own date."""
    kept = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    told = kept | sections
    body = "".join(f"\n<!-- partie : {name} -->\n{text.strip()}\n" for name, text in told.items())
    page.write_text(HEAD + body, encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"<!-- partie : (\w+) -->", text)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def plot(title: str, points: Sequence[tuple[float, float, float]]) -> str:
    """Cost per candidate (ns) and peak of memory (Mo), by number of candidates, as an SVG."""
    width, height, left, right, top, bottom = 720, 360, 70, 70, 50, 50
    low, high = math.log10(points[0][0]), math.log10(points[-1][0])
    most_cost = max(cost for _, cost, _ in points) * 1.25
    most_memory = max(memory for _, _, memory in points) * 1.6

    def x(rows: float) -> float:
        share = (math.log10(rows) - low) / (high - low) if high > low else 0.5
        return left + share * (width - left - right)

    def y(value: float, most: float) -> float:
        return height - bottom - value / most * (height - top - bottom)

    def line(column: int, most: float, colour: str, unit: str, dash: str = "") -> list[str]:
        path = " ".join(f"{x(point[0]):.1f},{y(point[column], most):.1f}" for point in points)
        drawn = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" {dash}/>']
        for point in points:
            at_x, at_y = x(point[0]), y(point[column], most)
            drawn.append(f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="4" fill="{colour}"/>')
            label = f"{whole(point[column])} {unit}"
            drawn.append(
                f'<text x="{at_x:.1f}" y="{at_y - 10:.1f}" text-anchor="middle" fill="{colour}">{label}</text>'
            )
        return drawn

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13" role="img" aria-label="{escape(title)}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="24" font-size="15" font-weight="bold" fill="#14213d">{escape(title)}</text>',
        f'<line x1="{left}" y1="{height - bottom}" x2="{width - right}" y2="{height - bottom}" stroke="#54607a"/>',
        *line(1, most_cost, "#1b4f9c", "ns"),
        *line(2, most_memory, "#9a4a00", "Mo", 'stroke-dasharray="6 4"'),
        *(
            f'<text x="{x(rows):.1f}" y="{height - bottom + 22}" text-anchor="middle">{whole(rows)}</text>'
            for rows, _, _ in points
        ),
        f'<text x="{width / 2}" y="{height - 8}" text-anchor="middle" fill="#54607a">candidats '
        "(plein : nanosecondes par candidat ; tirets : mémoire au plus haut)</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
