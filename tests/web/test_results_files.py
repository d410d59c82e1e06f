"""Results day does not meet Django: the lists are files, right at every moment, gone with whoever is withdrawn."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from laureat.cli.auditer import auditer
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import results
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.project.audited_pages import wrong
from laureat.web.project.database import OWNER_ROLE, OWNER_URL
from laureat.web.project.public_files import with_results
from laureat.web.project.tasks import write_results
from support.derriere import address_of
from support.toile import send, signed_in, text


@pytest.fixture(scope="module")
def published(world: Any) -> ExamSession:
    """The published session of the demonstration."""
    session: ExamSession = world.sessions[1]
    return session


def ask(path: str, application: Any = None, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """What the files answer, before Django: ``application`` must not be reached where none is given."""

    def unreachable(_environ: Any, _start: Any) -> Iterator[bytes]:
        raise AssertionError(f"Django a été atteint : {path}")

    told: list[Any] = []
    environ = RequestFactory().generic(method, "/", **headers).environ
    environ["PATH_INFO"] = path
    body = with_results(application or unreachable)(environ, lambda status, found: told.append((status, found)))
    status, found = told[0]
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return status, {name.lower(): value for name, value in found}, content


def names(session: ExamSession) -> list[str]:
    rows = session.standings.filter(public_decision="admis", withdrawn=False)
    return [Identity.objects.get(pk=row.candidate).name for row in rows]


def test_a_published_list_is_a_file_that_names_those_admitted(published: ExamSession) -> None:
    with CaptureQueriesContext(connection) as asked:
        status, headers, body = ask(f"/resultats/{published.pk}/")
    assert not asked.captured_queries
    assert status.startswith("200")
    page = body.decode()
    admitted = names(published)
    assert len(admitted) > 10
    from django.utils.html import escape

    assert all(escape(name) in page for name in admitted)
    assert "Se connecter" in page
    assert headers["cache-control"] == "max-age=60, public"
    assert headers["vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert headers["content-type"].startswith("text/html")
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert page == text(Client().get(f"/resultats/{published.pk}/"))


def test_a_browser_that_has_it_is_told_so(published: ExamSession) -> None:
    _status, headers, body = ask(f"/resultats/{published.pk}/", HTTP_ACCEPT_ENCODING="gzip")
    assert headers["content-encoding"] == "gzip"
    assert str(published) in gzip.decompress(body).decode()
    again = ask(f"/resultats/{published.pk}/", HTTP_IF_MODIFIED_SINCE=headers["last-modified"])
    assert again[0].startswith("304")
    head = ask(f"/resultats/{published.pk}/", method="HEAD")
    assert (head[0][:3], head[2]) == ("200", b"")


def test_the_list_of_sessions_is_a_file_too(published: ExamSession) -> None:
    assert f"/resultats/{published.pk}/" in ask("/resultats/")[2].decode()


@pytest.mark.parametrize(
    "path", ["/resultats/\0/", "/resultats/../cle_secrete", "/resultats/" + "a" * 5000, "/sessions/"]
)
def test_anything_else_is_for_the_application(published: ExamSession, path: str) -> None:
    def application(_environ: Any, start: Any) -> list[bytes]:
        start("404 Not Found", [])
        return [b"application"]

    assert ask(path, application)[2] == b"application"


def test_a_name_withdrawn_is_gone_at_once_and_comes_back_with_the_result(world: Any, published: ExamSession) -> None:
    row = published.standings.filter(public_decision="admis").order_by("sort_key").last()
    assert row
    name = Identity.objects.get(pk=row.candidate).name
    office = signed_in(world.office)
    act = f"/sessions/{published.pk}/inscriptions/{row.candidate}/acte/"
    assert name in ask(f"/resultats/{published.pk}/")[2].decode()
    send(office, act, acte="fraude", motif="faits rapportés")
    assert name not in ask(f"/resultats/{published.pk}/")[2].decode()
    other = published.standings.filter(public_decision="admis").order_by("sort_key").first()
    assert other
    act = f"/sessions/{published.pk}/inscriptions/{other.candidate}/acte/"
    send(office, act, acte="identite", nom="CORRIGÉE", prenom="Zoé", motif="acte de naissance")
    assert "CORRIGÉE Zoé" in ask(f"/resultats/{published.pk}/")[2].decode()


def test_a_change_that_is_not_recorded_leaves_no_wrong_page(published: ExamSession) -> None:
    with transaction.atomic():
        results.change(published)
        transaction.set_rollback(True)
    assert not (results.folder() / str(published.pk)).exists()
    assert "admis" in text(Client().get(f"/resultats/{published.pk}/"))
    results.write_all()
    assert ask(f"/resultats/{published.pk}/")[0].startswith("200")


def test_what_was_done_to_the_files_is_named_by_the_audit_and_undone_by_the_night(published: ExamSession) -> None:
    def named() -> list[str]:
        return [one.message.removeprefix("pages publiques : resultats/") for one in wrong(settings.DONNEES) or ()]

    results.write_all()
    before = {path: path.read_bytes() for path in results.folder().rglob("index.html*")}
    assert named() == []
    own = str(published.pk)
    page, stranger = results.folder() / own / "index.html", results.folder() / "autre"
    page.write_text(page.read_text().replace("admis", "ADMISE"))
    for place in (stranger, page.parent / "2"):
        place.mkdir()
        (place / "index.html").write_text("Tous admis")
    (results.folder() / "index.html.gz").unlink()
    (results.folder() / "lien").symlink_to("/etc/passwd")
    surplus = "n'est la page d'aucune session publiée."
    assert sorted(named()) == sorted(
        (
            f"{own}/2/index.html {surplus}",
            f"{own}/index.html ne dit pas ce que les faits disent.",
            f"autre/index.html {surplus}",
            "index.html.gz manque.",
            f"lien {surplus}",
        )
    )
    write_results(0)
    assert {path: path.read_bytes() for path in results.folder().rglob("*") if path.is_file()} == before
    # The head that a page tells is one of the log, signed since the results were published.
    page.write_text(page.read_text().replace(f"{own}:", f"{own}:1"))
    owner = {OWNER_URL: address_of(OWNER_ROLE)}
    ran = CliRunner(env=owner).invoke(auditer, ["--donnees", str(settings.DONNEES), "--sans-decisions"])
    assert ran.exit_code == 1
    assert f"pages publiques : resultats/{own}/index.html ne dit pas ce que les faits disent." in ran.output
    write_results(0)
    assert named() == []


def test_a_long_list_has_several_pages(published: ExamSession, monkeypatch: pytest.MonkeyPatch) -> None:
    admitted = names(published)
    monkeypatch.setattr(results, "PER_PAGE", 7)
    results.write(published)
    pages = -(-len(admitted) // 7)
    found = "".join(
        ask(f"/resultats/{published.pk}/" + (f"{n}/" if n > 1 else ""))[2].decode() for n in range(1, pages + 1)
    )
    from django.utils.html import escape

    assert all(found.count(f"<li>{escape(name)}</li>") == admitted.count(name) for name in admitted)
    assert text(Client().get(f"/resultats/{published.pk}/2/")) == ask(f"/resultats/{published.pk}/2/")[2].decode()
    assert Client().get(f"/resultats/{published.pk}/{pages + 1}/").status_code == 404
    monkeypatch.undo()
    results.write(published)
    assert not (results.folder() / str(published.pk) / "2").exists()
