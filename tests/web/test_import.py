"""Lists of candidates: what the preview shows is what the application does, on the same base, all or nothing."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laureat.web.project import demonstration
from support.toile import signed_in, text, upload

LIST = """numero;voie;nom;prenom;date_naissance;etablissement;option;U2;U11
1;scolaire_public;Œuvrard;Zoé;02/01/2008;Lycée d'Essai (0690001B);RSP;12,5;
2;scolaire_public;Ébauché;Ali;14/03/2008;Lycée d'Essai (0690001B);RMO;;B11@2024
"""


@pytest.fixture
def opened(base: str) -> tuple[Any, Any]:
    """The office's client and an open session without candidates."""
    from laureat.session import conduct
    from laureat.web.exam_sessions.models import ExamSession

    world = demonstration.people()
    session = ExamSession.objects.create(certification_id=demonstration.NUMERO, year=2026)

    def commands(desk: Any) -> None:
        desk.take(conduct.open_session(desk.state, desk.act(), framework=desk.framework, log=session.log, year=2026))

    demonstration.run(world, session, "ouvrir", commands)
    return signed_in(world.office), session


def hand_over(opened: tuple[Any, Any], content: str | bytes, name: str = "liste.csv") -> Any:
    """The preview of a list."""
    client, session = opened
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"/sessions/{session.pk}/import/", {"file": upload(name, data)}, follow=True)


def apply(client: Any, preview: Any) -> Any:
    """Apply what was previewed."""
    return client.post(preview.request["PATH_INFO"], {"base": preview.context["plan"].base}, follow=True)


def test_the_preview_stores_nothing_and_the_application_everything(opened: tuple[Any, Any]) -> None:
    client, session = opened
    preview = hand_over(opened, LIST)
    assert preview.context["plan"].counts["nouveau"] == 2
    assert session.standings.count() == 0
    applied = apply(client, preview)
    assert "2 nouveaux" in text(applied)
    rows = list(session.standings.order_by("sort_key"))
    assert [row.numero for row in rows] == ["2", "1"]  # Ébauché before Œuvrard, as a French list has it
    assert rows[0].cells == {"U11": "B11@2024"}
    assert (rows[1].categorie, rows[1].cells) == ("A", {"U2": "12,5"})


def test_the_same_list_again_changes_nothing(opened: tuple[Any, Any]) -> None:
    client, _session = opened
    apply(client, hand_over(opened, LIST))
    again = hand_over(opened, LIST)
    assert again.context["plan"].counts == {"nouveau": 0, "modifié": 0, "inchangé": 2, "en erreur": 0}
    assert not again.context["plan"].can_apply


def test_an_application_is_refused_when_the_session_changed_since_the_preview(opened: tuple[Any, Any]) -> None:
    client, session = opened
    stale = hand_over(opened, LIST)
    apply(client, hand_over(opened, LIST.replace("1;scol", "9;scol").replace("2;scol", "8;scol")))
    refused = apply(client, stale)
    assert "a changé depuis" in text(refused)
    assert session.standings.count() == 2


def test_a_difference_is_shown_and_a_mark_is_never_overwritten(opened: tuple[Any, Any]) -> None:
    client, session = opened
    apply(client, hand_over(opened, LIST))
    corrected = hand_over(opened, LIST.replace("Zoé", "Zoë"))
    (line,) = [line for line in corrected.context["plan"].lines if line.state == "modifié"]
    assert line.changes == ["prénom : Zoé → Zoë"]
    apply(client, corrected)
    assert "Zoë" in text(client.get(f"/sessions/{session.pk}/inscriptions/?q=zoe"))
    other = hand_over(opened, LIST.replace("12,5", "13"))
    assert other.context["plan"].counts["en erreur"] == 1
    assert "rectifiez avec un motif" in text(other)


def test_every_fault_is_told_with_its_line_and_nothing_is_stored(opened: tuple[Any, Any]) -> None:
    page = hand_over(opened, LIST.replace("12,5", "12,3").replace("14/03/2008", "31/02/2008"))
    problems = page.context["plan"].problems
    assert sorted(problem.line for problem in problems) == [2, 3]
    assert opened[1].standings.count() == 0


