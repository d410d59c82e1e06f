"""Numbers of the law: each has a unit, a status, a source, and the sessions for which it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from laureat.vocabulary import Citation, format_hundredths


class ParameterStatus(StrEnum):
    """How sure a number is; whatever a result owes to a ``hypothese`` is said wherever it is shown."""

    VERIFIE = "verifie"
    """Read in the text."""
    DEDUIT = "deduit"
    """Deduced from texts read, or read in a sibling text."""
    HYPOTHESE = "hypothese"
    """Not known; believed to lie within its bounds."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number. ``unit`` says what it counts; ``centièmes…`` units are hundredths (see DESIGN, exact numbers)."""

    name: str
    value: int
    unit: str
    status: ParameterStatus
    citation: Citation
    label: str = ""
    bounds: tuple[int, int] | None = None
    since: int | None = None
    """First session (year) for which it holds; None: always did."""
    until: int | None = None
    """Last session for which it holds; None: still does."""

    def __post_init__(self) -> None:
        """A hypothesis has bounds that hold its value; nothing else has bounds."""
        if (self.status is ParameterStatus.HYPOTHESE) != (self.bounds is not None):
            raise ValueError(f"paramètre {self.name} : des bornes vont avec le statut « hypothese », et lui seul")
        if self.bounds is not None and not self.bounds[0] <= self.value <= self.bounds[1]:
            raise ValueError(f"paramètre {self.name} : la valeur {self.value} sort de ses bornes {self.bounds}")

    def holds_at(self, session: int) -> bool:
        """True when the parameter holds for that session."""
        return (self.since is None or self.since <= session) and (self.until is None or session <= self.until)

    @property
    def text(self) -> str:
        """The value as a reader writes it: hundredths become ``2,5``; counts stay whole."""
        return format_hundredths(self.value) if self.unit.startswith("centièmes") else str(self.value)


class Parameters(Mapping[str, Parameter]):
    """The parameters in force for one session, by name."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        found: dict[str, Parameter] = {}
        for parameter in parameters:
            if parameter.name in found:
                raise ValueError(f"deux valeurs du paramètre {parameter.name} pour la même session")
            found[parameter.name] = parameter
        self._by_name = MappingProxyType(found)

    @classmethod
    def at(cls, session: int, history: Iterable[Parameter]) -> "Parameters":
        """Of all the dated values, those that hold for a session."""
        return cls(parameter for parameter in history if parameter.holds_at(session))

    def __getitem__(self, name: str) -> Parameter:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def replaced(self, changes: Iterable[Parameter]) -> "Parameters":
        """The same parameters, with some replaced; a new name is refused."""
        found = dict(self._by_name)
        for change in changes:
            if change.name not in found:
                raise ValueError(f"paramètre inconnu : {change.name} ; connus : {', '.join(sorted(found))}")
            found[change.name] = change
        return Parameters(found.values())

    def with_values(self, values: Mapping[str, int]) -> "Parameters":
        """The same parameters with other values, their status kept (bounds are widened to hold a value outside)."""
        changed = []
        for name, value in values.items():
            parameter = self[name]
            low, high = parameter.bounds or (value, value)
            bounds = (min(low, value), max(high, value)) if parameter.bounds else None
            changed.append(replace(parameter, value=value, bounds=bounds))
        return self.replaced(changed)

    @property
    def hypotheses(self) -> tuple[Parameter, ...]:
        """The parameters nobody could read yet."""
        return tuple(p for p in self._by_name.values() if p.status is ParameterStatus.HYPOTHESE)

    @property
    def values_only(self) -> "ParameterValues":
        """What a rule sees: numbers by attribute."""
        return ParameterValues({name: parameter.value for name, parameter in self._by_name.items()})


class ParameterValues:
    """Parameter values by attribute: ``p.seuil_admission``."""

    def __init__(self, values: Mapping[str, int]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> int:
        raise AttributeError(f"le règlement ne donne pas le paramètre {name}")

    def __getitem__(self, name: str) -> int:
        value: int = self.__dict__[name]
        return value

    def __contains__(self, name: str) -> bool:
        return name in self.__dict__
