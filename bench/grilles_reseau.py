"""Assessors who tap on grids, by the network, in a process of their own: ``python -m bench.grilles_reseau < JSON``.

Each has its own connection and its own candidate. At a person's pace each taps once a second, and a tap lasts from the
moment it was due, so that waiting in line counts. Without a pause, all tap as soon as they are answered.
"""

import http.client
import json
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass
class Hall:
    """What the assessors share: the server, who they are, what they tap; and what they were answered."""

    port: int
    headers: dict[str, str]
    lines: list[str]
    levels: list[str]
    each: int
    pace: float
    lasted: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def assess(self, place: str, read: dict[str, int], phase: float) -> None:
        """One assessor, on one candidate whose lines were written so many times."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        began = time.perf_counter() + phase
        for rank in range(self.each):
            line = self.lines[rank % len(self.lines)]
            tap = {"cle": uuid.uuid4().hex, "situation": "P", "ligne": line, "lu": str(read.get(line, 0))}
            tap["valeur"] = self.levels[(rank // len(self.lines) + rank + read.get(line, 0)) % len(self.levels)]
            due = began + rank * self.pace if self.pace else time.perf_counter()
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("POST", place, urlencode(tap), self.headers)
            answer = connection.getresponse()
            body = answer.read()
            self.lasted.append(time.perf_counter() - due)
            self.statuses[answer.status] += 1
            if answer.status == 200:
                read[line] = json.loads(body)["version"]
        connection.close()


def main() -> None:
    """Tap as asked on the standard input, and say how long each tap lasted."""
    asked: dict[str, Any] = json.load(sys.stdin)
    places: dict[str, dict[str, int]] = asked.pop("places")
    hall = Hall(**asked)
    threads = [
        threading.Thread(target=hall.assess, args=(place, read, hall.pace * rank / len(places)))
        for rank, (place, read) in enumerate(places.items())
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"seconds": time.perf_counter() - began, "lasted": sorted(hall.lasted), "statuses": hall.statuses}
    json.dump({**told, "places": places}, sys.stdout)


if __name__ == "__main__":
    main()
