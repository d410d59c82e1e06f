"""The page of the docs, written from the results alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutation.mutants import NUMBER, PACKAGES, ROOT, Mutant
from mutation.reach import TESTS, Witness
from mutation.runner import AGAIN, BUDGET, KILLED, SURVIVED, TIMEOUT, UNSEEN, Result

PAGE = ROOT / "docs" / "reference" / "mutations.md"
REASONS = ROOT / "mutation" / "survivants.json"
NOTE = ROOT / "mutation" / "execution.md"
"""What was done by hand in the last run; to be written anew, or removed, by whoever runs again."""
NO_REASON = "à examiner"
OUTCOMES = (KILLED, SURVIVED, TIMEOUT, UNSEEN)

HEAD = f"""# Mutations

Un mutant est le programme avec un seul changement : un `<` devenu `<=`, un `and` devenu `or`, un décorateur retiré. Si
un test échoue, le mutant est tué ; si tous passent, il survit, et montre ce qu'aucun test ne regarde.

`make mutation` fabrique les mutants avec cosmic-ray, qui mute aussi les fonctions décorées, donc les règles ; avant
toute chose, il vérifie que des règles sont parmi les mutants. La liste, tirée au sort, a {NUMBER} mutants par paquet ;
`mutation/mutants.json` la garde. Les annotations de type ne sont pas mutées : rien ne les exécute. Le but est 90 % de
tués.

Une première exécution, sans mutant, note quels tests passent par chaque ligne. Un mutant est jugé par ceux qui passent
par la sienne, les plus rapides d'abord, puis par le reste de leurs fichiers : {BUDGET:.0f} secondes de tests au plus,
et {AGAIN:.0f} quand un survivant est relancé. Une ligne exécutée dès l'import (constante, décorateur) l'est par les
tests de tout le paquet. Une ligne où aucun test ne passe donne un survivant, compté à part. Un test qui a tué est
relancé sans mutant : s'il échoue encore, il ne prouve rien. Un mutant qui ne finit pas à temps compte parmi les tués.

Chaque paquet n'a que les tests qui le tiennent : un survivant peut être vu par d'autres (application web, papiers), que
cette mesure ne lance pas.

| pour | commande |
|---|---|
| tout relancer, par tranches de 50 mutants de chaque paquet | `make mutation` |
| continuer une exécution interrompue | `make mutation MUTATION=--reprendre` |
| relancer les survivants que rien ne dit équivalents, après de nouveaux tests | `make mutation MUTATION=--survivants` |
| retirer au sort après un changement des sources | `make mutation MUTATION=--tirer` |

Un résultat tient tant que la fonction qui porte le mutant n'a pas changé : `mutation/resultats` les garde, un nouveau
tirage aussi.
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
        alive = (SURVIVED, UNSEEN)
        return [one for one in self.listed if one.key in self.found and self.found[one.key].outcome in alive]


def reasons(path: Path = REASONS) -> dict[str, str]:
    """Why a survivor survives, by its key."""
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def page(told: Sequence[Told], why: Mapping[str, str], day: date, versions: str, note: str = "") -> str:
    """The whole page; ``note`` is what a person says of the run, and no result does."""
    run = sum(one.count(*OUTCOMES) for one in told)
    listed = sum(len(one.listed) for one in told)
    parts = [HEAD, "## Dernière exécution\n", f"{day:%d/%m/%Y} ; {versions}.\n", _said(run, listed)]
    parts += [note] if note else []
    parts.append(_table(told))
    parts += [text for one in told if (text := _left_out(one))]
    parts.append("## Survivants\n")
    parts += [text for one in told if (text := _survivors(one, why))] or ["Aucun parmi les mutants lancés.\n"]
    return "\n".join(parts)


def write(told: Sequence[Told], day: date, versions: str, path: Path = PAGE) -> None:
    """Write the page."""
    note = NOTE.read_text(encoding="utf-8") if NOTE.is_file() else ""
    path.write_text(page(told, reasons(), day, versions, note), encoding="utf-8")


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
        "| paquet | de la liste | en règle | lancés | tués | hors délai | survivants | aucun test | part tuée |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    every = []
    for one in told:
        ended = [one.count(outcome) for outcome in (KILLED, TIMEOUT, SURVIVED, UNSEEN)]
        every.append([len(one.listed), sum(mutant.rule for mutant in one.listed), sum(ended), *ended])
        lines.append(_row(f"`{one.package}`", every[-1]))
    lines.append(_row("ensemble", [sum(column) for column in zip(*every, strict=True)]))
    lines.append("\nTests de chaque paquet : " + " ; ".join(_tests(package) for package in PACKAGES) + ".\n")
    return "\n".join(lines)


def _row(name: str, counts: Sequence[int]) -> str:
    run, killed, late = counts[2:5]
    share = f"{100 * (killed + late) / run:.1f} %".replace(".", ",") if run else "—"
    return f"| {name} | " + " | ".join(map(str, counts)) + f" | {share} |"


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
        change = f"{one.operator.removeprefix('core/')}, n° {one.nth}"
        unseen = UNSEEN if told.found[one.key].outcome == UNSEEN else NO_REASON
        lines.append(f"| {where}, {one.definition or 'module'} | {change} | `{code}` | {why.get(one.key, unseen)} |")
    return "\n".join(lines) + "\n"
