"""What a base keeps of a member is all that the law of some jury may read."""

import dataclasses
import datetime as dt
import inspect
import json
import re

import pytest

from laureat.exchange.jury import COLUMNS, DECLARED
from laureat.jury import Fonction, Member, Presence, Qualite
from laureat.jury import mending as jury_mending
from laureat.jury.members import Habilitation, from_plain, plain, told_beside
from laureat.reglements import famille
from laureat.reglements.jury import commun, modeles
from laureat.reglements.jurys import ecrits

WHOLE = Member(
    nom="Nguyễn",
    qualite=Qualite.PROFESSIONNEL,
    fonction=Fonction.PRESIDENT_ADJOINT,
    prenom="Linh",
    sexe="F",
    presence=Presence.DISTANCE,
    qualifie=True,
    lien="tante du candidat 12",
    exterieur=False,
    secteur="usinage",
    etablissement="Atelier du Val",
    naissance=dt.date(1970, 4, 2),
    conseiller=True,
    habilitations=(Habilitation("RNCP35697", dt.date(2024, 1, 1), None), Habilitation()),
    experience=12,
    metier_quitte=dt.date(2020, 6, 30),
)


def test_every_field_is_filled_in_this_member() -> None:
    """So that the tests below forget none, the day one is added."""
    empty = Member("x", Qualite.SALARIE)
    told = [one.name for one in dataclasses.fields(Member) if getattr(WHOLE, one.name) != getattr(empty, one.name)]
    assert told == [one.name for one in dataclasses.fields(Member)]


def test_a_member_told_as_plain_data_is_the_same_member() -> None:
    assert from_plain(json.loads(json.dumps(plain(WHOLE)))) == WHOLE
    assert from_plain(plain(Member("x", Qualite.SALARIE))) == Member("x", Qualite.SALARIE)


def test_what_is_said_beside_a_name_forgets_nothing_that_only_some_laws_read() -> None:
    said = " ; ".join(told_beside(WHOLE))
    for words in (
        "née le 02/04/1970",
        "conseillère de l'enseignement technologique",
        "qualification au titre de la certification : oui",
        "habilitation RNCP35697 depuis le 01/01/2024",
        "12 ans de métier",
        "métier quitté le 30/06/2020",
        "extérieur au certificateur : non",
        "usinage",
        "tante du candidat 12",
    ):
        assert words in said


@pytest.mark.parametrize("code", ecrits())
def test_what_the_law_of_a_family_reads_of_a_member_is_a_field_that_a_list_may_tell(code: str) -> None:
    """The fields read by the law of each family, found in its sources, against the columns of a list."""
    fields = {one.name for one in dataclasses.fields(Member)}
    sources = [inspect.getsource(module) for module in (commun, modeles, jury_mending)]
    law = famille(code).jury
    sources.append(inspect.getsource(inspect.getmodule(type(law)) or commun))
    sources.append(inspect.getsource(__import__(f"laureat.reglements.{code}.jury", fromlist=["x"])))
    read = fields & {name for source in sources for name in re.findall(r"\.(\w+)", source)}
    columns = {*COLUMNS, *DECLARED, "etablissement"}
    told = {"habilitations": "habilitation"}
    assert {told.get(name, name) for name in read} <= columns, read
    assert read
