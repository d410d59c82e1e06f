"""Whom a refusal speaks of: the acts know identifiers, people know names and numbers."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from laureat.web.candidates.models import Identity

_IDENTIFIER = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def in_names(reasons: Iterable[str]) -> tuple[str, ...]:
    """The same sentences, with the name and number of each candidate or application in place of its identifier."""
    told = tuple(map(str, reasons))
    asked = {found for reason in told for found in _IDENTIFIER.findall(reason)}
    if not asked:
        return told
    names = {key: f"{one.name} ({one.numero})" for key, one in Identity.objects.in_bulk(list(asked)).items()}
    nobody = _("sans identité conservée")
    return tuple(_IDENTIFIER.sub(lambda found: names.get(found.group(), nobody), reason) for reason in told)
