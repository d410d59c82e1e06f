"""Filters: exact numbers in French, decisions and mentions in words."""

import re
import uuid
from datetime import date, datetime, timedelta
from fractions import Fraction

from django import template
from django.template.defaultfilters import capfirst
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from laureat.credentials.paper_codes import spelled
from laureat.deliberation.papiers import Mot
from laureat.grilles import Mode
from laureat.jury import Fonction, Qualite
from laureat.session.framework import HABILITATION, Accommodation, Framework, Round, Sanction
from laureat.vocabulary import Decision, Mention, format_hundredths, french, truncated_average
from laureat.web.accounts.models import Role
from laureat.web.exam_sessions.models import ExamSession, Seat
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.told import ACCOMMODATIONS, SANCTIONS
from laureat.web.project.first_hour import next_step

register = template.Library()

DECISIONS = {
    Decision.ADMIS: "good",
    Decision.CONTROLE: "info",
    Decision.REMPLACEMENT: "info",
    Decision.PARTIEL: "info",
    Decision.AJOURNE: "bad",
    Decision.NON_DELIVRABLE: "bad",
    Decision.ABSENT: "bad",
}
"""The tone of the decisions; the others say that something is awaited."""
PHASES = {
    "non_ouverte": ("", gettext_noop("non ouverte")),
    "saisie": ("info", gettext_noop("saisie ouverte")),
    "close": ("warn", gettext_noop("close, jury en cours")),
    "deliberee": ("warn", gettext_noop("délibérée")),
    "publiee": ("good", gettext_noop("publiée")),
    "abandonnee": ("bad", gettext_noop("abandonnée")),
}
ROUNDS = {
    "premier": gettext_noop("premier groupe"),
    "controle": gettext_noop("épreuve de contrôle"),
    "remplacement": gettext_noop("remplacement"),
}


register.filter("spelled", spelled)
register.filter("accented", french.accented)


@register.filter
def decision(value: object) -> str:
    """A decision in words."""
    known = _decision(value)
    return _(known.label) if known is not None else str(value or "")


def _decision(value: object) -> Decision | None:
    name = str(value or "").upper()
    return Decision[name] if name in Decision.__members__ else None


@register.filter
def tone(value: object) -> str:
    """The tone of a decision or of a phase: ``good``, ``warn``, ``bad``, ``info``."""
    known = _decision(value)
    return DECISIONS.get(known, "warn") if known is not None else PHASES.get(str(value or ""), ("", ""))[0]


VAE_STAGES = {"recevabilite": "warn", "livret": "", "jury": "info", "notification": "warn", "notifie": "good"}


@register.filter
def tone_vae(stage: object) -> str:
    """The tone of what a VAE application waits for."""
    return VAE_STAGES.get(str(stage), "bad")


