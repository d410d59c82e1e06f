"""The matrix of rights, generated: every address × every role, on one's own objects and on those of others."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from laureat.vocabulary.french import folded
from laureat.web.accounts.matrix import MATRIX, Reach, Right
from laureat.web.accounts.models import Role, Trace
from laureat.web.accounts.signed_in import SignedIn
from support.house import FILES, House
from support.toile import key


def views() -> Iterator[tuple[str, Any]]:
    """Every named address of the site, with its view."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: Any) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield str(pattern.name), pattern.callback

    yield from walk(get_resolver().url_patterns)


def addresses() -> Iterator[str]:
    """Every named address of the site."""
    return (name for name, _view in views())


REFUSED_TO_ALL = {
    "account_signup",
    "account_email",
    "account_set_password",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_signup_by_passkey",
}
"""Addresses of the library that nobody needs: no row opens them."""


def test_every_address_has_a_row_or_is_refused_to_all() -> None:
    without = {name for name in addresses() if name not in MATRIX}
    assert without <= REFUSED_TO_ALL, f"sans ligne dans la matrice : {sorted(without - REFUSED_TO_ALL)}"
    assert set(MATRIX) <= set(addresses())


def test_a_view_that_counts_on_an_account_is_closed_to_visitors() -> None:
    counting = {name for name, view in views() if view.__annotations__.get("request") is SignedIn}
    assert "inscriptions" in counting
    assert not {name for name in counting if MATRIX[name].public}


@pytest.fixture(scope="module")
def house(world: Any) -> House:
    """The house, made once."""
    return House(world)


def status(client: Client, path: str) -> int:
    """What a reading of the address answers, or a form sent to it where it is only written to."""
    response = client.get(path)
    if response.status_code == 405:
        response = client.post(path, {"cle": key()})
    return int(response.status_code)


@pytest.mark.parametrize("right", MATRIX.values(), ids=lambda right: right.address)
def test_a_role_without_the_right_is_refused(house: House, right: Right) -> None:
    path = house.path(right.address)
    if not right.public:
        response = Client().get(path)
        assert response.status_code == 302, path
        assert "/compte/login/" in response["Location"]
    for role, (first, _second) in house.people.items():
        if right.reach(role) is Reach.RIEN:
            assert status(house.client(first), path) == 403, f"{role} : {path}"


OWN_SESSION = [right for right in MATRIX.values() if Reach.SIEN in right.reaches.values()]


@pytest.mark.parametrize("right", OWN_SESSION, ids=lambda right: right.address)
def test_what_belongs_to_others_is_not_found(house: House, right: Right) -> None:
    for role, (_first, stranger) in house.people.items():
        if right.reach(role) is not Reach.SIEN or right.address in (
            "sessions",
            "mon_dossier",
            "mon_dossier_lectures",
            "vae",
            "suites_notification",  # nothing to notify here; see test_after_publication.py
            "vae_notification",  # nothing was struck here; see test_vae_titles.py
            "vae_pv",  # no sitting here; see test_vae.py
            "vae_seance",
            "vae_approuver",
        ):
            continue
        owner = house.owner(role, right.address)
        candidate = house.candidate.candidate if role is Role.CANDIDAT else house.of_lycee.candidate
        path = house.path(right.address, candidate)
        assert status(house.client(owner), path) in (200, 302, 409, 422), f"{role} : {path}"
        if role is Role.CANDIDAT:
            path = path.replace(str(house.session.pk), str(house.other.pk))
        assert status(house.client(stranger), path) == 404, f"{role} étranger : {path}"


@pytest.mark.parametrize("name", ["inscription"])
def test_a_school_never_sees_the_candidate_of_another(house: House, name: str) -> None:
    client = house.client(house.people[Role.ETABLISSEMENT][0])
    assert client.get(house.path(name, house.of_lycee.candidate)).status_code == 200
    assert client.get(house.path(name, house.of_cfa.candidate)).status_code == 404
    names = client.get(house.path("inscriptions")).content.decode()
    assert house.of_lycee.numero in names
    assert house.of_cfa.numero not in names


def test_an_office_account_with_no_seat_records_no_act_of_the_jury(house: House) -> None:
    path = house.path("deliberation_acte", house.of_lycee.candidate)
    assert house.client(house.people[Role.EXAMENS][0]).post(path, {"cle": key()}).status_code == 403


