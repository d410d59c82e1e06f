"""The shapes a law of juries takes. The law itself is passed in: this package knows none.

Most rules of composition say the same thing in different words: add up a weight over those who sit, and compare the sum
with a bound. « A third at least » is ``3·professionals − members ≥ 0``; « in equal number » is ``employers − employees
= 0``. Such a rule is a :class:`Requirement`: written once, it gives a verdict, a smallest mending and a constraint for
the solver. What cannot be weighed (an order to cite, absences to record) is an :class:`Observation`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from laureat.jury.members import Jury, Member
from laureat.rules import Parameters, ParameterValues
from laureat.vocabulary import Citation


@dataclass(frozen=True, slots=True)
class Unknown:
    """A weight the file does not tell: somewhere between two numbers, both included."""

    low: int
    high: int


Weight = int | Unknown
Weigh = Callable[[Member, ParameterValues], Weight]
Gap = Callable[[Sequence[Member], ParameterValues], str]


class Stage(StrEnum):
    """When a rule is read."""

    NOMINATION = "nomination"
    """On the jury as appointed, absentees included: absence never undoes an appointment (CE D337-93)."""
    SEANCE = "seance"
    """On the sitting, once presences are recorded."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of a text that the program does not understand, and which way they pull the rule they qualify."""

    words: str
    """The words, as they stand; empty where the text itself is not held."""
    loosens: bool
    """« S'il y a lieu » may excuse what is missing; « ayant dix ans d'expérience » may ask more than is verified."""


