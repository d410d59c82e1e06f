"""The command as a person calls it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.main import laureat
from laureat.vocabulary import InvalidInput


@dataclass(frozen=True)
class Ended:
    """How a verb ended, and what it said."""

    exit_code: int
    output: str


Run = Callable[..., Ended]


def call(*arguments: str | Path) -> Ended:
    """Call a verb; problems of an input end with exit code 2 and stand in the output, as ``main`` does."""
    result = CliRunner().invoke(laureat, [str(argument) for argument in arguments])
    if isinstance(result.exception, InvalidInput):
        return Ended(2, result.output + "\n".join(str(problem) for problem in result.exception.problems))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.output)


@pytest.fixture
def run() -> Run:
    """Call a verb."""
    return call
