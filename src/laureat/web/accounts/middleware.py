"""Every request meets the matrix of rights, and staff meet their second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from laureat.web.accounts.matrix import MATRIX, Reach
from laureat.web.accounts.stay import factor_of, is_over

_FREE = ("mfa_", "account_")


class Access:
    """Refuse what no row of the matrix allows; send staff without a second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Judge the address."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        right = MATRIX.get(name)
        if right is None:
            raise PermissionDenied
        user = request.user
        if not user.is_authenticated:
            return None if right.public else redirect_to_login(request.get_full_path())
        factor = factor_of(user)
        if is_over(request, factor):
            logout(request)
            messages.warning(request, _("Votre connexion a pris fin : reconnectez-vous pour continuer."), "warn")
            return None if right.public else redirect_to_login(request.get_full_path())
        if right.reach(user.role) is Reach.RIEN:
            raise PermissionDenied
        if factor is None and not right.public and self._needs_second_factor(request) and not name.startswith(_FREE):
            return redirect("mfa_activate_totp")
        return None

    def _needs_second_factor(self, request: HttpRequest) -> bool:
        return bool(settings.SECOND_FACTOR_REQUIRED and request.user.is_staff)
