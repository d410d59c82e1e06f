"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Named apart from allauth's ``account``."""

    name = "laureat.web.accounts"
    label = "accounts"
