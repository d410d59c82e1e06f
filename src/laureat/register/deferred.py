"""Values that are read only when they are asked for.

An export holds 25,000 sheets, and who reads it wants a few of them: each sheet knows its number, its title and its
state at once, and reads the rest of itself the first time that anything else is asked (``docs/reference/fiche.md``).
"""

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self


class Deferred:
    """Base of a frozen, slotted dataclass that may be made before all its fields are known."""

    __slots__ = ("_rest",)

    @classmethod
    def deferred(cls, rest: Callable[[], Mapping[str, Any]], **known: object) -> Self:
        """A value with these fields; ``rest`` gives all that have no default when another field is asked for."""
        value = object.__new__(cls)
        object.__setattr__(value, "_rest", rest)
        for name, field in known.items():
            object.__setattr__(value, name, field)
        return value

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for a slot that is still empty: read the rest, once."""
            try:
                rest = object.__getattribute__(self, "_rest")
            except AttributeError:
                raise AttributeError(name) from None
            whole = {**_defaults(type(self)), **rest()}
            fill = object.__setattr__
            for field, value in whole.items():
                fill(self, field, value)
            object.__delattr__(self, "_rest")
            return getattr(self, name)


@functools.cache
def _defaults(cls: type) -> dict[str, Any]:
    told = dataclasses.fields(cls)
    return {field.name: field.default for field in told if field.default is not dataclasses.MISSING}
