"""Grids: one tap saved while fifty assess, workbooks written and read back, marks computed beside a spreadsheet engine.

    python -m bench.grilles [--evaluateurs N] [--touches N] [--classeurs N] [--lignes N]

Each assessor is a thread with its own connection, on a candidate of its own, through the whole application (rights,
transaction, rule, answer in JSON) to a real PostgreSQL; only the network is missing. At a person's pace each taps once
a second, and a tap lasts from the moment it was due, so that waiting in line counts. Without a pause, all tap as soon
as they are answered: in one process, that measures how many taps a second it bears. The spreadsheet engine is
LibreOffice, headless: it recalculates a workbook of ours, its start measured apart on an empty one.
"""

import argparse
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from bench.page import decimal, whole, write_results
from bench.web import house, timed

UNIT = "U31"
CODE = "RNCP35697-U31"
PACE = 1.0
"""Seconds between two taps of one person."""


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
    """The time of one tap, alone and when all tap at once."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from laureat.grilles import library
    from laureat.web.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 4 * assessors, seed=15)
    rows = list(session.standings.filter(units__contains=[UNIT], withdrawn=False)[:assessors])
    grid = library()[CODE]
    lines, levels = grid.lines(grid.situation("P")), [level.code for level in grid.levels]
    user = User.objects.get(email="examens@demo.fr")
    versions = {row.candidate: dict.fromkeys(lines, 0) for row in rows}

    def assess(row: Any, told: list[float], pace: float = 0, phase: float = 0) -> None:
        client = Client(raise_request_exception=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        place, read = f"/sessions/{session.pk}/grilles/{UNIT}/{row.candidate}/croix/", versions[row.candidate]
        began = time.perf_counter() + phase
        try:
            for rank in range(each):
                line = lines[rank % len(lines)]
                tap = {"cle": uuid.uuid4().hex, "situation": "P", "ligne": line, "lu": str(read[line])}
                tap["valeur"] = levels[(rank // len(lines) + rank + read[line]) % len(levels)]
                due = began + rank * pace if pace else time.perf_counter()
                time.sleep(max(0.0, due - time.perf_counter()))
                answer = client.post(place, tap, headers={"X-Requested-With": "fetch"})
                told.append(time.perf_counter() - due)
                assert answer.status_code == 200, answer.content
                read[line] = answer.json()["version"]
        finally:
            connections.close_all()

    def together(pace: float) -> tuple[list[float], float]:
        """How long each tap lasted, in order, and all of them."""
        told: list[float] = []
        threads = [
            threading.Thread(target=assess, args=(row, told, pace, pace * rank / assessors))
            for rank, row in enumerate(rows)
        ]

        def work() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        lasted = timed(work)
        assert len(told) == each * len(rows)
        return sorted(told), lasted

    alone: list[float] = []
    assess(rows[0], alone)
    paced, _seconds = together(PACE)
    pressed, seconds = together(0)
    return {
        "seul": statistics.median(alone),
        "mediane": statistics.median(paced),
        "p95": paced[len(paced) * 95 // 100],
        "debit": len(pressed) / seconds,
        "sans_pause": statistics.median(pressed),
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
