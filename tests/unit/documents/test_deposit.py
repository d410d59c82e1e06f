"""The deposit of codes: what it shows and no more; whatever is wrong with a file is said, each at its line."""

import json
from collections.abc import Callable

import pytest

from laureat.credentials.paper_codes import ALPHABET, LENGTH, typed
from laureat.documents import deposit
from laureat.documents.codes import code_of, new_code, site
from laureat.vocabulary import InvalidInput
from support.deposits import content_of, facts_of, written


def test_a_deposit_is_read_back_line_by_line_and_tells_only_what_the_page_shows() -> None:
    lines = written(5)
    read = deposit.read_deposit("codes.jsonl", content_of(lines))
    assert list(read.lines) == lines[1:-1]
    assert read.header["site"] == "https://titres.exemple.fr/"
    told = json.loads(read.lines[0])["atteste"]
    assert told["candidat"] == {"nom": "Nguyễn0", "prenom": "Thị", "date_naissance": "14/03/2008"}
    assert "secret" not in read.lines[0]
    assert told["unites"][1] == {"unite": "U7", "note_retenue": None}
    assert deposit.shown(told) == told == deposit.shown(facts_of("Nguyễn0"))


def test_a_sign_that_some_take_for_the_end_of_a_line_is_one_of_its_line() -> None:
    lines = written(2)
    odd = lines[1].replace("Technicien", "Technicien\u2028de\x85scène")
    again = [lines[0], odd, lines[2], deposit.footer([deposit.leaf(one) for one in (odd, lines[2])])]
    assert deposit.read_deposit("codes.jsonl", content_of(again)).lines == (odd, lines[2])
    assert deposit.read_deposit("codes.jsonl", content_of(lines).replace(b"\n", b"\r\n")).lines == tuple(lines[1:-1])


def changed(text: str, **more: object) -> str:
    return json.dumps(json.loads(text) | more, ensure_ascii=False)


def attesting(text: str, **more: object) -> str:
    return changed(text, atteste=json.loads(text)["atteste"] | more)


SPOILED: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "empty": (lambda lines: [], "attendu : un dépôt de codes"),
    "another format": (lambda lines: [changed(lines[0], format="x"), *lines[1:]], "ligne 1 : attendu : un dépôt"),
    "a heading short": (lambda lines: ['{"format":"laureat-codes/1"}', *lines[1:]], "intitule, session, site"),
    "cut short": (lambda lines: lines[:-1], "ligne 4 : la dernière ligne manque"),
    "a line gone": (lambda lines: [*lines[:2], *lines[3:]], "2 papiers, la dernière ligne en annonce 3"),
    "a line touched": (lambda lines: [lines[0], lines[1].replace("14,5", "15,5"), *lines[2:]], "la racine n'est pas"),
    "two swapped": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "la racine n'est pas"),
    "no JSON": (lambda lines: [lines[0], "{", *lines[2:]], "ligne 2 : attendu : un objet JSON"),
    "a bomb": (lambda lines: [lines[0], "[" * 15_000, *lines[2:]], "ligne 2 : attendu : un objet JSON"),
    "a long line": (lambda lines: [lines[0], "9" * 30_000, *lines[2:]], "ligne 2 : ligne de 30\u202f000 signes"),
    "a long number": (lambda lines: [lines[0], "9" * 15_000, *lines[2:]], "ligne 2 : attendu : un objet JSON"),
    "twice a code": (lambda lines: [*lines[:3], lines[1], *lines[4:]], "ce code est déjà celui de la ligne 2"),
    "a code": (lambda lines: [lines[0], changed(lines[1], code="O0"), *lines[2:]], "« code » n'est pas"),
    "a mention that is none": (
        lambda lines: [lines[0], attesting(lines[1], mention="bien"), *lines[2:]],
        "« atteste/mention »",
    ),
    "a decision that is none": (
        lambda lines: [lines[0], attesting(lines[1], decision="?"), *lines[2:]],
        "« atteste/decision »",
    ),
    "a person who is none": (
        lambda lines: [lines[0], attesting(lines[1], candidat="?"), *lines[2:]],
        "« atteste/candidat »",
    ),
    "more told": (lambda lines: [lines[0], changed(lines[1], ine="1"), *lines[2:]], "« la ligne » n'est pas"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_file_that_is_no_deposit_says_why_and_where(spoiled: str) -> None:
    spoil, told = SPOILED[spoiled]
    with pytest.raises(InvalidInput) as refused:
        deposit.read_deposit("codes.jsonl", content_of(spoil(written(3))))
    assert told in str(refused.value).replace("\xa0", "\u202f")


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(InvalidInput, match="ligne 2 : attendu : du texte UTF-8"):
        deposit.read_deposit("codes.jsonl", b"{}\n\xff")


def test_all_the_faults_of_a_file_are_told_at_once_the_first_fifty() -> None:
    lines = written(80)
    with pytest.raises(InvalidInput) as refused:
        deposit.read_deposit("codes.jsonl", content_of([lines[0], *("?" for _ in lines[1:-1]), lines[-1]]))
    assert len(refused.value.problems) == 51
    assert "30 autres lignes" in str(refused.value)


def test_codes_are_sixteen_signs_that_the_secret_of_a_lot_fixes() -> None:
    drawn = {code_of(b"un", str(n)) for n in range(2_000)} | {code_of(b"deux", str(n)) for n in range(2_000)}
    assert len(drawn) == 4_000
    assert {len(code) for code in (*drawn, new_code())} == {LENGTH}
    assert set("".join(drawn)) == set(ALPHABET)
    code = code_of(b"un", "0")
    assert code == code_of(b"un", "0") == typed(f" {code[:4].lower()}-{code[4:]}")
    assert not typed(code[:-1])
    assert not typed(f"{code[:-1]}0")


@pytest.mark.parametrize("told", ["titres.exemple.fr", "http://titres.exemple.fr", "https://a.fr/b", "ftp://a.fr", "x"])
def test_an_address_that_is_no_site_is_refused_by_the_name_of_what_asked(told: str) -> None:
    with pytest.raises(InvalidInput, match="--site : « "):
        site(told, "--site")
    assert site("https://titres.exemple.fr", "--site") == "https://titres.exemple.fr/"
    assert site("", "--site") == ""
