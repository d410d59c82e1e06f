"""The keys of an identity: where it stands in a list, and by which words it is found. Neither Django nor the base."""

from collections.abc import Mapping

from laureat.vocabulary.french import search_key, sort_key


def keys_of(numero: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The ``sort_key`` and the ``search_key`` of a candidate's number and fields."""
    nom, prenom = fields.get("nom", ""), fields.get("prenom", "")
    return {
        "sort_key": sort_key(nom, prenom, numero),
        "search_key": search_key(nom, prenom, fields.get("nom_usage", ""), numero, fields.get("ine", "")),
    }