@register.filter
def lendemain(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


@register.filter
def phase(value: object) -> str:
    """A phase in words."""
    name = str(value or "")
    return _(PHASES[name][1]) if name in PHASES else name


@register.filter
def accommodation(value: object) -> str:
    """An accommodation in words."""
    return _(ACCOMMODATIONS[Accommodation(str(value))])


@register.filter
def sanction(value: object) -> str:
    """A sanction in words."""
    return _(SANCTIONS[Sanction(str(value))])


@register.filter
def piece(value: object, session: ExamSession) -> str:
    """A piece of the file of a session in words."""
    if value == HABILITATION:
        return _("habilitation au CCF")
    return framework_at_opening(session).piece_label(str(value))


@register.filter
def nomme(whose: ExamSession | Framework, form: str) -> str:
    """What a family marks or decides one by one, in its own word: ``tete``, ``tetes`` or ``par``."""
    word = _word_of(whose)
    return {
        "tete": capfirst(_(word.un)),
        "tetes": capfirst(_(word.plusieurs)),
        "par": _("Par %(unite)s") % {"unite": _(word.un)},
    }[form]


@register.filter
def donne(mode: Mode) -> str:
    """What a grid gives, at the head of its result: a typed mark is not computed."""
    return _("Note calculée") if mode.computed else _("Résultat")


@register.filter
def porte(whose: ExamSession | Framework) -> str:
    """What is entered under a family, at the head of a column: marks, validations, or either."""
    grammar = _framework_of(whose).grammar
    if grammar.step is None:
        return _("Validation")
    return _("Note sur 20, ou validation") if grammar.holds else _("Note sur 20")


@register.filter
def juge(whose: ExamSession | Framework, validated: bool) -> str:
    """What a jury said of one: « validée », « non validé », as the word of the family agrees."""
    agreed = _word_of(whose).accord("validé")
    told = agreed if validated else f"non {agreed}"
    return _(told)


AGREED = (gettext_noop("validé"), gettext_noop("non validé"), gettext_noop("validée"), gettext_noop("non validée"))
NOUNS = (
    gettext_noop("unité"),
    gettext_noop("unités"),
    gettext_noop("bloc"),
    gettext_noop("blocs"),
    gettext_noop("CCP"),
)
"""The words of families, for the catalogue."""


def _word_of(whose: ExamSession | Framework) -> Mot:
    return _framework_of(whose).famille.papiers.unite


def _framework_of(whose: ExamSession | Framework) -> Framework:
    return whose if isinstance(whose, Framework) else framework_at_opening(whose)


@register.filter
def tour(session: ExamSession, value: object) -> str:
    """A round of a session in words; empty where the law has no such tests, and of the first where it has no second."""
    asked = Round.CONTROLE if value in ("", None, Round.PREMIER) else Round(str(value))
    return group(value) if framework_at_opening(session).has_round(asked) else ""


@register.filter
def group(value: object) -> str:
    """A round in words."""
    name = str(value or "")
    return _(ROUNDS[name]) if name in ROUNDS else name


@register.filter
def mention(value: object) -> str:
    """A mention in words, from its value or its name in files."""
    label = value.label if isinstance(value, Mention) else Mention[str(value)].label if value else ""
    return _(label) if label else ""


@register.filter
def average(value: object) -> str:
    """An exact average (``1283/130`` or a fraction), cut to two decimals, with a comma."""
    if value in ("", None):
        return ""
    return format_hundredths(truncated_average(Fraction(str(value))), decimals=2)


_FILE = re.compile(r"[^,:]*\.[A-Za-z]{2,5}(?=,| :| \[|$)")
_OPTION = re.compile(r"\s*\((?:en ligne de commande : |--)[^)]*\)")


@register.filter
def sans_option(value: object) -> str:
    """A message without what it says of the command line, which always stands in brackets."""
    return _OPTION.sub("", str(value))


@register.filter
def en_phrase(value: object) -> str:
    """The same as a sentence of its own: with a capital, save where it begins with the name of a file."""
    told = sans_option(value)
    return told if _FILE.match(told) else capfirst(told)


@register.filter
def ecart(value: int | None) -> str:
    """Hundredths as French decimals, two of them: a column that is read from top to bottom."""
    return "" if value is None else format_hundredths(value, decimals=2)


@register.filter
def hundredths(value: int | None) -> str:
    """Hundredths as French decimals."""
    return "" if value is None else format_hundredths(value)


@register.filter
def thousands(value: object) -> str:
    """A whole number, thousands apart: by thin spaces in French, by commas in English."""
    return french.number(int(str(value))) if get_language() == "fr" else f"{int(str(value)):,}"


@register.filter
def pluriel(count: object, forms: str) -> str:
    """A count with its noun: ``3|pluriel:"candidat"``, ``0|pluriel:"dossier complet/dossiers complets"``."""
    one, _slash, many = forms.partition("/")
    number = int(str(count or 0))
    if get_language() == "fr":
        return french.plural(number, one, many)
    return f"{number:,} {one if number == 1 else many or french.noun(2, one)}"


@register.filter
def jour(value: object) -> str:
    """A day, ``14/03/2008``, from a date or ``2008-03-14``; from an instant (``2026-07-03T22:30:00Z``), here."""
    if isinstance(value, str) and "T" in value:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return french.short_date(timezone.localtime(value))
    if isinstance(value, date):
        return french.short_date(value)
    text = str(value or "")
    return french.written_date(text[:10]) if text[4:5] == "-" else text


@register.filter
def instant(value: object) -> str:
    """A time, ``14/03/2008 à 10 h 05``, in the time zone of the service; accepts ``2026-07-03T08:30:00Z``."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    local = timezone.localtime(moment)
    return french.moment(local) if get_language() == "fr" else f"{french.short_date(local)}, {local:%H:%M}"


@register.filter
def get(mapping: dict[str, object] | None, key: str) -> object:
    """The value of a mapping under a key that is itself a value."""
    return (mapping or {}).get(key, "")


@register.filter
def percent(part: int, whole: int) -> int:
    """A whole percentage, for the width of a bar."""
    return 0 if not whole else part * 100 // whole


@register.simple_tag
def cle() -> SafeString:
    """The idempotency key of a form: sent twice, it acts once."""
    return format_html('<input type="hidden" name="cle" value="{}">', uuid.uuid4().hex)


@register.filter
def fonction(value: Seat) -> str:
    """The function of a juror (a ``Seat``) in words, as one says it of him or her."""
    return _(Fonction(value.fonction).label_for(value.sexe))


@register.filter
def qualite(value: Seat) -> str:
    """The capacity of a juror (a ``Seat``) in words, as one says it of him or her."""
    return _(Qualite(value.qualite).label_for(value.sexe))


@register.filter
def mode(value: object) -> str:
    """A mode of assessment of a sheet in words."""
    if not isinstance(value, dict):
        return "—"
    natures = french.enumeration(value.get("natures") or ())
    return (
        "CCF"
        if value.get("mode") == "ccf"
        else f"ponctuel {natures}".strip()
        if value.get("mode") == "ponctuel"
        else natures
    )


@register.inclusion_tag("_prochain_pas.html", takes_context=True)
def prochain_pas(context: template.Context) -> dict[str, object]:
    """Where a new house goes on, for those who set it up; nothing once it is."""
    role = getattr(context.get("user"), "role", "")
    return {"step": next_step() if role == Role.EXAMENS else None}
