"""The audit of the base and the signatures of grids: who is said to have signed did, had a right to, once each."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laureat.grilles import COMPUTATION, Filled, digest, library
from laureat.records import decode, encode
from laureat.records import facts as f
from laureat.session.state import SessionState
from laureat.web.project.derived_grids import _against
from laureat.web.project.derived_schools import lives
from laureat.web.project.derived_signers import Signers

GRID = library()["RNCP35697-U31"]
NAME = f"{GRID.edition}@{GRID.fingerprint}"
SHEETS = {"P": Filled(dict.fromkeys(GRID.lines(GRID.situation("P")), "2"))}
DIGEST = digest(NAME, SHEETS)
WHEN = datetime(2027, 5, 20, 8, 30, tzinfo=UTC)
BEFORE = "2027-01-10T08:00:00Z"
Tables = dict[str, list[dict[str, Any]]]


def said(kind: Any, account: str, at: str = BEFORE, **more: Any) -> dict[str, Any]:
    about = {"log": "reglements", "author": "m", "at": at, "key": at, "account": account}
    return {"kind": kind.__name__, "payload": encode(kind(**(about | more)))}


def opened(account: str, role: str, school: str = "") -> dict[str, Any]:
    return said(f.AccountOpened, account, invitation="", role=role, establishment=school, identity="i")


def route(school: str) -> dict[str, Any]:
    about: dict[str, Any] = {"log": "s", "author": "m", "at": BEFORE, "key": "r", "candidate": "c", "units": ("U31",)}
    named = dict.fromkeys(("voie", "categorie", "forme", "option", "voie_acces"), "x")
    made = f.RouteEstablished(**about, **named, derogation=False, establishment=school)
    return {"kind": "RouteEstablished", "payload": encode(made)}


def tables() -> Tables:
    """A mark signed by a teacher of the school and by a professional, as it should be."""
    signed = {"candidate": "c", "unit": "U31", "digest": DIGEST, "mark": 1350, "author_id": 1, "at": WHEN}
    link = {"id": 7, "candidate": "c", "unit": "U31", "situation": "P", "name": "Mme Roy", "role": "professionnel"}
    link |= {"signed": WHEN - timedelta(days=1), "signed_digest": DIGEST}
    users = [{"id": 1, "pseudonym": "prof", "name": "Sacha Petit"}, {"id": 2, "pseudonym": "dec", "name": "Alix Morel"}]
    facts = [opened("prof", "etablissement", "A"), opened("dec", "examens")]
    return {
        "grids_signature": [signed],
        "grids_tutorlink": [link],
        "accounts_user": users,
        "reglements": facts,
        "s": [route("A")],
    }


def faults(held: Tables, *signers: str) -> list[str]:
    def rows(table: str, _where: str, *values: Any) -> Iterator[dict[str, Any]]:
        if table != "exam_sessions_storedfact":
            return iter(held[table])
        log, kinds = values
        return (row for row in held[str(log)] if row["kind"] in kinds)

    about: dict[str, Any] = {"log": "s", "author": "prof", "at": "2027-05-20T08:30:00Z", "key": "k", "candidate": "c"}
    about |= {"unit": "U31", "cell": "13,5", "grid": GRID.code, "edition": NAME, "entries": DIGEST}
    told = signers or ("compte:prof:enseignant", "lien:7:professionnel")
    fact = f.MarkEntered(**about, computation=COMPUTATION, asked=2, signers=told)
    house = [decode(row["payload"]) for row in held["reglements"]]
    return list(Signers(rows, "s", SessionState(), house).faults(fact, {"at": WHEN}, GRID, SHEETS))


def test_a_mark_signed_as_it_is_said_is_sound() -> None:
    assert faults(tables()) == []


def _closed(held: Tables) -> None:
    held["reglements"].append(said(f.AccountClosed, "prof", reason="r"))


def _moved(held: Tables) -> None:
    moved = said(f.AccountChanged, "prof", role="etablissement", establishment="B", reason="r")
    held["reglements"].append(moved)


def _juror(held: Tables) -> None:
    held["reglements"][0] = opened("prof", "jury")


def _of_the_office(held: Tables) -> None:
    held["reglements"][0] = opened("prof", "examens")


def _late(held: Tables) -> None:
    held["grids_signature"][0]["at"] = WHEN + timedelta(seconds=1)


def _other_mark(held: Tables) -> None:
    held["grids_signature"][0]["mark"] = 1400


def _unsigned(held: Tables) -> None:
    held["grids_tutorlink"][0]["signed"] = None


def _other_crosses(held: Tables) -> None:
    held["grids_tutorlink"][0]["signed_digest"] = "0" * 64


def _nothing_stood(held: Tables) -> None:
    held["grids_tutorlink"][0] |= {"situation": "nulle part", "signed_digest": ""}


def _same_person(held: Tables) -> None:
    held["grids_tutorlink"][0]["name"] = "PETIT Sacha"
    held["accounts_user"][0]["name"] = "Petit Sacha"


def _teacher_by_link(held: Tables) -> None:
    held["grids_tutorlink"][0]["role"] = "enseignant"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_closed, "sans en avoir le droit alors"),
        (_moved, "sans en avoir le droit alors"),
        (_juror, "sans en avoir le droit alors"),
        (_of_the_office, "n'avait pas la qualité dite"),
        (_late, "aucune signature de ce qui était coché"),
        (_other_mark, "aucune signature de ce qui était coché"),
        (_unsigned, "il n'a pas signé ce qui était coché"),
        (_nothing_stood, "n'a pas signé ce qui était coché"),
        (_other_crosses, "il n'a pas signé ce qui était coché"),
        (_same_person, "une même personne a signé deux fois"),
        (_teacher_by_link, "un lien n'avait pas la qualité dite"),
    ],
)
def test_what_is_not_so_is_named(change: Callable[[Tables], None], told: str) -> None:
    held = tables()
    change(held)
    assert told in " ".join(faults(held))


def test_a_signatory_that_is_not_there_and_a_role_that_nobody_holds_are_named() -> None:
    assert "aucune signature" in " ".join(faults(tables(), "compte:dec:aucune", "lien:7:professionnel"))
    assert "il n'est pas de ce candidat" in " ".join(faults(tables(), "compte:prof:enseignant", "lien:8:professionnel"))
    assert "pas toutes celles" in " ".join(faults(tables(), "compte:prof:enseignant", "compte:dec:aucune"))


def test_what_happened_later_or_before_the_house_spoke_takes_no_right_away() -> None:
    held = tables()
    held["reglements"].append(said(f.AccountClosed, "prof", at="2027-05-20T08:30:01Z", reason="r"))
    held["s"].append(route("B"))  # and the candidate changed schools since
    assert faults(held) == []
    held["reglements"] = []
    assert faults(held) == []


@pytest.mark.parametrize(("told", "sound"), [(0, True), (COMPUTATION, True), (1, False), (2, True)])
def test_a_mark_is_judged_by_the_edition_of_the_computation_that_it_tells(told: int, sound: bool) -> None:
    from laureat.grilles import compute, read_grids

    (grid,) = read_grids(EMPTIED, "e.yaml")
    sheets = {"S": Filled({"A.1": "2"})}
    marks = [compute(grid, sheets, 2027, edition=edition).mark for edition in (1, 2, 3)]
    assert marks == [None, 1350, 1350]
    row = {"digest": digest(grid.frozen, sheets), "computed": marks[2], "computation": told}
    from laureat.grilles.entries import Entry

    entries = [Entry("c", "S", "", "", "", "A.1", "2", "k")]
    assert (_against(row, grid, entries, 2027) == "") is sound


EMPTIED = """
- grille: E-U1
  edition: "1"
  statut: hypothese
  niveaux: {codes: ["0", "1", "2", "3"], valeurs: [0, 1, 2, 3]}
  calcul: {mode: pondere, arrondi: {pas: "0,5", sens: superieur}, couverture_min: 60}
  situations: [{code: S, forme: ccf, hors_champ: [B.1]}]
  competences:
  - {code: A, poids: 50, texte: a, criteres: [{code: A.1, poids: 100, texte: a}]}
  - {code: B, poids: 50, texte: b, criteres: [{code: B.1, poids: 100, texte: b}]}
