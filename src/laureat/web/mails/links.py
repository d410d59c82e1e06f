"""The link that a mail carries, drawn when it leaves: what is written of it beforehand opens nothing."""

from base64 import urlsafe_b64encode

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from laureat.web.accounts.models import User
from laureat.web.mails.wordings import Kind


def token_of(seed: str) -> str:
    """The token of a link, drawn from its seed and the secret of the data folder."""
    drawn = salted_hmac("laureat.web.mails", seed, algorithm="sha256").digest()
    return urlsafe_b64encode(drawn[:18]).decode("ascii")


def asked_at(request: HttpRequest) -> str:
    """The address of the site, or the one under which it is asked where its own is not told."""
    address: str = settings.ADDRESS or request.build_absolute_uri("/")
    return address


def link_of(site: str, token: str) -> str:
    """What an invited person follows."""
    return _at(site, reverse("invitation", args=[token]))


def tutor_link(site: str, token: str) -> str:
    """What a tutor follows."""
    return _at(site, reverse("tuteur", args=[token]))


def seeded_link(site: str, kind: str, seed: str) -> str:
    """The link that is drawn from a seed: that of an invited person, or of a tutor."""
    token = token_of(seed)
    return (tutor_link if kind == Kind.TUTEUR else link_of)(site, token)


def reset_link(site: str, user: User) -> str:
    """Where that person chooses a new password; it serves once, and for ``PASSWORD_RESET_TIMEOUT``."""
    told = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return _at(site, reverse("account_reset_password_from_key", kwargs=told))


def _at(site: str, path: str) -> str:
    return site.rstrip("/") + path
