"""The machine of a run, and the environments where the peers live, apart from the product's."""

import os
import platform
import resource
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "bench"


def machine() -> str:
    """What the figures were measured on, in one line."""
    cores = len(os.sched_getaffinity(0))
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    versions = f"Python {platform.python_version()}, Polars {pl.__version__}"
    return f"{_processor()}, {cores} cœurs, {_memory()} Go de mémoire ; {versions} ; charge au départ {load}"


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def memory_peak() -> float:
    """The most memory this process has held, in Mo (what it was before it became Python does not count)."""
    for line in _lines("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def processor_time(*roots: int) -> float:
    """Seconds of processor that these processes and all that they started have taken so far."""
    tick = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    taken: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if lines := _lines(str(folder / "stat")):
            told = lines[-1].rpartition(")")[2].split()
            parents[int(folder.name)] = int(told[1])
            taken[int(folder.name)] = sum(map(int, told[11:15])) / tick  # its own, and that of its dead children

    def is_ours(process: int) -> bool:
        while process in parents and process not in roots:
            process = parents[process]
        return process in roots

    return sum(seconds for process, seconds in taken.items() if is_ours(process))


def peer(name: str, *requirements: str) -> Path:
    """The Python of a peer's own environment, made when it is missing: nothing of it enters the product.

    What it holds is written last: an installation that was interrupted, or of other versions, is made again.
    """
    place = PEERS / name
    python, complete = place / "bin" / "python", place / "complet.txt"
    wanted = "\n".join(requirements)
    if not complete.is_file() or complete.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
        subprocess.run(install, check=True)
        complete.write_text(wanted, encoding="utf-8")
    return python


def measured(*arguments: str, python: Path = Path(sys.executable)) -> str:
    """What a fresh process prints."""
    ended = subprocess.run([str(python), *arguments], cwd=ROOT, capture_output=True, text=True)
    if ended.returncode:
        raise RuntimeError(f"{' '.join(arguments)}\n{ended.stderr}")
    return ended.stdout
