"""Marks counted in steps: the narrowest storage that holds them, and the hundredths back as they were."""

import polars as pl
import pytest

from laureat.deliberation.steps import in_hundredths, in_steps, plain, step_of


@pytest.mark.parametrize(
    ("step", "storage"), [(50, pl.UInt8), (25, pl.UInt8), (10, pl.UInt8), (5, pl.Int16), (2, pl.Int16)]
)
def test_an_octet_holds_the_steps_where_the_greatest_mark_is_255_of_them_at_most(step: int, storage: type) -> None:
    counted = in_steps(pl.Series("U2", [0, 50, 1250, 2000]), step)
    assert counted.ext.storage().dtype == storage
    assert step_of(counted.dtype) == step
    assert in_hundredths(counted).to_list() == [0, 50, 1250, 2000]
    assert plain(pl.DataFrame({"U2": counted}))["U2"].to_list() == [0, 50, 1250, 2000]


def test_marks_that_are_counted_in_hundredths_are_taken_as_they_are() -> None:
    marks = pl.Series("U2", [0, 1, 1999], dtype=pl.Int16)
    assert in_hundredths(marks) is marks
