"""The law of a family, every number changed to one that it never has; an old value seen anywhere was written out."""

import functools
import re
from collections.abc import Iterable
from dataclasses import replace

from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Nombre, Reglement, SessionRules
from laureat.reglements import famille
from laureat.reglements.specialites import construire
from laureat.rules import Parameter
from support.portees import rules_of, speciality

SHIFT = {"centièmes de point": 137, "centièmes de coefficient": 13, "sens": 0}
"""By unit, what is added to a number: 10 becomes 11,37."""
COUNT = 1000
"""What is added to a count: 2 becomes 1002."""


def shifted(parameter: Parameter) -> Parameter:
    """The number as the law never had it; its label says so."""
    if parameter.value is None:
        return parameter
    step = SHIFT.get(parameter.unit, COUNT)
    bounds = parameter.bounds and (parameter.bounds[0] + step, parameter.bounds[1] + step)
    return replace(parameter, value=parameter.value + step, bounds=bounds, label=f"nombre changé {parameter.name}")


@functools.cache
def changed(code: str) -> Famille:
    """The family, all its numbers changed."""
    droit = famille(code)
    return replace(droit, parametres=tuple(map(shifted, droit.parametres)))


@functools.cache
def rules(code: str) -> SessionRules:
    """A speciality of the family under the changed law, its coefficients changed too."""
    return rules_changed(speciality(famille(code)))


def rules_changed(reglement: Reglement, session: int | None = None) -> SessionRules:
    """The rules of a règlement under the changed law, its coefficients changed too."""
    code = reglement.famille.code
    other = construire(changed(code), reglement.data)
    own = other.at(session) if session else rules_of(changed(code), other)
    common = {id(parameter) for parameter in changed(code).parametres}
    its_own = [shifted(p) for p in own.parameters.values() if id(p) not in common]
    known = [replace(p, value=4013, bounds=None) for p in own.parameters.unknown]
    return own.with_parameters(own.parameters.replaced([*its_own, *known]))


WORDS = {2: "deux", 3: "trois", 5: "cinq", 6: "six", 8: "huit", 10: "dix", 12: "douze", 14: "quatorze", 20: "vingt"}
COUNTED = "unités|facultatives|oraux|interrogations|épreuves obligatoires|au plus|fois"
"""What counts of the law count."""


def seen(parameter: Parameter) -> re.Pattern[str]:
    """The number with its unit, or bare where it is one of points; never a part of another number."""
    told = {re.escape(format(Nombre(parameter), ""))}
    if parameter.unit == "centièmes de point":
        told.add(re.escape(parameter.text))
    elif parameter.unit in ("nombre", "centièmes de coefficient"):
        told = {rf"{re.escape(parameter.text)} (?:{COUNTED})"}
    if word := WORDS.get(parameter.known):
        told.add(rf"(?i:{word}) (?:{COUNTED if parameter.unit == 'nombre' else re.escape(parameter.unit)})")
    return re.compile(rf"(?<![\w,.])(?<!\d\s)(?:{'|'.join(sorted(told))})(?![,.]?\d|\w)")


ELSEWHERE = re.compile(r"de 0 à 20|sur 20|RNCP\d+|\d{2}/\d{2}/\d{4}|\d+ blocs de compétences")
"""Numbers that no parameter holds: the scale of marks, a count of blocks."""


ARTICLES = re.compile(
    r"\b[A-Z]\d+(?:[-\u2011]\s?\d+)+|\bart\. \d+(?: et \d+)?|\bal\. \d+"
    r"|\b\d{4}-\d{2}\b|\d{1,2}(?:er)? [a-zéû]+ \d{4}|\d{1,2} h \d{2}"
)
"""Numbers of articles, the edition of a règlement, days spelled out, hours."""


def old_values(code: str, text: str, session: int = 2026, own: Iterable[Parameter] = ()) -> list[str]:
    """The old numbers of the law of a session, a certifier's ``own`` too, that a text shows, each in its place."""
    told = ARTICLES.sub("art.", ELSEWHERE.sub("", text))
    found = []
    for parameter in (*famille(code).parametres, *own):
        if parameter.value and parameter.unit != "sens" and parameter.holds_at(session):
            found += [
                f"{parameter.name} : …{told[max(0, hit.start() - 60) : hit.end() + 40]}…"
                for hit in seen(parameter).finditer(told)
            ]
    return found
