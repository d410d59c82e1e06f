"""What was set up once is put right by pages, and what cannot be undone is shown first and asked twice."""

import html
from typing import Any

import pytest

from laureat.web.accounts.models import Establishment, User
from laureat.web.exam_sessions import checks, service
from laureat.web.exam_sessions.models import ExamSession
from support.toile import confirmed, send, signed_in
from support.toile import text as page_text


def text(response: Any) -> str:
    """The page, as one reads it."""
    return html.unescape(page_text(response))


class Place:
    """Two persons of the office, a session whose marks are open, one that is published."""

    def __init__(self) -> None:
        from laureat.web.project import demonstration

        world = demonstration.people()
        self.world = world
        self.office, self.second = (
            signed_in(world.accounts[email]) for email in ("examens@demo.fr", "adjoint@demo.fr")
        )
        self.open = demonstration.session_of(world, 2026, 12, seed=26, waiting=True)
        self.published = demonstration.session_of(world, 2025, 12, seed=25)
        demonstration.conduct_to_publication(world, self.published)
        self.user = User.objects.get(email="examens@demo.fr")


@pytest.fixture(scope="module")
def place(shared_base: str) -> Place:
    return Place()


def fields(session: ExamSession, **changed: str) -> dict[str, str]:
    """The form of what papers say, as it stands."""
    from laureat.web.exam_sessions.letterhead import said

    return {**said(ExamSession.objects.get(pk=session.pk)), **changed}


def told(place: Place, session: ExamSession, kind: str) -> list[tuple[str, str, str]]:
    """What the log says that the last fact of a kind changed: label, old, new."""
    page = place.office.get(f"/sessions/{session.pk}/journal/", {"genre": kind})
    changes: list[tuple[str, str, str]] = page.context["lines"][0].changes
    return changes


def troubles(session: ExamSession) -> list[str]:
    fresh = ExamSession.objects.select_related("certification").get(pk=session.pk)
    return [trouble.text for trouble in checks.of_session(fresh, service.look(fresh))]


# ------------------------------------------------------------------------------------------------ irreversible acts
def test_each_line_of_the_checklist_is_a_link_that_opens_whatever_the_step(place: Place) -> None:
    for session in (place.open, place.published):
        page = place.office.get(f"/sessions/{session.pk}/")
        points = page.context["points"]
        assert {point.name for point in points} >= {
            *(
                "Règlement",
                "Coefficients",
                "Ce que portent les papiers",
                "Établissements",
                "Jury",
                "Dossiers",
                "Courriels",
            )
        }
        for point in points:
            assert f'<a href="{point.link}">{point.name}</a> : {point.said}' in text(page)
            assert place.office.get(point.link).status_code == 200, point


def test_closing_shows_what_is_missing_and_for_whom_and_is_asked_twice(place: Place) -> None:
    session, path = place.open, f"/sessions/{place.open.pk}/conduite/"
    shown = send(place.office, path, acte="clore")
    deed = shown.context["deed"]
    waiting = session.standings.filter(missing__gt=0)
    notes = sum(waiting.values_list("missing", flat=True))
    assert f"{notes} notes manquent, pour {waiting.count()} candidats" in text(shown)
    assert {one.link.split("/")[-2] for one in deed.known[0].whom} == set(waiting.values_list("candidate", flat=True))
    assert service.look(session).phase == "saisie"
    wrong = send(place.office, path, acte="clore", mot="CLOTURE", **deed.carried)
    assert (wrong.status_code, "et « CLOTURE » est arrivé" in text(wrong)) == (422, True)
    unaware = send(place.office, path, acte="clore", mot="clore", manquent="0")
    assert "notes manquent" in text(unaware)
    assert service.look(session).phase == "saisie"


def test_publishing_without_what_papers_need_is_refused_before_the_act(place: Place) -> None:
    session = place.published
    send(place.office, f"/sessions/{session.pk}/mentions/", **fields(session, signatory=""), motif="oubli")
    shown = send(place.office, f"/sessions/{session.pk}/conduite/", acte="publier", mot="PUBLIER")
    assert shown.status_code == 409
    assert "qui signe" in text(shown)
    assert "Aucun procès-verbal scellé n'attend" in text(shown)
    page = text(place.office.get(f"/sessions/{session.pk}/"))
    assert "manque : qui signe" in page
    send(place.office, f"/sessions/{session.pk}/mentions/", **fields(session, signatory="D. Roy"), motif="retrouvé")


