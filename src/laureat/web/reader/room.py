"""The side of the room that asks: a few seats, a few who wait, then « réessayez »."""

import hashlib
import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _

from laureat.vocabulary import InvalidInput, Several
from laureat.web.reader import wire
from laureat.web.reader.limits import Limits

P = ParamSpec("P")
T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_GRACE = 2.0
"""Seconds after its duration when a child that has not answered is taken for dead."""
_START = 60.0
"""Seconds that the nursery has to import the readers."""
READY = b"!"
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "HOME", "VIRTUAL_ENV", "SYSTEMROOT")
"""What the nursery keeps of the environment: no address of a base, no secret."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS")


class TryAgain(Exception):
    """No answer was given, and nothing is known of the file: ``reason`` says why and what to do, in French."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class _Nursery:
    """The process that forks, started when it is first needed and again where it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def warm(self) -> None:
        """Start it before anybody waits for it."""
        with self._lock:
            self._started()

    def open(self, limits: Limits) -> socket.socket:
        """A channel to a fresh child."""
        for last in (False, True):
            with self._lock:
                control = self._started()
                here, there = socket.socketpair()
                try:
                    socket.send_fds(control, [limits.to_bytes()], [there.fileno()])
                    return here
                except OSError:
                    here.close()
                    self._end()
                    if last:
                        raise
                finally:
                    there.close()
        raise AssertionError("the second try returns or raises")

    def _started(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._end()
        here, there = socket.socketpair()
        env = {name: os.environ[name] for name in _KEPT if name in os.environ}
        env |= dict.fromkeys(_ONE_THREAD, "1") | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "laureat.web.reader.nursery", str(there.fileno())],
                pass_fds=[there.fileno()],
                env=env,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        here.settimeout(_START)
        if here.recv(1) != READY:
            raise OSError("the nursery did not start")
        here.settimeout(None)
        self._control = here
        return here

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


NURSERY = _Nursery()


class Room:
    """So many seats for those who share it: others wait a little, and few may wait."""

    def __init__(self, seats: int, waiting: int, patience: float, limits: Limits) -> None:
        self.limits = limits
        self.patience = patience
        self._seats = threading.BoundedSemaphore(seats)
        self._places = threading.BoundedSemaphore(seats + waiting)
        self._last = b"", b""
        """What was asked last to be kept in mind, by its digest, and its answer."""

    def read(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work``, a function of a module, gives of these arguments, in a child.

        Raises InvalidInput (Several among them) for a file at fault, TryAgain where no answer came.
        """
        assert not kwargs
        return self._seated(work, args)[0]

    def _seated(self, work: Callable[..., T], args: tuple[object, ...]) -> tuple[T, bytes]:
        """The answer, and its bytes."""
        if not self._places.acquire(blocking=False):
            raise TryAgain(_("Trop de fichiers sont en cours de lecture : réessayez dans un instant."))
        try:
            if not self._seats.acquire(timeout=self.patience):
                raise TryAgain(_("Trop de fichiers sont en cours de lecture : réessayez dans un instant."))
            try:
                return self._read(work, args)
            finally:
                self._seats.release()
        finally:
            self._places.release()

    def read_once(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same as ``read``, of a work whose answer hangs on its arguments alone: the last one is kept in mind, for
        whoever asks it again before ``forget``.
        """
        assert not kwargs
        asked = hashlib.sha256(pickle.dumps((work, args))).digest()
        last, answer = self._last
        if last == asked:
            return wire.loads(answer)  # type: ignore[no-any-return]
        value, answer = self._seated(work, args)
        self._last = asked, answer
        return value

    def forget(self) -> None:
        """Keep nothing in mind."""
        self._last = b"", b""

    def _read(self, work: Callable[..., T], arguments: tuple[object, ...]) -> tuple[T, bytes]:
        try:
            with NURSERY.open(self.limits) as channel:
                channel.settimeout(self.limits.duration + _GRACE)
                wire.send(channel, pickle.dumps((work, arguments)))
                answer = wire.receive(channel)
            value = None if answer[:1] == b"\2" else wire.loads(answer[1:])
        except (EOFError, OSError, wire.Distrusted) as error:
            _LOG.warning("lecture abandonnée (%s) : %r", work.__name__, error)
            told = _(
                "La lecture de ce fichier demande plus de temps ou de mémoire que permis : rien n'en est conclu. "
                "Réessayez, ou redemandez le fichier d'origine à qui vous l'a donné."
            )
            raise TryAgain(told) from None
        match answer[:1]:
            case b"\0":
                return value, answer[1:]  # type: ignore[return-value]
            case b"\1" if value:
                problems, choices = value
                raise InvalidInput(problems) if choices is None else Several(problems[0], choices)
        kind = answer[1:80].decode("ascii", "replace")
        _LOG.error("%s n'a pas prévu ce fichier : %s", work.__name__, kind)
        raise InvalidInput([_("le fichier est abîmé, ou n'est pas de la sorte attendue ; l'enregistrer de nouveau")])


_MIB = 1 << 20
VISITORS = Room(2, 1, 2.0, Limits(processor=6, duration=10, memory=400 * _MIB))
"""Whoever comes: documents to verify."""
STAFF = Room(2, 2, 20.0, Limits(processor=120, duration=180, memory=1536 * _MIB))
"""Those who have signed in: lists, sheets, juries."""
