"""The application served in this process, for a browser: on a port of its own, which stops and starts again."""

import contextlib
import socket
import threading
from typing import Any

from support.serveur import free_port


class Site:
    """The application on a port of its own, which stops and starts again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        """Listen."""
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.db import connections
        from waitress.server import create_server

        from laureat.web.project.wsgi import application

        served = StaticFilesHandler(application)

        def answered(environ: Any, start: Any) -> list[bytes]:
            answer = served(environ, start)
            try:
                return [b"".join(answer)]
            finally:
                answer.close()
                connections.close_all()

        self.server = create_server(answered, host="127.0.0.1", port=self.port, threads=4)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        with contextlib.suppress(OSError):  # closed under it
            self.server.run()

    def stop(self) -> None:
        """Really: nobody listens any more."""
        self.server.close()
        self.server.task_dispatcher.shutdown()
        for channel in list(self.server._map.values()):
            channel.close()
        self.thread.join(5)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", self.port)) != 0