"""


def test_an_account_follows_its_school_when_the_number_is_put_right_and_stays_closed_when_it_changes() -> None:
    told = {"log": "reglements", "author": "o", "key": "k"}
    school = {"invitation": "", "role": "etablissement", "establishment": "0690001B", "identity": ""}
    moved = {"establishment": "0690001B", "uai": "0690002C"}
    facts = [
        f.AccountOpened(**told, at="2026-01-01T08:00:00Z", account="a", **school),
        f.EstablishmentRenumbered(**told, at="2026-01-02T08:00:00Z", **moved, reason=""),
        f.AccountClosed(**told, at="2026-01-03T08:00:00Z", account="a", reason=""),
        f.AccountChanged(**told, at="2026-01-04T08:00:00Z", account="a", role="jury", establishment="", reason=""),
        f.AccountReopened(**told, at="2026-01-05T08:00:00Z", account="a", reason=""),
        f.AccountClosed(**told, at="2026-01-05T08:00:00Z", account="nobody", reason=""),
    ]
    known = lives(facts)
    assert known.keys() == {"a"}
    assert [(one.role, one.establishment, one.closed) for one in known["a"]] == [
        ("etablissement", "0690001B", False),
        ("etablissement", "0690002C", False),
        ("etablissement", "0690002C", True),
        ("jury", "", True),
        ("jury", "", False),
    ]
