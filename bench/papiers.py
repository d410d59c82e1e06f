"""Papers: how many a second, beside WeasyPrint setting the same relevés in the same run; how cost and memory grow.

python -m bench.papiers [--rapide]
"""

import argparse
import json
import os
import re
import subprocess
import tempfile
import threading
import time
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bench import environment
from laureat.credentials.keys import new_deuxdoc_key, write_private
from laureat.deliberation.explain import explain
from laureat.documents.infos import read_infos, template
from laureat.documents.issue import issue
from laureat.documents.keys import DeuxDocKey
from laureat.documents.order import Order
from laureat.documents.papers import RELEVE
from laureat.documents.seal import trial_authority
from laureat.documents.typeset import FONTS, Attachment, Typesetter, as_json
from laureat.documents.worker import context_of
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.dossier import read_dossier
from laureat.register import bundled
from laureat.reglements import charger

HERE = Path(__file__).resolve().parent
WEASYPRINT = "weasyprint==70.0"
ISSUED = date(2026, 7, 6)
BATCH = 48


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print tables ready for the docs, and give the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rapide", action="store_true", help="peu de papiers")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        beside = against_weasyprint(Path(folder), 20 if asked.rapide else 100)
        heavy = weights(Path(folder))
        growth = [grow(Path(folder), size) for size in ((42,) if asked.rapide else (42, 420, 4_200))]
    _print(beside, heavy, growth)
    return {"face_a_weasyprint": beside, "poids": heavy, "croissance": growth}


def order(folder: Path, candidates: int, name: str) -> Order:
    """A deliberated session of that many candidates, ready to be issued."""
    rules = charger("RNCP35697").at()
    sheet = bundled("RNCP35697")
    source, target = folder / f"{name}.parquet", folder / name
    write_cohort(source, rules, candidates, 1)
    deliberate_file(Request(source, rules, target, fiche=sheet.to_json() if sheet else None))
    (folder / "infos.yaml").write_text(template(), encoding="utf-8")
    infos = read_infos(folder / "infos.yaml")
    return Order(target, infos, ISSUED, folder / f"papiers-{name}", datetime.now(UTC))


def against_weasyprint(folder: Path, count: int) -> dict[str, Any]:
    """The same relevés, one process each: separate files with their attachment, then one print file.

    What runs is counted in processor time, so that a busy machine changes little.
    """
    asked = order(folder, count, "pairs")
    dossier = read_dossier(asked.dossier)
    context = context_of(asked, dossier)
    told = [explain(dossier.rules, c, with_changes=False) for c in islice(dossier.candidates(), count)]
    papers = [RELEVE.content(context, each) for each in told]
    facts = as_json(RELEVE.facts(context, told[0]))
    joined = [Attachment("decision.json", facts, "application/json", "Données de la décision")]

    typesetter = Typesetter()
    typesetter.pdf(papers[0], ISSUED, joined)
    start = time.process_time()
    sizes = [len(typesetter.pdf(paper, ISSUED, joined)) for paper in papers]
    apart = time.process_time() - start
    start = time.process_time()
    for rank in range(0, count, BATCH):
        typesetter.print_file(papers[rank : rank + BATCH], ISSUED)
    together = time.process_time() - start

    sent = json.dumps({"papiers": papers, "polices": str(FONTS), "facts": facts})
    script = str(HERE / "papiers_weasyprint.py")
    ended = subprocess.run(
        [str(environment.peer("weasyprint", WEASYPRINT)), script],
        input=sent,
        capture_output=True,
        text=True,
        check=True,
    )
    peer = json.loads(ended.stdout)
    return {
        "releves": count,
        "laureat_separes_par_s": count / apart,
        "weasyprint_separes_par_s": count / peer["separes"],
        "rapport_separes": peer["separes"] / apart,
        "laureat_impression_par_s": count / together,
        "weasyprint_impression_par_s": count / peer["ensemble"],
        "rapport_impression": peer["ensemble"] / together,
        "laureat_octets": sum(sizes) / count,
        "weasyprint_octets": peer["octets"],
    }


