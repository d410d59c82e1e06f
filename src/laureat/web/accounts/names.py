"""Names that someone types in a form: as the French civil status writes them, like those of a list."""

from django.core.exceptions import ValidationError

from laureat.people import name_problem, script_problem


def civil_name(text: str) -> None:
    """A validator of names and first names. Raises ValidationError, which asks for the Latin spelling."""
    if told := name_problem(text):
        raise ValidationError(told)


def latin(text: str) -> None:
    """A validator of texts that papers print. Raises ValidationError."""
    if told := script_problem(text):
        raise ValidationError(told)
