"""Bad input is answered, never a failure: each hostile value, at every address × parameter, for each role.

The addresses come from the URLconf, the parameters from the sources and from the forms of the pages: what is added to
the site is covered by itself.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from laureat.vocabulary.characters import LINE_BREAKS
from laureat.web.accounts.matrix import MATRIX
from laureat.web.accounts.models import Role, User
from laureat.web.project.gate import cleaned
from support import npm, pages_html
from support.adresses import Site, asked
from support.hostile import ODD, REFUSED, Form, encoded, files, forms, parameters
from support.toile import key, upload

WEB = Path(__file__).parents[2] / "src/laureat/web"
QUERIES, FIELDS = parameters(WEB)


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[Site]:
    """The site, whose ceilings are out of the way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EXPORTS_PER_DAY", 1_000_000)
        patch.setattr(settings, "VERIFICATIONS_PER_ADDRESS", 1_000_000)
        yield Site(world)


def undone(client: Client, method: str, path: str, *given: Any, **more: Any) -> Any:
    """An answer, and the base as before."""
    with transaction.atomic():
        response = client.generic(method, path, *given, **more) if given else getattr(client, method)(path, **more)
        if response.streaming:
            response.close()
        transaction.set_rollback(True)
    return response


def is_refused(response: Any) -> bool:
    return response.status_code == 400 and "refusé" in response.content.decode()


def test_the_gate_refuses_what_no_keyboard_types_at_every_address_and_parameter(site: Site) -> None:
    names, visitor, passed = sorted(QUERIES | FIELDS), site.clients[""], []
    assert {"q", "manque", "etablissement", "page", "acte", "motif", "base"} <= set(names)
    form = "application/x-www-form-urlencoded"
    for rank, name in enumerate(MATRIX):
        path = site.paths(name)[0]
        for number, (kind, value) in enumerate(REFUSED.items()):
            for place, parameter in enumerate(names):
                if (rank + number + place) % 101 and (rank % 19 or parameter not in ("q", "acte")):
                    continue  # the gate knows no address: one in 101 of the crossings, all over in as many addresses
                query = f"{parameter}={encoded(value)}"
                if not is_refused(visitor.get(f"{path}?{query}")):
                    passed.append(("GET", name, parameter, kind))
                if kind == "header":
                    continue
                if not is_refused(visitor.post(path, query, content_type=form)):
                    passed.append(("POST", name, parameter, kind))
    assert not passed


def test_the_gate_reads_paths_cookies_names_and_charsets(site: Site) -> None:
    visitor = site.clients[""]
    for value in (REFUSED["nul"], REFUSED["header"], b"a" * 3_000):
        assert is_refused(visitor.get(f"/certifications/{encoded(value)}/"))
        assert is_refused(visitor.get(f"/mentions/?{encoded(value)}=1"))
    assert is_refused(Client(HTTP_COOKIE='laureat_session="\\000aaaaaaaaaaaa"').get("/mentions/"))
    assert is_refused(visitor.post("/verifier/", {"document": upload("a" * 300, b"{}")}))
    for charset in ("hex", "utf-16", "idna"):
        assert is_refused(visitor.generic("POST", "/verifier/", "a=b", content_type=f"text/plain; charset={charset}"))
    cut = visitor.generic("POST", "/verifier/", "--b\r\nContent-Disposition", content_type="multipart/form-data")
    assert (cut.status_code, "refusée" in cut.content.decode()) == (400, True)


def test_a_text_given_back_lacks_what_no_keyboard_types_and_nothing_else() -> None:
    everything = [chr(code) for code in range(sys.maxunicode + 1)]
    kept = [one for one in everything if one in LINE_BREAKS or unicodedata.category(one) not in ("Cc", "Cs")]
    assert cleaned("".join(everything)) == "".join(one for one in kept if one != "\ufffd")


def test_what_the_gate_refuses_is_shown_again_by_its_words_never_by_the_name_of_a_field(site: Site) -> None:
    office = site.clients[Role.EXAMENS]
    came = {"HTTP_REFERER": "http://testserver/vae/", "HTTP_HOST": "testserver"}
    for name, value in (("motif", "vice\0 de forme"), ("decided_on", "2026\x07-01-01"), ("texte", "long " * 6_000)):
        answer = office.post(site.paths("suites_retrait")[0], {name: value, "cle": key()}, **came)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "est refusé" in page
        assert f"« {name} »" not in page
        assert value.replace("\0", "").replace("\x07", "") in page, "what was typed is there, to be copied"
        assert 'href="/vae/"' in page
    assert "Votre texte" in office.get("/vae/RNCP35697/?q=Lef%00evre").content.decode()
    secret = site.clients[""].post("/compte/login/", {"password": "mot\0secret"}).content.decode()
    assert "secret" not in secret


@pytest.mark.parametrize("role", ["", *Role], ids=lambda role: str(role) or "visiteur")
def test_an_odd_value_in_a_query_is_answered(site: Site, role: str) -> None:
    _queries(site, role, every=13)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", *Role], ids=lambda role: str(role) or "visiteur")
def test_every_odd_value_in_a_query_is_answered(site: Site, role: str) -> None:
    _queries(site, role, every=1)


