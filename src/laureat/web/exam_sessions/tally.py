"""How many candidates of a session are where: its rows looked at once, for the whole of its page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from laureat.web.exam_sessions.models import Standing

_COUNTED = {
    "total": Count("candidate"),
    "waiting": Sum("missing"),
    "unmarked": Count("candidate", filter=Q(missing__gt=0)),
    "pieces": Count("candidate", filter=~Q(pieces_missing=[])),
    "incomplete": Count("candidate", filter=~Q(pieces_missing=[]) | Q(voie="", units=[])),
    "habilitation": Count("candidate", filter=Q(pieces_missing__contains=["habilitation"])),
    "livrets": Count("candidate", filter=Q(livret_awaited=True)),
    "withheld": Count("candidate", filter=Q(withheld=True)),
    "reserved": Count("candidate", filter=~Q(reserves=[])),
}


@dataclass(frozen=True)
class Tally:
    """What is counted: of all, and by school; how many have each decision."""

    whole: Counter[str]
    schools: dict[str, Counter[str]]
    """By UAI, empty for those who are of no school; in its order."""
    decisions: dict[str, int]
    routes: Counter[tuple[str, str]]
    """How many come by each route, by UAI and route."""


def tally(seen: QuerySet[Standing]) -> Tally:
    """Count these rows, in one reading of them."""
    found = Tally(Counter(dict.fromkeys(_COUNTED, 0)), {}, {}, Counter())
    by = ("establishment", "decision", "voie")
    groups: Iterable[Mapping[str, Any]] = seen.order_by(*by).values(*by).annotate(**_COUNTED)
    for group in groups:
        numbers = {name: group[name] for name in _COUNTED}
        found.whole.update(numbers)
        found.schools.setdefault(group["establishment"], Counter()).update(numbers)
        found.routes[group["establishment"], group["voie"]] += group["total"]
        if decision := group["decision"]:
            found.decisions[decision] = found.decisions.get(decision, 0) + group["total"]
    return found
