"""The marks desk: what is typed survives everything, what is pasted or handed in finds its candidate."""

import html
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laureat.web.project import demonstration
from support.tableur import ODS, recalculated
from support.toile import key, signed_in, text, upload

NAMES = [("Œuvrard", "Zoé", "02/01/2008"), ("Martin", "Léo", "14/03/2008"), ("Martin", "Léo", "15/03/2008")]


@pytest.fixture(scope="module")
def desk(shared_base: str) -> Any:
    """The office's client and a session of three candidates, two of whom bear one name."""
    from laureat.session import conduct
    from laureat.web.exam_sessions import importing
    from laureat.web.exam_sessions.models import Deposit, ExamSession

    world = demonstration.people()
    session = ExamSession.objects.create(certification_id=demonstration.NUMERO, year=2026)

    def commands(desk: Any) -> None:
        desk.take(conduct.open_session(desk.state, desk.act(), framework=desk.framework, log=session.log, year=2026))

    demonstration.run(world, session, "ouvrir", commands)
    rows = [f"260{rank};scolaire_public;{';'.join(who)}" for rank, who in enumerate(NAMES)]
    content = "\n".join(["numero;voie;nom;prenom;date_naissance", *rows]).encode()
    deposit = Deposit.objects.create(session=session, by=world.office, name="l.csv", content=content)
    importing.apply(session, world.office, deposit, importing.preview(session, world.office, deposit).base)
    candidates = dict(session.standings.values_list("numero", "candidate"))
    return signed_in(world.office), f"/sessions/{session.pk}/saisie/", candidates, session


def typed(page: Any) -> dict[str, str]:
    """By number, what the sheet shows typed."""
    return {entry.row.numero: entry.typed for entry in page.context["entries"]}


def test_what_is_typed_is_found_again_and_dropped_once_recorded(desk: Any) -> None:
    office, path, candidates, session = desk
    sheet = office.get(f"{path}U2/")
    place = sheet.context["place"]
    field = f"n-{candidates['2600']}"
    assert office.post("/brouillon/", {"place": place, field: "12,5", f"v-{candidates['2600']}": ""}).status_code == 204
    found = office.get(f"{path}U2/")
    assert typed(found) == {"2600": "12,5", "2601": "", "2602": ""}
    assert "1 note non enregistrée" in text(found)
    refused = office.post(f"{path}U2/", {"cle": key(), field: "25", f"v-{candidates['2600']}": ""})
    assert refused.status_code == 422
    assert typed(office.get(f"{path}U2/"))["2600"] == "25"  # a refusal loses nothing, even if the tab is closed
    office.post(f"{path}U2/", {"cle": key(), field: "12,5", f"v-{candidates['2600']}": ""})
    again = office.get(f"{path}U2/")
    assert (again.context["draft"], again.context["form"]) == (0, {})
    assert session.standings.get(numero="2600").cells == {"U2": "12,5"}


def test_a_draft_says_what_was_recorded_meanwhile_and_is_given_up_at_will(desk: Any) -> None:
    office, path, candidates, _session = desk
    place, one = office.get(f"{path}U31/").context["place"], candidates["2601"]
    office.post("/brouillon/", {"place": place, f"n-{one}": "9", f"v-{one}": ""})
    colleague = {"cle": key(), f"n-{one}": "11", f"v-{one}": ""}
    signed_in(demonstration.User.objects.get(email="adjoint@demo.fr")).post(f"{path}U31/", colleague)
    assert "« 11 » a été enregistré ici" in text(office.get(f"{path}U31/"))
    office.post(f"{path}U31/", {"acte": "abandonner"})
    assert typed(office.get(f"{path}U31/"))["2601"] == "11"


def test_two_tabs_on_one_sheet_add_to_one_draft_and_each_says_what_the_other_typed(desk: Any) -> None:
    office, path, candidates, _session = desk
    path = f"{path}U4/"
    place, blank = office.get(path).context["place"], {f"v-{one}": "" for one in candidates.values()}
    sheet = {**{f"n-{one}": "" for one in candidates.values()}, **blank, "motif": "", "somme": ""}
    one, other, last = (f"n-{candidates[numero]}" for numero in ("2600", "2601", "2602"))

    def keep(now: dict[str, str], before: dict[str, str]) -> Any:
        return office.post("/brouillon/", {"place": place, "vu": json.dumps(before), **now})

    first, second = {**sheet, one: "9"}, {**sheet, other: "11", last: "12"}
    assert keep(first, sheet).status_code == 204
    assert keep(second, sheet).status_code == 204
    assert typed(office.get(path)) == {"2600": "9", "2601": "11", "2602": "12"}
    crossed = keep({**first, other: "8"}, first)
    assert crossed.json() == {"ailleurs": {other: "11"}}
    assert keep({**first, other: "", last: "7"}, {**first, other: "8", last: "12"}).status_code == 204
    assert typed(office.get(path)) == {"2600": "9", "2601": "", "2602": "7"}
    assert office.post(path, {"cle": key(), **first}).status_code == 302
    assert typed(office.get(path)) == {"2600": "9", "2601": "", "2602": "7"}
    assert office.get(path).context["draft"] == 1
    assert (
        office.post(
            path, {"cle": key(), **second, other: "", f"v-{candidates['2600']}": "9", one: "9", last: "7"}
        ).status_code
        == 302
    )
    assert office.get(path).context["draft"] == 0


