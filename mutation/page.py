"""The page of the docs, written from the results alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutation.mutants import NUMBER, PACKAGES, ROOT, Mutant
from mutation.runner import KILLED, SURVIVED, TESTS, TIMEOUT, Result, Witness

PAGE = ROOT / "docs" / "reference" / "mutations.md"
REASONS = ROOT / "mutation" / "survivants.json"
NO_REASON = "à examiner"

HEAD = f"""# Mutations

Un mutant est le programme avec un seul changement : un `<` devenu `<=`, un `and` devenu `or`, un décorateur retiré. Si
un test échoue, le mutant est tué ; si tous passent, il survit, et montre ce qu'aucun test ne regarde.

`make mutation` fabrique les mutants avec cosmic-ray, qui mute aussi les fonctions décorées, donc les règles, et lance
sur chacun les tests de son paquet ; avant toute chose, il vérifie que des règles sont parmi les mutants. La liste est
tirée au sort une fois, {NUMBER} mutants par paquet, et gardée dans `mutation/mutants.json`. Les annotations de type ne
sont pas mutées : rien ne les exécute. Le but est 90 % de tués.

Chaque paquet n'a que ses tests les plus proches : un survivant peut être vu par d'autres tests (propriétés, commandes,
application web), que cette mesure ne lance pas. Un mutant qui ne finit pas à temps compte parmi les tués.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a package gave: its list, the results that hold for these sources, the run without a mutant."""

    package: str
    listed: Sequence[Mutant]
    found: Mapping[str, Result]
    witness: Witness | None

    def count(self, *outcomes: str) -> int:
        """How many mutants of the list ended so."""
        return sum(self.found[one.key].outcome in outcomes for one in self.listed if one.key in self.found)

    @property
    def survivors(self) -> list[Mutant]:
        """Those that no test saw."""
        return [one for one in self.listed if one.key in self.found and self.found[one.key].outcome == SURVIVED]


def reasons(path: Path = REASONS) -> dict[str, str]:
    """Why a survivor survives, by its key."""
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def page(told: Sequence[Told], why: Mapping[str, str], day: date, versions: str) -> str:
    """The whole page."""
    run = sum(one.count(KILLED, SURVIVED, TIMEOUT) for one in told)
    listed = sum(len(one.listed) for one in told)
    parts = [HEAD, "## Dernière exécution\n", f"{day:%d/%m/%Y} ; {versions}.\n", _said(run, listed), _table(told)]
    parts += [text for one in told if (text := _left_out(one))]
    parts.append("## Survivants\n")
    parts += [text for one in told if (text := _survivors(one, why))] or ["Aucun parmi les mutants lancés.\n"]
    return "\n".join(parts)


def write(told: Sequence[Told], day: date, versions: str, path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(told, reasons(), day, versions), encoding="utf-8")


def _said(run: int, listed: int) -> str:
    whole = f"{listed:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    if run < listed:
        return (
            f"**{run} mutants lancés sur les {whole} de la liste** : les premiers de chaque paquet, dans l'ordre du "
            "tirage. Le reste n'a pas été lancé, et ces parts ne valent que pour si peu de mutants.\n"
        )
    return f"Les {whole} mutants de la liste ont été lancés.\n"


def _table(told: Sequence[Told]) -> str:
    lines = [
        "| paquet | de la liste | dont dans une règle | lancés | tués | hors délai | survivants | part tuée |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in told:
        run, dead = one.count(KILLED, SURVIVED, TIMEOUT), one.count(KILLED, TIMEOUT)
        rules = sum(mutant.rule for mutant in one.listed)
        share = f"{100 * dead / run:.0f} %" if run else "—"
        cells = (len(one.listed), rules, run, one.count(KILLED), one.count(TIMEOUT), one.count(SURVIVED), share)
        lines.append(f"| `{one.package}` | " + " | ".join(map(str, cells)) + " |")
    lines.append("\nTests de chaque paquet : " + " ; ".join(_tests(package) for package in PACKAGES) + ".\n")
    return "\n".join(lines)


def _tests(package: str) -> str:
    return f"`{package}`, " + ", ".join(f"`{folder}`" for folder in TESTS[package])


def _left_out(told: Told) -> str:
    if not told.witness or not told.witness.left_out:
        return ""
    names = "\n".join(f"- `{name}`" for name in told.witness.left_out)
    return f"Dans `{told.package}`, ces tests échouaient déjà sans mutant ; ils ont été écartés :\n\n{names}\n"


def _survivors(told: Told, why: Mapping[str, str]) -> str:
    if not told.survivors:
        return ""
    lines = [f"### `{told.package}`\n", "| où | changement | ligne de code | raison |", "|---|---|---|---|"]
    for one in told.survivors:
        where = one.module.removeprefix("src/laureat/")
        code = one.code.replace("|", "\\|")
        change = f"{one.operator.removeprefix('core/')}, n° {one.occurrence}"
        lines.append(f"| {where}, {one.definition or 'module'} | {change} | `{code}` | {why.get(one.key, NO_REASON)} |")
    return "\n".join(lines) + "\n"
