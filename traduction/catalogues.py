"""The two catalogues of English: ``django`` for what screens mark, ``laureat`` for the sentences of the rooms below."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from traduction.found import SCRIPTS, SOURCES, Message, of_scripts, phrases, screens, told_to_scripts

FOLDER = SOURCES / "locale" / "en" / "LC_MESSAGES"
DOMAINS: dict[str, Callable[[], dict[Message, list[str]]]] = {"django": screens, "laureat": phrases}
HEADER = "# Lauréat en anglais. Le français est dans les sources ; « python -m traduction » tient ce fichier à jour."


def written(domain: str) -> Catalog:
    """The catalogue as it is; empty where there is none yet."""
    path = FOLDER / f"{domain}.po"
    if not path.exists():
        return Catalog(locale="en", domain=domain)
    with path.open("rb") as file:
        return read_po(file, locale="en", domain=domain)


def wanted(found: Mapping[Message, list[str]], known: Catalog) -> Catalog:
    """The catalogue of what the sources hold, with what was translated already; what they no longer hold goes."""
    fresh = Catalog(locale="en", domain=known.domain, header_comment=HEADER, charset="utf-8", fuzzy=False)
    for message in sorted(found, key=lambda one: one if isinstance(one, str) else one[0]):
        held = known.get(message if isinstance(message, str) else message[0])
        fresh.add(message, held.string if held is not None and _fits(message, held.string) else None)
    return fresh


def _fits(message: Message, told: object) -> bool:
    """Whether a translation has as many forms as its message."""
    return isinstance(message, str) == isinstance(told, str)


def missing(catalogue: Catalog) -> list[str]:
    """What has no English yet."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def po_of(catalogue: Catalog) -> bytes:
    """The text of a catalogue; nothing of it changes from one day to the next."""
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, width=0)
    head = f'{HEADER}\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{head}"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'.encode() + out.getvalue()


def mo_of(catalogue: Catalog) -> bytes:
    """The compiled form, which is shipped; it bears no date, so that it changes with its words alone."""
    catalogue.creation_date = catalogue.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


TABLE = SCRIPTS / "dit.js"


def table_of_scripts(script: str) -> str:
    """The script that speaks for the others, its table of English as the catalogues have it."""
    known = [written(domain) for domain in DOMAINS]
    french = sorted({*(text for text, _place in of_scripts()), *told_to_scripts()})
    lines = "".join(f"    {_quoted(one)}: {_quoted(_english(one, known))},\n" for one in french)
    before, _table, after = script.split("/* table */")
    return f"{before}/* table */\n{lines}    /* table */{after}"


def _english(french: str, known: Iterable[Catalog]) -> str:
    """What the first catalogue that knows it says; a form of signs alone has those of English."""
    told = (held.string for one in known if (held := one.get(french)) is not None and held.string)
    return str(next(told, french.replace(" : ", ": ")))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Bring both up to date, and what scripts say; gives what is missing, by catalogue."""
    left: dict[str, list[str]] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for domain, find in DOMAINS.items():
        catalogue = wanted(find(), written(domain))
        (folder / f"{domain}.po").write_bytes(po_of(catalogue))
        with (folder / f"{domain}.po").open("rb") as file:
            (folder / f"{domain}.mo").write_bytes(mo_of(read_po(file, locale="en", domain=domain)))
        left[domain] = missing(catalogue)
    TABLE.write_text(table_of_scripts(TABLE.read_text(encoding="utf-8")), encoding="utf-8")
    return left
