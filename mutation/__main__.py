"""``python -m mutation``: draw the list (``--tirer``), or run its mutants and write the page of the docs."""

import argparse
import platform
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import metadata
from pathlib import Path

from mutation import forked, page, reach, runner
from mutation.mutants import NUMBER, PACKAGES, REDRAW, ROOT, Mutant, StaleList, draw, located, read_list, write_list
from mutation.runner import KILLED, SURVIVED, UNSEEN

EQUIVALENT = "équivalent"
"""How the reason begins of a survivor that no test could kill: it is not run again."""
ROUND = 50
"""So many mutants of each package before the next so many: a run that is stopped says as much of each."""


def main() -> int:
    """Draw or run, as asked; the code of the process."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("--tirer", action="store_true", help="tirer au sort une liste de ces sources, et finir là")
    parser.add_argument("--paquet", action="append", choices=PACKAGES, help="ce paquet seul (répétable)")
    parser.add_argument("--nombre", type=int, default=NUMBER, metavar="N", help="les N premiers de chaque paquet")
    parser.add_argument("--reprendre", action="store_true", help="garder les résultats déjà trouvés")
    parser.add_argument(
        "--survivants", action="store_true", help="reprendre, et relancer les survivants, sauf les équivalents"
    )
    parser.add_argument("--page", action="store_true", help="récrire la page d'après les résultats, sans rien lancer")
    asked = parser.parse_args()
    if asked.nombre < 1:
        parser.error("--nombre : au moins 1")
    if asked.tirer:
        return _draw()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the tests under way end too, and the copy is removed
    packages = asked.paquet or PACKAGES
    try:
        listed, gone = located(read_list())
        if gone:
            print(f"{len(gone)} mutants de la liste ne sont plus dans ces sources. {REDRAW}", flush=True)
        _prove_rules(listed)
        if not asked.page:
            _run_all(packages, listed, asked.nombre, resume=asked.reprendre or asked.survivants, again=asked.survivants)
    except (StaleList, reach.BrokenWitness) as refused:
        print(refused, file=sys.stderr)
        return 1
    told = [_told(package, listed) for package in PACKAGES]
    for one in told:
        runner.tidy(one.package, one.found.values())
    versions = f"Python {platform.python_version()}, cosmic-ray {metadata.version('cosmic-ray')}"
    page.write(told, date.today(), versions)
    print(f"Écrit dans {page.PAGE.relative_to(ROOT)}.")
    return 0


def _draw() -> int:
    drawn: list[Mutant] = []
    for package in PACKAGES:
        found = draw(package)
        print(f"{package} : {len(found)} mutants, dont {sum(one.rule for one in found)} dans une règle", flush=True)
        drawn += found
    write_list(drawn)
    return 0


def _prove_rules(listed: list[Mutant]) -> None:
    """Decorated rules are mutated: without them the figures would say nothing of the law."""
    rules = [mutant for mutant in listed if mutant.package == "reglements" and mutant.rule]
    if not rules:
        raise StaleList("Aucun mutant n'est dans une règle (fonction décorée de reglements) : la liste ne vaut rien.")
    named = {(mutant.module, mutant.definition) for mutant in rules}
    first = rules[0]
    print(
        f"Les règles sont mutées : {len(rules)} mutants dans {len(named)} fonctions décorées, dont "
        f"{first.definition} ({first.module}:{first.line}).",
        flush=True,
    )


def _run_all(packages: Sequence[str], listed: list[Mutant], number: int, *, resume: bool, again: bool) -> None:
    forked.prepare()
    proved = page.reasons()
    left: dict[str, list[Mutant]] = {}
    for package in packages:
        if not resume:
            runner.forget(package)
        mine = [mutant for mutant in listed if mutant.package == package][:number]
        held = _holding(package, mine)
        known = [(one, again and not proved.get(one.key, "").startswith(EQUIVALENT)) for one in mine]
        left[package] = [one for one, anew in known if not _is_settled(held.get(one.key), anew)]
    with runner.copy_of_sources() as copied:
        for start in range(0, max(map(len, left.values())), ROUND):
            for package in packages:
                if mutants := left[package][start : start + ROUND]:
                    _run(package, mutants, copied, runner.AGAIN if again else runner.BUDGET)


def _is_settled(known: runner.Result | None, again: bool) -> bool:
    return known is not None and not (again and known.outcome in (SURVIVED, UNSEEN))


def _run(package: str, mutants: list[Mutant], copied: Path, budget: float) -> None:
    witness = reach.read(_witness_of(package))
    if witness is None or witness.state != reach.state(package):
        set_aside = witness.left_out if witness else ()
        witness = reach.witness(package, copied, runner.WORK / "temoins", set_aside)
        reach.write(witness, _witness_of(package))
        left_out = f"écartés : {len(witness.left_out)}"
        print(f"{package} : {len(witness.names)} tests, {witness.cost(witness.names):.0f} s, {left_out}", flush=True)
    found = []
    for number, mutant in enumerate(mutants, 1):
        result = runner.run(mutant, copied, witness, budget)
        runner.keep(package, result)
        found.append(result)
        told = f"{result.outcome} {mutant.module}:{mutant.line} {mutant.operator} ({result.seconds} s)"
        print(f"{package} {number}/{len(mutants)} {told}", flush=True)
    killers = {result.test for result in found if result.outcome == KILLED} & set(witness.names)
    if unsound := runner.unsound(sorted(killers), copied, witness):
        print(f"{package} : échouent aussi sans mutant, et sont écartés : {', '.join(unsound)}", flush=True)
        reach.write(replace(witness, left_out=witness.left_out + unsound), _witness_of(package))
    print(f"{package} : {dict(Counter(result.outcome for result in found))}", flush=True)


def _witness_of(package: str) -> Path:
    return runner.WORK / f"{package}-temoin.json"


def _holding(package: str, listed: list[Mutant]) -> dict[str, runner.Result]:
    """The results that still hold: the function around is as it was, and the test that killed proves something."""
    kept = runner.results(package)
    witness = reach.read(_witness_of(package))
    left_out = set(witness.left_out) if witness else set()
    held = {}
    for mutant in listed:
        result = kept.get(mutant.key)
        if result is not None and result.around == mutant.around and result.test not in left_out:
            held[mutant.key] = result
    return held


def _told(package: str, listed: list[Mutant]) -> page.Told:
    mine = [mutant for mutant in listed if mutant.package == package]
    return page.Told(package, mine, _holding(package, mine), reach.read(_witness_of(package)))


if __name__ == "__main__":
    sys.exit(main())
