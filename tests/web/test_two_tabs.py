"""Two tabs open on one form: what the first recorded is not taken back by the second, which did not show it."""

import contextlib
import html
import importlib
import inspect
import pkgutil
import re
import uuid
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from django.forms.models import BaseModelForm
from django.urls import NoReverseMatch, get_resolver, reverse

import laureat.web
from laureat.web.accounts.matrix import MATRIX
from laureat.web.accounts.models import Establishment, Role, User
from laureat.web.accounts.shown import Shown
from laureat.web.exam_sessions.rows import INHERITED
from laureat.web.project import demonstration
from laureat.web.vae.models import VaeFile
from support.toile import key, signed_in, text

TOLD = "depuis l'ouverture de cette page"


def sent(page: Any, act: str, field: str) -> dict[str, str]:
    """What a browser sends of the form that has this field and the button of this act."""
    forms = lxml.html.fromstring(text(page)).forms
    form = next(one for one in forms if field in one.fields and (not act or one.xpath(f".//button[@value='{act}']")))
    values = {name: str(value) for name, value in form.form_values() if name != "image"}
    return {**values, "cle": key(), "motif": "relu", **({"acte": act} if act else {})}


PLACES = {
    "house": ("/maison/", "", {"place": "Confluent", "authority": "La rectrice"}, {"court": "TA de Lyon"}),
    "papers": ("/sessions/{session}/mentions/", "", {"place": "Oullins"}, {"service": "DEC 2"}),
    "calendar": ("/sessions/{session}/calendrier/", "", {"notes": "2026-06-18"}, {"pieces": "2026-05-02"}),
    "school": ("/etablissements/{school}/", "changer", {"town": "Bron"}, {"name": "Lycée Bis"}),
    "habilitation": (
        "/etablissements/{school}/",
        "changer_habilitation",
        {"ends": "2031-08-31"},
        {"starts": "2019-09-02"},
    ),
    "mail": ("/envois/textes/pieces/", "", {"subject": "Votre dossier"}, {}),
    "name": ("/comptes/{account}/", "nom", {"email": "autre@demo.fr"}, {"name": "Adjointe Autre"}),
}


@pytest.mark.parametrize("name", PLACES)
def test_two_tabs_take_nothing_back_from_each_other(world: Any, name: str) -> None:
    path, act, one, other = PLACES[name]
    school = Establishment.objects.exclude(habilitations=None)[0]
    account = world.accounts["adjoint@demo.fr"]
    path = path.format(session=world.sessions[0].pk, school=school.pk, account=account.pk)
    office, field = signed_in(world.office), next(iter(one))
    first, second, third = (sent(office.get(path), act, field) for _tab in range(3))
    for tab, change in ((first, one), (second, other)):
        assert office.post(path, {**tab, **change}).status_code == 302, change
    standing = sent(office.get(path), act, field)
    assert {name: standing[name] for name in (*one, *other)} == {**one, **other}

    typed = {field: {"ends": "2032-08-31", "notes": "2026-06-20", "email": "encore@demo.fr"}.get(field, "Givors")}
    refused = office.post(path, {**third, **typed})
    assert TOLD in html.unescape(text(refused))
    assert sent(office.get(path), act, field)[field] == one[field]
    again = sent(refused, act, field)
    assert (again[field], {name: again[name] for name in other}) == (typed[field], other)
    assert office.post(path, again).status_code == 302
    standing = sent(office.get(path), act, field)
    assert {name: standing[name] for name in (field, *other)} == {**typed, **other}


def test_a_candidate_put_right_by_hand_says_only_what_this_tab_changed(world: Any) -> None:
    session, office = world.sessions[0], signed_in(world.office)
    candidate = session.standings.filter(withdrawn=False)[0].candidate
    path = f"/sessions/{session.pk}/inscriptions/{candidate}/modifier/"
    first, second = (sent(office.get(path), "", "lieu_naissance") for _tab in range(2))
    preview = office.post(path, {**first, "lieu_naissance": "Givors"}, follow=True)
    office.post(preview.request["PATH_INFO"], {"base": preview.context["plan"].base})
    late = office.post(path, {**second, "pays_naissance": "Belgique"}, follow=True)
    assert [line.changes for line in late.context["plan"].lines] == [["pays de naissance : France → Belgique"]]


ACTS = {
    "identity": ("identite", {"prenom": "Zélie"}, {"date_naissance": "01/02/2008"}),
    "route": ("voie", {"etablissement": "0690002C"}, {"option": "RSP"}),
}


@pytest.mark.parametrize("name", ACTS)
def test_two_tabs_on_one_candidate_take_nothing_back_from_each_other(world: Any, name: str) -> None:
    act, one, other = ACTS[name]
    session, office = world.sessions[0], signed_in(world.office)
    row = session.standings.filter(withdrawn=False, establishment="0690001B").order_by("candidate")[0]
    path = f"/sessions/{session.pk}/inscriptions/{row.candidate}/"
    field = next(iter(one))
    first, second, third = (several(office.get(path), act, field) for _tab in range(3))
    for tab, change in ((first, one), (second, other)):
        told = text(office.post(f"{path}acte/", {**tab, **change}, follow=True))
        assert TOLD not in html.unescape(told)
    standing = several(office.get(path), act, field)
    assert {name: standing[name] for name in (*one, *other)} == {**one, **other}
    typed = {"prenom": "Zoé", "etablissement": ""}[field]
    refused = office.post(f"{path}acte/", {**third, field: typed}, follow=True)
    assert TOLD in html.unescape(text(refused))
    assert several(refused, act, field)[field] == one[field]