def test_a_heading_that_nearly_is_one_of_ours_is_shown_and_nothing_is_stored(opened: tuple[Any, Any]) -> None:
    page = hand_over(opened, LIST.replace("U11\n", "U35\n"))
    assert "vouliez-vous U31" in text(page)
    plan = page.context["plan"]
    assert [plan.can_apply, plan.can_apply_the_good] == [False, False]
    assert opened[1].standings.count() == 0
    own = LIST.replace("U11\n", "prenom_usage\n")
    assert hand_over(opened, own).context["plan"].problems == ()


def test_a_name_is_found_and_an_answer_read_however_they_are_typed(opened: tuple[Any, Any]) -> None:
    client, session = opened
    listed = LIST.replace("Œuvrard", "D’Œuvrard-Đỗ").replace("U11\n", "U11;livret\n")
    listed = listed.replace("12,5;", "12,5;;yes").replace("@2024", "@2024;")
    unclear = hand_over(opened, listed.replace("yes", "bientôt"))
    assert "« bientôt » est inconnu ; attendu : oui, non" in text(unclear)
    assert "1 problème : les lignes en erreur ne peuvent pas" in text(unclear)
    apply(client, hand_over(opened, listed))
    assert "livret" not in session.standings.get(numero="1").pieces_missing
    found = text(client.get(f"/sessions/{session.pk}/inscriptions/", {"q": "d'oeuvrard do"}))
    assert "D’Œuvrard-Đỗ" in found
    assert "1 candidat<" in found
    assert "0 candidat<" in text(client.get(f"/sessions/{session.pk}/inscriptions/", {"q": "personne"}))


@pytest.mark.parametrize("name", ["cyclade1.csv", "cyclade2.csv"])
def test_a_list_of_another_diploma_from_cyclades_is_refused_by_line(
    opened: tuple[Any, Any], formats: Path, name: str
) -> None:
    page = hand_over(opened, (formats / "school/cyclades" / name).read_bytes(), name)
    problems = page.context["plan"].problems
    assert problems
    assert all("code de spécialité" in problem.message and problem.line > 8 for problem in problems)


def test_a_list_from_cyclades_becomes_registrations(opened: tuple[Any, Any], formats: Path) -> None:
    client, session = opened
    real = (formats / "school/cyclades/cyclade1.csv").read_text(encoding="utf-8")
    real = re.sub(r";312\d\d;", ";25014;", real)
    page = hand_over(opened, real.replace("2023;;", "2026;;", 1).replace("0921234A", "0921234S"), "cyclades.csv")
    assert page.context["plan"].counts["nouveau"] == 16, page.context["plan"]
    apply(client, page)
    row = session.standings.order_by("sort_key").first()
    assert (row.voie, row.categorie, row.option) == ("scolaire_public", "A", "RSP")
    assert (row.establishment, row.numero) == ("0921234S", "2011557741")


def test_a_workbook_and_a_parquet_file_read_alike(opened: tuple[Any, Any], tmp_path: Path) -> None:
    import io

    import polars as pl
    from openpyxl import Workbook

    frame = pl.read_csv(io.StringIO(LIST), separator=";", infer_schema=False)
    frame.write_parquet(tmp_path / "liste.parquet")
    book = Workbook()
    for row in [frame.columns, *frame.iter_rows()]:
        book.active.append([value or None for value in row])
    book.save(tmp_path / "liste.xlsx")
    for name in ("liste.parquet", "liste.xlsx"):
        page = hand_over(opened, (tmp_path / name).read_bytes(), name)
        assert page.context["plan"].counts["nouveau"] == 2, page.context["plan"]


def test_what_a_person_should_look_at_in_a_list_is_shown_as_the_command_does(opened: tuple[Any, Any]) -> None:
    preview = text(
        hand_over(
            opened,
            "numero;voie;nom;prenom;date_naissance\n"
            "1;scolaire_public;Martin;Léo;14/03/2008\n2;scolaire_public;MARTIN;Leo;14/03/2008\n",
        )
    )
    assert "même nom, même date de naissance" in preview
    assert "une seule personne, ou deux" in preview


