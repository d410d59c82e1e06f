"""Values that are read only when they are asked for.

An export holds 25,000 sheets, and who reads it wants a few of them: each sheet knows its number, its title and its
state at once, and reads the rest of itself the first time that anything else is asked (``docs/reference/fiche.md``).
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self


class Deferred:
    """Base of a frozen, slotted dataclass that may be made before all its fields are known."""

    __slots__ = ("_rest",)

    @classmethod
    def deferred(cls, rest: Callable[[], Self], **known: object) -> Self:
        """A value with these fields; ``rest`` gives the whole of it when another field is asked for."""
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
            whole = rest()
            for field in dataclasses.fields(self):
                object.__setattr__(self, field.name, getattr(whole, field.name))
            object.__delattr__(self, "_rest")
            return getattr(self, name)
