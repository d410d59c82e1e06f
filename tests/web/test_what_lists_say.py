"""Only what a list says speaks; good lines go by choice; nobody is joined to anybody unless a person says so."""

import io
from html import unescape
from typing import Any

import openpyxl
import pytest

from laureat.web.exam_sessions.told import PERSON
from laureat.web.project import demonstration
from support.toile import signed_in, text, upload

LIST = """numero;voie;nom;prenom;date_naissance;ine;etablissement;option;U2;U11;remarque
1;élève;Œuvrard;Zoé;02/01/2008;528777848GG;Lycée Marc-Seguin (0690001B);RSP;12,5;;cantine
2;apprenti;Ébauché;Ali;14/03/2008;;CFA des Deux-Rives;RMO;;B11@2024;
"""


def session_in(world: Any, year: int) -> Any:
    """An open session without candidates."""
    from laureat.session import conduct
    from laureat.web.exam_sessions.models import ExamSession

    session = ExamSession.objects.create(certification_id=demonstration.NUMERO, year=year)

    def commands(desk: Any) -> None:
        opening = conduct.open_session(desk.state, desk.act(), framework=desk.framework, log=session.log, year=year)
        desk.take(opening)

    demonstration.run(world, session, f"ouvrir-{year}", commands)
    return session


@pytest.fixture
def office(base: str) -> Any:
    """The exam office, signed in."""
    return signed_in(demonstration.people().office)


@pytest.fixture
def session(office: Any) -> Any:
    """A session with the two candidates of the list."""
    from laureat.web.accounts.models import User

    world = demonstration.World(accounts={user.email: user for user in User.objects.all()})
    opened = session_in(world, 2026)
    apply(office, hand_over(office, opened, LIST))
    opened.world = world
    return opened


