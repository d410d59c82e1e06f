"""What goes from room to room is a value: nobody changes it behind the one who holds it."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

CHANGING = {
    "reglements": {"Denombrement", "Lecture", "Regles"},  # what is read of a jury's text, sentence after sentence
    "deliberation": set[str](),
    "grilles": set[str](),
    "jury": {"_Problem"},  # what a solver is given, and what it answered
    "session": {
        *("HouseState", "CandidateState", "DeliberationState", "SessionState", "ApplicationState", "VaeState"),
        "LogState",
        "KnownGrids",
    },  # readings of facts, which follow them one by one
    "records": set[str](),
    "credentials": {"Delivery", "Entry", "Register"},  # a folder being written, and its register of statuses
}
"""The classes whose objects do change, by package."""
ROOMY = {
    "deliberation": {
        *("Annexe", "Column", "Conduite", "Famille", "Papier", "Papiers", "Program", "Reglement", "SessionRules"),
    },
    "grilles": set[str](),
    "jury": {"JuryLaw", "JuryRule", "Observation", "Requirement"},
    "records": set[str](),
    "session": {"Framework", "KnownGrids", "Rules"},
}
"""The classes of which there are few (one a law, a session, an audit), which may keep what they have worked out."""


def classes_of(package: str) -> Iterator[type]:
    """The data classes written in a package."""
    top = importlib.import_module(f"laureat.{package}")
    for found in pkgutil.walk_packages(top.__path__, f"{top.__name__}."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, type) and value.__module__ == found.name and "__dataclass_params__" in vars(value):
                yield value


@pytest.mark.parametrize("package", CHANGING)
def test_a_value_never_changes(package: str) -> None:
    found = [one for one in classes_of(package) if not one.__dataclass_params__.frozen]  # type: ignore[attr-defined]
    assert {one.__name__ for one in found} == CHANGING[package]


@pytest.mark.parametrize("package", ROOMY)
def test_what_there_are_many_of_has_room_for_its_fields_alone(package: str) -> None:
    assert {one.__name__ for one in classes_of(package) if "__slots__" not in vars(one)} == ROOMY[package]
