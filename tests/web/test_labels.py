"""No field of a form is shown under the name that it has in the code."""

import html
import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest
from django.forms import BaseForm
from django.forms.utils import pretty_name

import laureat.web
from laureat.reglements import charger
from laureat.session.certification import framework_of
from support.toile import signed_in, text

FRENCH = {"nature", "certification", "nom"}
"""Names that are also the French word."""


def test_every_field_shown_has_a_label_of_its_own() -> None:
    modules = [one.name for one in pkgutil.walk_packages(laureat.web.__path__, "laureat.web.")]
    forms = [
        form
        for name in modules
        if name.endswith("forms")
        for form in vars(importlib.import_module(name)).values()
        if inspect.isclass(form) and issubclass(form, BaseForm) and form.__module__ == name
    ]
    assert len(forms) > 10
    bare = {
        (form.__name__, name)
        for form in forms
        for name, field in getattr(form, "base_fields", {}).items()
        if not field.widget.is_hidden and str(field.label or pretty_name(name)) == pretty_name(name)
    }
    assert {name for _form, name in bare} <= FRENCH, bare


@pytest.mark.parametrize("law", ["RNCP35697", "cap_electricien", "bts_crsa"])
def test_what_a_law_asks_of_a_candidate_is_told_with_its_numbers_and_no_name_of_the_code(law: str) -> None:
    framework = framework_of(charger(law).at(2026), {})
    labels = [framework.column_label(column) for column in framework.famille.colonnes]
    assert [label for label in labels if re.search(r"[{}]|[a-z]_[a-z]", label)] == []


def test_the_registration_that_the_office_sees_shows_no_name_of_the_code(world: Any) -> None:
    session = world.sessions[0]
    row = session.standings.first()
    page = text(signed_in(world.office).get(f"/sessions/{session.pk}/inscriptions/{row.candidate}/"))
    said = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", page)))
    assert re.search(r"il faut (3|trois) ann", said)
    assert re.findall(r"\{\w+\}|\b[a-z]+_[a-z_]+\b", said) == []