def hand_over(office: Any, session: Any, content: str | bytes, name: str = "liste.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return office.post(f"/sessions/{session.pk}/import/", {"file": upload(name, data)}, follow=True)


def apply(office: Any, preview: Any, **chosen: str) -> Any:
    return office.post(preview.request["PATH_INFO"], {"base": preview.context["plan"].base, **chosen}, follow=True)


def lines(page: Any) -> dict[str, list[str]]:
    """By number, what changes."""
    return {line.listed.candidate.numero: line.changes for line in page.context["plan"].lines}


def test_a_word_of_the_trade_is_understood_with_the_school(session: Any) -> None:
    routes = dict(session.standings.values_list("numero", "voie"))
    assert routes == {"1": "scolaire_public", "2": "apprenti_cfa_habilite_ou_de_droit"}


def test_what_a_list_does_not_say_changes_nothing_and_a_word_empties(office: Any, session: Any) -> None:
    from laureat.web.candidates.models import Identity

    partial = hand_over(office, session, "numero;voie;prenom;option;U11;livret\n1;;;;;\n2;;Alix;;;\n")
    assert lines(partial) == {"1": [], "2": ["prénom : Ali → Alix"]}
    apply(office, partial)
    row = session.standings.get(numero="2")
    assert (row.option, row.establishment, row.cells) == ("RMO", "0690002C", {"U11": "B11@2024"})
    emptied = hand_over(office, session, "numero;option;ine;remarque\n1;vider;VIDER;vider\n")
    assert lines(emptied) == {
        "1": ["INE : 528777848GG → —", "remarque : cantine → —", "option : RSP → —"],
    }
    apply(office, emptied)
    identity = Identity.objects.get(numero="1")
    assert "ine" not in identity.fields
    assert identity.others == {}
    assert session.standings.get(numero="1").option == ""
    marked = hand_over(office, session, "numero;U2\n1;vider\n")
    assert "ne se vide pas par une liste" in text(marked)


def test_the_house_reads_its_own_lists_back_as_unchanged(office: Any, session: Any) -> None:
    made = demonstration.candidates_csv(session, 20, seed=3)
    first = hand_over(office, session, made)
    assert first.context["plan"].counts == {"nouveau": 20, "modifié": 0, "inchangé": 0, "en erreur": 0}
    apply(office, first)
    for content in (made, office.post(f"/sessions/{session.pk}/export/").content):
        counts = hand_over(office, session, content).context["plan"].counts
        assert (counts["nouveau"], counts["modifié"], counts["en erreur"]) == (0, 0, 0), counts
        assert counts["inchangé"] >= 20


def test_a_fictitious_cohort_of_the_command_line_is_all_new(office: Any, session: Any) -> None:
    from laureat.exchange.candidates import canonical_text
    from laureat.exchange.cohorte import cohort
    from laureat.exchange.spec import Spec
    from laureat.web.exam_sessions.rules import rules_of

    rules = rules_of(session)
    content = canonical_text(cohort(rules, 30, 1), Spec(rules)).write_csv(separator=";")
    plan = hand_over(office, session, content).context["plan"]
    assert plan.counts == {"nouveau": 30, "modifié": 0, "inchangé": 0, "en erreur": 0}, plan.wrong
    apply(office, hand_over(office, session, content))
    assert hand_over(office, session, content).context["plan"].counts["inchangé"] == 30


def test_good_lines_go_by_choice_and_the_others_come_back_as_a_workbook(office: Any, session: Any) -> None:
    faulty = LIST.replace("\n1;", "\n3;").replace("\n2;", "\n4;").replace("14/03/2008", "31/02/2008")
    faulty = faulty.replace("Zoé;02/01/2008;528777848GG", "Ana;05/06/2008;") + "1;;;;;;;;14;;\n"
    preview = hand_over(office, session, faulty)
    assert not preview.context["plan"].can_apply
    assert "ou contient des erreurs" in text(apply(office, preview))
    left = apply(office, preview, bonnes="oui")
    assert sorted(session.standings.values_list("numero", flat=True)) == ["1", "2", "3"]
    page = openpyxl.load_workbook(io.BytesIO(office.get(f"{left.request['PATH_INFO']}a-corriger/").content)).active
    rows = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    assert [row[1] for row in rows] == ["numero", "4", "1"]
    assert "31/02/2008" in rows[1][0]
    assert "rectifiez avec un motif" in rows[2][0]
    mended = office.get(left.request["PATH_INFO"])
    assert mended.context["plan"].count("en erreur") == 2  # the workbook is itself a list


def test_the_same_person_of_another_session_is_joined_only_when_someone_says_so(office: Any, session: Any) -> None:
    from laureat.web.candidates.models import Identity
    from laureat.web.exam_sessions.history import happened
    from laureat.web.exam_sessions.models import ExamSession, StoredFact

    before = Identity.objects.get(numero="1").person
    later = session_in(session.world, 2027)
    listed = "numero;voie;nom;prenom;date_naissance;ine\n"
    same = listed + "71;scolaire_public;OEUVRARD;Zoé;02/01/2008;528777848GG\n"
    other = listed + "72;scolaire_public;Payet;Inès;03/03/2007;528777848GG\n"
    silent = hand_over(office, later, same)
    assert "même INE, même nom, même date de naissance" in text(silent)
    apply(office, silent)
    assert Identity.objects.get(numero="71").person != before
    third = session_in(session.world, 2028)
    asked = hand_over(office, third, other)
    assert "à confirmer" in text(asked)
    apply(office, asked, **{"personne-2": before})
    assert Identity.objects.get(numero="72").person == before

    def moves(numero: str) -> list[tuple[str, str]]:
        """Old and new, the last first, of the files of the person, as the history of one tells them."""
        one = Identity.objects.get(numero=numero)
        held = ExamSession.objects.get(pk=one.log)
        told = happened(held, StoredFact.objects.filter(log=one.log, subject=one.candidate).order_by("-id"))
        return [(old, new) for fact in told for label, old, new in fact.changes if label == PERSON]

    assert moves("72") == [("celui-ci", "1, celui-ci")]
    assert moves("1") == moves("71") == []
    page = f"/sessions/{third.pk}/inscriptions/{Identity.objects.get(numero='72').candidate}/personne/"
    assert "528777848GG" in text(office.get(page))
    refused = office.post(page, {"cle": "a" * 32, "motif": " "})
    assert "motif" in text(refused)
    assert "est mis à part" in text(office.post(page, {"cle": "b" * 32, "motif": "homonymes"}, follow=True))
    assert Identity.objects.get(numero="72").person != before
    assert moves("72") == [("1, celui-ci", "72"), ("celui-ci", "1, celui-ci")]
    known = Identity.objects.get(numero="71").candidate
    office.post(page, {"cle": "c" * 32, "motif": "pièce d'identité vue", "autre": known})
    assert Identity.objects.get(numero="72").person == Identity.objects.get(numero="71").person
    twice = hand_over(office, session, listed + "9;scolaire_public;Payet;Inès;03/03/2007;528777848GG\n")
    assert "déjà inscrit" in text(twice)
    assert twice.context["plan"].count("en erreur") == 1


def test_one_candidate_by_hand_is_a_list_of_one(office: Any, session: Any) -> None:
    path = f"/sessions/{session.pk}"
    form = {
        "numero": "50",
        "nom": "Nguyễn",
        "prenom": "Linh",
        "date_naissance": "09/09/2008",
        "voie": "scolaire_public",
    }
    refused = office.post(f"{path}/inscrire/", {**form, "nom": ""})
    assert refused.status_code == 422
    assert "Linh" in text(refused)
    assert "Le nom manque (si l'état civil n'en donne pas" in unescape(text(refused))
    preview = office.post(f"{path}/inscrire/", {**form, "forme": "globale"}, follow=True)
    apply(office, preview)
    row = session.standings.get(numero="50")
    edit = f"{path}/inscriptions/{row.candidate}/modifier/"
    known = office.get(edit).context["form"].initial
    changed = office.post(edit, {**known, "prenom": "Linh Mai", "date_naissance": ""}, follow=True)
    assert lines(changed) == {"50": ["prénom : Linh → Linh Mai", "date de naissance : 09/09/2008 → —"]}
    alone = office.post(edit, {**known, "nom": "", "nom_seul": "oui"}, follow=True)
    assert lines(alone) == {"50": ["nom : Nguyễn → —", "nom seul : — → oui"]}
    assert "Rien n'a changé" in text(office.post(edit, known, follow=True)).replace("&#x27;", "'")


def test_the_workbook_to_fill_comes_from_the_page(office: Any, session: Any) -> None:
    content = office.get(f"/sessions/{session.pk}/import/modele/").content
    headings = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))["Candidats"][1]]
    assert {"numero", "voie", "U2"} <= set(headings)


