"""``laureat serveur`` as it is run: a process of its own, on a free port."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What the server says."""

    status: int
    headers: http.client.HTTPMessage
    body: str
    seconds: float


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request, on a connection of its own."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, headers={"Host": "localhost", **headers})
        response = connection.getresponse()
        content = response.read().decode(errors="replace")
        connection.close()
        return Answer(response.status, response.headers, content, time.monotonic() - began)

    def hand_over(self, path: str, name: str, content: bytes) -> Answer:
        """A file in the form of a page that is open to everyone."""
        cookie = self.ask("GET", path).headers["Set-Cookie"].partition(";")[0]
        token = cookie.partition("=")[2]
        lines = [
            b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token.encode(),
            f'--b\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'.encode()
            + b"Content-Type: application/octet-stream\r\n\r\n"
            + content,
            b"--b--\r\n",
        ]
        kind = {"Cookie": cookie, "Content-Type": "multipart/form-data; boundary=b"}
        return self.ask("POST", path, b"\r\n".join(lines), **kind)


def environment(**more: str) -> dict[str, str]:
    """What the server is given: nothing of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "LAUREAT"))}
    return {**kept, **more}


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(
    folder: Path, *options: str, port: int = 0, told: Path | None = None, patience: int = 120, **env: str
) -> Iterator[Server]:
    """A server on this data folder, stopped properly; ``told``: where what it says is kept."""
    port = port or free_port()
    command = [sys.executable, "-m", "laureat.cli.main", "serveur", "--donnees", str(folder), "--port", str(port)]
    with (
        (told or Path(os.devnull)).open("wb") as said,
        subprocess.Popen([*command, *options], env=environment(**env), stdout=said) as process,
    ):
        try:
            until = time.monotonic() + patience
            while time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None
                time.sleep(0.1)
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(patience)
