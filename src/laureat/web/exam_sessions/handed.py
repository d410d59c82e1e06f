"""A file handed over: kept while the person says which of its parts is meant, so that it is handed over once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laureat.records.retention import Beside
from laureat.vocabulary import Several
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import Deposit
from laureat.web.jobs.models import OPEN, Job


def prune() -> None:
    """Forget the files handed over long ago and never applied; one that a job waits for stays until it is done."""
    end = timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.LISTE])
    waited = Job.objects.filter(state__in=OPEN).values_list("arguments__depot", flat=True)
    Deposit.objects.filter(at__lt=end).exclude(pk__in=[one for one in waited if one]).delete()


class HandedForm(forms.Form):
    """A form with a file; asked, it shows the parts of the file, one of which is chosen."""

    part_label = gettext_lazy("Laquelle lire ?")
    field_order: tuple[str, ...] = ("depot", "part", "file")
    file = forms.FileField(label=gettext_lazy("Fichier"))
    depot = forms.UUIDField(widget=forms.HiddenInput, required=False)
    part = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, by: User, **options: Any) -> None:
        """``by``: who hands the file over, and alone may come back to it."""
        super().__init__(*given, **options)
        self._by = by
        self._kept: Deposit | None = None
        self.fields["part"].label = self.part_label
        self.fields["file"].required = not self.data.get("depot")

    def clean(self) -> dict[str, Any]:
        """A file, or the one that was kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("file") is None and "file" not in self.errors:
            if cleaned.get("depot"):
                kept = Deposit.objects.filter(pk=cleaned["depot"], by=self._by, session=None)
                self._kept = kept.first()
            if self._kept is None:
                self.add_error("file", _("Choisissez un fichier."))
            else:
                del self.fields["file"]
        return cleaned

    @property
    def name(self) -> str:
        """The bare name of the file."""
        return Path(self._kept.name if self._kept else self._upload.name or "").name or "fichier"

    @property
    def content(self) -> bytes:
        """What it holds."""
        if self._kept is not None:
            return bytes(self._kept.content)
        self._upload.seek(0)
        return bytes(self._upload.read())

    @property
    def _upload(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        return upload

    @property
    def chosen(self) -> str | None:
        """The part chosen; None while none is."""
        return self.cleaned_data.get("part") or None

    def ask(self, several: Several) -> None:
        """Keep the file, and ask which part is meant."""
        self.keep()
        self.fields["part"].required = True
        self.fields["part"].widget = forms.Select(choices=list(several.choices.items()))
        self.add_error("part", _("Ce fichier en contient plusieurs : choisissez, il n'est pas à remettre."))

    def keep(self) -> None:
        """Keep the file until the form is complete."""
        if self._kept is None:
            self._kept = Deposit.objects.create(by=self._by, name=self.name, content=self.content)
            del self.fields["file"]
        self.data = {**self.data.dict(), "depot": str(self._kept.pk)} if isinstance(self.data, QueryDict) else self.data

    def done(self) -> None:
        """The file was read: nothing of it is kept."""
        if self._kept is not None:
            self._kept.delete()