def test_codes_and_what_is_no_mark_are_counted_apart(desk: Any) -> None:
    office, path, candidates, _session = desk
    cells = dict(zip(candidates.values(), ("12,5", "ab", "12,3"), strict=True))
    sheet = office.post(f"{path}U32/", {"cle": key(), **{f"n-{one}": mark for one, mark in cells.items()}})
    assert sheet.context["sums"] == {"marks": 1, "sum": "12,5", "codes": "1 AB", "wrong": 1}


def test_the_birth_date_stands_beside_every_name_of_a_sheet(desk: Any) -> None:
    office, path, _candidates, _session = desk
    for page in (f"{path}U2/", path.replace("saisie", "relecture") + "U2/"):
        assert all(born in text(office.get(page)) for _nom, _prenom, born in NAMES)


def bordereau(office: Any, path: str) -> Any:
    """The workbook of a unit, and its sheet."""
    return openpyxl.load_workbook(io.BytesIO(office.get(f"{path}bordereau/").content))


def handed(office: Any, path: str, book: Any) -> Any:
    file = io.BytesIO()
    book.save(file)
    return office.post(f"{path}bordereau/", {"file": upload("bordereau.xlsx", file.getvalue())}, follow=True)


def test_a_bordereau_is_filled_and_handed_in_whatever_the_order_of_its_lines(desk: Any) -> None:
    office, path, _candidates, session = desk
    book = bordereau(office, f"{path}U11/")
    lines = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    book.active.delete_rows(2, 3)
    for mark, line in zip(("8", "13,5", None), reversed(lines), strict=True):
        book.active.append([*line[:4], mark, line[5]])
    page = handed(office, f"{path}U11/", book)
    assert "2 notes reprises du bordereau" in text(page)
    expected = {line[0]: mark or "" for mark, line in zip(("8", "13,5", None), reversed(lines), strict=True)}
    assert typed(page) == expected
    assert "U11" not in session.standings.get(numero=lines[2][0]).cells  # nothing is recorded before it is read again


@pytest.mark.slow
def test_a_bordereau_saved_by_libreoffice_is_read_as_filled_and_in_its_own_format_refused_plainly(
    desk: Any, tmp_path: Path
) -> None:
    office, path, _candidates, _session = desk
    book = bordereau(office, f"{path}U51/")
    for row, mark in zip(book.active.iter_rows(min_row=2), (12.5, "AB", 9), strict=True):
        row[4].value = mark
    book.save(tmp_path / "bordereau.xlsx")
    expected = dict(zip((row[0].value for row in book.active.iter_rows(min_row=2)), ("12,5", "AB", "9"), strict=True))
    (ods,) = recalculated([tmp_path / "bordereau.xlsx"], tmp_path, ODS)
    (xlsx,) = recalculated([ods], tmp_path)  # opened and saved twice
    for saved, told in ((ods, "« .ods »"), (xlsx, "3 notes reprises du bordereau")):
        page = office.post(f"{path}U51/bordereau/", {"file": upload(saved.name, saved.read_bytes())}, follow=True)
        assert told in html.unescape(text(page)), html.unescape(text(page))
        assert typed(page) == (expected if saved is xlsx else dict.fromkeys(expected, ""))


def test_a_line_that_is_not_its_candidates_any_more_is_refused(desk: Any) -> None:
    office, path, _candidates, _session = desk
    book = bordereau(office, f"{path}U12/")
    for row, mark in zip(book.active.iter_rows(min_row=2), ("10", "11", "12"), strict=True):
        row[4].value = mark
    book.active["F3"].value, book.active["F4"].value = book.active["F4"].value, book.active["F3"].value
    page = handed(office, f"{path}U12/", book)
    assert text(page).count("des lignes ont-elles été déplacées") == 2
    assert "1 note reprise" in text(page)
    other = handed(office, f"{path}U33/", bordereau(office, f"{path}U12/"))
    assert other.status_code == 200
    assert typed(other) == dict.fromkeys(typed(other), "")