class Ruling(StrEnum):
    """The three verdicts."""

    TIENT = "tient"
    MANQUE = "manque"
    INDETERMINE = "indetermine"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one jury. ``manque`` alone makes a jury unlawful."""

    regle: str
    article: str
    verdict: Ruling
    ecart: str = ""
    """By how much, in French."""
    remede: str = ""
    """The smallest change that mends it, in French; empty where nothing is to be mended."""
    texte: str = ""
    """The rule in our own words."""
    avertissement: bool = False
    """Lawful, yet to be recorded or looked at."""
    citation: Citation | None = None
    """The text that the article is of."""
    exigence: bool = False
    """The rule is weighed: a jury of which it is not known to hold is not known to be lawful."""
    a_juger: str = ""
    """The words of the sheet that only a reader can judge; empty where the rule has none."""

    def as_dict(self) -> dict[str, str | None]:
        """The named verdict as files and programs read it."""
        return {
            "regle": self.regle,
            "article": self.article,
            "verdict": self.verdict.value,
            "ecart": self.ecart,
            "remede": self.remede,
            **({} if self.citation is None else _identified(self.citation)),
        }


def _identified(citation: Citation) -> dict[str, str | None]:
    return {name: value for name, value in citation.to_json().items() if name != "article"}


_FIELD = re.compile(r"\{(\w+)(?::([^}]*))?\}")


def _written(field: re.Match[str], p: ParameterValues) -> str:
    """A number of the law in a sentence: ``{name}``, ``{name:noun}``, ``{name:one|several}``, or, for
    ``name_numerateur`` over ``name_denominateur``, the fraction in words. What is no parameter is left as it stands."""
    name, noun = field[1], field[2] or ""
    if name in p:
        one, _, several = noun.partition("|")
        several = several or " ".join(word if word.endswith("s") else f"{word}s" for word in one.split())
        return f"{p[name]} {one if abs(p[name]) < 2 else several}".strip()
    if f"{name}_numerateur" in p:
        top, bottom = p[f"{name}_numerateur"], p[f"{name}_denominateur"]
        return _FRACTIONS.get((top, bottom), f"{top}/{bottom}")
    return field[0]


_FRACTIONS = {(1, 2): "la moitié", (1, 3): "un tiers", (1, 4): "un quart", (2, 3): "deux tiers", (3, 4): "trois quarts"}


def _sentence(function: Callable[..., object]) -> str:
    text = " ".join((function.__doc__ or "").split())
    if not text:
        raise ValueError(f"{function.__name__} : le texte de la règle (docstring) manque")
    return text


@dataclass(frozen=True)
class JuryRule:
    """What every rule of a jury has: an identifier, a source, a text, and the days for which it holds."""

    id: str
    citation: Citation
    text: str
    since: dt.date | None = field(default=None, kw_only=True)
    until: dt.date | None = field(default=None, kw_only=True)
    stage: Stage = field(default=Stage.NOMINATION, kw_only=True)

    @property
    def source(self) -> str:
        """The article, and how surely it was read."""
        return str(self.citation)

    def told(self, p: ParameterValues) -> str:
        """The text, its numbers taken from the parameters: ``{membres_minimum:membre}`` becomes « 2 membres »."""
        return _FIELD.sub(lambda field: _written(field, p), self.text)

    def holds_at(self, day: dt.date) -> bool:
        """True when the rule holds on that day, bounds included: neither before its text, nor outside its own days."""
        within = (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
        return within and self.citation.at(day.year) is not None

    def at(self, day: dt.date) -> Self | None:
        """The rule as it holds on a day, citing the text of that time; None where it does not."""
        cited = self.citation.at(day.year) if self.holds_at(day) else None
        if cited is None:
            return None
        return self if cited is self.citation else replace(self, citation=cited)


@dataclass(frozen=True)
class Requirement(JuryRule):
    """The weights of those who sit add up to ``bound`` at least, or exactly."""

    subject: str
    """What it is about, as a noun phrase: two laws are compared subject by subject."""
    weigh: Weigh
    gap: Gap
    bound: int | str = 0
    """A number, or the name of the parameter that holds it (``-name`` for a maximum)."""
    exact: bool = False
    unless: Callable[[Jury], str] | None = None
    """The lawful reason, recorded with the jury, for which the rule need not hold; empty for none."""
    otherwise: str = ""
    """What else mends it, besides changing the members."""
    doubt: Doubt | None = None
    """What the text adds and the program does not understand: the verdict then never says more than is known."""

    @property
    def binds(self) -> bool:
        """False where words not understood may excuse whoever does not satisfy it."""
        return self.doubt is None or not self.doubt.loosens

    def weight(self, member: Member, p: ParameterValues) -> tuple[int, int]:
        """The least and the greatest weight of one member, as far as the file tells."""
        weight = self.weigh(member, p)
        return (weight, weight) if isinstance(weight, int) else (weight.low, weight.high)

    def bound_in(self, p: ParameterValues) -> int:
        """The bound as a number; a name after a minus sign is a maximum, its weights being negative."""
        if isinstance(self.bound, int):
            return self.bound
        return -p[self.bound[1:]] if self.bound.startswith("-") else p[self.bound]

    def margin(self, members: Iterable[Member], p: ParameterValues) -> tuple[int, int]:
        """The least and the greatest margin over the bound: zero or more is enough, exactly zero if ``exact``."""
        low = high = -self.bound_in(p)
        for member in members:
            least, most = self.weight(member, p)
            low, high = low + least, high + most
        return low, high

    def rule_on(self, low: int, high: int) -> Ruling:
        """The verdict on a margin known to lie between two numbers."""
        surely = low == high == 0 if self.exact else low >= 0
        possibly = low <= 0 <= high if self.exact else high >= 0
        ruling = Ruling.TIENT if surely else Ruling.INDETERMINE if possibly else Ruling.MANQUE
        if self.doubt is not None and ruling is (Ruling.MANQUE if self.doubt.loosens else Ruling.TIENT):
            return Ruling.INDETERMINE
        return ruling


@dataclass(frozen=True, slots=True)
class Finding:
    """What an observation found."""

    ruling: Ruling
    ecart: str
    remede: str = ""
    avertissement: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What an observation may look at."""

    jury: Jury
    p: ParameterValues
    broken: tuple[tuple[Requirement, str], ...] = ()
    """Requirements that hold for the jury as appointed and no longer for those who attend, each with its gap."""
    depends_on_president: tuple[Requirement, ...] = ()
    """Requirements whose verdict changes with the question whether the president counts as a member."""


