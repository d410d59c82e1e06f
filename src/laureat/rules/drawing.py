"""The graph of some rules drawn as SVG: what each value reads, and what it is worth for one candidate."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from laureat.rules.graph import Node, Op

BOX_WIDTH, BOX_HEIGHT = 132, 40
COLUMN, ROW = 176, 56
MARGIN = 20
_SIGNS = {Op.LT: "<", Op.LE: "≤", Op.EQ: "=", Op.ADD: "+", Op.SUB: "−"}
_FILL = {Op.INPUT: "#e8f0fb", Op.SELECT: "#fdf1dc"}
_STYLE = (
    "text{font:13px sans-serif;fill:#1b1b1b}.v{font-size:11px;fill:#3a5a2a}rect{stroke:#59636e}"
    "path{fill:none;stroke:#8a949e}"
)


def svg(title: str, nodes: Sequence[Node], values: Mapping[int, Any]) -> str:
    """The nodes, from what is entered on the left to the last of them on the right; constants stand where they are
    read. ``values``, by rank of node, are those of one candidate.
    """
    drawn = [node for node in nodes if not node.constant]
    places = _places(drawn)
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    width, height = 2 * MARGIN + COLUMN * (columns - 1) + BOX_WIDTH, 2 * MARGIN + ROW * (rows - 1) + BOX_HEIGHT

    def corner(node: Node) -> tuple[int, int]:
        column, row = places[node.rank]
        return MARGIN + COLUMN * column, MARGIN + round(ROW * row)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {round(height)}" role="img" '
        f'aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
    ]
    for node in drawn:
        x, y = corner(node)
        for arg in node.args:
            if not arg.constant:
                a, b = corner(arg)
                start, end, middle = a + BOX_WIDTH, x, (a + BOX_WIDTH + x) // 2
                top, bottom = b + BOX_HEIGHT // 2, y + BOX_HEIGHT // 2
                parts.append(f'<path d="M{start} {top}C{middle} {top} {middle} {bottom} {end} {bottom}"/>')
    for node in drawn:
        x, y = corner(node)
        fill = _FILL.get(node.op, "#eef5ea" if node.boolean else "#ffffff")
        parts += [
            f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{fill}"/>',
            f'<text x="{x + 8}" y="{y + 16}">{escape(label(node))}</text>',
            f'<text class="v" x="{x + 8}" y="{y + 33}">{escape(_said(node, values[node.rank]))}</text>',
        ]
    return "\n".join((*parts, "</svg>", ""))


def label(node: Node) -> str:
    """What a node does, a dot for each value that an arrow brings."""
    args = [str(arg.value) if arg.constant else "·" for arg in node.args]
    match node.op:
        case Op.INPUT:
            return str(node.value)
        case Op.SELECT:
            return f"si {args[0]} : {args[1]}, sinon {args[2]}"
        case Op.AND | Op.OR:
            return f" {node.op} ".join(args)
        case op if op in _SIGNS:
            return f"{args[0]} {_SIGNS[op]} {args[1]}"
        case _:
            return " ".join([str(node.op), *([str(node.value)] if node.value is not None else []), *args])


def _said(node: Node, value: Any) -> str:
    return ("vrai" if value else "faux") if node.boolean else str(int(value))


def _places(nodes: Sequence[Node]) -> dict[int, tuple[int, float]]:
    """By rank, the column of each node (one more than the last that it reads) and its row, near what it reads."""
    columns: dict[int, int] = {}
    found: dict[int, tuple[int, float]] = {}
    taken: dict[int, float] = {}
    for node in nodes:
        read = [arg.rank for arg in node.args if not arg.constant]
        columns[node.rank] = max((columns[rank] + 1 for rank in read), default=0)
    for node in sorted(nodes, key=lambda node: columns[node.rank]):
        column = columns[node.rank]
        rows = [found[arg.rank][1] for arg in node.args if not arg.constant]
        wished = sum(rows) / len(rows) if rows else taken.get(column, -1) + 1
        row = max(wished, taken.get(column, -1) + 1)
        taken[column] = row
        found[node.rank] = column, row
    return found
