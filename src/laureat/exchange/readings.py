"""The numbers that nobody had read, read once by one person and confirmed by another, for every later deliberation.

One YAML file a règlement, in a folder that the commands share. A number holds once two persons, of different names,
have read it; it then takes the place of the hypothesis, with its text, in every session that this text governs. What
someone reads anew of a confirmed number waits beside it: the confirmed one holds until a second person reads the new.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.people.names import may_be_one, named_words
from laureat.reglements.donnees import hors_bornes, lire_valeur, parametre
from laureat.rules import Parameter, ParameterStatus
from laureat.vocabulary import InvalidInput, french
from laureat.vocabulary.citations import Reading as How
from laureat.vocabulary.yaml_text import read_yaml

HEADER = "# Nombres lus par deux personnes ; écrits par « laureat texte », à ne pas changer à la main.\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person read, and whom a second person was; days are ``AAAA-MM-JJ``."""

    valeur: str
    """As a reader writes it: ``5``, ``2,5``."""
    article: str
    texte_du: str
    """The date of the text."""
    lu_par: str
    lu_le: str
    confirme_par: str = ""
    """Empty: a second person is still to read the same number."""
    confirme_le: str = ""
    nouvelle: "Reading | None" = None
    """What was read anew of this number, once confirmed; it waits for its second person."""

    @property
    def waiting(self) -> "Reading | None":
        """The reading that a second person is still to make."""
        return self.nouvelle if self.confirme_par else self


def read_readings(folder: Path, reglement: str) -> dict[str, Reading]:
    """By name of the parameter, what was read for a règlement; nothing where nobody read anything.

    Raises InvalidInput where the file is not one of these.
    """
    path = _file(folder, reglement)
    if not path.is_file():
        return {}
    content = read_yaml(path.read_bytes(), str(path))
    if not isinstance(content.value, Mapping):
        raise InvalidInput([content.problem((), "attendu : un nombre par groupe de clés")])
    faults = {name: _fault(name, said) for name, said in content.value.items()}
    problems = [content.problem((name,), fault) for name, fault in faults.items() if fault]
    if problems:
        raise InvalidInput(problems)
    return {name: _reading(fields) for name, fields in content.value.items()}


_NAME = "--par : à dire, le nom de la personne qui a lu (« Mme Claire Durand »)"
_FIELDS = frozenset(field.name for field in dataclasses.fields(Reading))
_REQUIRED = frozenset(field.name for field in dataclasses.fields(Reading) if field.default is dataclasses.MISSING)
_WAITS = frozenset({"confirme_par", "confirme_le", "nouvelle"})
"""What a reading that waits does not say yet."""


def _fault(name: str, said: object, known: frozenset[str] = _FIELDS) -> str:
    """What is wrong with what the file says of a number; empty where nothing is."""
    if not isinstance(said, Mapping) or not _REQUIRED <= said.keys() <= known:
        return f"{name} : attendu {french.enumeration(sorted(known))}"
    if said.get("confirme_par") and may_be_one(said["lu_par"], said["confirme_par"]):
        return f"{name} : la même personne a lu et confirmé ce nombre"
    if "nouvelle" not in said:
        return ""
    if not said.get("confirme_par"):
        return f"{name} : une nouvelle lecture attend à côté d'un nombre confirmé, et celui-ci ne l'est pas"
    return _fault(f"{name} > nouvelle", said["nouvelle"], _FIELDS - _WAITS)


def _reading(fields: Mapping[str, Any]) -> Reading:
    later = fields.get("nouvelle")
    return Reading(**{**fields, "nouvelle": Reading(**later) if later else None})


def propose(
    folder: Path, law: Reglement, key: str, value: str, article: str, texte_du: date, by: str, today: date
) -> Parameter:
    """Note what one person read of a number. One that two persons confirmed holds until a second one reads the new.

    Raises InvalidInput: all that is wrong with it, at once.
    """
    number = _asked(law, key)
    problems = [problem for problem in (_fault_of(number, value), french.fault_of_a_text(texte_du, today)) if problem]
    problems += ["--article : à dire"] if not article.strip() else []
    problems += [] if named_words(by) else [_NAME]
    known = read_readings(folder, law.id)
    held = known.get(number.name)
    waiting = held and held.waiting
    if waiting and not may_be_one(waiting.lu_par, by):
        problems.append(
            f"{waiting.lu_par} a déjà lu ce nombre ({waiting.valeur}), et attend une seconde lecture : le confirmer"
        )
    if problems:
        raise InvalidInput(problems)
    read = Reading(
        number.written(lire_valeur(value, number.unit)),
        article.strip(),
        texte_du.isoformat(),
        by.strip(),
        today.isoformat(),
    )
    kept = dataclasses.replace(held, nouvelle=read) if held and held.confirme_par else read
    _write(folder, law.id, {**known, number.name: kept})
    return number


