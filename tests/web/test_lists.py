"""Lists show people, not the keys they are recorded under."""

from html import escape
from typing import Any

import pytest

from laureat.web.project import demonstration
from support.toile import signed_in, text


@pytest.mark.parametrize("place", ["inscriptions", "deliberation", "controle", "vae"])
def test_each_line_of_a_list_says_whose_it_is(world: Any, place: str) -> None:
    from laureat.web.candidates.models import Identity

    published = world.sessions[-1]
    address = "/vae/RNCP35697/" if place == "vae" else f"/sessions/{published.pk}/{place}/"
    page = signed_in(world.office).get(address)
    assert page.status_code == 200, address
    rows = [row for row, *_rest in page.context["rows"]]
    assert rows
    for row in rows:
        name = Identity.objects.get(candidate=str(row.pk)).name
        assert name != row.numero
        assert escape(name) in text(page)


def test_a_list_of_registrations_says_the_school_and_the_route(world: Any) -> None:
    from laureat.reglements import famille

    page = text(signed_in(world.office).get(f"/sessions/{world.sessions[-1].pk}/inscriptions/"))
    assert f"<td>{demonstration.SCHOOLS[1][1]}</td>" in page
    assert any(f"<td>{escape(voie.label)}</td>" in page for voie in famille("bac_pro").voies)


def test_the_birth_date_and_the_number_stand_beside_a_name_wherever_two_people_may_be_confused(world: Any) -> None:
    from laureat.web.candidates.models import Identity

    published = world.sessions[-1]
    for place in ("inscriptions", "deliberation", "controle", "saisie/U2", "relecture/U2"):
        page = signed_in(world.office).get(f"/sessions/{published.pk}/{place}/")
        shown = page.context["entries"] if "entries" in page.context else [row for row, *_rest in page.context["rows"]]
        candidates = [getattr(row, "row", row).candidate for row in shown]
        assert candidates, place
        for identity in Identity.objects.filter(candidate__in=candidates):
            assert identity.fields["date_naissance"] in text(page), place
            assert identity.numero in text(page), place


@pytest.fixture(scope="module")
def journal(world: Any) -> Any:
    """The page of the log of the published session, asked in some way."""
    office, session = signed_in(world.office), world.sessions[-1]

    def asked(**parameters: str) -> Any:
        return office.get(f"/sessions/{session.pk}/journal/", parameters)

    return asked


def test_the_log_is_read_in_words_and_no_fact_keeps_its_code(world: Any, journal: Any) -> None:
    from laureat.records import KINDS

    kinds = [kind for kind, _label in journal().context["choices"].kinds]
    assert len(kinds) > 15
    for kind in kinds:
        page = journal(genre=kind)
        assert page.context["lines"], kind
        shown = text(page).split("<caption>")[1].split("</table>")[0]
        assert not [name for name in KINDS if name in shown], kind
        assert all(line.who != "—" for line in page.context["lines"]), kind
        assert "effacé" not in shown, f"{kind}: a word is not taken for a text that was erased"


def test_each_fact_of_a_session_says_what_it_sets() -> None:
    from laureat.session.judged import SESSION
    from laureat.web.exam_sessions.told import TELLERS

    assert SESSION.again.keys() <= TELLERS.keys()


def test_the_history_of_a_mark_says_who_when_from_what_to_what_and_why(world: Any, journal: Any) -> None:
    from laureat.session import conduct
    from laureat.vocabulary import parse_cell

    session = world.sessions[0]
    row = next(one for one in session.standings.order_by("sort_key") if one.cells.get("U2", "").isdigit())

    def rectify(desk: Any) -> None:
        before, cell = parse_cell(row.cells["U2"]), parse_cell("20")
        reason = desk.promise("erreur de report", subject=row.candidate)
        given = {"framework": desk.framework, "candidate": row.candidate, "unit": "U2", "reason": reason}
        desk.take(conduct.rectify_mark(desk.state, desk.act(), before=before, cell=cell, **given))

    demonstration.run(world, session, "rectifier", rectify)
    office = signed_in(world.office)
    path = f"/sessions/{session.pk}/journal/"
    last, first = office.get(path, {"candidat": row.candidate, "unite": "U2"}).context["lines"]
    assert (first.what, first.changes) == ("note saisie", [("U2", "", row.cells["U2"])])
    assert (last.what, last.changes) == ("note rectifiée", [("U2", row.cells["U2"], "20")])
    assert (last.who, last.why) == ("Dominique Roy", "erreur de report")
    whole = office.get(path, {"candidat": "session"}).context["lines"]
    assert {line.candidate for line in whole} == {""}
    assert ("remise des notes", "", "12/06/2026") in [change for line in whole for change in line.changes]
    nobody = office.get(path, {"q": "personne de ce nom"})
    assert "Aucun fait ne répond" in text(nobody)
    of_president = str(world.accounts["presidente@demo.fr"].pseudonym)
    assert {line.who for line in journal(qui=of_president).context["lines"]} == {"Claude Marchand"}
    assert not journal(du="2001-01-01", au="2001-12-31").context["lines"]
