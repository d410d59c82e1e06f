"""The app of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class AccountsConfig(AppConfig):
    """Named apart from allauth's ``account``."""

    name = "laureat.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to entries and departures; a form never quotes the value that a list does not offer.

        That value is an identifier, or what a hand wrote in the address: it says nothing to people.
        """
        from django import forms

        from laureat.web.accounts import signals

        assert signals
        for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField):
            kind.default_error_messages["invalid_choice"] = gettext_lazy("Choisissez une valeur de la liste.")