def several(page: Any, act: str, field: str) -> dict[str, Any]:
    """The same, each box ticked of a group told."""
    values = sent(page, act, field)
    forms = lxml.html.fromstring(text(page)).forms
    form = next(one for one in forms if field in one.fields and one.xpath(f".//button[@value='{act}']"))
    told: dict[str, list[str]] = {}
    for name, value in form.form_values():
        told.setdefault(name, []).append(str(value))
    return {**values, **{name: some for name, some in told.items() if len(some) > 1}}


def test_two_tabs_on_who_sits_take_nothing_back_from_each_other(world: Any) -> None:
    session = world.sessions[0]
    demonstration.appoint(world, session)
    office = signed_in(world.accounts["presidente@demo.fr"])
    path = f"/sessions/{session.pk}/presence/"
    page = office.get(path)
    juror = str(page.context["rows"][0][0].pk)
    first, second = (sent(office.get(path), "", f"presence-{juror}") for _tab in range(2))
    office.post(path, {**first, f"presence-{juror}": "present"})
    office.post(path, second)
    assert {str(one.pk): seat for one, seat in office.get(path).context["rows"]}[juror] == "present"
    assert "depuis l'ouverture" in html.unescape(
        text(office.post(path, {**second, f"presence-{juror}": "absent"}, follow=True))
    )


FRESH = {
    ("etablissement", "scope"),
    ("jury", "membre-fonction"),
    ("vae_jury", "membre-fonction"),
    ("suites_retrait", "again"),
    ("suites_candidat", "jour"),
    ("vae_dossier", "recevable"),
    *(("session_ouvrir", name) for name in INHERITED),
}
"""Pages where a form that says nothing of what stands begins with a choice made."""


def test_every_form_of_every_page_that_shows_what_stands_says_what_it_showed(world: Any) -> None:
    """Whether a form of Django's or written by hand: found on the pages, filled in, and saying nothing of it."""
    bare = set()
    for role in Role:
        client = signed_in(User.objects.filter(role=role, is_active=True).order_by("pk")[0])
        for name, path in pages(world):
            page = client.get(path)
            if page.status_code != 200 or "html" not in page.get("Content-Type", ""):
                continue
            for form in lxml.html.fromstring(text(page)).forms:
                hidden = {one.get("name", "") for one in form.xpath(".//input[@type='hidden']")}
                if form.method == "POST" and not any(re.match(r"vu$|vu-|v-|a-", one) for one in hidden):
                    bare |= {(name, re.sub(r"[-_]?[0-9a-f]{8}-[0-9a-f-]{27}", "", field)) for field in filled(form)}
    assert bare <= FRESH


def pages(world: Any) -> list[tuple[str, str]]:
    """Every address of the site, in the session that is open, of a candidate, a school, an account, a file."""
    session, found = world.sessions[0], []
    row = session.standings.filter(withdrawn=False)[0]
    known = {
        "candidate": row.candidate,
        "unit": "U2",
        "unite": "U2",
        "uai": "0690001B",
        "numero": session.certification_id,
        "kind": "pieces",
        "genre": "pieces",
    }
    for name in MATRIX:
        for at in (session.pk, world.accounts["adjoint@demo.fr"].pk):
            for file in VaeFile.objects.values_list("pk", flat=True)[:1] or [uuid.uuid4()]:
                pattern = get_resolver().reverse_dict.getlist(name)
                for possibilities, _pattern, _defaults, _converters in pattern:
                    for _text, wanted in possibilities:
                        given = {
                            one: {**known, "pk": at, "application": file, "dossier": file}.get(one) for one in wanted
                        }
                        if None not in given.values():
                            with contextlib.suppress(NoReverseMatch):
                                found.append((name, reverse(name, kwargs=given)))
    return list(dict.fromkeys(found))


def filled(form: Any) -> Iterator[str]:
    """The fields of a form where a page wrote what stands."""
    for field in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        kind = field.get("type", "text")
        if field.tag == "select":
            told = field.xpath("string(.//option[@selected]/@value)")
        elif kind in ("hidden", "submit", "file", "password"):
            told = ""
        else:
            told = field.checked if kind in ("checkbox", "radio") else (field.value or "").strip()
        if told:
            yield str(field.get("name"))


def test_every_form_of_something_that_stands_remembers_what_it_showed() -> None:
    modules = [one.name for one in pkgutil.walk_packages(laureat.web.__path__, "laureat.web.")]
    adding = {"InvitationForm", "FirstAccountForm", "OpeningForm"}
    found = {
        form
        for name in modules
        if "migrations" not in name and name.rpartition(".")[2] in ("forms", "views")
        for form in vars(importlib.import_module(name)).values()
        if inspect.isclass(form) and issubclass(form, BaseModelForm) and form.__module__ == name
    }
    assert {form.__name__ for form in found if not issubclass(form, Shown)} == adding
