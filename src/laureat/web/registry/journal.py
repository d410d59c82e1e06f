"""The log of the house, for anyone: its checkpoints, and the proofs that each prolongs the former ones.

No leaf is given here, nor the proof that one is in: whoever may read a fact asks for it beside the fact. The hashes of
a proof of consistency tell nothing: each leaf holds the signed root of a log, which nobody can guess.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from laureat.records.signed_note import encoded
from laureat.web.checkpoints import signing
from laureat.web.checkpoints.models import StoredCheckpoint
from laureat.web.exam_sessions import house

SHOWN = 30
"""How many checkpoints the page shows."""
TEXT = "text/plain; charset=utf-8"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The key, the last checkpoints, who vouched for them."""
    found = StoredCheckpoint.objects.order_by("-size").prefetch_related("cosignatures", "timestamps")
    rows = [
        {
            "checkpoint": signing.read(stored)[0],
            "at": stored.at,
            "witnesses": dict.fromkeys(line.witness for line in stored.cosignatures.all()),
            "stamped": bool(stored.timestamps.all()),
        }
        for stored in found[:SHOWN]
    ]
    return render(request, "registre/journal.html", {"rows": rows, "key": str(signing.log_key())})


@require_safe
def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """A checkpoint with its cosignatures, as a signed note: the last one, or that of a size."""
    stored = signing.latest() if size is None else get_object_or_404(StoredCheckpoint, size=size)
    if stored is None:
        raise Http404
    return HttpResponse(str(signing.read(stored)[1]), content_type=TEXT)


@require_safe
def consistency(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The proof that a checkpoint prolongs an older one, a hash a line, as a witness is given it."""
    last = signing.latest()
    if last is None or not 0 < old <= new <= last.size:
        raise Http404
    if StoredCheckpoint.objects.filter(size__in=(old, new)).count() != len({old, new}):
        raise Http404
    proof = house.tree(signing.read(last)[0]).consistency_proof(old, new)
    return HttpResponse("".join(f"{encoded(node)}\n" for node in proof), content_type=TEXT)
