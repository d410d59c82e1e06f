"""A tablet in the workshop: a Chromium with a profile of its own, on the page that works without network."""

import contextlib
from pathlib import Path
from typing import Any

import psutil

from browser_support import FLAGS, chromium_path

PHRASE = "copeaux bleus du mardi"
EVENTUALLY = 15_000


class Tablet:
    """A Chromium with a profile of its own, signed in."""

    def __init__(self, browser: Any, address: str, folder: Path) -> None:
        self.kind, self.address, self.folder = browser.browser_type, address, folder
        self.open()

    def open(self) -> None:
        """Start it, on the page of the workshop or on nothing."""
        self.context = self.kind.launch_persistent_context(
            str(self.folder), executable_path=chromium_path(), args=list(FLAGS), locale="fr-FR"
        )
        self.page = self.context.pages[0]
        self.page.set_default_timeout(EVENTUALLY)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def sign_in(self, value: str) -> None:
        """With a session made outside."""
        self.context.add_cookies([{"name": "laureat_session", "value": value, "url": self.address}])

    def kill(self) -> None:
        """SIGKILL, as a battery that dies."""
        told = f"--user-data-dir={self.folder}"
        own = [one for one in psutil.process_iter(["cmdline"]) if told in (one.info["cmdline"] or ())]
        assert own
        for one in own:
            one.kill()
        psutil.wait_procs(own, 10)
        with contextlib.suppress(Exception):  # it is dead already
            self.context.close()

    def go(self, more: str = "") -> None:
        """The page of the workshop."""
        self.page.goto(f"{self.address}/atelier/{more}")

    def prepare(self) -> None:
        """Choose a passphrase."""
        self.fill_vault("tablette", PHRASE)
        self.says("Cet appareil est prêt")

    def fill_vault(self, label: str, phrase: str) -> None:
        """Ask for a vault of that name."""
        self.page.fill("#appareil", label)
        self.page.fill("#phrase", phrase)
        self.page.fill("#phrase-2", phrase)
        self.page.click("[data-preparer] button[type=submit]")

    def take(self, session: str, unit: str, situation: str = "P") -> None:
        """Take the grid away."""
        self.go(f"#seance={session}&unite={unit}&situation={situation}")
        self.page.reload()
        self.page.locator("[data-preparer]:visible, [data-ouvrir]:visible").wait_for()
        if self.page.locator("[data-preparer]").is_visible():
            self.prepare()
        else:
            self.unlock()
        self.page.click("[data-acte=emporter]")
        self.says("Grille emportée")

    def unlock(self, phrase: str = PHRASE) -> None:
        """Type the passphrase."""
        self.page.fill("#phrase-o", phrase)
        self.page.click("[data-ouvrir] button")

    def tap(self, candidate: str, line: str, level: str) -> None:
        """Tap a level."""
        self.page.select_option("#candidat", candidate)
        before = self.page.locator("[data-file]").inner_text()
        self.page.locator(f"input[name='l-{line}'][value='{level}']").check(force=True)
        self.expect(self.page.locator("[data-file]")).not_to_have_text(before)

    def send(self) -> None:
        """Send what waits."""
        self.page.click("[data-acte=envoyer]")

    @staticmethod
    def expect(locator: Any) -> Any:
        """Playwright's own waiting."""
        from playwright.sync_api import expect

        return expect(locator)

    def says(self, text: str) -> None:
        """The page tells it."""
        self.expect(self.page.locator("[data-dit]")).to_contain_text(text, timeout=EVENTUALLY)

    def waits(self, text: str) -> None:
        """So much is not sent."""
        self.expect(self.page.locator("[data-file]")).to_contain_text(text, timeout=EVENTUALLY)
