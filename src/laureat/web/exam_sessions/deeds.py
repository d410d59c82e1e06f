"""What an irreversible act would do, and what keeps it from being done, told before the act: it is then asked twice."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.records.retention import Kept, Text
from laureat.session import digests
from laureat.session.conduct.common import unconfirmed
from laureat.session.conduct.deliberation import OPEN
from laureat.session.framework import Framework, Phase, Round
from laureat.session.state import SessionState
from laureat.session.todo import Missing, missing_marks
from laureat.vocabulary.french import enumeration, plural
from laureat.web.accounts.models import Establishment, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import letterhead, school_sheets
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import look, look_at_all

NAMED = 20
"""So many candidates are named."""
SCHOOLS = 6
"""So many schools are."""


@dataclass(frozen=True, slots=True)
class Whom:
    """A candidate, with the page where what is missing is put right."""

    name: str
    link: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing, and for whom."""

    text: str
    link: str = ""
    whom: tuple[Whom, ...] = ()
    more: int = 0
    """How many others are not named."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act about to be done."""

    act: str
    title: str
    word: str
    """What must be typed for it to be done."""
    does: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    """What keeps it from being done."""
    known: tuple[Lack, ...] = ()
    """What is missing and does not keep from it, once known."""
    carried: dict[str, str] = field(default_factory=dict)
    """What the second form says again."""
    back: str = ""
    """Where whoever does nothing goes; empty: the dashboard of the session."""


def closing(session: ExamSession) -> Deed:
    """Lock the marks of the round."""
    state = look_at_all(session)
    rows = session.standings.filter(withdrawn=False)
    lacks: list[Lack] = []
    if state.phase is not Phase.SAISIE:
        lacks.append(Lack(_("La saisie n'est pas ouverte : il n'y a rien à clore.")))
    if state.current:
        lacks.append(Lack(_("Une délibération complémentaire est en cours : la sceller d'abord.")))
    lost = rows.filter(candidate__in=[one.id for one in state.participants() if one.route is None])
    if count := lost.count():
        told = plural(count, _("candidat n'a"), _("candidats n'ont"))
        lacks.append(_lack(session, _("%(told)s pas de voie établie.") % {"told": told}, lost))
    waited = list(missing_marks(state, frame(session, state)))
    by_candidate = Counter(one.candidate for one in waited)
    known = []
    if waited:
        told = plural(len(waited), _("note manque"), _("notes manquent"))
        whom = plural(len(by_candidate), _("candidat"))
        text = _("%(told)s, pour %(whom)s : %(schools)s.") % {"told": told, "whom": whom, "schools": _schools(waited)}
        link = f"{reverse('inscriptions', args=[session.pk])}?manque=notes"
        concerned = rows.filter(candidate__in=list(by_candidate))
        known.append(_lack(session, text, concerned, link, lambda row: plural(by_candidate[row.candidate], _("note"))))
    does = [
        _("Les notes de %(whom)s sont verrouillées, et le journal est scellé à cet endroit.")
        % {"whom": plural(sum(1 for _one in state.participants()), _("candidat"))},
        _("Rouvrir la saisie restera possible jusqu'au sceau du procès-verbal, avec un motif."),
    ]
    carried = {"manquent": str(len(waited))}
    return Deed("clore", _("Clore la saisie"), "CLORE", tuple(does), tuple(lacks), tuple(known), carried)


def publishing(session: ExamSession) -> Deed:
    """Publish what is sealed."""
    state = look_at_all(session, marks=False)
    framework = frame(session, state)
    ready = [one for one in state.deliberations if one.sealed and not one.published]
    lacks = [Lack(text, reverse("coefficients", args=[session.pk])) for text in _numbers(state, framework)]
    if state.refused_of_all:
        lacks.append(Lack(_("Des faits de la session sont en anomalie."), reverse("session", args=[session.pk])))
    if not ready:
        lacks.append(Lack(_("Aucun procès-verbal scellé n'attend de publication."), reverse("pv", args=[session.pk])))
    if absent := letterhead.missing(session):
        text = _("Sans cela, aucun papier ne s'imprime : %(fields)s.") % {"fields": enumeration(absent)}
        lacks.append(Lack(text, reverse("mentions_session", args=[session.pk])))
    counts: dict[str, int] = {}
    withheld = 0
    for deliberation in ready:
        withheld += len(deliberation.withheld)
        for candidate in deliberation.proposals:
            if (result := deliberation.result(candidate)) is not None:
                counts[result.decision.label] = counts.get(result.decision.label, 0) + 1
    told = enumeration([f"{label} : {count}" for label, count in sorted(counts.items())])
    does = [
        _("%(count)s (%(told)s) : les candidats, les établissements et tout le monde le verront.")
        % {
            "count": plural(sum(counts.values()), _("résultat devient public"), _("résultats deviennent publics")),
            "told": told,
        },
        _("Une publication ne se reprend pas : une erreur se corrige, et le jury délibère de nouveau."),
    ]
    if withheld:
        held = plural(withheld, _("candidat reste"), _("candidats restent"))
        does.append(_("%(held)s sans résultat, hors du procès-verbal.") % {"held": held})
    return Deed("publier", _("Publier les résultats"), "PUBLIER", tuple(does), tuple(lacks))


