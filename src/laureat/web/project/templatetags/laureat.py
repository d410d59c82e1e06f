"""Filters: exact numbers in French, decisions and mentions in words."""

from datetime import date, datetime
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.vocabulary import Decision, Mention, format_hundredths, truncated_average

register = template.Library()

DECISIONS = {
    "admis": ("good", "admis"),
    "controle": ("info", "épreuve de contrôle"),
    "remplacement": ("info", "épreuve de remplacement"),
    "ajourne": ("bad", "ajourné"),
    "non_delivrable": ("bad", "diplôme non délivrable"),
    "incomplet": ("warn", "dossier incomplet"),
    "en_cours": ("warn", "en cours (forme progressive)"),
}
PHASES = {
    "non_ouverte": ("", "non ouverte"),
    "saisie": ("info", "saisie ouverte"),
    "close": ("warn", "close, jury en cours"),
    "deliberee": ("warn", "délibérée"),
    "publiee": ("good", "publiée"),
}
ROUNDS = {"premier": "premier groupe", "controle": "épreuve de contrôle", "remplacement": "remplacement"}


@register.filter
def decision(value: object) -> str:
    """A decision in words."""
    name = str(value or "").lower()
    return _(DECISIONS[name][1]) if name in DECISIONS else name


@register.filter
def tone(value: object) -> str:
    """The tone of a decision or of a phase: ``good``, ``warn``, ``bad``, ``info``."""
    name = str(value or "").lower()
    return (DECISIONS.get(name) or PHASES.get(name) or ("", ""))[0]


@register.filter
def phase(value: object) -> str:
    """A phase in words."""
    name = str(value or "")
    return _(PHASES[name][1]) if name in PHASES else name


@register.filter
def group(value: object) -> str:
    """A round in words."""
    name = str(value or "")
    return _(ROUNDS[name]) if name in ROUNDS else name


@register.filter
def mention(value: object) -> str:
    """A mention in words, from its value or its name in files."""
    if isinstance(value, Mention):
        return value.label
    return Mention[str(value)].label if value else ""


@register.filter
def average(value: object) -> str:
    """An exact average (``1283/130`` or a fraction), cut to two decimals, with a comma."""
    if value in ("", None):
        return ""
    return format_hundredths(truncated_average(Fraction(str(value))), decimals=2)


@register.filter
def hundredths(value: int | None) -> str:
    """Hundredths as French decimals."""
    return "" if value is None else format_hundredths(value)


@register.filter
def thousands(value: object) -> str:
    """A whole number with thin spaces."""
    return f"{int(str(value)):,}".replace(",", "\u202f")


@register.filter
def jour(value: object) -> str:
    """A day, ``14/03/2008``, from a date or ``2008-03-14``."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    text = str(value or "")
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}" if len(text) >= 10 and text[4] == "-" else text


@register.filter
def instant(value: object) -> str:
    """A time, ``14/03/2008 à 10 h 05``, in the time zone of the service; accepts ``2026-07-03T08:30:00Z``."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    local = timezone.localtime(moment)
    return f"{local:%d/%m/%Y} à {local.hour} h {local:%M}"


@register.filter
def get(mapping: dict[str, object] | None, key: str) -> object:
    """The value of a mapping under a key that is itself a value."""
    return (mapping or {}).get(key, "")


@register.filter
def percent(part: int, whole: int) -> int:
    """A whole percentage, for the width of a bar."""
    return 0 if not whole else part * 100 // whole


@register.simple_tag
def decisions_in_order() -> list[str]:
    """The names of the decisions, best first."""
    return [str(item) for item in Decision]
