"""Sixteen files that each want gigabytes, posted at once to a real server: it answers everyone else meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from laureat.web.data_folder import DATABASE
from support import modele
from support.bombes import memory_bomb, processor_bomb
from support.serveur import Answer, Server, served


def resident(pid: int) -> int:
    """The megabytes that the processes of a server occupy."""
    process = psutil.Process(pid)
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total >> 20


def test_health_answers_while_sixteen_bombs_are_posted(data_folder: Path) -> None:
    house = data_folder / "bombes"
    house.mkdir(0o700)
    modele.copied(house / DATABASE)
    with served(house) as server:
        calm = server.hand_over("/verifier/", "a.json", b"{}")
        assert calm.status == 200
        peak, waited, answers = bombarded(server)
        assert max(waited) < 1, sorted(waited)[-5:]
        assert len(waited) > 20
        assert len(answers) == 16
        for answer in answers:
            assert answer.status in (200, 503)
            assert 'data-verdict="authentique"' not in answer.body
            if answer.status == 503:
                assert "éessayez" in answer.body
                assert "data-verdict" not in answer.body
        assert sum(answer.status == 503 for answer in answers) >= 8
        assert peak < 3_000
        after = server.hand_over("/verifier/", "a.json", b"{}")
        assert (after.status, after.seconds < max(2, 4 * calm.seconds)) == (200, True)
        assert "data-verdict" in after.body
        family = psutil.Process(server.process.pid).children(recursive=True)
        assert any("laureat.web.reader.nursery" in one.cmdline() for one in family)
    _gone, left = psutil.wait_procs(family, timeout=10)
    assert not left


def bombarded(server: Server) -> tuple[int, list[float], list[Answer]]:
    """The most megabytes seen, how long health took each time, and what was answered to the bombs."""
    bombs = [processor_bomb(), memory_bomb()] * 8
    over, waited, peak = threading.Event(), [], 0
    with ThreadPoolExecutor(17) as threads:
        posted = [threads.submit(server.hand_over, "/verifier/", "diplome.pdf", bomb) for bomb in bombs]
        threads.submit(lambda: [each.result() for each in posted]).add_done_callback(lambda _: over.set())
        while not over.wait(0.01):
            health = server.ask("GET", "/sante")
            assert health.status == 200
            waited.append(health.seconds)
            peak = max(peak, resident(server.process.pid))
        return peak, waited, [each.result() for each in posted]
