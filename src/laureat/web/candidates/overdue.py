"""What is no longer to be kept, by the periods of the settings."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from laureat.records.retention import Text, must_erase
from laureat.web.candidates.models import PrivateText


def overdue(texts: Iterable[Text], today: date) -> list[Text]:
    """Those whose period is over."""
    return list(must_erase(texts, today.isoformat(), settings.RETENTION))


def overdue_of(log: str, texts: Iterable[Text], today: date) -> list[Text]:
    """Those of a log whose period is over and whose words are still here."""
    left = set(PrivateText.objects.filter(log=log).values_list("commitment", flat=True))
    return overdue((text for text in texts if text.commitment in left), today)
