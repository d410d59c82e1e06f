"""What HTML asks of a page, which browsers mend in silence; html-validate judges, and we where it is silent."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree, html

STYLE = (  # manners of writing, not faults
    "no-implicit-input-type",
    "no-implicit-button-type",
    "no-redundant-for",
    "no-trailing-whitespace",
    "form-dup-name",  # a name for each row of a table
    "prefer-native-element",
    "unique-landmark",
    "long-title",
    "wcag/h32",  # a grid is saved at each tap
    "autocomplete-password",  # a passphrase that no browser may keep
)


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """The faults of pages, by name; ``folder`` is where html-validate is installed."""
    settings = {"root": True, "extends": ["html-validate:standard"], "rules": dict.fromkeys(STYLE, "off")}
    (folder / ".htmlvalidate.json").write_text(json.dumps(settings))
    names = {f"{rank}.html": name for rank, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_text(pages[name], encoding="utf-8")
    command = ["node_modules/.bin/html-validate", "--formatter", "json", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1), done.stderr
    told = [
        f"{names[Path(page['filePath']).name]} {each['line']}:{each['column']} {each['ruleId']} : {each['message']}"
        for page in json.loads(done.stdout)
        for each in page["messages"]
    ]
    return [*told, *(f"{name} {fault}" for name, page in pages.items() for fault in _silent(html.fromstring(page)))]


def _silent(page: Any) -> Iterator[str]:
    for each in page.xpath("//select//option"):
        if not (each.text or "").strip() and not each.get("label"):
            yield f"{each.sourceline} : un choix sans texte"
    for each in page.iter(etree.Element):
        if odd := [name for name in each.attrib if name.startswith("hx-")]:
            yield f"{each.sourceline} : attributs hors de HTML {odd}"
    for table in page.iter("table"):
        widths = [sum(int(cell.get("colspan", 1)) for cell in row) for row in table.iter("tr")]
        if not table.xpath(".//@rowspan") and len(set(widths)) > 1:
            yield f"{table.sourceline} : des lignes de {sorted(set(widths))} colonnes"
