"""Results day: the public page of results as the service gives it, beside nginx on the same file.

    python -m bench.resultats [--candidats N] [--demandes N]

One client on one connection asks both for the same page, in turn. « Sans le fichier » is what each request would cost
if the page were not a file: Django reads the facts and writes it. Where there is no nginx (``NGINX`` names one), the
service alone is measured, and the page says so.
"""

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.page import decimal, whole, write_results
from bench.web import house, published

NONE = "nginx n'est pas installé ici : la même page par nginx n'est pas mesurée (`apt install nginx`, puis de nouveau)."
CONF = """
daemon off; master_process off; pid {room}/pid; error_log /dev/null;
events {{ worker_connections 64; }}
http {{
    access_log off; keepalive_requests 1000000; default_type text/html; sendfile on; tcp_nodelay on;
    client_body_temp_path {room}/b; proxy_temp_path {room}/p; fastcgi_temp_path {room}/f;
    uwsgi_temp_path {room}/u; scgi_temp_path {room}/s;
    server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }}
}}
"""


def nginx() -> str | None:
    """The program of nginx, if it is here."""
    return os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextlib.contextmanager
def served_by_nginx(program: str, root: Path) -> Iterator[int]:
    """The port on which nginx, one process, gives the files of a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as room:
        conf = Path(room) / "nginx.conf"
        conf.write_text(f"user root;{CONF.format(room=room, root=root, port=port)}", encoding="ascii")
        with subprocess.Popen([program, "-c", str(conf), "-e", "/dev/null"], stderr=subprocess.DEVNULL) as process:
            try:
                for _ in range(100):
                    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                        break
                    time.sleep(0.05)
                yield port
            finally:
                process.terminate()


@contextlib.contextmanager
def served_by_us(threads: int = 4) -> Iterator[int]:
    """The port on which the service answers, by the server that it is run with."""
    from waitress.server import create_server

    from laureat.web.project.wsgi import application

    server: Any = create_server(application, host="127.0.0.1", port=0, threads=threads)
    run = threading.Thread(target=_until_closed, args=(server,), daemon=True)
    run.start()
    try:
        yield int(server.effective_port)
    finally:
        server.close()


def _until_closed(server: Any) -> None:
    with contextlib.suppress(OSError):
        server.run()


def asked(port: int, path: str, times: int) -> tuple[float, int]:
    """The median seconds of a request on one open connection, and the bytes of the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent, size = [], 0
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        size = len(answer.read())
        spent.append(time.perf_counter() - began)
        assert answer.status == 200, answer.status
    connection.close()
    return statistics.median(spent), size


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print a table ready for the docs, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidats", type=int, default=2_000)
    parser.add_argument("--demandes", type=int, default=2_000)
    told = parser.parse_args(arguments)
    found: dict[str, Any] = {}
    with house() as demonstration:
        from django.conf import settings

        from laureat.web.exam_sessions import results

        settings.ALLOWED_HOSTS = ["*"]
        world = demonstration.people()
        session = published(demonstration, world, told.candidats)
        results.write(session)
        path = f"/{results.PREFIX}/{session.pk}/"
        with served_by_us() as port:
            found["service"], found["octets"] = asked(port, path, told.demandes)
            if program := nginx():
                with served_by_nginx(program, Path(settings.PUBLIC)) as beside:
                    found["nginx"], size = asked(beside, path, told.demandes)
                    assert size == found["octets"], "la même page"
            shutil.rmtree(results.folder() / str(session.pk))
            found["django"], _size = asked(port, path, 9)
    print(f"Une liste de {whole(told.candidats)} candidats, {whole(found['octets'] / 1000)} ko.\n")
    print("| page publique des résultats | médiane d'une demande | par seconde, une connexion | |\n|---|---|---|---|")
    for name, label in (
        ("service", "fichier, par le service"),
        ("nginx", "le même, par nginx"),
        ("django", "sans le fichier"),
    ):
        if name in found:
            ratio = found["service"] / found[name]
            told = f"le service × {decimal(ratio, 1)}" if ratio > 1 else f"{whole(1 / ratio)} fois le fichier"
            beside_us = "" if name == "service" else told
            cells = f"{decimal(found[name] * 1000, 2)} ms | {decimal(1 / found[name], 1)}"
            print(f"| {label} | {cells} | {beside_us} |")
    if "nginx" not in found:
        print(f"\n{NONE}")
    write_results("resultats", found)
    return found


if __name__ == "__main__":
    main()
