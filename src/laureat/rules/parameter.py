"""Numbers of the law: each has a unit, a status, a source, and the sessions for which it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from laureat.vocabulary import Citation, format_hundredths
from laureat.vocabulary.citations import Reading


class ParameterStatus(StrEnum):
    """How sure a number is; whatever a result owes to a ``hypothese`` is said wherever it is shown."""

    VERIFIE = "verifie"
    """Read in the text."""
    DEDUIT = "deduit"
    """Deduced from texts read, or read in a sibling text."""
    HYPOTHESE = "hypothese"
    """Not known; believed to lie within its bounds."""


TRIAL = Citation("valeur à l'essai, sans texte", Reading.HYPOTHESE)
"""The source of a value that someone tries in place of a number that was read: none."""


ANYTHING = {
    "centièmes de point": (0, 2000),
    "centièmes de coefficient": (1, 100_000),
    "sens": (0, 1),
}
"""By unit, all that a number of the law could be where nobody knows a bound; a thousand at most for a count."""


COUNTED = {
    "centièmes de point": "en points",
    "centièmes de coefficient": "deux décimales au plus",
    "nombre": "un nombre entier",
    "sens": "0 ou 1",
    "an": "en années",
    "ans": "en années",
}
"""By unit, how a value is written; « en semaines », « en mois » for the others."""


READ_IN = {
    "centièmes de point": "points",
    "centièmes de coefficient": "coefficient",
    "sens": "1 pour oui, 0 pour non",
}
"""By unit, what a value counts as a reader writes it; the unit itself for the others."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number. ``unit`` says what it counts; ``centièmes…`` units are hundredths (see DESIGN, exact numbers)."""

    name: str
    value: int | None
    """None where no text read gives it and nobody supposes it: a session asks for it before it decides."""
    unit: str
    status: ParameterStatus
    citation: Citation
    label: str = ""
    bounds: tuple[int, int] | None = None
    """Of a hypothesis, the values between which it lies for sure; None: anything."""
    since: int | None = None
    """First session (year) for which it holds; None: always did."""
    until: int | None = None
    """Last session for which it holds; None: still does."""

    def __post_init__(self) -> None:
        """Only a hypothesis has bounds, two of them, around its value; only a hypothesis may have no value."""
        hypothesis = self.status is ParameterStatus.HYPOTHESE
        if self.value is None and not hypothesis:
            raise ValueError(f"paramètre {self.name} : une valeur absente va avec le statut « hypothese », et lui seul")
        if self.bounds is None:
            return
        if not hypothesis:
            raise ValueError(f"paramètre {self.name} : des bornes vont avec le statut « hypothese », et lui seul")
        low, high = self.bounds
        if low >= high:
            raise ValueError(
                f"paramètre {self.name} : des bornes laissent un doute, la première plus petite que la seconde ; sans "
                "borne connue, ne pas en donner"
            )
        if self.value is not None and not low <= self.value <= high:
            raise ValueError(
                f"paramètre {self.name} : la valeur {self.text} sort de ses bornes {self.written(low)} "
                f"et {self.written(high)}"
            )

    @property
    def known(self) -> int:
        """The value; ValueError where nobody knows it."""
        if self.value is None:
            raise ValueError(f"un nombre n'est pas connu : {self.words} ({self.citation})")
        return self.value

    @property
    def words(self) -> str:
        """What it is, in words."""
        return self.label or self.name.removeprefix("coefficient_").replace("_", " ")

    @property
    def asked(self) -> str:
        """What is not known of it: « durée du contrat, en mois, entre 6 et 12, supposée 9 », with a comma between."""
        parts = [self.words, COUNTED.get(self.unit, f"en {self.unit}")]
        if self.bounds_text is not None:
            parts.append(f"entre {self.bounds_text[0]} et {self.bounds_text[1]}")
        parts.append(f"valeur supposée : {self.text}" if self.text else "valeur inconnue")
        return ", ".join(part for part in parts if part)

    @property
    def key(self) -> str:
        """How one names it to give it another value: the unit for its coefficient, else its name."""
        return self.name.removeprefix("coefficient_")

    @property
    def as_read(self) -> str:
        """The line of a file by which one gives it once one has read it: its text and the day make it certain."""
        return f'{self.key}: {{valeur: …, article: "arrêté du …, annexe …", lu_le: "AAAA-MM-JJ"}}'

    @property
    def possible(self) -> tuple[int, int]:
        """The least and the greatest value that a number of its unit could have."""
        return ANYTHING.get(self.unit, (0, 1000))

    @property
    def box(self) -> tuple[int, int]:
        """The least and the greatest value that it may have: its own value where it is known."""
        if self.status is not ParameterStatus.HYPOTHESE and self.value is not None:
            return self.value, self.value
        return self.bounds or self.possible

    @property
    def on_trial(self) -> bool:
        """True where someone tries a value that no text gives, in place of one that was read."""
        return self.citation == TRIAL

    def tried(self, value: int) -> "Parameter":
        """The same number with a value that is given without a text.

        A hypothesis stays one. A number that was read becomes one, which owes nothing to its text, between what was
        read and what is tried: a result is certain where both give it. The value that was read changes nothing.
        """
        if self.status is ParameterStatus.HYPOTHESE:
            bounds = self.bounds and (min(self.bounds[0], value), max(self.bounds[1], value))
            return replace(self, value=value, bounds=bounds)
        if value == self.value:
            return self
        low, high = sorted((self.known, value))
        return replace(self, value=value, status=ParameterStatus.HYPOTHESE, citation=TRIAL, bounds=(low, high))

    def holds_at(self, session: int) -> bool:
        """True when the parameter holds for that session."""
        return (self.since is None or self.since <= session) and (self.until is None or session <= self.until)

    def written(self, value: int) -> str:
        """Another value of it, as a reader writes it."""
        return format_hundredths(value) if self.unit.startswith("centièmes") else str(value)

    @property
    def text(self) -> str:
        """The value as a reader writes it: hundredths become ``2,5``; counts stay whole; empty where unknown."""
        return "" if self.value is None else self.written(self.value)

    @property
    def plain_unit(self) -> str:
        """What ``text`` counts: « points », « ans »…"""
        return READ_IN.get(self.unit, self.unit)

    @property
    def bounds_text(self) -> tuple[str, str] | None:
        """The bounds as a reader writes them."""
        return None if self.bounds is None else (self.written(self.bounds[0]), self.written(self.bounds[1]))


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
            bounds = self[name].bounds
            if bounds is not None:
                bounds = min(bounds[0], value), max(bounds[1], value)
            changed.append(replace(self[name], value=value, bounds=bounds))
        return self.replaced(changed)

    @property
    def unknown(self) -> tuple[Parameter, ...]:
        """The parameters that have no value yet: nothing is decided before someone gives one."""
        return tuple(p for p in self._by_name.values() if p.value is None)

    @property
    def hypotheses(self) -> tuple[Parameter, ...]:
        """The parameters nobody could read yet."""
        return tuple(p for p in self._by_name.values() if p.status is ParameterStatus.HYPOTHESE)

    @property
    def values_only(self) -> "ParameterValues":
        """What a rule sees: numbers by attribute, those without a value left out."""
        return ParameterValues({name: p.value for name, p in self._by_name.items() if p.value is not None})


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
