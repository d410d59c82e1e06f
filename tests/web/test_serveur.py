"""``laureat serveur`` behind a proxy: TLS is what the proxy says, cookies and headers follow, the owner is not kept."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from support.serveur import free_port


def answer(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    """What the server says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "examens.exemple.fr", **headers})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_behind_a_proxy_everything_is_by_tls(data_folder: Path) -> None:
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "LAUREAT"))}
    env |= {"LAUREAT_HTTPS": "1", "LAUREAT_HOTES": "examens.exemple.fr"}
    env["LAUREAT_ORIGINES"] = "https://examens.exemple.fr"
    command = [sys.executable, "-m", "laureat.cli.main", "serveur", "--donnees", str(data_folder / "d")]
    said = data_folder / "dit"
    with (
        said.open("w", encoding="utf-8") as told,
        subprocess.Popen([*command, "--port", str(port)], env=env, stdout=told) as process,
    ):
        try:
            for _ in range(720):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None
                time.sleep(0.25)
            plain = answer(port, "/sante")
            assert (plain.status, plain.headers["Location"]) == (301, "https://examens.exemple.fr/sante")
            link = re.search(r"https://examens\.exemple\.fr(/invitation/\S+)", said.read_text(encoding="utf-8"))
            assert link, "an empty base prints the link of its first account, under the site's real name"
            secure = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
            assert answer(port, link[1], **secure).status == 200
            safe = answer(port, "/compte/login/", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
            assert safe.status == 200
            assert safe.headers["Strict-Transport-Security"].startswith("max-age=")
            assert "Secure" in safe.headers["Set-Cookie"]
            assert safe.headers["Set-Cookie"].startswith("__Host-laureat_jeton="), "no neighbouring site sets it"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    assert process.returncode == 0
    assert not (data_folder / "d/postgresql/postmaster.pid").exists()
    assert (data_folder / "d/cle_secrete").stat().st_mode & 0o077 == 0
