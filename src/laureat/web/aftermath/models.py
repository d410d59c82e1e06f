"""The figures of a session as they were told on a day: what later days are compared with."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import models

from laureat.session.figures import Class, Figures, Line, Table, UnitLine
from laureat.session.told_figures import Shown
from laureat.web.exam_sessions.models import ExamSession


class ToldFigures(models.Model):
    """One state of the figures of a session: never changed; taken away only while nobody was handed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ExamSession, models.CASCADE, related_name="told_figures")
    at = models.DateTimeField()
    figures = models.JSONField()
    """What is shown."""
    counted = models.JSONField()
    """Whom each count counts, by pseudonym; and the marks behind each mean."""
    presented = models.PositiveIntegerField(null=True)
    admitted = models.PositiveIntegerField(null=True)
    """Of the whole session; null: hidden."""
    exported = models.BooleanField(default=False)
    """It went out as a file."""

    class Meta:
        ordering = ("at", "id")

    def told(self) -> Figures:
        """What is shown."""
        held = self.figures
        return Figures(
            tuple(
                Table(one["title"], tuple(Line(**line) for line in one["lines"]), Line(**one["total"]))
                for one in held["tables"]
            ),
            tuple(UnitLine(**one) for one in held["units"]),
            tuple(Class(**one) for one in held["classes"]),
        )

    def shown(self) -> Shown:
        """What a later day must know of it."""
        people, counts = self.counted["people"], self.counted["counts"]
        return Shown(
            {tuple(key): [people[rank] for rank in _ranks(mask)] for key, mask, _told in counts},
            [tuple(key) for key, _mask, told in counts if told],
            {tuple(key): {people[rank]: mark for rank, mark in marks} for key, marks in self.counted["marks"]},
        )


def plain(figures: Figures) -> dict[str, Any]:
    """Figures, as JSON holds them."""
    held: dict[str, Any] = json.loads(json.dumps(asdict(figures)))
    return held


def plain_shown(shown: Shown) -> dict[str, Any]:
    """Whom they count, as JSON holds it: each count as a mask of the list of persons."""
    people = list(dict.fromkeys(who for those in shown.counts.values() for who in those))
    ranks = {who: rank for rank, who in enumerate(people)}
    told = set(shown.told)
    counts = [[list(key), f"{sum(1 << ranks[one] for one in who):x}", key in told] for key, who in shown.counts.items()]
    marks = [[list(key), [[ranks[who], mark] for who, mark in held.items()]] for key, held in shown.marks.items()]
    return {"people": people, "counts": counts, "marks": marks}


def _ranks(mask: str) -> Iterator[int]:
    bits = f"{int(mask, 16):b}"
    return (len(bits) - 1 - place for place, bit in enumerate(bits) if bit == "1")
