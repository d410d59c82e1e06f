"""``python -m bench [deliberation … web journal grilles]``: measure, print, and write the page of the docs."""

import argparse
import importlib.util
import time
from datetime import date

from rich.console import Console
from rich.markdown import Markdown

from bench import deliberation, environment, page

TITLES = {
    "deliberation": "Délibération",
    "registre": "Registre",
    "papiers": "Papiers",
    "titres": "Titres numériques",
    "web": "Application web",
    "journal": "Entrée au journal",
    "audit": "Audit d'une base",
    "resultats": "Jour des résultats",
    "grilles": "Grilles d'évaluation",
}
QUICK = {
    "deliberation": ["--rapide"],
    "registre": ["1000"],
    "papiers": ["--rapide"],
    "web": ["--candidats", "500", "--delibere", "500", "--un-a-un", "200", "--pair", "30"],
    "journal": ["--faits", "2000", "--tours", "2"],
    "audit": ["--candidats", "300"],
    "resultats": ["--candidats", "200", "--demandes", "200"],
    "grilles": ["--evaluateurs", "5", "--touches", "4", "--classeurs", "5", "--lignes", "100"],
}
"""What a part is told when little time is allowed."""


def main() -> None:
    """Run the parts asked, each in a process of its own, so that none weighs on another."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parties", nargs="*", metavar="PARTIE", help=f"parmi {', '.join(TITLES)} ; par défaut, toutes")
    parser.add_argument("--rapide", action="store_true", help="peu de lignes ; rien n'est écrit dans les docs")
    asked = parser.parse_args()
    if unknown := [name for name in asked.parties if name not in TITLES]:
        parser.error(f"partie inconnue : {', '.join(unknown)}")
    console = Console()
    machine = environment.machine()
    console.print(machine)
    for name in asked.parties or TITLES:
        if importlib.util.find_spec(f"bench.{name}") is None:
            continue
        started = time.perf_counter()
        with console.status(f"{TITLES[name]}…"):
            told = environment.measured("-m", f"bench.{name}", *(QUICK.get(name, []) if asked.rapide else []))
        lasted = f"{TITLES[name]} : mesuré en {page.decimal(time.perf_counter() - started, 0)} s."
        if name == "deliberation":
            console.print(Markdown(told))
            body = f"{told}\n![Coût par candidat et mémoire]({page.PLOT.name})"
        else:
            console.print(told, markup=False, highlight=False)
            body = told if "\n|---" in told else f"```text\n{told.rstrip()}\n```"
        console.print(lasted, style="dim")
        if not asked.rapide:
            page.write_page({name: f"## {TITLES[name]}\n\n{date.today():%d/%m/%Y} ; {machine}.\n\n{body}"})
            if name == "deliberation":
                deliberation.write_plot()
    if not asked.rapide:
        console.print(f"Écrit dans {page.PAGE.relative_to(environment.ROOT)}.")


if __name__ == "__main__":
    main()
