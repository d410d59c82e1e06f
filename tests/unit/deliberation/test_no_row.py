"""A batch without a row is told as any other."""

from laureat.deliberation.scalar import scalar
from support.programmes import hostile_rows, rules_of


def test_a_batch_without_a_row_gives_no_row_and_no_average_on_a_threshold() -> None:
    rules = rules_of("capitalisation_tous", 2026)
    told, near = scalar(rules).told(hostile_rows(rules, 3, 1).clear())
    assert (told.height, near.len()) == (0, 0)
