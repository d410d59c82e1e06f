"""Chapter two: marks by three people at once, typed, pasted, from a workbook; a session ends in the middle."""

import io
from pathlib import Path
from typing import Any

import openpyxl

from support.ecrans import Person, tolerated

BY_HAND = ("U2", "U31", "U11", "U4")
"""The units whose marks the list did not bring."""
PASTE = """table => {
    const data = new DataTransfer();
    data.setData("text", table);
    const cell = document.querySelector("input[data-note]");
    cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def cells(person: Person) -> Any:
    """The cells of the sheet, in order."""
    return person.page.locator("input[data-note]")


def numbers(person: Person) -> list[str]:
    """The numbers of the candidates whose mark may be typed."""
    found = person.page.locator("tr[data-numero]:has(input[data-note])")
    return list(found.evaluate_all("rows => rows.map(row => row.dataset.numero)"))


def values(person: Person) -> list[str]:
    """What stands in the cells."""
    return list(cells(person).evaluate_all("cells => cells.map(cell => cell.value)"))


def mark(number: str, unit: str) -> str:
    """The mark of a candidate: mostly enough, sometimes not; the same whoever enters it."""
    drawn = (int(number) * 7 + len(unit) * 3 + ord(unit[-1])) % 23
    return f"{6 + drawn // 2},5" if drawn % 2 else f"{7 + drawn // 2}"


def paste(person: Person, unit: str, *, but: int = 0) -> None:
    """A table copied from a spreadsheet, upside down, a line of another sheet in it; what it changes is shown first."""
    wanted = numbers(person)[: len(numbers(person)) - but]
    table = [f"{number}\t{mark(number, unit)}" for number in reversed(wanted)]
    person.page.evaluate(PASTE, "\n".join(["numéro\tnote", *table, "9999999999\t12"]))
    assert "2 lignes ne sont pas reprises" in person.page.inner_text("dialog[open]")
    person.page.get_by_role("button", name="Reprendre ces notes").click()


def type_them(person: Person, unit: str, since: int = 0) -> None:
    """By the keyboard, line after line: Enter goes to the next."""
    own = numbers(person)
    cells(person).nth(since).focus()
    for number in own[since:]:
        person.page.keyboard.press("Control+A")  # a draft may stand there
        person.page.keyboard.insert_text(mark(number, unit))
        person.page.keyboard.press("Enter")
    assert values(person)[since:] == [mark(number, unit) for number in own[since:]]


def bordereau(person: Person, unit: str) -> bytes:
    """The workbook to fill without a network, filled."""
    person.unfold("Saisir hors ligne")
    with person.page.expect_download() as told:
        person.page.get_by_role("link", name="Télécharger le bordereau").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(told.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    headings = [str(cell.value).casefold() for cell in sheet[1]]
    place = next(rank for rank, name in enumerate(headings, start=1) if name.startswith("note"))
    for row in range(2, sheet.max_row + 1):
        if number := sheet.cell(row, 1).value:
            sheet.cell(row, place).value = mark(str(number), unit)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def wrong_mark(person: Person, path: str) -> None:
    """A mark that cannot be is refused alone, and stays where it was typed; the good ones are recorded."""
    person.go(f"{path}saisie/U2/")
    right = mark(numbers(person)[1], "U2")
    cells(person).nth(0).fill("25")
    cells(person).nth(1).fill(right)
    with tolerated(person, "422"):
        person.press("Enregistrer et relire")
    assert values(person)[:2] == ["25", right]
    person.says("la note 25 n'est pas entre 0 et 20")
    person.look("une note refusée")


def expires(person: Person, sign_in: Any) -> None:
    """The session of the browser ends while someone types: the page asks, and goes on with what was typed."""
    before = values(person)
    person.page.context.clear_cookies()
    with tolerated(person, "403", "401", "302"):
        person.page.locator("main").get_by_role("button", name="Enregistrer et relire").click()
        dialog = person.page.locator("dialog[data-signed-out]")
        dialog.wait_for(state="visible")
        assert values(person) == before
        with person.page.context.expect_page() as opened:
            dialog.get_by_role("link", name="Se reconnecter").click()
        other = Person.beside(person, opened.value)
        sign_in(other)
        other.page.close()
        with person.page.expect_navigation():
            dialog.get_by_role("button", name="C'est fait").click()
    person.check()
    person.says("Relecture")
