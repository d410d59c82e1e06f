"""Every paper of every family, on a real speciality of its own and under its own law, today and before."""

import io
import re
from datetime import date

import pypdf
import pytest

from laureat.documents import papers
from laureat.documents.typeset import Typesetter
from support.mots_des_familles import foreign_words
from support.papiers_de_famille import FAMILIES, bench, every_paper, law_of, told

ISSUED = date(2026, 7, 6)
SEANCE = {"proces_verbal", "proces_verbal_vae", "emargement_jury", "emargement", "resultats"}
EXPECTED = {
    "bac_pro": {"releve", "diplome", "mobilite", "attestation", "certificat"},
    "cap": {"releve", "diplome", "attestation"},
    "bts": {"releve", "diplome", "attestation"},
    "bp": {"releve", "diplome", "mobilite", "attestation"},
    "titre_professionnel": {"releve", "diplome", "attestation"},
    "capitalisation": {"releve", "diplome", "attestation"},
}
BEFORE = [("titre_professionnel", 2014), ("bts", 2014), ("cap", 2018)]
ALL = [*((code, None) for code in FAMILIES), *BEFORE]


def text(pdf: bytes) -> str:
    """The words of a finished paper."""
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(("code", "session"), ALL)
def test_every_paper_of_a_family_is_set_under_its_own_law(code: str, session: int | None) -> None:
    law, typesetter = law_of(code, session), Typesetter()
    contents = every_paper(law)
    kinds = {name.split()[0] for name in contents}
    if session is None:
        assert kinds == EXPECTED[code] | SEANCE
    own = law.reglement.id
    for name, content in contents.items():
        said = text(typesetter.pdf(content, ISSUED))
        assert law.reglement.title.split()[0] in said, name
        if name.split()[0] == "attestation" and not law.reglement.numero:
            assert f"{own}/" not in said
            assert f"{own}BC" not in said
        assert not re.search(r"\{\w+", said), name
        assert "candidat 0" not in content["description"], "a woman is a candidate"
        for word in foreign_words(code):
            assert not re.search(rf"\b{re.escape(word)}\b", said.replace("’", "'").casefold()), (name, word)
        if name.split()[0] in ("releve", "proces_verbal_vae"):
            assert law.reglement.famille.papiers.unite.tete in said, name
        if name == "proces_verbal_vae":
            assert all(born in said for born in (", née le 14", ", né le 14", ", né(e) le 14")), "by the sex recorded"


def test_a_titre_professionnel_gives_a_parchment_or_a_livret_signed_by_its_whole_jury() -> None:
    law, typesetter = law_of("titre_professionnel"), Typesetter()
    context, answers, contents = bench(law), told(law), every_paper(law)
    due = {name: [kind.name for kind in papers.due(context, answer)] for name, answer in answers.items()}
    assert due == {"admis": ["releve", "diplome"], "partiel": ["releve", "attestation"], "ajourne": ["releve"]}
    parchment = text(typesetter.pdf(contents["diplome admis"], ISSUED))
    for words in ("P A R C H E M I N", "Titre professionnel", "Commercial", "art. R338-1 à R338-8", "22 décembre 2015"):
        assert words.casefold() in parchment.replace("\u00a0", " ").casefold(), words
    livret = text(typesetter.pdf(contents["attestation partiel"], ISSUED)).replace("\u00a0", " ")
    for words in ("Livret de certification", "CCP1", "ne vaut pas délivrance du titre", "R338-5"):
        assert words in livret, words
    assert "CCP2" not in livret
    minutes = text(typesetter.pdf(contents["proces_verbal"], ISSUED)).replace("\u00a0", " ")
    assert "chacun de ses membres signe" in minutes
    assert "réussite partielle" in minutes
    assert "président" not in minutes
    before = every_paper(law_of("titre_professionnel", 2014))
    assert "2015" not in text(typesetter.pdf(before["diplome admis"], ISSUED))
    assert "9 mars 2006" in text(typesetter.pdf(before["diplome admis"], ISSUED)).replace("\u00a0", " ")