@dataclass(frozen=True)
class Observation(JuryRule):
    """A rule that is recorded or looked up rather than weighed."""

    look: Callable[[View], Finding]


Rule = Requirement | Observation


def exigence(
    rule_id: str,
    citation: Citation,
    *,
    objet: str,
    ecart: Gap,
    borne: int | str = 0,
    exactement: bool = False,
    sauf: Callable[[Jury], str] | None = None,
    sinon: str = "",
    seance: bool = False,
    depuis: dt.date | None = None,
    jusqu_a: dt.date | None = None,
) -> Callable[[Weigh], Requirement]:
    """Declare a weighed rule; its function gives the weight of one member, its docstring is the law in our words."""

    def declare(weigh: Weigh) -> Requirement:
        return Requirement(
            rule_id,
            citation,
            _sentence(weigh),
            objet,
            weigh,
            ecart,
            borne,
            exactement,
            sauf,
            sinon,
            since=depuis,
            until=jusqu_a,
            stage=Stage.SEANCE if seance else Stage.NOMINATION,
        )

    return declare


def constat(
    rule_id: str,
    citation: Citation,
    *,
    seance: bool = False,
    depuis: dt.date | None = None,
    jusqu_a: dt.date | None = None,
) -> Callable[[Callable[[View], Finding]], Observation]:
    """Declare an observed rule."""

    def declare(look: Callable[[View], Finding]) -> Observation:
        stage = Stage.SEANCE if seance else Stage.NOMINATION
        return Observation(rule_id, citation, _sentence(look), look, since=depuis, until=jusqu_a, stage=stage)

    return declare


@dataclass(frozen=True, slots=True)
class Impartiality:
    """What a law makes of a conflict of interest between a member and a candidate."""

    rule: str
    citation: Citation
    text: str
    same_body: bool = False
    """A firm and a training body count alike, for every member."""
    minimum: str = ""
    """The parameter that says how many members free of any conflict must remain; empty for none."""


PRESIDENT_COUNTS = "president_compte_comme_membre"
"""The name of the parameter that says whether the president counts as a member."""


@dataclass(frozen=True)
class JuryLaw:
    """The rules in force for one diploma, one route and one day, with their parameters."""

    title: str
    rules: tuple[Rule, ...]
    parameters: Parameters
    impartiality: Impartiality
    one_seat: JuryRule
    """A person sits once, in one capacity."""
    not_understood: tuple[str, ...] = ()
    """Sentences of the register sheet that gave no rule, as they stand."""
    notes: tuple[str, ...] = ()
    """What a reader should know of how the law was put together: comparison of the sheet with the règlement…"""

    def at(self, day: dt.date) -> "JuryLaw":
        """The rules that hold on a day."""
        held = (rule.at(day) for rule in self.rules)
        return replace(self, rules=tuple(rule for rule in held if rule is not None))

    def with_values(self, values: Mapping[str, int]) -> "JuryLaw":
        """The same law with other parameter values; an unknown name raises ValueError."""
        unknown = [name for name in values if name not in self.parameters]
        if unknown:
            known = ", ".join(sorted(self.parameters))
            raise ValueError(f"paramètre inconnu : {', '.join(unknown)} ; connus : {known}")
        return replace(self, parameters=self.parameters.with_values(values))

    def requirements(self, *, sitting: bool) -> tuple[Requirement, ...]:
        """The weighed rules: those of the appointment, and those of the sitting when it is read."""
        return tuple(
            rule for rule in self.rules if isinstance(rule, Requirement) and (sitting or rule.stage is Stage.NOMINATION)
        )