def test_a_workbook_of_several_lists_asks_which_sheet_to_read(opened: tuple[Any, Any]) -> None:
    client, session = opened
    book = openpyxl.Workbook()
    for title, numero in (("2026", "26"), ("2025", "25")):
        sheet = book.active if title == "2026" else book.create_sheet(title)
        sheet.title = title
        sheet.append(["numero", "voie", "nom", "prenom"])
        sheet.append([numero, "scolaire_public", "Aubry", "Ève"])
    content = io.BytesIO()
    book.save(content)
    asked = hand_over(opened, content.getvalue(), "listes.xlsx")
    assert "dites laquelle lire" in text(asked)
    assert "--feuille" not in text(asked)
    assert not asked.context["plan"].can_apply
    preview = client.post(asked.request["PATH_INFO"], {"feuille": "2025"}, follow=True)
    assert [line.listed.candidate.numero for line in preview.context["plan"].lines] == ["25"]
    apply(client, preview)
    assert list(session.standings.values_list("numero", flat=True)) == ["25"]


def test_a_name_is_found_however_its_apostrophe_and_its_accents_are_typed(opened: tuple[Any, Any]) -> None:
    client, session = opened
    apply(client, hand_over(opened, LIST.replace("Œuvrard", "D’Aubigné")))
    for typed in ("d'aubigne", "D’AUBIGNÉ", "aubigné zoe", "d aubigne"):
        found = text(client.get(f"/sessions/{session.pk}/inscriptions/", {"q": typed}))
        assert "D’Aubigné" in found, typed
        assert "Ébauché" not in found


def test_an_opposition_to_the_public_list_is_recorded_from_the_list(opened: tuple[Any, Any]) -> None:
    from laureat.web.exam_sessions.service import look_at_all

    client, session = opened
    first, *others = LIST.strip().splitlines()
    told = [f"{first};liste_publique", f"{others[0]};non", f"{others[1]};"]
    apply(client, hand_over(opened, "\n".join(told)))
    assert sorted(one.listed for one in look_at_all(session).candidates.values()) == [False, True]
    again = hand_over(opened, "\n".join(told))
    assert again.context["plan"].counts["nouveau"] == 0


def test_a_known_number_is_put_right_and_never_becomes_someone_else(opened: tuple[Any, Any]) -> None:
    apply(opened[0], hand_over(opened, LIST))
    apply(opened[0], hand_over(opened, "numero;ine\n2;123456789AB\n"))
    for line, told in (
        ("1;Ébauché;Ali;14/03/2008;", "désigne Œuvrard Zoé 02/01/2008, et la liste y met Ébauché Ali 14/03/2008"),
        ("1;Œuvrard;Ali;14/03/2008;", "corrigez le numéro"),
        ("1;Ébauché;Ali;;", "corrigez le numéro"),
        ("1;;;;123456789AB", "corrigez l'INE"),
        ("1;vider;;;", "le nom ne se vide pas"),
        ("1;Zoé;Œuvrard;20/01/2008;", ""),
        ("1;Ébauché;Zoé;;", ""),
        ("2;;;20/10/2001;", ""),
    ):
        page = hand_over(opened, f"numero;nom;prenom;date_naissance;ine\n{line}\n")
        (brought,) = page.context["plan"].lines
        assert brought.state == ("en erreur" if told else "modifié"), line
        assert told in " ".join(brought.problems)


def test_two_candidates_of_one_name_whose_days_are_exchanged_are_told_of_each_other(opened: tuple[Any, Any]) -> None:
    twice = LIST.replace("Ébauché;Ali;14/03/2008", "Œuvrard;Zoé;03/01/2008")
    apply(opened[0], hand_over(opened, twice))
    page = hand_over(opened, "numero;date_naissance\n1;03/01/2008\n2;02/01/2008\n")
    assert [line.warnings[0].split(" ; ")[0] for line in page.context["plan"].lines] == [
        f"même nom, même date de naissance : Œuvrard Zoé (candidat {other}, déjà inscrit)" for other in (2, 1)
    ]
