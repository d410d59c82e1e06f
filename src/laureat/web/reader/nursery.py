"""The process from which children are forked: it knows the readers, holds no secret, and kills whoever overruns.

``python -m laureat.web.reader.nursery FILE``: the number of its end of the control socket. It ends with the room that
started it.
"""

import contextlib
import importlib
import os
import pickle
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from laureat.exchange.parquet_columns import Here
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import InvalidInput, Several
from laureat.web.reader import wire
from laureat.web.reader.limits import Limits

KNOWN = (
    "PIL.Image",
    "cryptography.x509",
    "laureat.credentials.carriers",
    "laureat.credentials.seals",
    "laureat.exchange.candidates",
    "laureat.exchange.cyclades",
    "laureat.exchange.grille_import",
    "laureat.exchange.jury",
    "laureat.register",
    "openbadgeslib.baking",
    "openpyxl",
    "pyhanko.sign.validation",
    "pyld",
    "pypdf",
    "pypdfium2",
    "zxingcpp",
)
"""What every child would import."""
_LOOK = 0.05
"""Seconds between two looks at the children."""
_FILES = 1 << 30
"""Bytes that a child may write in its folder."""


@dataclass
class Child:
    """One reading under way."""

    pid: int
    folder: str
    ends: float
    memory: int


def main() -> None:
    """Fork on demand, watch, until the room is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    Here.expendable = True  # its children read one file each
    for name in KNOWN:
        with contextlib.suppress(ImportError):  # an extra that is not installed
            importlib.import_module(name)
    control.sendall(b"!")
    with contextlib.suppress(InvalidInput):  # whoever applies it says why
        bibliotheque()  # else each child reads the whole law again
    children: list[Child] = []
    own = _resident(os.getpid())
    while True:
        ready, _, _ = select.select([control], [], [], _LOOK if children else None)
        children = [child for child in children if _lives(child)]
        if ready:
            told, files, _flags, _sender = socket.recv_fds(control, Limits.FORMAT.size, 1)
            if not told or not files:
                break
            children.append(_start(control, files[0], Limits.from_bytes(told), own))
    for child in children:
        _kill(child)


def _start(control: socket.socket, file: int, limits: Limits, own: int) -> Child:
    folder = tempfile.mkdtemp(prefix="laureat-lecture-")
    pid = os.fork()
    if pid == 0:
        control.close()
        _read(socket.socket(fileno=file), folder, limits)
    os.close(file)
    return Child(pid, folder, time.monotonic() + limits.duration, own + limits.memory)


def _lives(child: Child) -> bool:
    """True while it reads; one that has taken too long, or too much, is killed."""
    if os.waitpid(child.pid, os.WNOHANG)[0]:
        shutil.rmtree(child.folder, ignore_errors=True)
        return False
    if time.monotonic() > child.ends or _resident(child.pid) > child.memory:
        _kill(child)
        return False
    return True


def _kill(child: Child) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
    shutil.rmtree(child.folder, ignore_errors=True)


def _statm(pid: int) -> list[int]:
    """The pages of a process, virtual then resident; nothing where the system does not tell."""
    try:
        return [int(count) for count in Path(f"/proc/{pid}/statm").read_bytes().split()[:2]]
    except (OSError, ValueError):
        return [0, 0]


def _resident(pid: int) -> int:
    return _statm(pid)[1] * resource.getpagesize()


def _read(channel: socket.socket, folder: str, limits: Limits) -> NoReturn:
    """In the child: one task, one answer, and the end, whatever happens."""
    try:
        os.chdir(folder)
        os.nice(10)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for said in (1, 2):  # what the readers grumble about a file of anyone's fills no log
            os.dup2(nowhere, said)
        _limit(limits)
        work, arguments = pickle.loads(wire.receive(channel, 1 << 32))
        answer = b""
        try:
            answer = b"\0" + wire.dumps(work(*arguments))
        except InvalidInput as invalid:
            choices = invalid.choices if isinstance(invalid, Several) else None
            answer = b"\1" + wire.dumps((invalid.problems, choices))
        except MemoryError:
            os._exit(70)
        except Exception as error:  # a reader that did not foresee this file
            answer = b"\2" + type(error).__name__.encode()
        wire.send(channel, answer)
    finally:
        os._exit(71)


def _limit(limits: Limits) -> None:
    """The limits that the system itself holds; the resident memory and the clock are watched by the nursery."""
    processor = int(limits.processor) + 1
    space = 2 * limits.memory + _statm(os.getpid())[0] * resource.getpagesize()
    for kind, most in _system_limits(processor, space):
        _soft, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    signal.setitimer(signal.ITIMER_REAL, limits.duration)  # SIGALRM ends the process, if the nursery is not there to


def _system_limits(processor: int, space: int) -> Iterator[tuple[int, int]]:
    yield resource.RLIMIT_CPU, processor
    yield resource.RLIMIT_AS, space
    yield resource.RLIMIT_FSIZE, _FILES
    yield resource.RLIMIT_CORE, 0


if __name__ == "__main__":
    main()