def test_a_badly_decoded_text_is_repaired_only_when_someone_asks(office: Any, session: Any) -> None:
    spoilt = LIST.replace("\n1;", "\n61;").replace("\n2;", "\n62;").replace(";528777848GG", ";").encode()
    preview = hand_over(office, session, spoilt.decode().replace("Ébauché", "LefÃ¨vre"))
    assert "vouliez-vous « Lefèvre »" in text(preview)
    names = {line.listed.candidate.numero: line.name for line in preview.context["plan"].lines}
    assert names["62"] == "LefÃ¨vre Ali"
    mended = office.post(preview.request["PATH_INFO"], {"reparer": "oui"}, follow=True)
    assert not mended.context["plan"].spoilt
    assert {line.name for line in mended.context["plan"].lines} == {"Œuvrard Zoé", "Lefèvre Ali"}


@pytest.mark.parametrize("encoding", ["cp850", "iso8859-15", "mac_roman"])
def test_a_list_of_another_encoding_is_told_and_repaired_on_the_page(office: Any, session: Any, encoding: str) -> None:
    names = {"cp850": "Lefèvre;François", "iso8859-15": "Œuvrard;Cœur", "mac_roman": "Lefévre;René"}[encoding]
    lines = [f"{number};scolaire_public;{names}" for number in (71, 72)]
    content = "\n".join(["numero;voie;nom;prenom", *lines, ""]).encode(encoding)
    preview = office.post(f"/sessions/{session.pk}/import/", {"file": upload("dos.csv", content)}, follow=True)
    nom, prenom = names.split(";")
    for meant in (nom, prenom):
        assert f"vouliez-vous « {meant} »" in text(preview)
    mended = office.post(preview.request["PATH_INFO"], {"reparer": "oui"}, follow=True)
    assert not mended.context["plan"].spoilt
    assert {line.name for line in mended.context["plan"].lines} == {f"{nom} {prenom}"}


def test_every_fault_of_a_candidate_typed_by_hand_is_told_at_once(office: Any, session: Any) -> None:
    typed = {
        "numero": "81",
        "nom": "Лебедев",
        "prenom": "",
        "date_naissance": "99/99/2008",
        "lieu_naissance": "Ly\u202eon",
    }
    page = office.post(f"/sessions/{session.pk}/inscrire/", typed)
    assert page.status_code == 422
    assert set(page.context["form"].errors) >= {"nom", "prenom", "date_naissance", "lieu_naissance", "voie"}
    assert "n'existe pas au calendrier" in str(page.context["form"].errors["date_naissance"].as_data())
    assert page.context["form"]["nom"].value() == "Лебедев"


def test_a_day_that_a_spreadsheet_left_as_a_number_is_proposed(office: Any, session: Any) -> None:
    listed = "numero;voie;nom;prenom;date_naissance\n82;scolaire_public;Aubry;Ève;39521\n"
    assert "vouliez-vous 14/03/2008" in text(hand_over(office, session, listed))