def weights(folder: Path) -> list[dict[str, Any]]:
    """Bytes of each kind of paper with all that it carries (2D-Doc, code, decision data), then with its seal."""
    plain = order(folder, 30, "poids")
    key, seal = folder / "2ddoc.pem", trial_authority(folder / "cachet", plain.moment)
    write_private(key, new_deuxdoc_key())
    found: dict[str, list[tuple[int, int]]] = {}
    for rank, sealing in enumerate((None, seal)):
        target = folder / f"poids-{rank}"
        asked = replace(plain, target=target, zipped=True, deuxdoc=DeuxDocKey(key), seal=sealing)
        issue(replace(asked, site="https://titres.exemple.fr/"))
        for path in sorted(target.rglob("*.zip")):
            with zipfile.ZipFile(path) as archive:
                for each in archive.infolist():
                    found.setdefault(Path(each.filename).name.split("-")[0], []).append((rank, each.file_size))
    rows = []
    for kind, sizes in found.items():
        bare, sealed = ([size for rank, size in sizes if rank == wanted] for wanted in (0, 1))
        rows.append({"papier": kind, "octets": sum(bare) / len(bare), "octets_caches": sum(sealed) / len(sealed)})
    return rows


def grow(folder: Path, candidates: int) -> dict[str, Any]:
    """All the papers of a session with every core, in a process of its own whose memory is read at the end."""
    asked = order(folder, candidates, f"lot-{candidates}")
    call = f"from bench.papiers import run_lot; run_lot({str(asked.dossier)!r}, {str(asked.target)!r})"
    told = environment.measured("-c", call)
    return {"candidats": candidates, **json.loads(told)}


def run_lot(dossier: str, target: str) -> None:
    """Issue a lot and print its figures as JSON (called in a process of its own)."""
    infos = read_infos(Path(dossier).parent / "infos.yaml")
    workers = os.cpu_count() or 1
    asked = Order(Path(dossier), infos, ISSUED, Path(target), datetime.now(UTC), printing=True, workers=workers)
    peaks: dict[int, int] = {}
    threading.Thread(target=_watch, args=(peaks,), daemon=True).start()
    start = time.perf_counter()
    summary = issue(asked)
    elapsed = time.perf_counter() - start
    own = peaks.pop(os.getpid())
    figures = {
        "papiers": summary.issued,
        "secondes": elapsed,
        "papiers_par_s": summary.issued / elapsed,
        "processus": workers,
        "memoire_principal_mo": own / 1024,
        "memoire_ouvrier_mo": max(peaks.values()) / 1024,
    }
    print(json.dumps(figures))


def _watch(peaks: dict[int, int]) -> None:
    """The highest resident memory of this process and of its children, in kB, as Linux tells it."""
    own = os.getpid()
    while True:
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        for process in (own, *map(int, children)):
            try:
                told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
            except OSError:
                continue
            if told:
                peaks[process] = int(told[1])
        time.sleep(0.1)


def _print(beside: dict[str, Any], heavy: list[dict[str, Any]], growth: list[dict[str, Any]]) -> None:
    def shown(number: float, decimals: int = 1) -> str:
        return f"{number:,.{decimals}f}".replace(",", " ").replace(".", ",")

    print(f"Relevés, {beside['releves']} de suite, un seul processus chacun, par seconde de processeur :\n")
    print("| | Lauréat | WeasyPrint | rapport |\n|---|---:|---:|---:|")
    for label, key in (
        ("fichiers séparés, avec la pièce jointe", "separes"),
        ("un seul fichier d'impression", "impression"),
    ):
        values = (beside[f"laureat_{key}_par_s"], beside[f"weasyprint_{key}_par_s"], beside[f"rapport_{key}"])
        print(f"| {label} | {shown(values[0])}/s | {shown(values[1])}/s | × {shown(values[2])} |")
    ours, theirs = (shown(beside[f"{who}_octets"] / 1000) for who in ("laureat", "weasyprint"))
    print(f"\nUn de ces relevés pèse {ours} ko, celui de WeasyPrint {theirs} ko.")
    print("Avec le 2D-Doc, le code et les données :\n")
    print("| papier | ko | ko, cachet compris |\n|---|---:|---:|")
    for row in heavy:
        print(f"| {row['papier']} | {shown(row['octets'] / 1000)} | {shown(row['octets_caches'] / 1000)} |")
    print("\nTous les papiers d'une session, et le fichier d'impression, tous les cœurs :\n")
    print("| candidats | papiers | secondes | papiers/s | mémoire du principal | mémoire d'un ouvrier |")
    print("|---:|---:|---:|---:|---:|---:|")
    for row in growth:
        print(
            f"| {shown(row['candidats'], 0)} | {shown(row['papiers'], 0)} | {shown(row['secondes'])} "
            f"| {shown(row['papiers_par_s'])} | {shown(row['memoire_principal_mo'], 0)} Mo "
            f"| {shown(row['memoire_ouvrier_mo'], 0)} Mo |"
        )


if __name__ == "__main__":
    main()