def confirm(folder: Path, law: Reglement, key: str, value: str, by: str, today: date) -> Parameter:
    """Note that a second person read the same number. Raises InvalidInput where it is not a second one, or not it."""
    number = _asked(law, key)
    known = read_readings(folder, law.id)
    held = known.get(number.name)
    read = held and held.waiting
    if read is None:
        told = (
            f"{held.lu_par} a lu {held.valeur}, confirmé par {held.confirme_par}"
            if held
            else "personne ne l'a encore lu : commencer par « laureat texte proposer »"
        )
        raise InvalidInput([f"{number.words} : aucune lecture n'attend d'être confirmée ; {told}"])
    if not named_words(by):
        raise InvalidInput([_NAME])
    if may_be_one(read.lu_par, by):
        raise InvalidInput(
            [
                f"{read.lu_par} a fait la première lecture : une autre personne doit la confirmer ; si "
                f"« {by.strip()} » en est une autre, l'écrire avec son prénom"
            ]
        )
    if problem := _fault_of(number, value):
        raise InvalidInput([problem])
    if lire_valeur(value, number.unit) != lire_valeur(read.valeur, number.unit):
        raise InvalidInput(
            [f"{number.words} : {value} n'est pas la valeur de la première lecture ({read.valeur}) ; relire le texte"]
        )
    confirmed = dataclasses.replace(read, confirme_par=by.strip(), confirme_le=today.isoformat())
    _write(folder, law.id, {**known, number.name: confirmed})
    return number


def with_readings(rules: SessionRules, folder: Path) -> SessionRules:
    """The rules, where each hypothesis that two persons read is replaced by what they read.

    A text later than the session leaves it as it was.
    """
    read = read_readings(folder, rules.reglement.id)
    given = [
        _confirmed(number, read[number.name])
        for number in rules.parameters.hypotheses
        if number.name in read
        and read[number.name].confirme_par
        and read[number.name].texte_du <= f"{rules.session}-12-31"
    ]
    return rules.with_parameters(rules.parameters.replaced(given)) if given else rules


def _confirmed(number: Parameter, read: Reading) -> Parameter:
    dated = french.written_date(read.texte_du)
    article = f"{read.article}, texte du {dated}, lu par {read.lu_par} et confirmé par {read.confirme_par}"
    fields = {"valeur": read.valeur, "article": article, "lecture": How.LU, "lu_le": read.confirme_le}
    return parametre(number.name, {**fields, "libelle": number.label}, number.unit)


def unread(law: Reglement) -> dict[str, Parameter]:
    """By name, the numbers of a règlement that nobody had read when it was written; the last one, where dated."""
    return {number.name: number for number in law.history if number.status is ParameterStatus.HYPOTHESE}


def _asked(law: Reglement, key: str) -> Parameter:
    waiting = unread(law)
    found = next((number for number in waiting.values() if key in (number.name, number.key)), None)
    if found is None:
        keys = ", ".join(number.key for number in waiting.values()) or "aucun"
        raise InvalidInput([f"{key} n'est pas un nombre à confirmer de {law.title} ; à confirmer : {keys}"])
    return found


def _fault_of(number: Parameter, value: str) -> str:
    """Why a value cannot be that of a number; empty where it can."""
    try:
        read = lire_valeur(value, number.unit)
    except ValueError as error:
        return str(error)
    fault = hors_bornes(number, read)
    return f"{number.words} : {fault}" if fault else ""


def _file(folder: Path, reglement: str) -> Path:
    return folder / f"{Path(reglement).name}.yaml"


def _write(folder: Path, reglement: str, readings: Mapping[str, Reading]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plain = {name: _plain(dataclasses.asdict(read)) for name, read in readings.items()}
    written = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_style='"')
    path = _file(folder, reglement)
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(HEADER + written, encoding="utf-8")
    draft.replace(path)


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What there is to say, without what is empty."""
    return {name: _plain(said) if isinstance(said, Mapping) else said for name, said in fields.items() if said}
