"""How long each kind of personal data is kept, in words: what the page of personal data and the documentation say.

The durations themselves are those of ``laureat.records.retention`` and of the settings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from laureat.records.retention import Beside, Kept
from laureat.web.accounts import limits, trace
from laureat.web.exam_sessions import drafts, handed
from laureat.web.grids import passing
from laureat.web.registry import deposits

SESSION = _("le service des examens, au journal de la session ou sur la page de la VAE")
HOUSE = _("le service des examens, sur la page de la maison")
NIGHT = _("le service lui-même, la nuit")
NEVER = _("rien : le procès-verbal y tient")


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept, from which day its term runs, what erases it."""

    what: str | Promise
    since: str | Promise
    erased_by: str | Promise


RESULTS = _("les derniers résultats de la session, ou le dernier acte du dossier de VAE")
SAID: Mapping[Kept | Beside, Said] = MappingProxyType(
    {
        Kept.IDENTITE: Said(_("identité d'un candidat sans diplôme ni bloc"), RESULTS, SESSION),
        Kept.IDENTITE_DIPLOME: Said(
            _("identité d'un titulaire d'une certification ou d'une de ses parties ; ses papiers, titres et livret"),
            RESULTS,
            SESSION,
        ),
        Kept.MOTIF: Said(_("motifs des actes"), RESULTS, SESSION),
        Kept.CAUSE_AMENAGEMENT: Said(_("cause d'un aménagement d'épreuves"), RESULTS, SESSION),
        Kept.FRAUDE: Said(_("griefs d'une procédure pour fraude"), RESULTS, SESSION),
        Kept.COPIE: Said(
            _("preuves jointes aux grilles (photos, rapports), nom et qualité des tuteurs"),
            _("les derniers résultats de la session"),
            NIGHT,
        ),
        Kept.PV: Said(_("ce que cite un procès-verbal : membres du jury, arrêtés, signataire"), "", NEVER),
        Kept.COMPTE: Said(
            _("nom et adresse d'un compte fermé, d'une invitation, et leurs anciens noms"),
            _("la fermeture du compte, l'invitation, le changement de nom"),
            HOUSE,
        ),
        Kept.DEPOT: Said(
            _("papiers déposés pour que le site réponde de leur code"),
            _("leur dépôt, s'il n'est pas retiré avant"),
            NIGHT,
        ),
        Beside.LISTE: Said(_("fichiers remis et non appliqués"), _("leur remise"), NIGHT),
        Beside.BROUILLON: Said(_("saisies non enregistrées"), _("la dernière frappe"), NIGHT),
        Beside.COURRIEL: Said(_("courriels partis, en échec ou annulés"), _("leur demande"), NIGHT),
        Beside.TRAVAIL: Said(_("travaux terminés, avec leurs fichiers"), _("leur fin"), NIGHT),
        Beside.APPAREIL: Said(_("téléphones et tablettes de l'atelier"), _("leur dernier signe"), NIGHT),
        Beside.SECURITE: Said(
            _("journal de sécurité : entrées, échecs, exports, dossiers ouverts"), _("chaque ligne"), NIGHT
        ),
    }
)
"""Every term. Beside them: failures to enter are counted a few minutes, sessions of browsers last a day at most."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the pages."""

    kind: Kept | Beside
    said: Said
    length: str
    """« 6 ans », « 30 jours », « sans limite »."""


def terms() -> Iterator[Term]:
    """Every term, with its length here."""
    for kind, said in SAID.items():
        yield Term(kind, said, _length(kind))


def _length(kind: Kept | Beside) -> str:
    if isinstance(kind, Beside):
        days = settings.DAYS_KEPT[kind]
        return ngettext("%(n)s jour", "%(n)s jours", days) % {"n": days}
    years = settings.RETENTION[kind].years
    return str(_("sans limite")) if years is None else ngettext("%(n)s an", "%(n)s ans", years) % {"n": years}


def prune() -> None:
    """Forget what is past its time and no log holds; jobs and mails have a task of their own."""
    limits.prune()
    trace.prune()
    drafts.prune()
    handed.prune()
    passing.prune(timezone.localdate())
    deposits.prune(timezone.localdate())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
