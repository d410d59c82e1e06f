"""An application of VAE, by the forms of the office and of the jury."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import Certification
from laureat.web.project import demonstration, derived_titles
from laureat.web.project.derived import _holder
from laureat.web.titles.models import Paper, Title
from laureat.web.vae.demonstration import ASKED, member, settle
from laureat.web.vae.jury import appoint
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, look
from support.toile import confirmed, send, signed_in, text

NEW = "/vae/RNCP35697/nouveau/"
MAIA = {"nom": "Aubry", "prenom": "Maïa", "date_naissance": "1988-05-12"}


def received(client: Any, **fields: Any) -> VaeFile:
    """An application received by the form."""
    page = send(client, NEW, **{**MAIA, "units": ASKED, **fields})
    assert page.redirect_chain, text(page)
    return VaeFile.objects.get(pk=page.context["file"].pk)


def appointed(world: Any) -> None:
    """The VAE jury of the demonstration."""
    seats = [(member(*person), world.accounts.get(address)) for *person, address in demonstration.JURY]
    certification = Certification.objects.get()
    appoint(certification, world.office, "jury", seats, "arrêté n° 2", datetime.now(UTC).date(), [])


def acting(client: Any, file: VaeFile, **fields: Any) -> Any:
    """A form of the office about an application; an act that strikes or restores a decision is asked twice."""
    return confirmed(client, f"/vae/dossiers/{file.pk}/acte/", **fields)


def decided(client: Any, file: VaeFile, **decisions: str) -> Any:
    """The form of the jury: ``U2="oui"``."""
    fields = {f"decision-{unit}": choice for unit, choice in decisions.items()}
    fields |= {f"motif-{unit}": f"motif de {unit}" for unit in decisions}
    return send(client, f"/vae/dossiers/{file.pk}/decision/", **fields)


def settled(world: Any, file: VaeFile) -> None:
    """A sitting of the whole jury, whose minutes two of those who sat approve."""
    approvers = [world.accounts[email] for email in ("presidente@demo.fr", "jury@demo.fr")]
    settle(file.certification, world.office, approvers, str(file.pk))


def notified(world: Any, units: list[str], **fields: Any) -> VaeFile:
    """An application for these units (none: for the whole diploma), all validated, settled by a sitting, notified."""
    office, president = signed_in(world.office), signed_in(world.accounts["presidente@demo.fr"])
    file = received(office, units=units, **fields)
    acting(office, file, acte="recevabilite", recevable="oui", motif="complet")
    acting(office, file, acte="livret")
    decided(president, file, **dict.fromkeys(file.units, "oui"))
    settled(world, file)
    acting(office, file, acte="notifier")
    return file


def beside_vae(certification: Certification) -> Iterator[str]:
    """What the audit finds in the rows of the papers and titles of a VAE."""

    def stored(table: str, _where: str, log: str) -> list[dict[str, Any]]:
        kind = Title if table == derived_titles.TITLES else Paper
        return list(kind.objects.filter(log=log).values())

    log = log_of(certification)
    names = {text.commitment: _holder(text.text) for text in PrivateText.objects.filter(log=log, kind="identite")}
    return map(str, derived_titles.compare_vae(stored, log, look(certification), names))
