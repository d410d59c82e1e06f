"""The first steps of a new house, in their order, and where it stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.vocabulary.french import plural
from laureat.web.accounts.house import mails_leave, sender, the_house
from laureat.web.accounts.models import Establishment, Role, User
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.titles.issuing import before_address


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it asks, where it stands, where it is done."""

    name: str
    why: str
    said: str
    link: str
    button: str
    done: bool


def steps() -> list[Step]:
    """The steps, in the order in which one leads to the next."""
    return [_house(), _sheet(), _session(), _schools(), _people(), _mail(), *_titles()]


def next_step() -> Step | None:
    """The first of those that remain; mails may well never leave from here, and are no step to be led to."""
    return next((step for made in (_house, _sheet, _session, _schools, _people) if not (step := made()).done), None)


def _house() -> Step:
    house = the_house()
    done = bool((house.authority or house.certifier) and house.signatory and house.service)
    return Step(
        _("La maison"),
        _("Autorité ou certificateur, lieu, signataire, service, logo : dits une fois, chaque session en hérite."),
        house.authority or house.certifier or _("pas encore dite"),
        reverse("maison"),
        _("Dire qui nous sommes"),
        done,
    )


def _sheet() -> Step:
    count = Certification.objects.count()
    return Step(
        _("Une première fiche"),
        _("La fiche du répertoire (texte, XML ou ZIP de France compétences) dit les blocs et le droit qui s'applique."),
        plural(count, _("fiche")) if count else _("aucune encore"),
        reverse("fiche_ajouter"),
        _("Ajouter une fiche"),
        count > 0,
    )


def _session() -> Step:
    count = ExamSession.objects.exclude(phase="abandonnee").count()
    return Step(
        _("Une session"),
        _("Une certification, une année. Sa page dit ensuite ce qu'il reste à régler avant chaque étape."),
        plural(count, _("session")) if count else _("aucune encore"),
        reverse("session_ouvrir"),
        _("Ouvrir une session"),
        count > 0,
    )


def _schools() -> Step:
    count = Establishment.objects.count()
    return Step(
        _("Les établissements"),
        _("Leur numéro UAI et leurs habilitations ; l'import d'une liste de candidats en ajoute aussi."),
        plural(count, _("établissement")) if count else _("aucun encore"),
        reverse("etablissements"),
        _("Ajouter un établissement"),
        count > 0,
    )


def _people() -> Step:
    office = User.objects.filter(role=Role.EXAMENS, is_active=True).count()
    said = plural(office, _("personne du service des examens"), _("personnes du service des examens"))
    if office < 2:
        said = _("%(said)s : il en faut deux, des actes se font à deux") % {"said": said}
    return Step(
        _("Les personnes"),
        _("Une seconde personne du service, les établissements, le jury : un lien chacune, qui ne sert qu'une fois."),
        said,
        reverse("compte_inviter"),
        _("Inviter une personne"),
        office > 1,
    )


def _mail() -> Step:
    leaves = mails_leave()
    said = (
        _("ils partent, expéditeur : %(sender)s") % {"sender": sender()}
        if leaves
        else _("ils s'écrivent dans un dossier du serveur : le faire relier à une messagerie, ou remettre des feuilles")
    )
    return Step(
        _("Les courriels"),
        _("Invitations et mots de passe oubliés partent par courriel ; une invitation se remet aussi sur une feuille."),
        said,
        reverse("maison"),
        _("Dire l'expéditeur"),
        leaves,
    )


def _titles() -> Iterator[Step]:
    """Once the house has an address, the titles signed before: a step only where there are some."""
    if count := before_address().count():
        yield Step(
            _("Les titres signés avant l'adresse"),
            _("Ce service a maintenant une adresse publique ; personne d'autre ne sait si ces titres valent toujours."),
            plural(count, _("titre")),
            reverse("titres_adresse"),
            _("Les signer sous l'adresse"),
            False,
        )
