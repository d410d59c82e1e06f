"""Object rights on the VAE: the office sees every application, a jury those before it, a candidate one's own."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from laureat.session.framework import Refused
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import form_key, own_files, say_done, say_refused
from laureat.web.exam_sessions.drafts import show_again
from laureat.web.exam_sessions.models import Certification
from laureat.web.vae.models import Stage, VaeFile
from laureat.web.vae.service import Commands, Desk, perform

BEFORE_JURY = (Stage.JURY, Stage.NOTIFICATION, Stage.NOTIFIE)


def certifications_of(request: SignedIn) -> QuerySet[Certification]:
    """The certifications whose VAE the account may see; who sat once keeps the minutes of those sittings."""
    every = Certification.objects.order_by("numero")
    if request.user.role == Role.EXAMENS:
        return every
    return every.filter(pk__in=request.user.vae_seats.values("certification"))


def certification_of(request: SignedIn, numero: str) -> Certification:
    """One certification, or page not found."""
    found = certifications_of(request).filter(pk=numero).first()
    if found is None:
        raise Http404
    return found


def files_of(request: SignedIn) -> QuerySet[VaeFile]:
    """The applications that the account may see."""
    every = VaeFile.objects.select_related("certification")
    if request.user.role == Role.EXAMENS:
        return every
    if request.user.role == Role.JURY:
        sits = request.user.vae_seats.filter(sits=True)
        return every.filter(certification__in=sits.values("certification"), stage__in=BEFORE_JURY)
    own = own_files(request.user).values_list("candidate", flat=True)
    return every.filter(pk__in=[uuid.UUID(candidate) for candidate in own])


def file_of(request: SignedIn, application: uuid.UUID) -> VaeFile:
    """One application, or page not found."""
    found = files_of(request).filter(pk=application).first()
    if found is None:
        raise Http404
    return found


def carry_out(
    request: SignedIn,
    file: VaeFile,
    commands: Commands,
    *,
    said: str,
    alone: bool = False,
    again: bool = True,
    whole: bool = False,
) -> Desk | None:
    """Run the commands of a form on an application and tell what came of it; None when they were refused.

    ``again``: the page that follows fills the form again. ``whole``: they need all the applications.
    """
    own = None if whole else [str(file.pk)]
    try:
        desk = perform(file.certification, request.user, form_key(request), commands, applications=own, alone=alone)
    except Refused as refused:
        say_refused(request, refused)
        if again:
            show_again(request)
        return None
    say_done(request, said, desk)
    return desk
