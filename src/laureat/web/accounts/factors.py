"""A second factor that is lost: the office gives the access back, two persons for an account of the staff."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.web.accounts import house, trace
from laureat.web.accounts.models import FactorReset, Happening, User
from laureat.web.accounts.signed_in import SignedIn

LIFE = timedelta(days=2)
"""How long a request waits for the person who confirms it."""


@transaction.atomic
def reset(request: SignedIn, account: User) -> bool:
    """Take the second factor of an account away, or ask for it; True once it is done. Raises ValidationError."""
    if account == request.user:
        raise ValidationError(_("C'est votre compte : deux autres personnes du service s'en occupent."))
    if not Authenticator.objects.filter(user=account).exists():
        raise ValidationError(_("Ce compte n'a pas de double authentification."))
    if account.is_staff:
        FactorReset.objects.filter(account=account, at__lt=timezone.now() - LIFE).delete()
        asked, fresh = FactorReset.objects.select_for_update().get_or_create(
            account=account, defaults={"asked_by": request.user}
        )
        if fresh:
            told = _("double authentification : retrait demandé")
            trace.note(request, Happening.DROITS, subject=str(account.pk), what=told)
            return False
        if asked.asked_by == request.user:
            raise ValidationError(_("Vous l'avez déjà demandé : une autre personne du service le confirme."))
        asked.delete()
    Authenticator.objects.filter(user=account).delete()
    trace.note(request, Happening.DROITS, subject=str(account.pk), what=_("double authentification retirée"))
    body = _(
        "Bonjour %(name)s,\n\nVotre double authentification a été retirée à votre demande par le service des examens. "
        "À votre prochaine entrée, vous en mettrez une nouvelle en place.\n\nSi vous n'avez rien demandé, prévenez le "
        "service des examens sans attendre."
    ) % {"name": account.name}
    send_mail(_("Votre double authentification"), body, house.sender(), [account.email])
    return True
