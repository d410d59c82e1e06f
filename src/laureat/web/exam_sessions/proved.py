"""Nobody acts by what no fact carries: an account, its role, its school, its second factor; a row of the lists."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.session.log_state import NoFact
from laureat.web.accounts.matrix import MATRIX
from laureat.web.exam_sessions import household

LEAVING = "account_logout"


class Proved:
    """Refuse whoever has signed in by an account in anomaly, save on public pages and to leave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Judge the account."""
        right = MATRIX.get(request.resolver_match.view_name if request.resolver_match else "")
        if right is None or right.public or right.address == LEAVING or not request.user.is_authenticated:
            return None
        troubles = household.account_troubles(request.user)
        if not troubles:
            return None
        context = {
            "heading": _("Ce compte est en anomalie"),
            "reasons": [
                _("Ce que la base dit de ce compte n'est pas ce que disent les faits : %(why)s.") % {"why": why}
                for why in troubles
            ]
            + [_("Rien n'est perdu. Prévenez le service des examens, qui fera vérifier la base entière.")],
            "back": reverse("accueil"),
        }
        return render(request, "_message.html", context, status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whoever was named by a row that no fact carries is in anomaly: said, and nothing else is told of them."""
        if not isinstance(exception, NoFact):
            return None
        context = {
            "heading": _("Ce dossier est en anomalie"),
            "reasons": [
                _("Une ligne de la base le montre, et aucun fait du journal ne l'inscrit : rien n'en est dit."),
                _("Le service des examens doit faire vérifier la base entière."),
            ],
            "back": reverse("accueil"),
        }
        return render(request, "_message.html", context, status=409)