def _queries(site: Site, role: str, *, every: int) -> None:
    client, failed = site.clients[role], []
    for name in MATRIX:
        if not asked(role, name) or name in ("account_logout", "mfa_generate_recovery_codes"):
            continue
        for path in site.paths(name)[:1]:
            for number, value in enumerate(ODD):
                if len(value) > 500 or number % every:
                    continue
                query = "&".join(f"{parameter}={encoded(value.encode())}" for parameter in sorted(QUERIES))
                response = undone(client, "get", f"{path}?{query}")
                if response.status_code >= 500:
                    failed.append((name, value[:20], response.status_code))
    assert not failed


def found_forms(site: Site, role: str) -> list[Form]:
    """The different forms of the pages that a role sees; looked for once."""
    if role not in site.forms:
        site.forms[role] = _found_forms(site, role)
    return site.forms[role]


def _found_forms(site: Site, role: str) -> list[Form]:
    known: dict[Any, Form] = {}
    for name in MATRIX:
        if not asked(role, name) or name == "mfa_download_recovery_codes":
            continue
        for path in site.paths(name):
            response = site.clients[role].get(path)
            site.statuses[role, path] = response.status_code
            page = response.status_code == 200 and "html" in response.get("Content-Type", "")
            if response.status_code == 405 or (response.status_code == 200 and not page):
                break  # it gives a file, or takes forms alone: no page here, whatever the object
            if page:
                site.pages[f"{role or 'visiteur'} {path}"] = response.content.decode()
                for form in forms(response.content.decode(), path):
                    known.setdefault(form.shape, form)
    return list(known.values())


def sent(client: Client, form: Form, name: str, value: str, **handed: Any) -> int:
    """The answer to a form, one field of which holds this."""
    fields: dict[str, Any] = {**dict(form.fields), **handed}
    if name != "cle" and "cle" in fields:
        fields["cle"] = key()
    if name:
        fields[name] = value
    with transaction.atomic():
        status = client.post(form.action, fields).status_code
        transaction.set_rollback(True)
    return int(status)


@pytest.mark.parametrize("role", ["", *Role], ids=lambda role: str(role) or "visiteur")
def test_an_odd_value_in_a_field_is_answered(site: Site, role: str) -> None:
    _fields(site, role, every=37 if role == Role.EXAMENS else 13)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", *Role], ids=lambda role: str(role) or "visiteur")
def test_every_odd_value_in_every_field_is_answered(site: Site, role: str) -> None:
    _fields(site, role, every=1)


def _fields(site: Site, role: str, *, every: int) -> None:
    client, failed, tried = site.clients[role], [], Counter[str]()
    for rank, form in enumerate(found_forms(site, role)):
        if "logout" in form.action:
            continue
        names = [name for name, _value in form.fields]
        often = list(dict.fromkeys(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", name) for name in names))
        for place, shape in enumerate(often):
            name = next(name for name in names if re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", name) == shape)
            for number, value in enumerate(ODD):
                if (rank + place + number) % every:
                    continue
                status = sent(client, form, name, value)
                tried[form.action] += 1
                if status >= 500:
                    failed.append((form.action, dict(form.fields).get("acte"), name, value[:20], status))
    assert not failed
    assert tried


def test_a_file_that_is_not_what_it_says_is_answered(site: Site) -> None:
    failed, tried = [], 0
    for role in ("", Role.EXAMENS):
        for form in found_forms(site, role):
            for kind, (name, content) in files().items():
                for field in form.files:
                    fields = dict.fromkeys([n for n, v in form.fields if not v], "2026-05-01")
                    status = sent(site.clients[role], form, "", "", **fields, **{field: upload(name, content)})
                    tried += 1
                    if status >= 500:
                        failed.append((form.action, kind, status))
    assert not failed
    assert tried > 40


def test_every_page_answers_head_as_get_without_its_body(site: Site) -> None:
    client, odd = site.clients[Role.EXAMENS], []
    assert found_forms(site, Role.EXAMENS)  # it got every page
    for name in MATRIX:
        if not asked(Role.EXAMENS, name) or name in ("account_logout", "mfa_download_recovery_codes"):
            continue
        path = site.paths(name)[0]
        head = undone(client, "head", path)
        got = site.statuses[Role.EXAMENS, path]
        if got != head.status_code:  # the time to ask for the password again may have come meanwhile
            got = undone(client, "get", path).status_code
        if (got, b"") != (head.status_code, head.content):
            odd.append((name, got, head.status_code))
    assert not odd


def test_every_page_is_html_that_nobody_has_to_mend(site: Site, tmp_path: Path) -> None:
    for role in ("", *Role):
        assert found_forms(site, role)  # it got every page
    folder = npm.installed(WEB.parents[2] / "tests/js/pages", tmp_path / "pages")
    assert len(site.pages) > 150
    assert not pages_html.faults(site.pages, folder)


def test_a_second_invitation_served_after_the_first_says_so(site: Site) -> None:
    client = site.clients[Role.EXAMENS]
    given = {"email": "deux-fois@exemple.fr", "name": "Deux", "role": "jury", "envoi": "feuille"}
    pages = [client.post("/comptes/inviter/", given).content.decode() for _ in range(2)]
    links = [found[0] for page in pages if (found := re.search(r"/invitation/[\w-]+/", page))]
    phrase = {"password": "une phrase assez longue"}
    assert [Client().post(link, phrase).status_code for link in links] == [302, 409]
    assert User.objects.filter(email="deux-fois@exemple.fr").count() == 1
