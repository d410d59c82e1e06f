"""What the tests of the web door share: clients signed in, forms with their keys."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

BACKEND = "laureat.web.accounts.stay.Backend"


def signed_in(user: Any) -> Client:
    """A client of this account."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def give_file(user: Any, candidate: str) -> None:
    """Make an account that of the person of a registration: it bears the pseudonym of the person."""
    from laureat.web.accounts.models import User
    from laureat.web.candidates.models import Identity

    person = uuid.UUID(Identity.objects.get(candidate=candidate).person)
    User.objects.filter(pseudonym=person).exclude(pk=user.pk).update(pseudonym=uuid.uuid4())
    user.pseudonym = person
    user.save(update_fields=["pseudonym"])
    Identity.objects.filter(candidate=candidate).update(account=user)


def key() -> str:
    """The idempotency key of a fresh form."""
    return uuid.uuid4().hex


def send(client: Client, path: str, **fields: Any) -> Any:
    """Post a form of ours and follow where it leads."""
    return client.post(path, {"cle": key(), **fields}, follow=True)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file to hand over."""
    return SimpleUploadedFile(name, content)


def arrested(client: Client, place: str, **fields: Any) -> Any:
    """Settle what a grid gives, from its page as it stands now."""
    return send(client, place + "arreter/", present=client.get(place).context["stood"], **fields)


def signed_by_link(client: Client, where: str, avis: str) -> Any:
    """The holder of a link signs what its page shows now."""
    seen = client.get(where).context["board"].digest
    return client.post(where + "signer/", {"avis": avis, "condense": seen})


def vouched(
    session: Any, unit: str, candidate: str, by: Any, situation: str = "P", name: str = "Mme Roy", **more: str
) -> None:
    """A professional signs, by a link that an account gave them, what stands in a situation."""
    from laureat.web.grids.models import TutorLink

    about = {"session": session, "unit": unit, "candidate": candidate, "situation": situation}
    _link, token = TutorLink.draw(
        **about, name=name, quality="tutrice, Mécanique du Rhône", role="professionnel", by=by, **more
    )
    assert signed_by_link(Client(), f"/tuteur/{token}/", "vu").status_code == 302


def text(response: Any) -> str:
    """The page; what is typed on a keyboard finds the numbers that a « n° » holds to itself."""
    return str(response.content.decode()).replace("n°\u00a0", "n° ")


def confirmed(client: Client, path: str, acte: str, **fields: Any) -> Any:
    """Ask for an act that cannot be undone, then type its word on the page that shows what it would do."""
    asked = send(client, path, acte=acte, **fields)
    deed = (asked.context or {}).get("deed")
    if deed is None or deed.lacks:
        return asked
    assert deed.does, "what it would do is shown before it is done"
    assert deed.word, "and it is asked twice"
    return send(client, path, acte=acte, mot=deed.word, **{**fields, **deed.carried})
