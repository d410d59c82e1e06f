"""``laureat emettre``: all the papers of a deliberated session."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from laureat.cli.common import ANY_PATH, EXISTING_FILE, console, counting, say_law, worksheet_option
from laureat.cli.days import day as read_day
from laureat.cli.days import require_order
from laureat.cli.jury_law import law_of_session
from laureat.cli.spoken import echo, to_look_at
from laureat.documents import infos as settings
from laureat.documents.codes import site
from laureat.documents.deposit import FILE as DEPOSIT
from laureat.documents.issue import Summary, issue
from laureat.documents.keys import DeuxDocKey, SealKey
from laureat.documents.order import LOT, Order
from laureat.documents.reissue import Reissue
from laureat.documents.seal import trial_authority
from laureat.exchange.dossier import FICHE, Dossier, read_dossier
from laureat.exchange.jury import read_jury
from laureat.exchange.places import require_free
from laureat.jury.members import Jury
from laureat.jury.sitting import sitting
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import enumeration, number, plural

EXIT_REFUSED = 1
NO_JURY = "aucun fichier de jury n'a été donné"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PHRASE_2DDOC, _PHRASE_SEAL = "LAUREAT_PHRASE_SECRETE", "LAUREAT_PHRASE_CACHET"
_SHOWN = 20


@click.command()
@click.argument("dossier", type=_FOLDER, required=False)
@click.option("--jury", type=EXISTING_FILE, metavar="JURY", help="Le jury et sa présence (CSV, XLSX ou YAML).")
@worksheet_option
@click.option(
    "--malgre-le-jury",
    "despite",
    default="",
    metavar="MOTIF",
    help="Écrit le procès-verbal d'un jury irrégulier ou dont un point reste à établir ; le motif y figure.",
)
@click.option(
    "--sans-jury",
    "unseen",
    default="",
    metavar="MOTIF",
    help="Sans --jury, rien ne prouve ici le procès-verbal que les papiers citent : chacun le dit, avec ce motif.",
)
@click.option(
    "--infos", type=EXISTING_FILE, metavar="FICHIER.yaml", help="Académie, autorité, signataire, lieux, logo…"
)
@click.option("--date", "day", type=read_day, metavar="JJ/MM/AAAA", help="La date que portent les papiers.")
@click.option("--sortie", type=ANY_PATH, metavar="PAPIERS", help="Le dossier à écrire.")
@click.option(
    "--titres", type=_FOLDER, metavar="TITRES", help="Les titres de « laureat attester », joints aux papiers."
)
@click.option("--cle-2ddoc", type=EXISTING_FILE, metavar="CLÉ", help="La clé (PEM, P-256) qui signe les 2D-Doc.")
@click.option("--sceau", type=EXISTING_FILE, metavar="CLÉ", help="Cachète chaque papier : PKCS#12, ou clé PEM.")
@click.option(
    "--sceau-certificat", type=EXISTING_FILE, metavar="PEM", help="Le certificat d'une clé PEM, et sa chaîne."
)
@click.option("--sceau-essai", is_flag=True, help="Cachète avec une autorité locale d'essai, sans valeur.")
@click.option("--horodatage", metavar="ADRESSE", help="L'autorité (RFC 3161) qui date chaque cachet (PAdES B-T).")
@click.option(
    "--site",
    default="",
    metavar="ADRESSE",
    help="Imprime sur chaque papier le code sous lequel ce site en répond ; codes.jsonl est à y déposer.",
)
@click.option("--impression", is_flag=True, help="Écrit aussi un seul PDF, à imprimer.")
@click.option("--zip", "zipped", is_flag=True, help="Une archive ZIP par établissement au lieu d'un dossier.")
@click.option(
    "--remplacer", is_flag=True, help="Efface d'abord les papiers d'un autre lot, ou le modèle de --modele-infos."
)
@click.option("--processus", default=os.cpu_count() or 1, show_default=True, help="Nombre de processus.")
@click.option(
    "--candidat",
    "candidats",
    multiple=True,
    metavar="NUMÉRO",
    help="Ce candidat seulement (répétable) ; ni PV ni listes.",
)
@click.option(
    "--reedition",
    type=click.Choice([*Reissue], case_sensitive=False),
    help="Marque les papiers : duplicata, ou copie certifiée conforme ; ni PV ni listes.",
)
@click.option(
    "--modele-infos",
    type=ANY_PATH,
    metavar="FICHIER.yaml",
    help="Écrit un modèle commenté, aux mots de qui délivre ce que dit DOSSIER, et c'est tout.",
)
def emettre(**given: Any) -> None:
    """Émet les papiers d'un DOSSIER délibéré : relevés, diplômes, attestations, certificats, procès-verbal, listes.

    Un papier auquel il manque une donnée obligatoire est refusé en le disant ; les autres sont émis. Un lot interrompu
    reprend où il s'était arrêté. Un candidat dont un acte manque (dispense sans motif, décision à prendre) n'a aucun
    papier, et l'index dit ce qui manque. Codes de sortie : 0, tout est émis ; 1, des papiers sont refusés ou attendent
    un acte ; 2, rien n'est émis.
    """
    asked = _Asked(**given)
    if asked.modele_infos is not None:
        require_free(asked.modele_infos, replace=asked.remplacer)
        law = read_dossier(asked.dossier).rules.reglement if asked.dossier is not None else None
        asked.modele_infos.write_text(settings.template(law), encoding="utf-8")
        console.print(f"Modèle écrit dans [bold]{asked.modele_infos}[/] : remplissez-le, puis --infos.")
        return
    order, dossier = asked.order()
    say_law(dossier.rules.reglement.avis)
    total = dossier.effectif
    with _bar(total) as progress:
        summary = issue(order, progress)
    if asked.sceau_essai:
        shutil.copyfile(order.lot / "essai" / "autorite.pem", order.target / "autorite-essai.pem")
    _show(summary, order.target)
    if order.site:
        console.print(f"Codes : déposer [bold]{order.target / DEPOSIT}[/] sur {order.site} pour qu'il en réponde.")
    if summary.refused or summary.reserved:
        sys.exit(EXIT_REFUSED)


@dataclass(frozen=True)
class _Asked:
    """The command line."""

    dossier: Path | None
    jury: Path | None
    feuille: str | None
    despite: str
    unseen: str
    infos: Path | None
    day: date | None
    sortie: Path | None
    titres: Path | None
    cle_2ddoc: Path | None
    sceau: Path | None
    sceau_certificat: Path | None
    sceau_essai: bool
    horodatage: str | None
    site: str
    impression: bool
    zipped: bool
    remplacer: bool
    processus: int
    candidats: tuple[str, ...]
    reedition: str | None
    modele_infos: Path | None

    def order(self) -> tuple[Order, Dossier]:
        """What is to be issued, and from what, once nothing stands against it. Raises InvalidInput or UsageError."""
        if self.dossier is None or self.infos is None or self.day is None or self.sortie is None:
            raise click.UsageError("indiquer DOSSIER, --infos, --date et --sortie (ou --modele-infos)")
        told = settings.read_infos(self.infos)
        if self.cle_2ddoc is not None and (absent := told.missing(["deuxdoc.autorite", "deuxdoc.certificat"])):
            raise InvalidInput([f"--cle-2ddoc demande {enumeration(absent)} dans --infos"])
        if self.horodatage and not (self.sceau or self.sceau_essai):
            raise click.UsageError("--horodatage date un cachet : donner --sceau ou --sceau-essai")
        dossier, moment = read_dossier(self.dossier), datetime.now(UTC)
        dossier.require_unchanged()
        told.require_authority_of(dossier.rules.reglement)
        require_order(
            self.day,
            session=int(dossier.synthese["session"]),
            deliberated=told.day("deliberation.date"),
            today=moment.date(),
        )
        remarks: list[InputProblem] = []
        jury = told.held_by(read_jury(self.jury, sheet=self.feuille, warnings=remarks)) if self.jury else None
        to_look_at(remarks)
        notice = _held_to_its_law(jury, dossier, told, self.despite) if jury else ""
        if self.remplacer:
            _clear(self.sortie)
        order = Order(
            dossier=self.dossier,
            infos=told,
            issued=self.day,
            target=self.sortie,
            moment=moment,
            jury=jury,
            jury_notice=notice,
            without_jury=self._without_jury(),
            titles=self.titres,
            deuxdoc=DeuxDocKey(self.cle_2ddoc, os.environ.get(_PHRASE_2DDOC, "")) if self.cle_2ddoc else None,
            seal=self._seal(moment),
            timestamping=self.horodatage or "",
            site=site(self.site, "--site"),
            printing=self.impression,
            zipped=self.zipped,
            workers=max(1, self.processus),
            reissue=Reissue(self.reedition) if self.reedition else None,
            only=frozenset(self.candidats),
        )
        return order, dossier

    def _without_jury(self) -> str:
        """What every paper says where no jury is given, for it then cites minutes that nothing proves here."""
        if self.jury and self.unseen:
            raise click.UsageError("--jury et --sans-jury se contredisent : n'en garder qu'un")
        if self.jury:
            return ""
        return self.unseen.strip() if _says_something(self.unseen) else NO_JURY

    def _seal(self, moment: datetime) -> SealKey | None:
        if self.sceau_essai:
            assert self.sortie is not None
            return trial_authority(self.sortie / LOT / "essai", moment)
        if self.sceau is None:
            return None
        phrase = os.environ.get(_PHRASE_SEAL)
        if phrase is None and sys.stdin.isatty():
            phrase = click.prompt(
                "Phrase secrète du cachet (vide : aucune)", hide_input=True, default="", show_default=False
            )
        return SealKey(self.sceau, self.sceau_certificat, phrase or "")


def _held_to_its_law(jury: Jury, dossier: Dossier, infos: settings.Infos, despite: str) -> str:
    """What the minutes must say against this jury, where someone answers for them; the rest is said here.

    Raises InvalidInput for a jury that did not sit, or that its law does not allow where nobody answers for it.
    """
    day = infos.day("deliberation.date") or date.today()
    law = law_of_session(dossier.rules.reglement, dossier.path / FICHE, day)
    found = sitting(jury, law, presided=dossier.rules.reglement.famille.conduite.preside)
    if found.nobody:
        raise InvalidInput(["aucun membre du jury n'a siégé : il n'y a pas eu de délibération, ni de procès-verbal"])
    for remark in found.remarks:
        echo(f"À regarder dans le jury : {remark}", err=True)
    if not found.against:
        return ""
    if not _says_something(despite):
        answer = "corriger le jury, ou en répondre : --malgre-le-jury « motif, auteur », que le procès-verbal dira"
        raise InvalidInput([*(f"jury : {line}" for line in found.against), f"aucun papier n'est émis ; {answer}"])
    told = f"Ce procès-verbal est écrit malgré ce qui suit ({despite}) : {' ; '.join(found.against)}."
    echo(told, err=True)
    return told


def _says_something(reason: str) -> bool:
    return any(sign.isalnum() for sign in reason)


def _clear(folder: Path) -> None:
    """Remove the papers of another lot, and nothing that is not a lot."""
    if folder.exists() and (folder / LOT / "lot.json").exists():
        shutil.rmtree(folder)


def _bar(total: int) -> AbstractContextManager[Callable[[int], None]]:
    return counting("Papiers des candidats", total)


def _show(summary: Summary, target: Path) -> None:
    """The lot in one screen."""
    for title, count in summary.by_paper.items():
        console.print(f"  {number(count):>8}  {title}")
    issued = plural(summary.issued, "papier émis", "papiers émis")
    console.print(f"[bold green]{issued}[/] dans [bold]{target}[/] (index : index.csv).")
    if summary.withheld:
        people = len({entry.numero for entry in summary.withheld})
        console.print(f"[yellow]Aucun papier pour {plural(people, 'candidat')}[/] : dossier de fraude en instruction.")
    if summary.reserved:
        console.print(f"[yellow]Aucun papier pour {plural(len(summary.reserved), 'candidat')}[/] : un acte manque.")
        for entry in summary.reserved[:_SHOWN]:
            console.print(f"  • {entry.numero} {entry.nom} {entry.prenom} : {entry.motif}", markup=False)
    if summary.refused:
        console.print(f"[bold red]{plural(len(summary.refused), 'papier refusé', 'papiers refusés')}[/] :")
        for entry in summary.refused[:_SHOWN]:
            who = f" de {entry.numero} {entry.nom} {entry.prenom}".rstrip() if entry.numero else ""
            console.print(f"  • {entry.papier}{who} : {entry.motif}", markup=False)
        if (more := len(summary.refused) - _SHOWN) > 0:
            console.print(f"  … et {plural(more, 'autre')}, dans index.csv (colonne motif).")