def proposing(session: ExamSession) -> Deed:
    """Open a deliberation: may be undone by re-opening the marks, so it is not asked twice."""
    state = look(session)
    lacks = [Lack(text, reverse("coefficients", args=[session.pk])) for text in _numbers(state, frame(session, state))]
    if state.jury is None:
        lacks.append(Lack(_("Le jury n'est pas nommé."), reverse("jury", args=[session.pk])))
    return Deed("proposer", _("Proposer les décisions"), "", (), tuple(lacks))


def sealing(session: ExamSession, state: SessionState, obstacles: Iterable[str]) -> Deed:
    """Seal the procès-verbal. ``obstacles``: what the conduct has against it now."""
    lacks = [Lack(text) for text in obstacles]
    undecided = session.standings.filter(withdrawn=False, decision__in=[str(one) for one in OPEN], reserves=[])
    if lacks and undecided.exists():
        text = _("Candidats dont il manque une note, une preuve, ou la parole du jury :")
        lacks.append(_lack(session, text, undecided, link=reverse("deliberation", args=[session.pk])))
    current = state.current
    held = session.standings.filter(withdrawn=False).exclude(decision="")
    out = held.filter(Q(withheld=True) | ~Q(reserves=[]))
    known = []
    if current and (count := out.count()):
        told = plural(count, _("candidat reste"), _("candidats restent"))
        known.append(_lack(session, _("%(told)s hors du procès-verbal.") % {"told": told}, out))
    if not lacks:
        link = reverse("releve", args=[session.pk])
        known += [Lack(text, link) for text in school_sheets.awaited(digests.standings(look_at_all(session)))]
    does = [
        _("Le procès-verbal n° %(number)s est scellé, et le journal avec lui : ses décisions ne changent plus.")
        % {"number": current.number if current else "—"},
        _("Une erreur ne se répare ensuite que par une correction, que le jury examine."),
    ]
    return Deed("sceller", _("Sceller le procès-verbal"), "SCELLER", tuple(does), tuple(lacks), tuple(known))


def starting(session: ExamSession, round_: Round) -> Deed:
    """Begin the control round or the replacement round."""
    called = session.standings.filter(withdrawn=False, public_decision=round_.value).count()
    does = [
        _("Commence %(round)s, pour %(whom)s ; la session ne revient pas au groupe précédent.")
        % {"round": round_.label, "whom": plural(called, _("candidat"))}
    ]
    lacks = [] if called else [Lack(_("Aucun candidat n'y est appelé."))]
    word = {Round.CONTROLE: "CONTROLE", Round.REMPLACEMENT: "REMPLACEMENT"}.get(round_, "COMMENCER")
    title = _("Ouvrir %(round)s") % {"round": round_.label}
    return Deed("commencer", title, word, tuple(does), tuple(lacks), carried={"groupe": round_.value})


def abandoning(session: ExamSession, reason: str) -> Deed:
    """Close for good a session opened by mistake."""
    state = look(session)
    lacks = []
    if any(deliberation.sealed for deliberation in state.deliberations):
        lacks.append(Lack(_("Le jury a scellé un procès-verbal : cette session ne s'abandonne plus, elle se corrige.")))
    if not reason.strip():
        lacks.append(Lack(_("Il faut un motif."), f"{reverse('session', args=[session.pk])}#abandon"))
    rows = session.standings.filter(withdrawn=False)
    held = rows.exclude(cells={}).count()
    does = [
        _("La session est abandonnée : plus rien ne s'y enregistre, rien n'en sera publié. Son journal demeure."),
        _("%(whom)s, dont %(held)s avec des notes : à inscrire ailleurs.")
        % {
            "whom": plural(rows.count(), _("candidat y est inscrit"), _("candidats y sont inscrits")),
            "held": held,
        },
    ]
    return Deed(
        "abandonner", _("Abandonner la session"), "ABANDONNER", tuple(does), tuple(lacks), carried={"motif": reason}
    )


