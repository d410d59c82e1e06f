"""The fields of an identity, in words."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from laureat.people.names import NAME_ALONE, NAMES, lacking_names
from laureat.vocabulary.french import OUI

LABELS = {
    "numero": "numéro",
    "nom": "nom",
    "prenom": "prénom",
    "nom_seul": "nom seul",
    "nom_usage": "nom d'usage",
    "sexe": "sexe",
    "date_naissance": "date de naissance",
    "lieu_naissance": "lieu de naissance",
    "pays_naissance": "pays de naissance",
    "ine": "INE",
    "uai": "UAI",
    "etablissement": "établissement",
    "langue": "langue",
    "langue_facultative": "langue facultative",
    "pfmp": "PFMP",
}
NAME_ALONE_LABEL = _("Nom seul (l'état civil n'en donne qu'un)")


def label_of(name: str) -> str:
    """A field in words; a column that nobody knows, as it is written."""
    return LABELS.get(name, name)


def unnamed(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names that an identity lacks, each with a sentence that says what may be done."""
    for name, remedy in lacking_names(fields).items():
        yield name, f"Le {LABELS[name]} manque{remedy}."


def require_names(form: forms.Form) -> None:
    """A form asks for both names of someone, but not where it says that there is one."""
    lacking = dict(unnamed(form.data))
    for name in NAMES:
        form.fields[name].required = name in lacking or form.data.get(NAME_ALONE) != OUI
        form.fields[name].error_messages["required"] = lacking.get(name, "")
