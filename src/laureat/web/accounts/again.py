"""Who is signed in proves it again, before an act that binds: the password, and the code of the second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.web.accounts.adapter import attempt, failed, succeeded
from laureat.web.accounts.signed_in import SignedIn


def factor_of(request: SignedIn) -> Authenticator | None:
    """The TOTP of whoever is signed in."""
    return Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()


def prove_again(request: SignedIn, password: str, code: str) -> None:
    """Check both, counted as to enter; no code is due where no second factor is asked. Raises Refused."""
    user, factor = request.user, factor_of(request)
    if factor is None and settings.SECOND_FACTOR_REQUIRED:
        raise Refused(_("Mettez d'abord en place votre double authentification (Mon compte)."))
    if not password or (factor is not None and not code):
        raise Refused(_("Tapez votre mot de passe et le code de votre double authentification."))
    try:
        attempt(request, user.email)
    except ValidationError as suspended:
        raise Refused(*suspended.messages) from None
    is_right = user.check_password(password) and (factor is None or factor.wrap().validate_code(code))  # type: ignore[no-untyped-call]
    if not is_right:
        failed(request, user.email, "approbation : mot de passe ou code")
        raise Refused(
            _("Le mot de passe ou le code n'est pas le bon : rien n'est enregistré. Un code ne sert qu'une fois.")
        )
    succeeded(request, user.email)