def withdrawing(session: ExamSession, row: Standing, reason: str) -> Deed:
    """Take a candidate out of a session."""
    back = reverse("inscription", args=[session.pk, row.candidate])
    known = Identity.objects.filter(candidate=row.candidate).first()
    whom = f"{known.name} ({row.numero})" if known else row.numero
    does = [
        _("%(whom)s ne compte plus dans la session : ni jury, ni résultat, ni papiers. Le journal garde %(held)s.")
        % {"whom": whom, "held": plural(len(row.cells), _("note"))},
        _("Un retrait ne se reprend pas : il faudrait inscrire de nouveau la personne, sous un autre numéro."),
    ]
    lacks = () if reason.strip() else (Lack(_("Il faut un motif."), back),)
    title = _("Retirer le candidat")
    return Deed("retirer", title, "RETIRER", tuple(does), lacks, carried={"motif": reason}, back=back)


def _erased(kept: Kept) -> tuple[str, str]:
    """One text of a kind, and several."""
    words = {
        Kept.IDENTITE: (_("identité"), _("identités")),
        Kept.IDENTITE_DIPLOME: (_("identité de titulaire"), _("identités de titulaires")),
        Kept.MOTIF: (_("motif"), _("motifs")),
        Kept.CAUSE_AMENAGEMENT: (_("cause d'aménagement"), _("causes d'aménagement")),
        Kept.FRAUDE: (_("motif de fraude"), _("motifs de fraude")),
        Kept.COMPTE: (_("identité de compte"), _("identités de comptes")),
    }
    return words.get(kept, (_("autre texte"), _("autres textes")))


def erasing(due: Iterable[Text], back: str) -> Deed:
    """Erase texts whose period is over."""
    counts = Counter(_erased(text.kept) for text in due)
    told = enumeration([plural(count, *words) for words, count in counts.items()])
    lacks = () if counts else (Lack(_("Rien n'a dépassé sa durée de conservation : rien n'est effacé.")),)
    does = (_("Sont effacés, pour toujours : %(what)s.") % {"what": told}, _left())
    title = _("Effacer ce qui n'est plus à conserver")
    return Deed("effacer", title, "EFFACER", does, lacks, back=back)


def erasing_account(account: User) -> Deed:
    """Erase the name and the address of a closed account."""
    back = reverse("compte_ouvrir", args=[account.pk])
    who = f"{account.name} ({account.email})"
    does = (_("%(who)s : le nom et l'adresse sont effacés, pour toujours.") % {"who": who}, _left())
    lacks = (Lack(_("Ce compte est ouvert : le fermer d'abord."), back),) if account.is_active else ()
    return Deed("effacer", _("Effacer le nom et l'adresse"), "EFFACER", does, lacks, back=back)


def _left() -> str:
    return _("Le journal garde leur empreinte, qui n'en dit rien, et reste vérifiable.")


def _numbers(state: SessionState, framework: Framework) -> list[str]:
    if names := unconfirmed(state, framework):
        return [_("Nombres non confirmés : %(names)s.") % {"names": enumeration(names)}]
    return []


def _lack(
    session: ExamSession,
    text: str,
    rows: "QuerySet[Standing]",
    link: str = "",
    what: Callable[[Standing], str] = lambda _row: "",
) -> Lack:
    """What is missing, with the first candidates whom it is missing for."""
    first = list(rows.order_by("sort_key", "candidate")[:NAMED])
    names = {one.candidate: one.name for one in Identity.objects.filter(candidate__in=[row.candidate for row in first])}
    whom = tuple(
        Whom(
            f"{names.get(row.candidate, '')} ({row.numero})".strip(),
            reverse("inscription", args=[session.pk, row.candidate]),
            what(row),
        )
        for row in first
    )
    return Lack(text, link, whom, max(rows.count() - len(first), 0))


def _schools(waited: Iterable[Missing]) -> str:
    """How many marks each school owes."""
    owed = Counter(one.establishment for one in waited).most_common()
    names = dict(Establishment.objects.filter(uai__in=[uai for uai, _count in owed]).values_list("uai", "name"))
    told = [f"{names.get(uai, uai or _('candidats sans établissement'))}, {count}" for uai, count in owed[:SCHOOLS]]
    if len(owed) > len(told):
        told.append(plural(len(owed) - len(told), _("autre établissement"), _("autres établissements")))
    return " ; ".join(told)
