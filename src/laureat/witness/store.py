"""What a witness keeps: its key, the logs that it knows, and the last checkpoint of each, one file a log.

A file is replaced whole and reaches the disk before any cosignature leaves: a witness that is killed, or whose disk is
full, never goes back. A file that cannot be read stops the witness; it is never taken for « nothing seen yet ».
"""

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from laureat.records.checkpoint import Checkpoint, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, decoded, encoded
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.witness.policy import Party, Policy, read_policy
from laureat.witness.protocol import Answer, Held, Request, judge, vouch

KEY, LOGS, STATES, LOCK = "cle", "journaux", "etats", "verrou"
LOGS_EMPTY = "# Une ligne par journal : log CLÉ\nquorum none\n"


def origin_hash(origin: str) -> str:
    """The name under which the standard serves the checkpoint of a log."""
    return hashlib.sha256(origin.encode()).hexdigest()


def write_durably(path: Path, content: str, mode: int = 0o600) -> None:
    """Replace a file whole, on the disk when this returns."""
    fresh = path.with_name(f".{path.name}.neuf")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content.encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


class Store:
    """The folder of a witness, held by one process at a time."""

    def __init__(self, folder: Path, name: str = "", seed: Callable[[], bytes] = lambda: os.urandom(32)) -> None:
        """Open the folder; made, with a key under this name, where it is missing. Raises InvalidInput."""
        (folder / STATES).mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._lock_file = (folder / LOCK).open("w")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock_file.close()
            raise InvalidInput([f"{folder} : un autre témoin sert déjà ce dossier"]) from None
        try:
            self.key, self._signer = self._own_key(name, seed)
            self.policy = self._known_logs()
            self._held = {log.name: self._read(log.name) for log in self.policy.logs}
        except BaseException:
            self.close()
            raise
        self._locks = {log.name: threading.Lock() for log in self.policy.logs}

    def close(self) -> None:
        """Let another process have the folder."""
        self._lock_file.close()

    def _own_key(self, name: str, seed: Callable[[], bytes]) -> tuple[NoteKey, Callable[[bytes], bytes]]:
        path = self._folder / KEY
        if not path.exists():
            if not name:
                raise InvalidInput([f"{path} manque : donner un nom à ce témoin, qui naît avec sa clé (--nom)"])
            drawn = seed()
            try:
                key = NoteKey.parse(str(NoteKey(name, public_key_of(drawn), COSIGNATURE)), COSIGNATURE)
            except ValueError as error:
                raise InvalidInput([str(error)]) from None
            write_durably(path, f"{key.name}\n{encoded(drawn)}\n")
        try:
            known, secret = path.read_text(encoding="utf-8").splitlines()
            raw = decoded(secret, "clé")
            key = NoteKey(known, public_key_of(raw), COSIGNATURE)
        except ValueError as error:
            raise InvalidInput([f"{path} n'est pas la clé d'un témoin ({error})"]) from None
        if name and name != key.name:
            raise InvalidInput([f"{path} : ce témoin s'appelle {key.name}, pas {name}"])
        return key, signer(raw)

    def _known_logs(self) -> Policy:
        path = self._folder / LOGS
        if not path.exists():
            write_durably(path, LOGS_EMPTY)
        return read_policy(path.read_bytes(), str(path))

    def add_log(self, key: NoteKey) -> None:
        """Know one more log from now on; nothing changes for one that is known."""
        if any(log.key == key for log in self.policy.logs):
            return
        path = self._folder / LOGS
        content = path.read_text(encoding="utf-8")
        fresh = read_policy(f"log {key}\n{content}".encode(), str(path))
        write_durably(path, f"log {key}\n{content}")
        self._held[key.name] = self._held.get(key.name) or self._read(key.name)
        self._locks.setdefault(key.name, threading.Lock())
        self.policy = fresh

    def _path(self, origin: str) -> Path:
        return self._folder / STATES / origin_hash(origin)

    def _read(self, origin: str) -> Held | None:
        path = self._path(origin)
        try:
            checkpoint, note = read_checkpoint(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise InvalidInput([f"{path} : le dernier point de contrôle de {origin} est illisible ({error})"]) from None
        if checkpoint.origin != origin:
            raise InvalidInput([f"{path} : ce point de contrôle est de {checkpoint.origin}, pas de {origin}"])
        return Held(checkpoint, note)

    def latest(self, hashed: str) -> Note | None:
        """The last cosigned checkpoint of the log whose origin has this hash."""
        for origin, held in self._held.items():
            if origin_hash(origin) == hashed and held is not None:
                return held.note
        return None

    def add_checkpoint(self, body: bytes, time: int) -> Answer:
        """Cosign a checkpoint, or say why not. What is cosigned is on the disk before the answer is given."""
        try:
            request, checkpoint = Request.parse(body)
        except ValueError as error:
            return Answer(400, f"{error}\n")
        logs = [log for log in self.policy.logs if log.name == checkpoint.origin]
        if not logs:
            return Answer(404, "ce témoin ne connaît pas ce journal\n")
        return self._judged(request, checkpoint, logs, time)

    def _judged(self, request: Request, checkpoint: Checkpoint, logs: list[Party], time: int) -> Answer:
        with self._locks[checkpoint.origin]:
            refusal, note = judge(request, checkpoint, logs, self._held[checkpoint.origin])
            if refusal is not None:
                return refusal
            answer, held = vouch(note, checkpoint, self.key, self._signer, time)
            try:
                write_durably(self._path(checkpoint.origin), str(held.note), 0o644)
            except OSError as error:
                return Answer(503, f"le témoin ne peut rien écrire ({plainly(error)}) : rien n'est cosigné\n")
            self._held[checkpoint.origin] = held
            return answer
