"""``laureat attester``: the credentials of a session, signed; then what becomes of them (revocation, suspension)."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import BasicConstraints, ExtensionNotFound, load_pem_x509_certificates
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from laureat.cli.common import distinct, say_law
from laureat.cli.days import day as read_day
from laureat.cli.days import require_order
from laureat.cli.spoken import Console, echo
from laureat.credentials import keys
from laureat.credentials.claims import Issuer
from laureat.credentials.delivery import Delivery, Order, deliver, publish, publish_status, web_address
from laureat.credentials.holder import file_name
from laureat.credentials.issuer import Issuance
from laureat.credentials.records import deliver_records, write_tokens
from laureat.credentials.status import Event, Lists, Register
from laureat.credentials.trust import Seal
from laureat.deliberation.outcome import Candidate
from laureat.exchange.spec import CONSENT_COLUMN, says_yes
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural, short_date
from laureat.vocabulary.french.failures import plainly

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_PASSPHRASE = "LAUREAT_PHRASE_SECRETE"


@click.command()
@click.argument("dossier", type=_FOLDER, required=False)
@click.option("--cle", type=_FILE, help="Clé privée de l'émetteur (PEM, Ed25519).")
@click.option("--sortie", type=_FOLDER, metavar="TITRES", help="Dossier des titres.")
@click.option("--date", "day", type=read_day, metavar="JJ/MM/AAAA", help="Date de délivrance ; ce jour à défaut.")
@click.option(
    "--emetteur",
    default="",
    help="Identifiant did:web:… de l'émetteur, ou son nom ; à défaut did:key, la clé elle-même.",
)
@click.option(
    "--nom", default="", help="Nom de l'émetteur ; à défaut celui de --infos, puis le certificateur de la fiche."
)
@click.option("--infos", type=_FILE, metavar="FICHIER.yaml", help="Réglages des papiers (académie, autorité, 2D-Doc).")
@click.option("--consentement", type=_FILE, help="Numéros des candidats qui acceptent que leurs notes figurent.")
@click.option(
    "--a-blanc", is_flag=True, help="Délivrer des titres d'essai, qui le disent, même si tout est provisoire."
)
@click.option("--sans-badges", is_flag=True, help="Ne pas dessiner les badges PNG.")
@click.option("--dossiers", is_flag=True, help="Écrire aussi le relevé signé et le dossier de chacun (CLR 2.0).")
@click.option("--jetons", is_flag=True, help="Écrire aussi chaque titre en jeton (VC-JWT).")
@click.option("--cle-2ddoc", type=_FILE, help="Clé des 2D-Doc, dont la liste de confiance donnera la clé publique.")
@click.option(
    "--cachet",
    type=_FILE,
    multiple=True,
    help="Certificat (PEM) du cachet des PDF, pour la liste de confiance ; suivi de celui de son autorité, tout "
    "certificat de même titulaire sera cru.",
)
@click.option("--validite-statuts", default=90, show_default=True, metavar="JOURS", help="Durée des listes de statuts.")
@click.option("--processus", default=os.cpu_count() or 1, show_default=True, help="Nombre de processus.")
@click.option("--nouvelle-cle", type=_FILE, metavar="FICHIER", help="Fabriquer une clé, et c'est tout.")
@click.option("--usage", type=click.Choice(["titres", "2ddoc"]), default="titres", help="Usage de la nouvelle clé.")
@click.option("--revoquer", multiple=True, metavar="TITRE", help="Révoquer un titre (urn:uuid:… ou diplomes/000123).")
@click.option(
    "--revoquer-titulaire", multiple=True, metavar="NUMERO", help="Révoquer tous les titres d'un candidat, en un acte."
)
@click.option("--suspendre", multiple=True, metavar="TITRE", help="Suspendre un titre.")
@click.option("--retablir", multiple=True, metavar="TITRE", help="Lever une suspension.")
@click.option("--motif", default="", help="Motif, pour le registre.")
@click.option(
    "--republier-statuts", "status_only", is_flag=True, help="Republier les listes de statuts avant leur péremption."
)
def attester(**given: Any) -> None:
    """Délivre les titres numériques d'un DOSSIER délibéré : diplômes, blocs de compétences, badges, statuts.

    Une clé protégée demande sa phrase secrète, ou la lit dans LAUREAT_PHRASE_SECRETE.
    """
    asked = _Asked(**given)
    if asked.nouvelle_cle:
        _new_key(asked.nouvelle_cle, asked.usage)
    elif asked.revoquer or asked.revoquer_titulaire or asked.suspendre or asked.retablir or asked.status_only:
        _change_status(asked)
    else:
        _deliver(asked)


@dataclass(frozen=True)
class _Asked:
    """The command line."""

    dossier: Path | None
    cle: Path | None
    sortie: Path | None
    day: date | None
    emetteur: str
    nom: str
    infos: Path | None
    consentement: Path | None
    a_blanc: bool
    sans_badges: bool
    dossiers: bool
    jetons: bool
    cle_2ddoc: Path | None
    cachet: tuple[Path, ...]
    validite_statuts: int
    processus: int
    nouvelle_cle: Path | None
    usage: str
    revoquer: tuple[str, ...]
    revoquer_titulaire: tuple[str, ...]
    suspendre: tuple[str, ...]
    retablir: tuple[str, ...]
    motif: str
    status_only: bool

    def until(self, now: datetime) -> datetime:
        """When the status lists of today stop being believed."""
        if not 1 <= self.validite_statuts <= 3_650:
            raise click.BadParameter("--validite-statuts : de 1 à 3650 jours")
        return now + timedelta(days=self.validite_statuts)


def _needed(path: Path | None, option: str) -> Path:
    if path is None:
        raise click.UsageError(f"il manque {option}")
    return path


def _new_key(path: Path, usage: str) -> None:
    passphrase = os.environ.get(_PASSPHRASE, "")
    key = keys.new_signing_key() if usage == "titres" else keys.new_deuxdoc_key()
    keys.write_private(path, key, passphrase)
    locked = "protégée par votre phrase secrète" if passphrase else f"sans phrase secrète ({_PASSPHRASE} en donne une)"
    echo(f"Clé écrite : {path} (lisible de vous seul, {locked}).")
    if isinstance(key, keys.SigningKey):
        echo(f"Clé publique : {key.multikey}\nIdentifiant : {key.did_key}")
    else:
        click.echo(f"Clé publique :\n{keys.public_pem(key.public_key())}", nl=False)


def _read_key(path: Path) -> keys.SigningKey:
    passphrase = os.environ.get(_PASSPHRASE, "")
    if not passphrase and path.is_file() and b"ENCRYPTED" in path.read_bytes()[:64] and sys.stdin.isatty():
        passphrase = click.prompt("Phrase secrète", hide_input=True)
    return keys.read_signing_key(path, passphrase)


def _deliver(asked: _Asked) -> None:
    from laureat.documents.infos import read_infos
    from laureat.exchange.dossier import read_dossier

    source, folder = _needed(asked.dossier, "DOSSIER"), _needed(asked.sortie, "--sortie")
    key = _read_key(_needed(asked.cle, "--cle"))
    dossier = read_dossier(source)
    dossier.require_unchanged()
    infos = read_infos(asked.infos) if asked.infos else None
    if infos:
        infos.require_authority_of(dossier.rules.reglement)
    synthese = dossier.synthese
    require_order(
        asked.day,
        session=int(synthese["session"]),
        deliberated=infos.day("deliberation.date") if infos else None,
        today=datetime.now(UTC).date(),
    )
    if dossier.a_blanc and not asked.a_blanc:
        raise InvalidInput(["cette session est à blanc : rien n'y est délivré, sinon avec --a-blanc"])
    fiche = dossier.fiche or {"numero": synthese["reglement"], "intitule": synthese["titre"]}
    certifiers = fiche.get("certificateurs") or [{"nom": synthese["titre"]}]
    told = (infos["autorite"] or infos["academie"]) if infos else ""
    issuer = _issuer(asked, key, told or str(certifiers[0]["nom"]))
    issuance = Issuance(
        issuer,
        fiche,
        int(synthese["session"]),
        asked.day or datetime.now(UTC).date(),
        dict(dossier.rules.reglement.options),
        asked.a_blanc,
        dossier.rules.reglement.famille.papiers,
        dossier.rules.reglement.avis,
        dossier.rules.block_years,
    )
    lists = Lists(issuer, web_address(issuer.did))
    now = datetime.now(UTC)
    until = asked.until(now)
    seals, deuxdoc = tuple(map(_seal, asked.cachet)), _deuxdoc(asked, infos)
    order = Order(issuance, key, lists, folder, not asked.sans_badges, asked.processus)
    results = ((result.candidate, result.outcome) for result in dossier.results())
    with _progress() as progress:
        task = progress.add_task("Titres signés", total=None)
        delivery = deliver(
            order, results, _consents(asked.consentement), lambda count: progress.advance(task, float(count))
        )
        done = delivery.diplomas + delivery.blocs
        progress.update(task, total=done, completed=done)
    if asked.dossiers:
        deliver_records(order, ((result.candidate, result.outcome) for result in dossier.results()))
    if asked.jetons:
        write_tokens(order)
    publish(order, now, until, deuxdoc, seals)
    say_law(dossier.rules.reglement.avis)
    _show(delivery, folder)


def _issuer(asked: _Asked, key: keys.SigningKey, name: str) -> Issuer:
    """Who issues, from ``--emetteur`` (a DID or a name) and ``--nom``, else under ``name``."""
    did = asked.emetteur if asked.emetteur.startswith("did:") else ""
    if did not in ("", key.did_key) and not did.startswith("did:web:"):
        raise InvalidInput([f"--emetteur attend did:web:… ou un nom ; {did} n'est pas cette clé ({key.did_key})"])
    said = asked.nom or ("" if did else asked.emetteur) or name
    return Issuer.of(key, said, did, web_address(did))


def _change_status(asked: _Asked) -> None:
    folder = _needed(asked.sortie, "--sortie")
    key = _read_key(_needed(asked.cle, "--cle"))
    issuer = _issuer_of(folder, key)
    register = Register.read(folder / "registre.csv")
    day = (asked.day or datetime.now(UTC).date()).isoformat()
    if (asked.revoquer or asked.revoquer_titulaire or asked.suspendre) and not asked.motif:
        raise click.UsageError("il manque --motif, que le registre garde")
    now = datetime.now(UTC)
    if asked.day and asked.day > now.date():
        told = f"--date dit {short_date(asked.day)} : un changement de statut prend effet ce jour"
        raise InvalidInput([f"{told} ; une date au plus tard le {short_date(now)} est attendue"])
    until = asked.until(now)
    changes = [
        (event, title)
        for event, titles in (
            (Event.REVOQUE, (*asked.revoquer, *_of_holders(register, asked.revoquer_titulaire))),
            (Event.SUSPENDU, asked.suspendre),
            (Event.RETABLI, asked.retablir),
        )
        for title in titles
    ]
    options = {Event.REVOQUE: "--revoquer", Event.SUSPENDU: "--suspendre", Event.RETABLI: "--retablir"}
    distinct("La commande", ((title, options[event]) for event, title in changes))
    for event, title in changes:
        register.find(event, title, asked.motif)
    for event, title in changes:
        register.record(event, title, day, asked.motif)
        echo(f"{title} : {event}")
    publish_status(folder, Lists(issuer, web_address(issuer.did)), register, key, now, until)
    echo(f"Listes de statuts publiées dans {folder / 'statuts'}, à republier avant le {short_date(until)}.")


def _of_holders(register: Register, numeros: tuple[str, ...]) -> list[str]:
    """All the titles of these candidates. Raises InvalidInput, which names those who have none."""
    held = {numero: register.of_holder(file_name(numero)) for numero in numeros}
    if absent := [numero for numero, found in held.items() if not found]:
        raise InvalidInput([f"le candidat « {numero} » n'a pas de titre en vigueur ici" for numero in absent])
    return [title for found in held.values() for title in found]


def _issuer_of(folder: Path, key: keys.SigningKey) -> Issuer:
    try:
        entry = json.loads((folder / "confiance.json").read_bytes())["emetteurs"][0]
        did, name = str(entry["id"]), str(entry["nom"])
    except (OSError, ValueError, LookupError, TypeError):
        raise InvalidInput([f"{folder} n'est pas un dossier de titres : confiance.json y manque"]) from None
    issuer = Issuer.of(key, name, did)
    if issuer.key_id not in {each["id"] for each in entry["cles"]}:
        raise InvalidInput([f"cette clé n'est pas celle de {name} ({did})"])
    return issuer


def _consents(path: Path | None) -> Callable[[Candidate], bool]:
    """Who accepts that the marks be shown: the column ``consentement_notes``, or a list of candidate numbers."""
    listed: set[str] = set()
    if path is not None:
        try:
            listed = {line.split(";")[0].strip() for line in path.read_text(encoding="utf-8-sig").splitlines()}
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput([f"{path} : liste de numéros illisible : {plainly(error)}"]) from None

    def consents(candidate: Candidate) -> bool:
        return candidate.numero in listed or says_yes(candidate.autres, CONSENT_COLUMN)

    return consents


def _deuxdoc(asked: _Asked, infos: Any) -> dict[tuple[str, str], str]:
    if asked.cle_2ddoc is None:
        return {}
    if infos is None or not infos["deuxdoc.autorite"] or not infos["deuxdoc.certificat"]:
        raise InvalidInput(["--cle-2ddoc demande deuxdoc.autorite et deuxdoc.certificat dans --infos"])
    public = keys.read_deuxdoc_key(asked.cle_2ddoc, os.environ.get(_PASSPHRASE, "")).public_key()
    return {(infos["deuxdoc.autorite"], infos["deuxdoc.certificat"]): keys.public_pem(public)}


def _seal(path: Path) -> Seal:
    """The seal of a PEM file: its one certificate, or its subject under the authority that comes second."""
    try:
        certificates = load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise InvalidInput([f"{path} : un certificat PEM est attendu"]) from None
    pem = [each.public_bytes(Encoding.PEM).decode("ascii") for each in certificates]
    try:
        is_authority = certificates[0].extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        is_authority = False
    if is_authority:
        raise InvalidInput([f"{path} : c'est le certificat d'une autorité ; mettez avant lui celui du cachet"])
    return Seal(pem[0]) if len(pem) == 1 else Seal(pem[1], certificates[0].subject.rfc4514_string())


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _show(delivery: Delivery, folder: Path) -> None:
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    table.add_row("Diplômes", str(delivery.diplomas))
    table.add_row("Blocs de compétences", str(delivery.blocs))
    table.add_row("Dossier", str(folder))
    console.print(table)
    if delivery.refused:
        console.print(f"[yellow]{plural(len(delivery.refused), 'refus')}, dans refus.csv :[/]")
        for numero, reason in delivery.refused[:20]:
            console.print(f" • candidat {numero} : {reason}", markup=False, soft_wrap=True)
        if len(delivery.refused) > 20:
            console.print(f" • et {plural(len(delivery.refused) - 20, 'autre')}")
