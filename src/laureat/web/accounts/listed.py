"""A list of persons to invite, as someone pastes it: a name, an address, a role, the school where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from laureat.people import name_problem
from laureat.vocabulary.french import enumeration, fold
from laureat.web.accounts.models import Establishment, Role, User

MOST = 500
"""Persons invited at once."""
HEADINGS = ("nom", "adresse", "rôle", "UAI")


@dataclass(frozen=True, slots=True)
class Person:
    """One line."""

    name: str
    email: str
    role: Role
    establishment: Establishment | None


def read(text: str) -> tuple[list[Person], list[str]]:
    """The persons of a pasted list, and all that is wrong with it, line by line."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip(" ;\t")]
    if lines and [fold(cell) for cell in _cells(lines[0][1])][:2] == ["nom", "adresse"]:
        lines = lines[1:]
    if not lines:
        return [], [_("Collez une personne par ligne : %(headings)s.") % {"headings": " ; ".join(HEADINGS)}]
    if len(lines) > MOST:
        return [], [_("%(most)s personnes au plus à la fois.") % {"most": MOST}]
    schools = {school.uai: school for school in Establishment.objects.all()}
    taken = {email.casefold() for email in User.objects.values_list("email", flat=True)}
    persons, problems, seen = list[Person](), list[str](), dict[str, int]()
    for number, line in lines:
        name, email, role, uai = (*_cells(line), "", "", "", "")[:4]
        wrong = list(_wrong(name, email, role, uai.upper(), schools))
        if email.casefold() in taken:
            wrong.append(_("un compte existe déjà pour cette adresse"))
        elif email and (first := seen.setdefault(email.casefold(), number)) != number:
            wrong.append(_("cette adresse est déjà celle de la ligne %(line)s") % {"line": first})
        if wrong:
            problems.append(_("Ligne %(line)s : %(wrong)s.") % {"line": number, "wrong": " ; ".join(wrong)})
        else:
            persons.append(Person(name, email.lower(), ROLES[fold(role)], schools.get(uai.upper())))
    return persons, problems


ROLES = {fold(str(word)): role for role in Role for word in (role.value, role.label)}
"""By the word that says it."""


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]


def _wrong(name: str, email: str, role: str, uai: str, schools: dict[str, Establishment]) -> Iterator[str]:
    if not name:
        yield _("le nom manque")
    elif told := name_problem(name):
        yield told
    elif len(name) > 120:
        yield _("le nom dépasse 120 caractères")
    try:
        validate_email(email)
    except ValidationError:
        yield _("« %(email)s » n'est pas une adresse électronique") % {"email": email}
    known = ROLES.get(fold(role))
    if known is None:
        expected = enumeration([str(one.label) for one in Role], "ou")
        yield _("« %(role)s » n'est pas un rôle ; attendu : %(expected)s") % {"role": role, "expected": expected}
    elif known is Role.CANDIDAT:
        yield _("un candidat s'invite depuis les inscriptions de sa session")
    if uai and uai not in schools:
        yield _("l'établissement %(uai)s n'est pas connu de la maison") % {"uai": uai}
    elif known is Role.ETABLISSEMENT and not uai:
        yield _("il manque l'UAI de l'établissement")
