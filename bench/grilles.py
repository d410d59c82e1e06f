"""Grids: one tap saved while fifty assess, workbooks written and read back, marks computed beside a spreadsheet engine.

    python -m bench.grilles [--evaluateurs N] [--touches N] [--classeurs N] [--lignes N]

The assessors tap by the network, from a process of their own (``bench.grilles_reseau``), on the server that the service
runs with and a real PostgreSQL; every tap that was answered is then counted in the base. The spreadsheet engine is
LibreOffice, headless: it recalculates a workbook of ours, its start measured apart on an empty one.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from bench.environment import processor_time
from bench.page import decimal, whole, write_results
from bench.resultats import served_by_us
from bench.web import house, timed

UNIT = "U31"
CODE = "RNCP35697-U31"
PACE = 1.0
"""Seconds between two taps of one person."""
THREADS = 8
"""Of the server, as the service has them."""


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print a table ready for the docs, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--evaluateurs", type=int, default=50)
    parser.add_argument("--touches", type=int, default=20, help="par évaluateur")
    parser.add_argument("--classeurs", type=int, default=500)
    parser.add_argument("--lignes", type=int, default=2_000, help="candidats du classeur recalculé")
    asked = parser.parse_args(arguments)
    found: dict[str, Any] = {}
    with house() as demonstration:
        found |= taps(demonstration, asked.evaluateurs, asked.touches)
    with tempfile.TemporaryDirectory() as folder:
        found |= workbooks(asked.classeurs, Path(folder))
        found |= marks(asked.lignes, Path(folder))
    print("| mesure | valeur |\n|---|---|")
    many = f"{asked.evaluateurs} évaluateurs à la fois"
    print(f"| Une croix enregistrée, {many}, une par seconde chacun, médiane | {_ms(found['mediane'])} |")
    print(f"| la même, 95 sur 100 en moins de | {_ms(found['p95'])} |")
    print(f"| la même, un évaluateur seul, médiane | {_ms(found['seul'])} |")
    print(f"| Calcul du serveur et de PostgreSQL par croix | {_ms(found['calcul'])} |")
    print(f"| Croix enregistrées par seconde, {many}, sans une pause | {whole(found['debit'])} |")
    print(f"| alors, une croix, médiane | {_ms(found['sans_pause'])} |")
    each = asked.classeurs / found["classeurs"]
    print(
        f"| {whole(asked.classeurs)} classeurs de 24 candidats écrits et relus | {decimal(found['classeurs'], 1)} s |"
    )
    print(f"| soit, par seconde | {decimal(each, 1)} |")
    print(f"| Notes calculées par seconde, un cœur | {whole(found['notes'])} |")
    if "tableur" in found:
        print(f"| les mêmes par LibreOffice, démarrage retiré | {whole(found['tableur'])} |")
    write_results("grilles", found)
    return found


def _ms(seconds: float) -> str:
    return f"{decimal(seconds * 1000, 0)} ms"


def taps(demonstration: Any, assessors: int, each: int) -> dict[str, float]:
    """The time of one tap by the network, alone and when all tap at once; every tap answered is found in the base."""
    from django.conf import settings
    from django.test import Client

    from laureat.grilles import library
    from laureat.web import data_folder
    from laureat.web.grids.models import GridEntry

    settings.ALLOWED_HOSTS = ["*"]
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 4 * assessors, seed=15)
    rows = session.standings.filter(units__contains=[UNIT], withdrawn=False)[:assessors]
    places: dict[str, dict[str, int]] = {
        f"/sessions/{session.pk}/grilles/{UNIT}/{row.candidate}/croix/": {} for row in rows
    }
    grid, client = library()[CODE], Client()
    client.force_login(world.office, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = uuid.uuid4().hex
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; "}
    headers["Cookie"] += f"{settings.CSRF_COOKIE_NAME}={token}"
    headers |= {"X-CSRFToken": token, "X-Requested-With": "fetch", "Host": "localhost"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    lines, levels = list(grid.lines(grid.situation("P"))), [level.code for level in grid.levels]
    postgres = int((settings.DONNEES / data_folder.DATABASE / "postmaster.pid").read_text().split()[0])

    def asked(port: int, some: dict[str, dict[str, int]], pace: float) -> dict[str, Any]:
        given = {"port": port, "headers": headers, "lines": lines, "levels": levels, "each": each, "pace": pace}
        before, spent = GridEntry.objects.count(), processor_time(postgres) + time.process_time()
        ran = subprocess.run(
            [sys.executable, "-m", "bench.grilles_reseau"],
            input=json.dumps(given | {"places": some}),
            capture_output=True,
            text=True,
            check=True,
        )
        told: dict[str, Any] = json.loads(ran.stdout)
        told["processor"] = processor_time(postgres) + time.process_time() - spent
        places.update(told["places"])
        assert told["statuses"] == {"200": each * len(some)}, told["statuses"]
        assert GridEntry.objects.count() - before == each * len(some), "chaque croix, une fois"
        return told

    with served_by_us(THREADS) as port:
        alone = asked(port, dict([next(iter(places.items()))]), 0)
        paced = asked(port, places, PACE)
        pressed = asked(port, places, 0)
    many = len(paced["lasted"])
    return {
        "seul": statistics.median(alone["lasted"]),
        "mediane": statistics.median(paced["lasted"]),
        "p95": paced["lasted"][many * 95 // 100],
        "calcul": paced["processor"] / many,
        "debit": many / pressed["seconds"],
        "sans_pause": statistics.median(pressed["lasted"]),
    }


def candidates(many: int) -> list[Any]:
    """Assessed whole, each with other levels."""
    from laureat.exchange.grille_drawn import Assessed
    from laureat.grilles import Filled, library

    grid = library()[CODE]
    lines, levels = grid.lines(grid.situation("P")), [level.code for level in grid.levels]
    return [
        Assessed(
            str(n),
            f"CANDIDAT {n}",
            {"P": Filled({line: levels[(n * 7 + k * n) % len(levels)] for k, line in enumerate(lines)})},
        )
        for n in range(many)
    ]


def workbooks(many: int, folder: Path) -> dict[str, float]:
    """Write and read back so many workbooks, each read in full and found to change nothing."""
    from laureat.exchange.grille_import import preview
    from laureat.exchange.grille_workbook import grid_workbook
    from laureat.grilles import library

    grid, own = library()[CODE], candidates(24)
    by_number = {one.numero: one for one in own}

    def work() -> None:
        for _rank in range(many):
            path = folder / "classeur.xlsx"
            grid_workbook(grid, own, 2026).save(path)
            found = preview(path, grid, by_number)
            assert not found.problems, found.problems
            assert not found.changes, found.changes

    return {"classeurs": timed(work)}


def marks(many: int, folder: Path) -> dict[str, float]:
    """Marks a second, by the engine and by LibreOffice on the same crosses."""
    from laureat.exchange.grille_workbook import grid_workbook
    from laureat.grilles import compute, library

    grid, own = library()[CODE], candidates(many)
    found = {"notes": many / timed(lambda: [compute(grid, one.sheets, 2026) for one in own])}
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return found
    full, empty = folder / "plein.xlsx", folder / "vide.xlsx"
    grid_workbook(grid, own, 2026).save(full)
    grid_workbook(grid, own[:1], 2026).save(empty)

    def recalculate(path: Path) -> float:
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profil"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "recalcules"), str(path)]
        return timed(lambda: subprocess.run(command, check=True, capture_output=True))

    recalculate(empty)  # its profile is made
    start = min(recalculate(empty) for _rank in range(2))
    assert (folder / "recalcules" / empty.name).exists()
    return found | {"tableur": many / max(recalculate(full) - start, 0.001)}


if __name__ == "__main__":
    main()