def test_the_headings_of_the_software_of_schools_are_understood(office: Any, session: Any) -> None:
    content = (
        "Numéro;Voie;Établissement;NOM DE FAMILLE;Prénom(s);Né(e) le;Ville de naissance;N° INE\n"
        "9;élève;Lycée Marc-Seguin (0690001B);Ferrand;Lou;14/03/2008;Lyon;\n"
    )
    page = hand_over(office, session, content)
    assert not page.context["plan"].problems
    (line,) = page.context["plan"].lines
    told = line.listed.candidate.identite
    assert (told["nom"], told["prenom"], told["date_naissance"], told["lieu_naissance"]) == (
        *("Ferrand", "Lou", "14/03/2008", "Lyon"),
    )
    assert not [said for said in line.warnings if "aucun nom" in said]


def test_a_newcomer_without_a_name_is_told(office: Any, session: Any) -> None:
    heading, school = "numero;voie;etablissement", "élève;Lycée Marc-Seguin (0690001B)"
    page = hand_over(office, session, f"{heading};surnom\n9;{school};Lou\n10;{school};Ali\n")
    plan = page.context["plan"]
    assert [said for said in plan.remarks if "aucun nom" in said], "said once of the whole list"
    page = hand_over(office, session, f"{heading};nom\n9;{school};Ferrand\n10;{school};\n")
    told = [any("aucun nom" in said for said in line.warnings) for line in page.context["plan"].lines]
    assert told == [False, True]


def test_two_ines_that_were_exchanged_are_put_right_by_one_list(office: Any, session: Any) -> None:
    other = "528777849HH"
    apply(office, hand_over(office, session, f"numero;ine\n2;{other}\n"))
    taken = hand_over(office, session, f"numero;ine\n1;{other}\n")
    assert "corrigez l'INE, ou le numéro" in unescape(text(taken))
    both = f"numero;ine\n1;{other}\n2;528777848GG\n"
    swapped = hand_over(office, session, both)
    assert swapped.context["plan"].counts["modifié"] == 2
    apply(office, swapped)
    assert {one.numero: one.fields["ine"] for one in identities(session)} == {"1": other, "2": "528777848GG"}


def test_a_line_that_another_fault_spoils_in_turn_is_given_back_with_it(office: Any, session: Any) -> None:
    """The INE of the first line is free only if the second line, which is at fault, gives it up."""
    other = "528777849HH"
    apply(office, hand_over(office, session, f"numero;ine\n2;{other}\n"))
    rows = f"1;;{other};;\n2;;528777848GG;21;\n3;scolaire_public;;;Roy\n"
    spoilt = hand_over(office, session, f"numero;voie;ine;U2;nom\n{rows}")
    done = apply(office, spoilt, bonnes="oui")
    assert "1 nouveau, 0 modifié" in text(done)
    assert "2 lignes en erreur n'ont pas été appliquées" in unescape(text(done))
    assert {line.listed.line for line in done.context["plan"].lines} | done.context["plan"].unread == {2, 3}


def identities(session: Any) -> Any:
    from laureat.web.candidates.models import Identity

    return Identity.objects.filter(log=session.log)


def test_a_school_that_nobody_knows_and_a_column_that_nobody_reads_are_told_and_move_nobody(
    office: Any, session: Any
) -> None:
    page = hand_over(office, session, "numero;etablissement;Organisme\n1;Lycee Marc Segin;X\n2;;Y\n")
    assert [one for one in page.context["plan"].remarks if "rien n'est lu" in one] == [
        "1 colonne gardée telle quelle, dont rien n'est lu : Organisme."
    ]
    (line, _) = page.context["plan"].lines
    assert any("n'est le nom d'aucun établissement de la maison" in one for one in line.warnings)
    apply(office, page)
    assert session.standings.get(numero="1").establishment == "0690001B"


@pytest.mark.parametrize(
    ("famille", "word", "nature", "code"),
    [
        ("bts_batiment", "étudiante", "lycee_public", "scolaire_public"),
        ("bts_batiment", "Apprentie", "cfa", "apprenti_cfa_non_habilite"),
        ("cap_electricien", "élève", "lycee_public", "scolaire_public"),
    ],
)
def test_the_words_of_each_family_are_understood(famille: str, word: str, nature: str, code: str) -> None:
    from laureat.reglements import charger
    from laureat.web.exam_sessions.trade_words import School, translator, why_unknown

    school = School("0690001B", "Lycée A", nature)
    translated = translator(charger(famille).famille, {school.uai: school})
    assert translated(word, school.uai, "")[0] == code
    assert translated(word, "", "ailleurs") == ("", "")
    assert "se comprend avec l'établissement" in why_unknown(word)
    assert why_unknown("martien") == ""
