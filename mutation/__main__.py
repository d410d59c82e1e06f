"""``python -m mutation``: draw the list (``--tirer``), or run its mutants and write the page of the docs."""

import argparse
import platform
import signal
import sys
from collections import Counter
from datetime import date
from importlib import metadata

from mutation import page, runner
from mutation.mutants import (
    NUMBER,
    PACKAGES,
    ROOT,
    Mutant,
    StaleList,
    draw,
    read_list,
    require_fresh,
    write_list,
)
from mutation.runner import SURVIVED


def main() -> int:
    """Draw or run, as asked; the code of the process."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("--tirer", action="store_true", help="tirer au sort une liste de ces sources, et finir là")
    parser.add_argument("--paquet", action="append", choices=PACKAGES, help="ce paquet seul (répétable)")
    parser.add_argument("--nombre", type=int, default=NUMBER, metavar="N", help="les N premiers de chaque paquet")
    parser.add_argument("--reprendre", action="store_true", help="garder les résultats déjà trouvés")
    parser.add_argument("--survivants", action="store_true", help="reprendre, et relancer les survivants connus")
    parser.add_argument("--page", action="store_true", help="récrire la page d'après les résultats, sans rien lancer")
    asked = parser.parse_args()
    if asked.nombre < 1:
        parser.error("--nombre : au moins 1")
    if asked.tirer:
        return _draw()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the tests under way end too, and the copy is removed
    try:
        listed = read_list()
        require_fresh(listed)
        _prove_rules(listed)
        for package in () if asked.page else asked.paquet or PACKAGES:
            mine = [mutant for mutant in listed if mutant.package == package][: asked.nombre]
            _run(package, mine, resume=asked.reprendre or asked.survivants, again=asked.survivants)
    except (StaleList, runner.BrokenWitness) as refused:
        print(refused, file=sys.stderr)
        return 1
    told = [_told(package, listed) for package in PACKAGES]
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


def _run(package: str, listed: list[Mutant], *, resume: bool, again: bool) -> None:
    if not resume:
        runner.forget(package)
    known = {key: one for key, one in _holding(package, listed).items() if not (again and one.outcome == SURVIVED)}
    left = [mutant for mutant in listed if mutant.key not in known]
    if not left:
        print(f"{package} : déjà fait.")
        return
    with runner.copy_of_sources() as copied:
        witness = runner.kept_witness(package) if resume else None
        if witness is None or witness.state != runner.state(package):
            witness = runner.witness(package, copied)
            runner.keep_witness(witness)
        print(f"{package} : {witness.seconds} s sans mutant ; écartés : {len(witness.left_out)}", flush=True)
        for number, mutant in enumerate(left, 1):
            result = runner.run(mutant, copied, witness)
            runner.keep(package, result)
            print(f"{number}/{len(left)} {result.outcome} {mutant.module}:{mutant.line} {mutant.operator}", flush=True)
    found = Counter(result.outcome for result in _holding(package, listed).values())
    print(f"{package} : " + ", ".join(f"{name} {count}" for name, count in found.items()), flush=True)


def _holding(package: str, listed: list[Mutant]) -> dict[str, runner.Result]:
    """The results that are of these sources."""
    kept = runner.results(package)
    held = {}
    for mutant in listed:
        source = runner.digest((ROOT / mutant.module).read_text(encoding="utf-8"))
        if mutant.key in kept and kept[mutant.key].source == source:
            held[mutant.key] = kept[mutant.key]
    return held


def _told(package: str, listed: list[Mutant]) -> page.Told:
    mine = [mutant for mutant in listed if mutant.package == package]
    return page.Told(package, mine, _holding(package, mine), runner.kept_witness(package))


if __name__ == "__main__":
    sys.exit(main())