def test_exports_meet_a_ceiling(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "EXPORTS_PER_DAY", 1)
    client = house.client(house.people[Role.EXAMENS][1])
    path = house.path("export")
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == 403


def test_the_page_of_rights_in_the_guides_is_the_matrix(root: Any) -> None:
    from laureat.web.accounts.rights_page import page

    assert (root / "docs/guides/droits.md").read_text(encoding="utf-8") == page()


def test_no_page_carries_an_inline_script_or_style(house: House) -> None:
    for role, (first, _second) in house.people.items():
        for right in MATRIX.values():
            if right.reach(role) is Reach.RIEN or right.address.startswith(FILES):
                continue
            response = house.client(first).get(house.path(right.address, house.candidate.candidate))
            page = "" if response.streaming else response.content.decode(errors="replace")
            assert not re.search(r"<style|style=\"|<script(?! src=)|\son\w+=\"", page), right.address
            assert "script-src 'self'" in response["Content-Security-Policy"]


IN_ENGLISH = {
    None: "accueil certifications verifier resultats mentions account_login journal_maison",
    Role.EXAMENS: "sessions session inscriptions inscription saisie controle jury coefficients journal suites pv "
    "import statistiques comptes etablissements travaux vae_dossiers grilles mon_compte",
    Role.CANDIDAT: "mon_dossier mon_dossier_session",
}
"""The main pages of a visitor, of the office and of a candidate."""
LAW = ("reglements/**/*", "register/fiches/*", "grilles/**/*", "deliberation/*", "jury/*", "vocabulary/citations.py")
PEOPLE = ("web/project/demonstration.py", "web/vae/demonstration.py")


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", folded(text))


def test_a_sentence_that_stays_french_does_so_to_its_end() -> None:
    from laureat.web.project.language import in_english

    law = "La moyenne retenue par le jury est au moins égale à 14 points : mention bien."
    assert in_english(f"<li>{law}</li>") == f'<li><span lang="fr">{law}</span></li>'


def test_in_english_only_the_law_and_names_stay_french_and_they_say_so(house: House, root: Any) -> None:
    sources = [path for pattern in (*LAW, *PEOPLE) for path in (root / "src/laureat").glob(pattern) if path.is_file()]
    french = " ".join(word for path in sources for word in _words(path.read_text(encoding="utf-8", errors="ignore")))
    for role, named in IN_ENGLISH.items():
        client = house.client(house.people[role][0]) if role else Client()
        client.cookies["laureat_langue"] = "en"
        for address in named.split():
            page = client.get(house.path(address, house.candidate.candidate), follow=True).content.decode()
            assert '<html lang="en">' in page, address
            for text in re.findall(r'<span lang="fr">(.*?)</span>', page, re.DOTALL):
                found = _words(html.unescape(text))
                runs = [" ".join(found[start : start + 3]) for start in range(len(found) - 2)]
                assert len(found) < 5 or any(run in french for run in runs), f"{address} : {text}"


def test_the_language_is_french_unless_a_person_or_their_browser_asks_for_english() -> None:
    first, any_browser, foreign = Client(), Client(headers={"Accept-Language": "de, en;q=0.5"}), Client()
    french = Client(headers={"Accept-Language": "fr-FR, en"})
    assert all('<html lang="fr">' in one.get("/verifier/").content.decode() for one in (first, french, foreign))
    assert '<html lang="en">' in any_browser.get("/verifier/").content.decode()
    answer = first.get("/langue/en?suite=/verifier/")
    assert (answer.status_code, answer["Location"]) == (302, "/verifier/")
    page = first.get("/verifier/").content.decode()
    assert "Verify a document" in page
    assert 'lang="fr" hreflang="fr">français</a>' in page
    assert "stay in French" in page
    assert first.get("/langue/fr?suite=//ailleurs.example/")["Location"] == "/"
    assert '<html lang="fr">' in first.get("/verifier/").content.decode()


def test_what_is_recorded_from_an_english_page_is_french(house: House) -> None:
    client = house.client(house.people[Role.EXAMENS][0])
    client.cookies["laureat_langue"] = "en"
    form = {"email": "anglaise@demo.fr", "name": "Ann", "role": Role.EXAMENS, "envoi": "feuille", "cle": key()}
    assert "Ann" in client.post("/comptes/inviter/", form).content.decode()
    assert Trace.objects.filter(what="invitation : service des examens").exists()
