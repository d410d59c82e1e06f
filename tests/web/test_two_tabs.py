"""Two tabs open on one form: what the first recorded is not taken back by the second, which did not show it."""

import html
import importlib
import inspect
import pkgutil
from typing import Any

import lxml.html
import pytest
from django.forms.models import BaseModelForm

import laureat.web
from laureat.web.accounts.models import Establishment
from laureat.web.accounts.shown import Shown
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