def test_proposing_without_jury_nor_closing_and_sealing_nothing_are_refused_with_what_is_missing(place: Place) -> None:
    shown = send(place.office, f"/sessions/{place.open.pk}/conduite/", acte="proposer")
    assert (shown.status_code, "Le jury n'est pas nommé." in text(shown)) == (409, True)
    sealed = send(place.office, f"/sessions/{place.open.pk}/pv/acte/", acte="sceller", mot="SCELLER")
    assert sealed.status_code == 409


def test_a_session_opened_by_mistake_is_abandoned_once_its_word_is_typed(place: Place) -> None:
    send(place.office, "/sessions/ouvrir/", certification="RNCP35697", year=2031)
    session = ExamSession.objects.latest("created")
    path = f"/sessions/{session.pk}/conduite/"
    assert "Il faut un motif" in text(send(place.office, path, acte="abandonner", mot="ABANDONNER"))
    assert "plus rien ne s'y enregistre" in text(send(place.office, path, acte="abandonner", motif="mauvaise année"))
    assert "est abandonnée" in text(confirmed(place.office, path, "abandonner", motif="mauvaise année"))
    session.refresh_from_db()
    assert session.phase == "abandonnee"
    refused = send(place.office, f"/sessions/{session.pk}/calendrier/", notes="2026-06-12")
    assert "abandonnée : rien ne s'y enregistre plus" in text(refused)
    assert 'value="2026-06-12"' in text(refused)
    assert troubles(session) == []


def test_a_candidate_is_withdrawn_once_its_word_is_typed_and_never_without_a_reason(place: Place) -> None:
    row = place.open.standings.order_by("-sort_key").first()
    path = f"/sessions/{place.open.pk}/inscriptions/{row.pk}/acte/"
    assert "Il faut un motif" in text(send(place.office, path, acte="retirer", mot="RETIRER"))
    shown = text(send(place.office, path, acte="retirer", motif="a déménagé"))
    assert f"({row.numero}) ne compte plus dans la session" in shown
    assert "Un retrait ne se reprend pas" in shown
    assert place.open.standings.filter(pk=row.pk, withdrawn=False)
    assert "est retiré de la session" in text(confirmed(place.office, path, "retirer", motif="a déménagé"))
    assert place.open.standings.filter(pk=row.pk, withdrawn=True)


# --------------------------------------------------------------------------------------------------------- the house
def test_what_papers_say_is_put_right_after_publication_by_a_fact_that_the_row_is_held_to(place: Place) -> None:
    session = place.published
    path = f"/sessions/{session.pk}/mentions/"
    empty = send(place.office, path, **fields(session, place="Confluent"))
    assert (empty.status_code, 'value="Confluent"' in text(empty)) == (422, True)
    assert "les papiers le diront" in text(
        send(place.office, path, **fields(session, place="Confluent"), motif="déménagé")
    )
    before = session.place
    session.refresh_from_db()
    assert (session.place, troubles(session)) == ("Confluent", [])
    assert told(place, session, "SessionFieldsSet") == [("lieu", before, "Confluent")]
    ExamSession.objects.filter(pk=session.pk).update(place="Ailleurs")
    assert checks.HEADING in troubles(session)
    ExamSession.objects.filter(pk=session.pk).update(place="Confluent")


def test_what_the_house_changes_reaches_the_sessions_that_nothing_sealed(place: Place) -> None:
    house = {name: value for name, value in fields(place.open).items() if name != "label"}
    send(place.office, "/maison/", **{**house, "sender": "", "logo_text": ""})
    send(place.office, "/maison/", **{**house, "authority": "La rectrice", "sender": "", "logo_text": ""})
    assert ExamSession.objects.get(pk=place.open.pk).authority == "La rectrice"
    assert ExamSession.objects.get(pk=place.published.pk).authority != "La rectrice"
    assert troubles(place.open) == []


