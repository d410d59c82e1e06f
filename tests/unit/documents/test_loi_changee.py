"""No finished paper of any family shows an old number of the law once the law is changed."""

import io
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pypdf
import pytest

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.reglement import SessionRules
from laureat.documents import papers, seance, seance_lists, seance_rows
from laureat.documents.typeset import Typesetter
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.jury.pv import pv_lines
from laureat.vocabulary import InvalidInput
from support.fictifs import candidate_of
from support.loi_changee import old_values, rules
from support.portees_de_conduite import WHO, context_of

FAMILIES = ("bac_pro", "cap", "bts", "bp", "titre_professionnel", "capitalisation")
JURY = Jury(
    (
        Member("Roy", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "Nadia", "F", Presence.PRESENT),
        Member("Petit", Qualite.ENSEIGNANT_PUBLIC, Fonction.MEMBRE, "Jean", "M", Presence.ABSENT),
        Member("Diallo", Qualite.EMPLOYEUR, Fonction.MEMBRE, "Awa", "F", Presence.PRESENT),
    )
)
DRAWN = 250
FEW = 7
"""Counts of candidates and of blocks stay below the thresholds of the law."""


def told(law: SessionRules) -> Iterator[Explanation]:
    """Candidates of every sort, as the changed law decides them."""
    for seed in range(DRAWN):
        try:
            yield explain(law, replace(candidate_of(law, Random(seed)), identite=WHO), with_changes=False)
        except InvalidInput:
            continue


def text(pdf: bytes) -> str:
    """The words of a finished paper, its lines run together as one reads them."""
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("code", FAMILIES)
def test_no_finished_paper_shows_an_old_number_of_the_law(code: str) -> None:
    law = rules(code)
    context = replace(context_of(law), jury=tuple(pv_lines(JURY)), absents="Jean Petit", impossibilite="aucun CFA")
    typesetter, seen, found = Typesetter(), {}, []
    answers = list(told(law))
    for answer in answers:
        for kind in papers.due(context, answer):
            if seen.setdefault(kind.name, 0) < 3:
                seen[kind.name] += 1
                pdf = typesetter.pdf(kind.content(context, answer), context.issued)
                found += [f"{kind.name}, {one}" for one in old_values(code, text(pdf))]
    few = [answer for answer in answers if len(answer.outcome.blocs) < FEW]
    rows = [seance_rows.row(answer.candidate, answer.outcome) for answer in few[:FEW]]
    for paper in (seance.proces_verbal, seance_lists.emargement, seance_lists.resultats):
        content = paper(context, rows)
        found += [
            f"{content['genre']}, {one}" for one in old_values(code, text(typesetter.pdf(content, context.issued)))
        ]
    assert "releve" in seen
    assert found == []
