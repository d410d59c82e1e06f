"""Someone who has a keyboard and nothing else, in a real Chromium: the focus is always in sight."""

from datetime import date
from typing import Any

from support.ecrans import PASSWORD

FOCUSED = """() => {
    const one = document.activeElement;
    const ids = (one.getAttribute("aria-labelledby") || "").split(" ");
    const named = ids.map(id => document.getElementById(id)?.innerText);
    const label = one.labels?.length ? one.labels[0].innerText : "";
    const name = one.getAttribute("aria-label") || named.filter(Boolean).join(" ") || label || one.innerText || "";
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const calendar = one.type === "date" && !one.matches(":focus-visible");  // within the field
    if (one === document.body) return ["", true, ""];  // past the end, in the bars of the browser
    const shown = outlined || calendar || one.matches("main");
    const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0 && shown;
    return [name.trim(), seen, one.outerHTML.slice(0, 200)];
}"""
"""What holds the focus: its name, whether one sees that it does, its markup."""
MOST = 120
"""Presses of Tab to reach anything of a page, from where its content begins."""


class Typist:
    """Someone who has a keyboard and nothing else."""

    def __init__(self, browser: Any, address: str, email: str) -> None:
        self.page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(15_000)
        self.address = address
        self.open("/compte/login/")
        self.write("Courriel", email)
        self.write("Mot de passe", PASSWORD)
        self.enter("Se connecter")

    def open(self, path: str) -> None:
        """As by the bar of addresses; then over the menus by the link for that."""
        self.page.goto(self.address + path)
        self.reach("Aller au contenu")
        self.page.keyboard.press("Enter")

    def reach(self, name: str) -> None:
        """Go by Tab to what bears this name; every stop on the way is seen."""
        passed = []
        for _press in range(MOST):
            self.page.keyboard.press("Tab")
            told, seen, markup = self.page.evaluate(FOCUSED)
            assert seen, f"the focus is not seen on {markup}"
            if told.startswith(name):
                return
            passed.append(told)
        raise AssertionError((name, passed))

    def write(self, name: str, text: str) -> None:
        """Type in a field, or the first letters of an option."""
        self.reach(name)
        self.page.keyboard.type(text)

    def write_day(self, name: str, day: date) -> None:
        """Type a day in the order of this browser, whichever it is."""
        self.reach(name)
        for order in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(day.strftime(order))
            if self.page.evaluate("document.activeElement.value") == day.isoformat():
                return
            for _part in range(2):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(self.page.evaluate("document.activeElement.value"))

    def enter(self, name: str) -> None:
        """Follow a link or press a button, and wait for the page."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def says(self, text: str) -> None:
        """The page tells this."""
        assert text in " ".join(self.page.inner_text("main").split()), self.page.inner_text("main")
