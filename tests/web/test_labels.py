"""No field of a form is shown under the name that it has in the code."""

import importlib
import inspect
import pkgutil

from django.forms import BaseForm
from django.forms.utils import pretty_name

import laureat.web

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
