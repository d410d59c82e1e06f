"""``laureat fiche``: what a sheet of the register says, to read or as JSON."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from laureat.cli.common import replace_option
from laureat.cli.fiche_display import show_list, show_sheet
from laureat.cli.spoken import echo
from laureat.exchange.places import require_free
from laureat.register import Fiche, read_fiche, read_fiches
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import plural
from laureat.vocabulary.french.failures import plainly

LISTED = 40
"""How many sheets of a file are listed in the terminal before pointing to --numero and --json."""


@click.command()
@click.argument("fichier")
@click.option(
    "--json", "sortie", metavar="SORTIE", help="Écrit le modèle entier en JSON dans SORTIE (« - » : l'écran)."
)
@click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un fichier qui en contient plusieurs.")
@replace_option
def fiche(fichier: str, sortie: str | None, numero: str | None, remplacer: bool) -> None:
    """Lit une fiche du RNCP ou du RS et montre ce qu'elle dit.

    FICHIER est une fiche imprimée (texte), l'export XML V4.1 du registre ou son archive .zip, un JSON écrit par cette
    commande, ou le numéro d'une fiche fournie avec Lauréat (RNCP35697).

    Avec --json, une fiche donne un objet, un fichier de plusieurs fiches une liste ; le schéma est publié
    (fiche.schema.json). Un JSON de fiches s'écrit par-dessus un autre ; tout autre fichier demande --remplacer. Code de
    sortie 2 : le fichier n'est pas lisible, tout est dit, et rien n'est écrit.
    """
    if sortie is not None and sortie != "-":
        require_free(Path(sortie), replace=remplacer or _holds_sheets(Path(sortie)))
    sheets = _sheets(fichier, numero)
    if sortie is not None:
        with _target(sortie) as stream:
            count = write_json(sheets, stream)
        if sortie != "-":
            echo(f"{plural(count, 'fiche')} dans {sortie}", err=True)
        return
    first = list(islice(sheets, 2))
    if not first:
        raise InvalidInput([InputProblem("le fichier ne contient aucune fiche", fichier)])
    if len(first) == 1:
        show_sheet(first[0], date.today())
    else:
        show_list([*first, *islice(sheets, LISTED - 2)], sum(1 for _ in sheets), fichier)


def _holds_sheets(path: Path) -> bool:
    """True for a JSON that this command writes: it is read from a sheet, nobody filled it."""
    try:
        with path.open("rb") as stream:
            return stream.read(1) in (b"[", b"{") and next(read_fiches(path), None) is not None
    except (OSError, InvalidInput):
        return False


def _sheets(fichier: str, numero: str | None) -> Iterator[Fiche]:
    """The sheets asked for, as a stream."""
    if numero is None:
        return read_fiches(fichier)
    return iter([read_fiche(fichier, numero)])


def write_json(sheets: Iterable[Fiche], stream: TextIO) -> int:
    """Write one sheet as an object, several as a list, one at a time; the number of sheets."""
    count = 0
    last: Fiche | None = None
    for sheet in sheets:
        if last is not None:
            stream.write("[\n" if count == 1 else ",\n")
            stream.write(json.dumps(last.to_json(), ensure_ascii=False))
        last = sheet
        count += 1
    if last is None:
        raise InvalidInput([InputProblem("aucune fiche à écrire")])
    if count == 1:
        stream.write(f"{json.dumps(last.to_json(), ensure_ascii=False, indent=2)}\n")
    else:
        stream.write(f",\n{json.dumps(last.to_json(), ensure_ascii=False)}\n]\n")
    return count


@contextmanager
def _target(sortie: str) -> Iterator[TextIO]:
    """The place to write to: the screen, or a file that takes its name only when it is whole."""
    if sortie == "-":
        yield sys.stdout
        return
    path = Path(sortie)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être écrit : {plainly(error)}", sortie)]) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            yield stream
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
