"""``laureat verifier``: what does this file attest, from whom, and is it in force? Offline, with its own exit codes."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from laureat.cli.common import replace_option
from laureat.cli.days import day as read_day
from laureat.cli.spoken import Console, echo
from laureat.credentials import offline
from laureat.credentials.carriers import verify_file
from laureat.credentials.paper_codes import spelled
from laureat.credentials.status_check import address_of
from laureat.credentials.strict_json import MAX_BYTES
from laureat.credentials.trust import TrustList, read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.exchange.places import require_free
from laureat.vocabulary.french import short_date
from laureat.vocabulary.json_text import read_json

MAX_FILE = 64 * 1024 * 1024
_FILE = click.Path(path_type=Path)
_COLOURS = {0: "green", 3: "red", 6: "red", 12: "red"}


@click.command()
@click.argument("fichier", type=_FILE, required=False)
@click.option("--confiance", type=_FILE, metavar="EMETTEURS", help="Votre liste des émetteurs de confiance.")
@click.option(
    "--statuts", type=_FILE, multiple=True, metavar="LISTE", help="Liste de statuts, ou dossier qui en contient."
)
@click.option("--date", "day", type=read_day, metavar="JJ/MM/AAAA", help="Juger à cette date plutôt qu'à ce jour.")
@click.option(
    "--naissance", type=read_day, metavar="JJ/MM/AAAA", help="Date de naissance que présente le titulaire, à comparer."
)
@click.option("--json", "as_json", is_flag=True, help="Écrire le verdict en JSON.")
@click.option(
    "--page",
    type=_FILE,
    metavar="PAGE.html",
    help="Écrire la page qui vérifie dans un navigateur, hors ligne.",
)
@replace_option
def verifier(
    fichier: Path | None,
    confiance: Path | None,
    statuts: tuple[Path, ...],
    day: date | None,
    naissance: date | None,
    as_json: bool,
    page: Path | None,
    remplacer: bool,
) -> None:
    """Vérifie un titre (JSON ou jeton), un badge (PNG ou SVG), un PDF avec titre joint ou cachet, ou la
    photo d'un code 2D-Doc.

    Code de sortie : 0 authentique et en vigueur ; 3 altéré ; 4 émetteur inconnu ; 5 indécidable ; 6 révoqué ;
    7 suspendu ; 8 expiré ; 9 pas encore valide ; 10 illisible ; 11 authentique, mais page non liée ou support sans
    statut ; 12 spécimen ou essai à blanc ; 13 non pris en charge, ou pas un titre ; 14 non vérifié, à réessayer.
    """
    if page is not None:
        require_free(page, replace=remplacer)
        _write_page(page, confiance)
    if fichier is None:
        if page is None:
            raise click.UsageError("indiquer le fichier à vérifier")
        return
    folders = (fichier.parent, fichier.parent.parent)
    judge = Verifier(
        trust=_trust(confiance),
        now=datetime.combine(day, time(12), UTC) if day else datetime.now(UTC),
        find_lists=_lists(statuts or [folder / "statuts" for folder in folders]),
        find_document=_documents([folder / "did.json" for folder in folders]),
        born=short_date(naissance) if naissance else "",
    )
    verdict = _verify(fichier, judge)
    if as_json:
        click.echo(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    else:
        show(verdict)
    sys.exit(verdict.reason.exit_code)


def _write_page(page: Path, trusted: Path | None) -> None:
    """The page that verifies in a browser, with the verifier's own trust list inside where one is given."""
    inside = None
    if trusted is not None:
        read_trust(trusted)
        inside = json.loads(trusted.read_bytes())
    page.write_text(offline.page(inside), encoding="utf-8")
    echo(f"Page de vérification écrite : {page}")


def show(verdict: Verdict) -> None:
    """The verdict on the terminal, in French: what is attested first, then the two lines, then the rest."""
    console = Console(highlight=False)
    colour = _COLOURS.get(verdict.reason.exit_code, "yellow")
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, text in _lines(verdict):
        table.add_row(label, Text(text))
    parts: list[Table | Text] = []
    if verdict.attested:
        told = "\n".join(filter(None, (verdict.attested.holder, verdict.attested.title)))
        heading = "Atteste" if verdict.is_believable else "Prétend attester, sans que cela soit garanti"
        parts = [Text(f"{heading} :", style="dim"), Text(told, style="bold"), Text("")]
    if verdict.page:
        parts.append(Text(f"Le titre : {verdict.title_line}."))
        parts += [Text(f"La page que vous regardez : {verdict.page_line}."), Text("")]
    parts.append(table)
    title = f"[bold {colour}]{verdict.label}[/]"
    console.print(Panel(Group(*parts), title=title, title_align="left", border_style=colour, padding=(1, 2)))


def _lines(verdict: Verdict) -> list[tuple[str, str]]:
    attested = verdict.attested
    lines: list[tuple[str, str]] = []
    if attested:
        lines += [
            ("Session", attested.session),
            ("Mention", attested.mention),
            ("Décision", attested.narrative),
            ("Blocs visés", "\n".join(attested.blocs)),
            ("Notes", "\n".join(f"{name} : {mark}" for name, mark in attested.marks)),
            ("Délivré le", attested.issued),
            ("Identifiant", attested.identifier),
        ]
    lines += [("Émetteur", verdict.issuer), ("Support", verdict.carrier), ("Motif", verdict.detail)]
    lines += [("Code du papier", f"{spelled(code)} : son site dit s'il vaut encore") for code in verdict.codes]
    lines += [("À savoir", note) for note in verdict.notes]
    return [(label, text) for label, text in lines if text]


def _verify(path: Path, judge: Verifier) -> Verdict:
    try:
        if path.stat().st_size > MAX_FILE:
            return Verdict(Reason.TROP_COMPLEXE, "fichier de plus de 64 Mio")
        content = path.read_bytes()
    except OSError:
        return Verdict(Reason.ILLISIBLE, f"{path} : fichier introuvable ou illisible")
    return verify_file(content, judge)


def _trust(option: Path | None) -> TrustList:
    """The verifier's own list: the option, LAUREAT_CONFIANCE or the configuration; never a file found beside."""
    if option is not None:
        return read_trust(option)
    if named := os.environ.get("LAUREAT_CONFIANCE"):
        return read_trust(Path(named))
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    configured = home / "laureat" / "confiance.json"
    return read_trust(configured) if configured.exists() else TrustList()


def _lists(paths: list[Path] | tuple[Path, ...]) -> Callable[[str], Iterator[bytes]]:
    """All the status lists under these paths, in JSON or as tokens, that bear this address; the newest will count."""

    def find(address: str) -> Iterator[bytes]:
        for path in paths:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                content = _read(file)
                if content and address_of(content) == address:
                    yield content

    return find


def _documents(paths: list[Path]) -> Callable[[str], Mapping[str, Any] | None]:
    def find(did: str) -> Mapping[str, Any] | None:
        for path in paths:
            document = _read_json(path)
            if isinstance(document, dict) and document.get("id") == did:
                return document
        return None

    return find


def _read_json(path: Path) -> Any:
    try:
        return read_json(_read(path).decode("utf-8-sig"))
    except ValueError:
        return None


def _read(path: Path) -> bytes:
    """A file within what a list or a document may weigh; nothing where there is none such."""
    try:
        return path.read_bytes() if path.stat().st_size <= 2 * MAX_BYTES else b""
    except OSError:
        return b""
