"""A folder of one run of the tests, common to its processes; taken away at its end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

COMMON = "ESSAIS_COMMUNS"
"""In the environment: where it stands."""
MEMORY = Path("/dev/shm")
ROOMY = 4 << 30
"""The bytes of memory, free, above which the bases of the tests stand there."""


def settle() -> None:
    """Make it, in the process that starts the others; they find it in the environment."""
    if COMMON in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="laureat-essais-", dir=_in_memory()))
    folder.chmod(0o755)  # as root, PostgreSQL runs as another user, who must be able to enter
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[COMMON] = str(folder)


def _in_memory() -> Path | None:
    """Where it stands: in memory where there is plenty, a base being seven hundred files to copy; else None."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    told = Path("/proc/meminfo").read_text(encoding="ascii").partition("MemAvailable:")[2].split()
    free = min(shutil.disk_usage(MEMORY).free, int(told[0]) << 10 if told else 0)
    return MEMORY if free > ROOMY else None
