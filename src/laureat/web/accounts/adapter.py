"""What allauth asks of us: nobody signs up, and every way to enter an account counts its failures in one place."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from laureat.web.accounts import house, trace
from laureat.web.accounts.limits import account_key, address_of, per_account, per_address, resets
from laureat.web.accounts.models import Happening, User


def attempt(request: HttpRequest, account: str) -> None:
    """Count an attempt to enter, before it is judged. Raises ValidationError where there were too many."""
    for limit, key in ((per_account(), account_key(account)), (per_address(), address_of(request))):
        if not limit.take(key):
            trace.note(request, Happening.SUSPENSION, by=known(account), what=limit.kind)
            until = limit.until(key)
            told = _("Trop d'essais ont échoué : l'accès est suspendu jusqu'à %(time)s. Rien d'autre n'est changé.")
            raise ValidationError(told % {"time": f"{localtime(until):%H h %M}" if until else ""})


def succeeded(request: HttpRequest, account: str) -> None:
    """What was counted for an attempt that was right."""
    per_account().give_back(account_key(account))
    per_address().give_back(address_of(request))


def failed(request: HttpRequest, account: str, what: str) -> None:
    """Note a failure; an address that is nobody's is not written: it may be a password typed in the wrong place."""
    trace.note(request, Happening.ECHEC, by=known(account), what=what)


def known(account: str) -> User | None:
    """The account of an address."""
    return User.objects.filter(email__iexact=account.strip()).first() if account else None


class Adapter(DefaultAccountAdapter):
    """Sign-up is closed; passwords are counted, to enter as to confirm."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see ``Invitation``."""
        return False

    def get_from_email(self) -> str:
        """The sender that the house says."""
        return house.sender()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before the password is looked at."""
        attempt(request, _typed(credentials))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whose password this is; None for nobody's."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            succeeded(request, _typed(credentials))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """After a wrong one."""
        failed(request, _typed(credentials), "mot de passe")


class Factors(DefaultMFAAdapter):
    """The secret of a second factor is kept such that whoever reads the base alone works no code out of it."""

    LOCKED = "chiffre:"
    """Begins what is locked; those of before are in clear until another is set up."""

    def encrypt(self, text: str) -> str:
        """What the base keeps."""
        return self.LOCKED + _locker().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; that of nobody where the service has another key than when it was locked: no code is right."""
        if not encrypted_text.startswith(self.LOCKED):
            return encrypted_text
        try:
            return _locker().decrypt(encrypted_text.removeprefix(self.LOCKED)).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def _locker() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("laureat.second-facteur", "", algorithm="sha256").digest()))


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")


@contextmanager
def counted(account: str, what: str) -> Iterator[None]:
    """What is typed to prove who one is, counted as an attempt to enter: wrong where a ValidationError is raised."""
    request = context.request
    attempt(request, account)
    try:
        yield
    except ValidationError:
        failed(request, account, what)
        raise
    succeeded(request, account)


class _Counted:
    """A code of the second factor, or of recovery, counted as a password is."""

    user: User

    def clean_code(self) -> str:
        """The code, once it is right."""
        with counted(self.user.email, "code de la double authentification"):
            code: str = super().clean_code()  # type: ignore[misc]
        return code


class AuthenticateForm(_Counted, AllauthAuthenticateForm):
    """The code asked to enter."""


class ReauthenticateForm(_Counted, AllauthReauthenticateForm):
    """The code asked to confirm."""


class ChangePasswordForm(AllauthChangePasswordForm):
    """Another password, where the present one is asked: it cannot be guessed there either."""

    def clean_oldpassword(self) -> str:
        """The present password, once it is right."""
        assert isinstance(self.user, User)
        with counted(self.user.email, "mot de passe"):
            password: str = super().clean_oldpassword()
        return password


class ResetPasswordForm(AllauthResetPasswordForm):
    """A password asked anew: so many letters an hour."""

    def clean_email(self) -> str:
        """The address, known or not."""
        email: str = super().clean_email()
        for limit, key in zip(resets(), (account_key(email), address_of(context.request)), strict=True):
            if not limit.take(key):
                raise ValidationError(_("Trop de demandes : patientez une heure. Regardez aussi vos indésirables."))
        trace.note(context.request, Happening.OUBLI, by=known(email))
        return email
