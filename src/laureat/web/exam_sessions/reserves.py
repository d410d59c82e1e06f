"""The reserves on a candidate, each with the answers that settle it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from laureat.deliberation.famille import Colonne, Genre
from laureat.session import conduct
from laureat.session.framework import OPTION, Framework, Phase, cited
from laureat.session.state import CandidateState, DeliberationState, SessionState
from laureat.vocabulary import Citation
from laureat.vocabulary.french import OUI_NON
from laureat.web.candidates.models import Identity


@dataclass(frozen=True, slots=True)
class Open:
    """A reserve to settle."""

    message: str
    article: Citation | str
    column: str
    answers: tuple[tuple[str, str], ...]
    """What may be answered, each with its words; empty: a number, or nothing that is known here."""
    by_jury: bool
    remedy: str = ""
    """What to do, where no answer settles it: a cell of the file is to be corrected."""


def reserves_of(framework: Framework, state: SessionState, standing: CandidateState) -> list[Open]:
    """What keeps the decision on a candidate from being fixed."""
    found = []
    for message in state.reserves(standing.id):
        known = framework.reserves.get(message)
        column = known.column if known else ""
        answers = _answers(framework, standing, column) if known else ()
        article = known.citation if known else ""
        if known is not None and framework.settled_by_a_word(column):
            if known.refused:
                answers = answers and (("", _("rien : laisser vide")), *answers)
            found.append(Open(message, article, column, answers, framework.jury_says(message)))
        else:
            found.append(Open(message, article, column, (), by_jury=False, remedy=_remedy(state, standing)))
    return found


def _remedy(state: SessionState, standing: CandidateState) -> str:
    """What the exam office does of a cell that a rule refuses, where the session stands."""
    if state.phase is Phase.SAISIE or state.was_left_out(standing.id):
        return _("Le service des examens corrige ou efface la note (« Changer une note »), puis le jury délibère.")
    return _(
        "Le service des examens rouvre la saisie, corrige ou efface la note (« Changer une note »), puis propose de "
        "nouveau les décisions ; sinon ce candidat reste hors du procès-verbal, et se corrige après le sceau."
    )


def _answers(framework: Framework, standing: CandidateState, column: str) -> tuple[tuple[str, str], ...]:
    if column == OPTION:
        options = framework.law.reglement.options
        return tuple((code, f"{code} {options[code]}") for code in framework.options)
    unit = next((unit for code, unit in framework.units.items() if column == f"motif_{code}"), None)
    if unit is not None:
        voie = framework.routes(standing.route.voie) if standing.route else None
        grounds = framework.grounds(standing.cell(unit.code).status, unit, voie)
        return tuple((str(m), f"{m.label} ({cited(article)})") for m, article in grounds.items())
    asked = next((asked for asked in framework.famille.colonnes if asked.nom == column), None)
    return () if asked is None else words_of(asked)


def words_of(asked: Colonne) -> tuple[tuple[str, str], ...]:
    """The words that a column takes, each with what a form shows for it; none for a number."""
    if asked.genre in (Genre.NOMBRE, Genre.MOYENNE):
        return ()
    words = OUI_NON if asked.genre is Genre.DRAPEAU else asked.valeurs
    return tuple((word, word.replace("_", " ")) for word in words)


def left_out(state: SessionState, deliberation: DeliberationState) -> list[tuple[str, str, tuple[str, ...]]]:
    """Whom the minutes leave out for a reserve: identifier, name with number and birth date, what is missing."""
    held = list(conduct.pv_reserves(state, deliberation))
    known = Identity.objects.in_bulk([candidate for candidate, _reserves in held])
    return [
        (candidate, known[candidate].full_name if candidate in known else candidate, said) for candidate, said in held
    ]
