"""A witness of one's own, as a process that can be killed; and a real time-stamping authority (openssl)."""

import http.server
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from laureat.records.signed_note import COSIGNATURE, NoteKey
from laureat.witness.policy import Party
from support.serveur import free_port

OPENSSL = shutil.which("openssl")
CONFIGURATION = """
[ tsa ]
default_tsa = ici
[ ici ]
dir = {folder}
serial = $dir/serie
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.cle
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
"""
EXTENSION = "extendedKeyUsage = critical,timeStamping\nbasicConstraints = critical,CA:FALSE\n"


class Witness:
    """``laureat temoin servir``, started and stopped as one likes."""

    def __init__(self, folder: Path, name: str, *logs: NoteKey) -> None:
        self.folder, self.name, self.logs = folder, name, logs
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Witness":
        """Start, and wait until it listens."""
        command = [sys.executable, "-m", "laureat.cli.main", "temoin", "servir", "--dossier", str(self.folder)]
        command += ["--adresse", f"127.0.0.1:{self.port}", "--nom", self.name]
        for log in self.logs:
            command += ["--journal", str(log)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.02)
        self.stop()
        raise AssertionError("le témoin ne démarre pas")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, by SIGKILL if one wants."""
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait(20)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    @property
    def party(self) -> Party:
        """The witness as a log knows it."""
        name, secret = (self.folder / "cle").read_text().splitlines()
        from laureat.records.ed25519 import public_key_of
        from laureat.records.signed_note import decoded

        return Party("lui", NoteKey(name, public_key_of(decoded(secret, "clé")), COSIGNATURE), self.url)


@contextmanager
def witness(folder: Path, name: str, *logs: NoteKey) -> Iterator[Witness]:
    """A running witness."""
    one = Witness(folder, name, *logs)
    try:
        yield one.start()
    finally:
        one.stop(signal.SIGKILL)


def _openssl(*arguments: str) -> None:
    subprocess.run([str(OPENSSL), *arguments], check=True, capture_output=True)


def make_authority(folder: Path) -> Path:
    """The keys and certificates of an authority; gives the file of those one trusts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serie").write_text("01\n")
    (folder / "ext").write_text(EXTENSION)
    new = ("req", "-newkey", "rsa:2048", "-nodes")
    subject = "/O=Essai/CN="
    _openssl(
        *new,
        "-x509",
        "-days",
        "2",
        "-subj",
        f"{subject}Racine",
        "-keyout",
        f"{folder}/ca.cle",
        "-out",
        f"{folder}/ca.pem",
    )
    _openssl(*new, "-subj", f"{subject}Heure", "-keyout", f"{folder}/tsa.cle", "-out", f"{folder}/tsa.csr")
    _openssl(
        *("x509", "-req", "-days", "2", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/ca.pem"),
        *("-CAkey", f"{folder}/ca.cle", "-CAcreateserial", "-extfile", f"{folder}/ext", "-out", f"{folder}/tsa.pem"),
    )
    return folder / "ca.pem"


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """A running authority, by its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query, reply = folder / "demande.tsq", folder / "reponse.tsr"
            query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            _openssl("ts", "-reply", "-config", f"{folder}/conf", "-queryfile", str(query), "-out", str(reply))
            body = reply.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def get(url: str) -> str:
    """A page."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())
