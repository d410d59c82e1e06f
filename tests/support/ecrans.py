"""People at screens: they find things by their labels and buttons; each page met is checked once."""

import base64
import hmac
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

PASSWORD = "demonstration-laureat"
MACHINE = re.compile(r"\b20\d\d-\d\d-\d\d\b|\blaureat [a-z]+|(?<!\S)--[a-z]+|n° \d")
"""What no page says to people: a date, a command, an option of a machine; a number apart from its « n° »."""
PERIOD = 30
"""Seconds that a code of an authenticator is shown."""
COLOURS = 64
ROOT = Path(__file__).resolve().parent.parent.parent


class Person:
    """Someone at a screen: every page met is checked once by axe, and against a phone's width."""

    checked: set[str] = set()  # noqa: RUF012 (shared on purpose: one check a page)
    patience = 30_000
    """Milliseconds."""

    def __init__(self, browser: Any, site: str, email: str = "", password: str = PASSWORD, **options: Any) -> None:
        self.site = site
        told = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, **options}
        self.page = browser.new_context(**told).new_page()
        self.page.set_default_timeout(self.patience)
        self.faults: list[str] = []
        self.password, self.secret = password, ""
        """What proves who it is: the password, and the secret of the authenticator where there is one."""
        self._shown = ""
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        if email:
            self.sign_in(email, password)

    @classmethod
    def beside(cls, person: "Person", page: Any) -> "Person":
        """The same person in another tab."""
        other = cls.__new__(cls)
        vars(other).update(vars(person), page=page, faults=[])
        return other

    # ------------------------------------------------------------------------------------------------------- moving
    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """By the page of connection."""
        self.go("/compte/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.press("Se connecter", within="main")

    def prove(self) -> None:
        """Fill in what a binding act asks again: the password, and a code that has not served yet."""
        self.page.fill("[name=mot_de_passe]", self.password)
        asked = self.page.locator("form:has([name=mot_de_passe]) [name=code]")
        if asked.count():
            asked.fill(self.code())

    def code(self) -> str:
        """What the authenticator shows, once it shows something that it has not shown yet, and will for a while: on a
        busy machine a code is long on its way.
        """
        while (shown := one_time_code(self.secret)) == self._shown or time.time() % PERIOD > PERIOD / 3:
            time.sleep(0.5)
        self._shown = shown
        return shown

    @property
    def path(self) -> str:
        """Where the person is, without the site."""
        return str(self.page.url).removeprefix(self.site).split("?")[0]

    def go(self, path: str, status: int = 200) -> None:
        """Visit and check."""
        answer = self.page.goto(self.site + path)
        assert answer.status == status, (path, answer.status)
        self.check()

    def follow(self, name: str, within: str = "main", exact: bool = True) -> None:
        """Follow a link, and check the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name, exact=exact).first.click()
        self.check()

    # --------------------------------------------------------------------------------------------------------- acting
    def field(self, label: str, within: str = "main") -> Any:
        """The first field in view whose label begins so."""
        begins = re.compile(r"^\s*" + re.escape(label))
        return self.page.locator(within).get_by_label(begins).locator("visible=true").first

    def fill(self, told: Mapping[str, str], within: str = "main") -> None:
        """Fields by their labels: text typed, option chosen, box ticked."""
        for label, value in told.items():
            field = self.field(label, within)
            kind = field.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
            if kind == "select":
                field.select_option(label=value)
            elif kind in ("checkbox", "radio"):
                field.check()
            else:
                field.fill(value)

    def press(self, name: str, within: str = "main") -> None:
        """Press a button, wait for the page that follows, and check it."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()
        self.check()

    def upload(self, label: str, name: str, content: bytes) -> None:
        """Choose a file of one's own."""
        kind = "text/csv" if name.endswith(".csv") else "application/octet-stream"
        files = [{"name": name, "mimeType": kind, "buffer": content}]
        self.field(label).set_input_files(files)

    def decide(self, name: str, word: str, deed: str, within: str = "main") -> None:
        """Press the button of an act that cannot be undone, then type its word on the page that shows what it does."""
        self.press(name, within)
        self.page.fill("#mot", word)
        self.press(deed)

    def unfold(self, summary: str) -> None:
        """Open what is folded."""
        self.page.locator("main summary", has_text=summary).first.click()

    def typed(self, label: str, within: str = "main") -> str:
        """What stands in a field."""
        return str(self.field(label, within).input_value())

    # -------------------------------------------------------------------------------------------------------- looking
    def text(self) -> str:
        """What the page says."""
        return str(self.page.inner_text("main"))

    def says(self, *texts: str) -> None:
        """The page tells all of these."""
        told = " ".join(self.text().split())
        for one in texts:
            assert one in told, (one, told)

    def check(self) -> None:
        """No violation of axe, in light; the page overflows neither a screen nor a phone."""
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", self.page.url.removeprefix(self.site).split("?")[0])
        title = self.page.title()
        if (key := f"{shape} {self.page.locator('h1').first.inner_text()[:20]}") in self.checked:
            return
        self.checked.add(key)
        self.look(shape, title)

    def look(self, shape: str, title: str = "") -> None:
        """The page as it stands, a fault showing perhaps: axe, and both widths."""
        found = Axe().run(self.page).response["violations"]
        assert not found, (shape, title, [(fault["id"], fault["nodes"][0]["html"]) for fault in found])
        machine = MACHINE.findall(self.page.inner_text("body"))
        assert not machine, (shape, machine)
        if folder := os.environ.get("LAUREAT_VUES"):
            name = re.sub(r"\W+", "-", f"{len(self.checked):03d}-{shape}")
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        for width in (390, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert not self.overflows(), (shape, width)

    def overflows(self) -> bool:
        """True when the page is wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def capture(self, name: str, *, whole: bool = False) -> None:
        """A screenshot for the guides, when asked for: few colours make a light file."""
        if os.environ.get("LAUREAT_CAPTURES") == "1":
            (ROOT / "docs/guides/images").mkdir(parents=True, exist_ok=True)
            taken = Image.open(BytesIO(self.page.screenshot(full_page=whole)))
            few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(ROOT / f"docs/guides/images/{name}.png", optimize=True)


@contextmanager
def tolerated(person: Person, *faults: str) -> Iterator[None]:
    """What the browser's console may say meanwhile (a refusal is a 4xx, and it notes it)."""
    before = list(person.faults)
    yield
    after = person.faults[len(before) :]
    person.faults[:] = before + [told for told in after if not any(one in told for one in faults)]


def one_time_code(secret: str) -> str:
    """What an authenticator shows now for this secret (RFC 6238)."""
    counter = int(time.time() // PERIOD).to_bytes(8, "big")
    mac = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = mac[-1] & 15
    return f"{(int.from_bytes(mac[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