def _copied(book: Any) -> None:
    book.copy_worksheet(book.active)["E2"].value = "11"


def _shifted(book: Any) -> None:
    for line in (3, 4, 5):
        book.active.cell(line, 5).value = "10"


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        (_copied, "rien n'est lu de « U34 Copy » : ce qui serait à lire est à mettre dans la liste"),
        (_shifted, "la note « 10 » n'est à côté d'aucun candidat"),
    ],
)
def test_nothing_is_taken_of_a_bordereau_in_which_something_was_moved(desk: Any, moved: Any, told: str) -> None:
    office, path, _candidates, _session = desk
    book = bordereau(office, f"{path}U34/")
    book.active["E2"].value = "9"
    moved(book)
    page = handed(office, f"{path}U34/", book)
    assert told in html.unescape(text(page))
    assert typed(page) == dict.fromkeys(typed(page), "")


def test_a_bordereau_filled_late_takes_back_no_mark_of_a_colleague_and_says_what_came_meanwhile(desk: Any) -> None:
    office, path, candidates, _session = desk
    path = f"{path}U51/"

    def enter(before: dict[str, str], after: dict[str, str]) -> None:
        seen = {f"v-{candidates[one]}": mark for one, mark in before.items()}
        marks = {f"n-{candidates[one]}": mark for one, mark in after.items()}
        assert office.post(path, {"cle": key(), "motif": "relu", **seen, **marks}).status_code == 302

    known = {"2600": "12,5", "2601": "8", "2602": "9"}
    enter(dict.fromkeys(known, ""), known)
    book = bordereau(office, path)
    enter(known, {"2600": "14", "2601": "10", "2602": "9"})
    filled = {"2600": 12.5, "2601": "11", "2602": None}  # not touched, changed here and there, emptied
    for row in book.active.iter_rows(min_row=2):
        row[4].value = filled[row[0].value]
    page = handed(office, path, book)
    assert typed(page) == {"2600": "14", "2601": "11", "2602": "9"}
    assert "« 10 » a été enregistré ici" in text(page)
    assert "laissée vide, la note enregistrée reste « 9 »" in text(page)
    book.active["E4" if book.active["A4"].value == "2602" else "E3"].value = "Vider"
    assert typed(handed(office, path, book))["2602"] == ""


def test_of_two_marks_of_a_bordereau_for_one_candidate_neither_is_taken(desk: Any) -> None:
    office, path, _candidates, _session = desk
    book = bordereau(office, f"{path}U52/")
    book.active["E2"].value = "8"
    book.active.append([cell.value for cell in book.active[2]])
    assert "1 note reprise" in text(handed(office, f"{path}U52/", book))
    office.post(f"{path}U52/", {"acte": "abandonner"})
    book.active["E5"].value = "18"
    page = handed(office, f"{path}U52/", book)
    assert "donne une autre note au même candidat" in text(page)
    assert typed(page) == dict.fromkeys(typed(page), "")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js n'est pas installé")
def test_a_pasted_table_finds_its_lines_by_number_or_by_name_and_birth_date(root: Path) -> None:
    rows = [
        {"numero": f"260{rank}", "nom": f"{nom.upper()} {prenom}", "naissance": born, "open": True}
        for rank, (nom, prenom, born) in enumerate(NAMES)
    ]
    rows.append({"numero": "12", "nom": "PAYET Inès", "naissance": "01/01/2008", "open": True})
    pasted = [
        "numéro\tnote",
        "2602\t14",
        "Martin Léo\t\t9",
        "oeuvrard\tzoe\t2008-01-02\t12,5",
        "2601\tMartin\tLéo\t15/03/2008\t8",
        "9999\t11",
        "7\t12",
        "12\tPayet\tInès\t12",
        "2602\t15",
        "2601\tABS",
        "2600\t12.50",
    ]
    given = {
        "script": str(root / "src/laureat/web/project/static/laureat/collage.js"),
        "text": "\n".join(pasted),
        "rows": rows,
        "codes": ["AB", "AJ"],
    }
    run = subprocess.run(
        ["node", str(root / "tests/js/collage.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    came = json.loads(run.stdout)
    assert [(line["rank"], line["note"]) for line in came["found"]] == [(0, "12,5"), (3, "12")]
    *refused, torn, twice = came["refused"]
    assert [told.split(" ")[1] for told in refused] == ["1", "3", "5", "6", "7", "10"]
    assert torn == "MARTIN Léo a plusieurs notes, aucune n'est reprise : 14 (ligne 2), 15 (ligne 9)"
    assert twice == "ligne 11 (2600 12.50) : ŒUVRARD Zoé figure déjà à la ligne 4"
