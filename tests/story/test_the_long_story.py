"""From an empty folder to a redeliberation after a judgment, in a real Chromium, on the real server.

(``make longtemps``; each day, the essentials: ``tests/web/test_browser_story.py``.)
"""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from laureat.session.after import months_after
from laureat.vocabulary.french import short_date
from support.ecrans import Person, tolerated
from support.histoire import aftermath, first_hour, grids, jury, marks
from support.liste_en_desordre import rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENGLISH = (
    "",
    "inscriptions/",
    "saisie/",
    "grilles/",
    "coefficients/",
    "jury/",
    "deliberation/",
    "pv/",
    "suites/",
    "journal/",
)


def test_the_long_story(browser: Any, house: Any, formats: Path, tmp_path: Path) -> None:
    office = Person(browser, house.site)
    first_hour.first_account(office, house.link)
    first_hour.house_and_sheets(office, formats)
    people = first_hour.schools_and_people(office, browser)
    path = first_hour.open_sessions(office)["RNCP35697"]
    sound = rows(tmp_path)
    first_hour.bring(office, path, sound)
    first_hour.late_habilitation(office, path, sound)
    first_hour.coefficients(office, people["second"], path)

    assessed = enter_marks(people, path)
    close_refused_then_completed(office, people, path)
    school = people["school"]
    said = grids.in_the_workshop(browser, school, tmp_path, path, assessed, house.stop, house.start)
    numero = grids.settled(browser, school, path, assessed, said)
    office.go(path)
    office.decide("Clore la saisie…", "CLORE", "Clore la saisie")
    office.says("La saisie est close")

    decide(office, people, path)
    grids.explained(office, path, assessed, said)
    grids.on_the_releve(after(office, people, path), numero, said)
    in_english(office, path)
    audited(house)
    for person in (office, *people.values()):
        assert person.faults == []


def enter_marks(people: dict[str, Person], path: str) -> str:
    """Three people at once; gives the candidate whose mark of the grid is left to the workshop."""
    school, cfa, second = (people[name] for name in ("school", "cfa", "second"))
    assessed = ""
    for unit in marks.BY_HAND:
        if unit == "U2":
            marks.wrong_mark(school, path)
        for person in (school, cfa, second):
            person.go(f"{path}saisie/{unit}/" + ("?etablissement=0690003D" if person is second else ""))
        if unit == "U2":
            marks.type_them(school, unit)
            cfa.upload("Bordereau rempli", "bordereau.xlsx", marks.bordereau(cfa, unit))
            cfa.press("Reprendre ses notes ici")
            cfa.says("40 notes reprises du bordereau")
            marks.expires(school, lambda other: first_hour.sign_in(other, "lycee@exemple.fr"))
        else:
            marks.paste(school, unit, but=unit == grids.UNIT)
            if unit == grids.UNIT:
                assessed = str(marks.cells(school).last.get_attribute("name")).removeprefix("n-")
            marks.paste(cfa, unit)
            school.press("Enregistrer et relire")
        left = unit == marks.BY_HAND[-1]
        if unit == grids.UNIT:
            marks.type_them(second, unit)
        else:
            marks.paste(second, unit, but=left)
        for person in (cfa, second):
            person.press("Enregistrer et relire")
            person.says("Relecture")
    return assessed


def close_refused_then_completed(office: Person, people: dict[str, Person], path: str) -> None:
    """What is missing is said before the act, and for whom; the word mistyped does nothing."""
    office.go(path)
    office.press("Clore la saisie…")
    office.says("2 notes manquent, pour 2 candidats")
    office.page.fill("#mot", "FERMER")
    with tolerated(office, "409", "422"):
        office.press("Clore la saisie")
    office.go(path)
    office.says("saisie ouverte")
    second = people["second"]
    unit = marks.BY_HAND[-1]
    second.go(f"{path}saisie/{unit}/?etablissement=0690003D")
    marks.type_them(second, unit)
    second.press("Enregistrer et relire")


def decide(office: Person, people: dict[str, Person], path: str) -> None:
    """The jury by form, minutes refused to an absent member, two rounds, the papers."""
    president, absent, member = (people[name] for name in ("president", "absent", "member"))
    jury.compose(office, path)
    jury.attend(president, path, "Camille Lefèvre")
    jury.propose(office, path)
    president.go(f"{path}deliberation/")
    with president.page.expect_navigation():
        president.page.locator("tbody th a").first.click()
    president.check()
    absent.go(f"{path}pv/")
    absent.says("Seul un membre du jury qui a siégé l'approuve")
    assert not absent.page.get_by_role("button", name="J'approuve ce procès-verbal").count()
    jury.agree(president, member, path)
    jury.publish(office, path)
    jury.control(office, path)
    jury.deliberate(office, president, member, path)


def after(office: Person, people: dict[str, Person], path: str) -> dict[str, bytes]:
    """A correction, a judgment and another jury, a centre withdrawn; gives the papers of those who keep theirs."""
    president, member = people["president"], people["member"]
    aftermath.correct(office, path, "2600000007", "U51", "19,5")
    jury.deliberate(office, president, member, path)
    told = {"Ce qui arrive": "annulation par un juge", "Qui a": "tribunal administratif d'Ici", "Numéro": "2601234"}
    today = datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()  # no judgment precedes the result that it strikes
    told |= {"Date": today, "Notifié": today, "Délai": "2", "Motif": "défaut d'impartialité"}
    aftermath.strike(office, path, {**told, "Numéros des candidats": "2600000001"})
    due = short_date(date.fromisoformat(months_after(today, 2)))
    office.says("Le jury doit délibérer de nouveau", f"avant le {due}")
    jury.compose(office, path, aftermath.OTHERS, "n° 2026-2")
    jury.deliberate(office, people["other_president"], people["other_member"], path)
    told = {"Ce qui arrive": "session annulée pour un centre", "Qui a": "rectrice de l'académie d'Ici"}
    told |= {"Numéro": "2026-77", "Date": today, "Centre": "GRETA du Val (0690003D)", "Motif": "à refaire"}
    aftermath.strike(office, path, told)
    office.says("40 résultats sont suspendus")
    visitor = Person(office.page.context.browser, office.site)
    visitor.go(f"/resultats/{path.split('/')[2]}/")
    visitor.says("La session de ce centre est annulée : GRETA du Val")
    names = aftermath.papers(office, path)
    assert len(names) > 100
    assert not [name for name in names if "2600000005" in name]  # of the centre withdrawn
    return names


def in_english(office: Person, path: str) -> None:
    """Each screen once in English."""
    office.go("/langue/en?suite=/sessions/")
    for leaf in ENGLISH:
        office.go(path + leaf)
        assert office.page.get_attribute("html", "lang") == "en", leaf
    office.go("/langue/fr?suite=/sessions/")


def audited(house: Any) -> None:
    """The whole base, audited from outside, is intact."""
    house.stop()
    command = [sys.executable, "-m", "laureat.cli.main", "auditer", "--donnees", str(house.folder / "donnees")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    house.start()
    assert told.returncode == 0, told.stdout + told.stderr
