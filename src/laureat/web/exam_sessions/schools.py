"""Schools and their habilitations: each act is a fact of the house and the row that reads it."""

from datetime import date

from laureat.session import house
from laureat.session.framework import Refused
from laureat.vocabulary.french import sort_key
from laureat.web.accounts.models import Establishment, Habilitation, Invitation, User
from laureat.web.exam_sessions import household
from laureat.web.exam_sessions.household import Desk, fresh_key
from laureat.web.exam_sessions.models import Standing


def add(desk: Desk, school: Establishment, suffix: str = "") -> None:
    """Add a school to those of the house, with what a longer act does."""
    about = {"establishment": school.uai, "name": school.name, "nature": school.nature, "town": school.town}
    desk.take(house.add_establishment(desk.state, desk.act(suffix), **about))
    school.sort_key = sort_key(school.name)
    school.save(force_insert=True)


def change(by: User, school: Establishment, *, name: str, nature: str, town: str, reason: str) -> None:
    """Put right the name, the nature or the town of a school. Raises Refused."""

    def commands(desk: Desk) -> None:
        about = {"establishment": school.uai, "name": name, "nature": nature, "town": town}
        desk.take(house.change_establishment(desk.state, desk.act(), **about, reason=desk.promise(reason)))
        told = {"name": name, "nature": nature, "town": town, "sort_key": sort_key(name)}
        Establishment.objects.filter(pk=school.pk).update(**told)

    household.perform(str(by.pseudonym), fresh_key("etablissement"), commands)


def renumber(by: User, school: Establishment, uai: str, reason: str) -> None:
    """Put right the UAI number of a school that no candidate follows yet. Raises Refused."""
    if Standing.objects.filter(establishment=school.uai).exists():
        raise Refused(
            f"Des candidats sont inscrits sous le numéro {school.uai} : corriger d'abord leur établissement, "
            "session par session."
        )

    def commands(desk: Desk) -> None:
        about = {"establishment": school.uai, "uai": uai}
        desk.take(house.renumber_establishment(desk.state, desk.act(), **about, reason=desk.promise(reason)))
        told = {"name": school.name, "nature": school.nature, "town": school.town, "sort_key": school.sort_key}
        Establishment.objects.create(uai=uai, **told)
        for model in (User, Habilitation, Invitation):
            model._default_manager.filter(establishment=school.uai).update(establishment=uai)
        Establishment.objects.filter(pk=school.uai).delete()

    household.perform(str(by.pseudonym), fresh_key("uai"), commands)


def record_habilitation(by: User, right: Habilitation) -> None:
    """Record the right of a school to assess in course. Raises Refused."""

    def commands(desk: Desk) -> None:
        right.save(force_insert=True)
        desk.take(
            house.record_habilitation(
                desk.state,
                desk.act(),
                establishment=right.establishment_id,
                habilitation=str(right.pk),
                certification=right.certification,
                **_days(right.scope, right.starts, right.ends),
                by_right=right.by_right,
            )
        )

    household.perform(str(by.pseudonym), fresh_key("habilitation"), commands)


def change_habilitation(
    by: User, right: Habilitation, *, scope: str, starts: date, ends: date | None, by_right: bool, reason: str
) -> None:
    """Put right a habilitation: its scope, its first or its last day. Raises Refused."""

    def commands(desk: Desk) -> None:
        told = {"scope": scope, "starts": starts, "ends": ends, "by_right": by_right}
        desk.take(
            house.change_habilitation(
                desk.state,
                desk.act(),
                habilitation=str(right.pk),
                **_days(scope, starts, ends),
                by_right=by_right,
                reason=desk.promise(reason),
            )
        )
        Habilitation.objects.filter(pk=right.pk).update(**told)

    household.perform(str(by.pseudonym), fresh_key("habilitation"), commands)


def withdraw_habilitation(by: User, right: Habilitation, reason: str) -> None:
    """Take back a habilitation that should not have been recorded. Raises Refused."""

    def commands(desk: Desk) -> None:
        why = desk.promise(reason)
        desk.take(house.withdraw_habilitation(desk.state, desk.act(), habilitation=str(right.pk), reason=why))
        Habilitation.objects.filter(pk=right.pk).delete()

    household.perform(str(by.pseudonym), fresh_key("habilitation"), commands)


def _days(scope: str, starts: date, ends: date | None) -> dict[str, str]:
    return {"scope": scope, "since": starts.isoformat(), "until": ends.isoformat() if ends else ""}