def test_a_late_habilitation_reaches_the_session_and_one_corrected_replaces_it(place: Place) -> None:
    school = Establishment.objects.get(pk="0690001B")
    path = f"/etablissements/{school.pk}/"
    given = {"certification": "RNCP35697", "scope": "partielle", "starts": "2025-09-01"}
    place.office.post(path, given)
    held = [one for one in service.look(place.open).habilitations if one.establishment == school.pk]
    assert [(one.since, one.until) for one in held] == [("2025-09-01", "")]
    right = school.habilitations.get()
    mended = {**given, "acte": "changer_habilitation", "habilitation": right.pk, "ends": "2027-08-31"}
    told = text(place.office.post(path, {**mended, "motif": "arrêté relu"}, follow=True))
    held = [one for one in service.look(place.open).habilitations if one.establishment == school.pk]
    assert [(one.since, one.until) for one in held] == [("2025-09-01", "2027-08-31")]
    assert str(place.published) in told


def test_a_day_of_the_calendar_changes_with_a_reason_and_what_was_typed_stays(place: Place) -> None:
    path = f"/sessions/{place.open.pk}/calendrier/"
    days = service.look(place.open).deadlines
    refused = send(place.office, path, **{**days, "notes": "2026-06-19"})
    assert "motif pour changer un jour déjà fixé" in text(refused)
    assert 'value="2026-06-19"' in text(refused)
    send(place.office, path, **{**days, "notes": "2026-06-19", "pieces": ""}, motif="grève")
    assert service.look(place.open).deadlines == {
        **{k: v for k, v in days.items() if k != "pieces"},
        "notes": "2026-06-19",
    }


# ----------------------------------------------------------------------------------------------------- the candidate
def test_a_route_is_put_right_by_the_page_of_the_candidate_its_school_coming_with_it(place: Place) -> None:
    row = place.open.standings.filter(establishment="0690001B", forme="globale").first()
    Establishment.objects.create(uai="0690004E", name="Lycée neuf", nature="lycee_public", sort_key="lycée neuf")
    path = f"/sessions/{place.open.pk}/inscriptions/{row.pk}/"
    given = {
        "voie": row.voie,
        "forme": row.forme,
        "option": row.option,
        "unite": row.units,
        "etablissement": "0690004E",
    }
    assert "motif" in text(send(place.office, f"{path}acte/", acte="voie", **given))
    assert "reste au journal" in text(send(place.office, f"{path}acte/", acte="voie", motif="muté", **given))
    before = dict(row.cells)
    row.refresh_from_db()
    assert (row.establishment, row.cells) == ("0690004E", before)
    [(label, old, new)] = told(place, place.open, "RouteCorrected")
    assert (label, old[-10:], new) == ("établissement", "(0690001B)", "Lycée neuf (0690004E)")
    assert troubles(place.open) == []


# -------------------------------------------------------------------------------------------------------- the number
def read_by_two(place: Place, value: str) -> None:
    path = f"/sessions/{place.published.pk}/coefficients/"
    number = {"name": "coefficient_U2", "value": value}
    told = send(place.office, path, acte="lire", text="annexe IV", text_date="2020-12-09", **number)
    assert f"Coefficient de U2 : {value}." in text(told)
    send(place.second, path, acte="confirmer", **number)


def test_a_coefficient_wrong_since_the_seal_lists_whom_it_changes_then_two_persons_correct_it(place: Place) -> None:
    session, path = place.published, f"/sessions/{place.published.pk}/coefficients/"
    assert "À corriger après le sceau" not in text(place.office.get(path))
    read_by_two(place, "6")
    shown = place.office.get(path)
    [one] = shown.context["after"]
    assert (one.present, one.right) == ("4", "6")
    before = dict(session.standings.values_list("candidate", "public_decision"))
    send(place.office, path, acte="demander_correction", name="coefficient_U2", motif="mal lu")
    assert "une autre personne doit la décider" in text(place.office.get(path))
    assert "une autre personne doit" in text(send(place.office, path, acte="corriger_nombre", name="coefficient_U2"))
    done = send(place.second, path, acte="corriger_nombre", name="coefficient_U2")
    assert "Le nombre est corrigé dans cette session" in text(done)
    [(label, *values)] = told(place, session, "CoefficientCorrected")
    assert ("U2" in label, values) == (True, ["4", "6"])
    after = dict(session.standings.values_list("candidate", "public_decision"))
    suspended = {candidate for candidate in before if before[candidate] != after[candidate]}
    assert len(suspended) == one.count
    assert all(not after[candidate] for candidate in suspended)
    assert troubles(session) == []
