"""The papers and credentials of a session, made from its facts when they are asked for."""

import functools
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from laureat import __version__
from laureat.deliberation.explain import Explanation
from laureat.deliberation.reglement import SessionRules
from laureat.documents import papers, seance, seance_rows
from laureat.documents.context import Context
from laureat.documents.infos import Infos
from laureat.documents.typeset import Attachment, Typesetter, as_json, logo_svg
from laureat.documents.vouched import Vouched
from laureat.exchange.dossier import parameter_to_json
from laureat.jury import Jury, pv_lines
from laureat.records import Commitment, TreeHead
from laureat.records.facts import JuryAppointed
from laureat.session.conduct import pv_decisions
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import french
from laureat.web import data_folder
from laureat.web.accounts.house import the_house
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.checkpoints import signing
from laureat.web.exam_sessions import approved, composition, covered, explaining, house, ledger, recusals
from laureat.web.exam_sessions.letterhead import PRINTED
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.printed import Printed
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.titled import Titled
from laureat.web.reader import TryAgain
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.titles import lists
from laureat.web.titles.models import Paper


@dataclass(frozen=True)
class Desk:
    """A session ready to give papers."""

    session: ExamSession
    state: SessionState
    rules: SessionRules
    context: Context
    _told: dict[str, Explanation] = field(default_factory=dict)
    _heads: dict[str, TreeHead] = field(default_factory=dict)
    _papers: dict[tuple[str, str], Paper] = field(default_factory=dict)

    @classmethod
    def of(cls, session: ExamSession, state: SessionState, *, minutes: DeliberationState | None = None) -> "Desk":
        """The desk of a session: of that deliberation, else of its last one, on its day and with its jury."""
        then = explaining.as_sealed(session, minutes.number, ()) if minutes and minutes.sealed else state
        rules = frame(session, then).law
        deliberation = minutes or (state.deliberations[-1] if state.deliberations else None)
        decided = deliberation.opened.at[:10] if deliberation else date.today().isoformat()
        day = date.fromisoformat(decided)
        appointed = (minutes and minutes.jury) or state.jury
        jury = composition.jury_of(session, state, of=minutes) if state.jury else Jury(())
        context = Context(
            fiche=session.certification.sheet,
            synthese=summary(rules, session.year, blank=state.blank),
            infos=_infos(session, appointed, day),
            issued=day,
            rules=rules,
            founding=str(rules.reglement.founding),
            jury=tuple(pv_lines(jury)),
            absents=french.enumeration([member.nom_complet for member in jury.absentees]),
            impossibilite=jury.impossibilite,
            appointment=jury.arrete,
            returning=_text(appointed.why_returning) if appointed else "",
        )
        return cls(session, state, rules, context)

    def told(self, candidate: str) -> Explanation:
        """The explanation of a candidate's published decision, as the jury left it."""
        if candidate not in self._told:
            told = explaining.published(self.session, self.state, self.rules, candidate)
            assert told is not None, "no paper before publication"
            self._told[candidate] = told
        return self._told[candidate]

    def due(self, candidate: str) -> list[papers.Kind]:
        """The papers that the candidate must receive."""
        return papers.due(self.context, self.told(candidate))

    def where(self, candidate: str) -> dict[str, Any]:
        """To what is delivered, of whom, from which decision and under which identity."""
        result = self.state.result(candidate)
        assert result is not None, "nothing is delivered before publication"
        identity = str(self.state.candidates[candidate].identity)
        return {
            "log": self.session.log,
            "candidate": candidate,
            "result": result.deliberation,
            "identity": identity,
        }

    def head(self, candidate: str) -> TreeHead:
        """The signed head over the facts that a paper or a title of a candidate tells (``covered.over``)."""
        if candidate not in self._heads:
            self._heads[candidate] = covered.over(self.session.log, [candidate])
        return self._heads[candidate]

    def printed(self, kind: papers.Kind, candidate: str) -> Printed:
        """A paper of this kind, that the decision gives."""
        return Printed(kind, self.context, self.told(candidate), self.where(candidate))

    def paper(self, kind: papers.Kind, candidate: str) -> Paper:
        """The live paper of this kind, with its code."""
        asked = (kind.name, candidate)
        if asked not in self._papers:
            self._papers[asked] = self.printed(kind, candidate).paper()
        return self._papers[asked]

    def pdf(self, kind: papers.Kind, candidate: str) -> bytes:
        """One paper, as it was made the first time."""
        return self.file(kind, candidate).read_bytes()

    def file(self, kind: papers.Kind, candidate: str) -> Path:
        """The same: its code, the data of the decision attached, the title where there is one (``Printed.file``)."""
        head = self.head(candidate)  # had first: whoever draws the paper up finds it
        code = self.paper(kind, candidate).code
        diploma = self.titled(candidate).diploma().document if self.carries_title(kind) else ""
        asked = protocol.Paper(self.session.log, candidate, kind.name)
        return self.printed(kind, candidate).file(self.typesetter, code, head, asked, diploma)

    def carries_title(self, kind: papers.Kind) -> bool:
        """True for a paper in which the title is attached."""
        return kind is papers.DIPLOME and not self.session.blank

    def lacking(self, kind: papers.Kind, candidate: str) -> list[str]:
        """What keeps a paper from being issued: what is missing, or a name that no font prints."""
        return self.printed(kind, candidate).lacking(self.typesetter)

    def titled(self, candidate: str) -> Titled:
        """The titles that the decision on a candidate gives."""
        told, where = self.told(candidate), self.where(candidate)
        return Titled(self.context, told, where, self.due(candidate), functools.partial(self.head, candidate))

    @functools.cached_property
    def typesetter(self) -> Typesetter:
        """What sets the papers, with the logo of the house."""
        return Typesetter(logo_svg(self.context.infos))

    def minutes(self, deliberation: DeliberationState) -> bytes:
        """The procès-verbal of a deliberation; drawn up by the sealer where the house has a seal."""
        self._vouched(deliberation)  # had first: whoever draws the minutes up finds it
        if public_keys().cachet:
            return b64decode(client.ask(protocol.Minutes(self.session.log, deliberation.number)))
        return self.printed_minutes(deliberation)

    def printed_minutes(self, deliberation: DeliberationState) -> bytes:
        """The procès-verbal of a deliberation, without seal."""
        then = explaining.as_sealed(self.session, deliberation.number, None)
        sealed = then.deliberations[deliberation.number - 1]
        made = approved.approvals_of(self.session, then, sealed, sealed.sealed)
        decided = dict(pv_decisions(self.state, deliberation))
        explanations = (
            explaining.explained(self.rules, then.candidates[candidate], result)
            for candidate, result in decided.items()
        )
        exceptions = (_text(result.fixed.exception) if result.fixed is not None else "" for result in decided.values())
        rows = [
            seance_rows.row(told.candidate, told.outcome, exception=exception)
            for told, exception in zip(explanations, exceptions, strict=True)
        ]
        beside = self._lacked(then, deliberation), self._recusals(then, deliberation)
        typesetter = self.typesetter
        vouched = replace(self._vouched(deliberation), approvals=approved.printed_of(made), content=sealed.sealed)
        content = typesetter.glyphs.spelled(seance.proces_verbal(self.context, rows, vouched, *beside), typed=True)
        facts = as_json(seance.proces_verbal_facts(self.context, rows, vouched, *beside))
        attached = [Attachment("decision.json", facts, "application/json", "Décisions")]
        return typesetter.pdf(content, self.context.issued, attached)

    def _lacked(self, then: SessionState, deliberation: DeliberationState) -> list[seance.Incomplete]:
        """What was decided, at the seal, of what files lacked."""
        framework = frame(self.session, then)
        decided = [then.candidates[one] for one in deliberation.proposals if then.candidates[one].incomplete]
        known = Identity.objects.in_bulk([one.id for one in decided])
        return [
            seance.Incomplete(
                known[one.id].numero if one.id in known else one.id,
                known[one.id].name if one.id in known else "",
                framework.piece_label(piece),
                fact.accepted,
                _text(fact.reason),
            )
            for one in sorted(decided, key=lambda one: known[one.id].sort_key if one.id in known else one.id)
            for piece, fact in one.incomplete.items()
        ]

    def _recusals(self, then: SessionState, deliberation: DeliberationState) -> list[seance.Recusal]:
        """Who had stood aside at the seal, and for whom."""
        return [
            seance.Recusal(one.numero, one.name, one.member, one.reason)
            for one in recusals.told(self.session, then, deliberation.proposals)
        ]

    def _vouched(self, deliberation: DeliberationState) -> Vouched:
        """The head signed when this deliberation was sealed, with the checkpoint that covers it. Raises TryAgain."""
        covered.over(self.session.log, deliberation.proposals)
        signed = house.sealed_head(self.session.log, deliberation.number)
        covering = house.covering(signed) if signed else None
        if signed and covering is None and house.extend():
            covering = house.covering(signed)
        if signed is None or covering is None:
            raise TryAgain(_("Ce procès-verbal attend la signature du journal : réessayez dans un instant."))
        return Vouched(signed.head, str(signing.read(covering.checkpoint)[1]).encode())


def status_lists() -> Iterator[bytes]:
    """The status lists of the house, and those that the command published in its data folder."""
    yield from lists.every()
    for path in (settings.DONNEES / data_folder.CREDENTIALS).glob("*/statuts/*"):
        yield path.read_bytes()


def summary(rules: SessionRules, year: int, *, blank: bool) -> dict[str, object]:
    """What papers say of the rules behind them."""
    return {
        "reglement": rules.reglement.id,
        "titre": rules.reglement.title,
        "session": year,
        "edition": rules.reglement.edition,
        "version_moteur": __version__,
        "empreinte_regles": rules.digest,
        "parametres": [parameter_to_json(parameter) for parameter in rules.parameters.values()],
        "hypotheses": [parameter.name for parameter in rules.parameters.hypotheses],
        "a_blanc": blank,
    }


def letterhead(session: ExamSession) -> dict[str, str]:
    """Who delivers the papers of a session, and to whom they may be answered."""
    return {key: str(getattr(session, name)) for key, name in PRINTED.items()}


def _text(commitment: Commitment) -> str:
    """The text behind a commitment, empty where none was promised or it was erased."""
    kept = PrivateText.objects.filter(commitment=commitment).first() if commitment else None
    return kept.text if kept else ""


def _infos(session: ExamSession, appointed: JuryAppointed | None, day: date) -> Infos:
    president = session.jurors.filter(pk__in=ledger.uuids([appointed.president if appointed else ""])).first()
    values = letterhead(session) | {
        "deliberation.date": french.short_date(day),
        "deliberation.lieu": session.place,
        "president.nom": president.name if president else "",
        "specimen": french.oui_non(session.blank or settings.DEMONSTRATION),
    }
    return infos(values)


def infos(values: dict[str, str]) -> Infos:
    """What papers say of the certifier, of these values and with the logo of the house."""
    house = the_house()
    if house.logo:
        values = values | {"logo_texte": house.logo_text}
    told = {key: value for key, value in values.items() if value}
    return Infos(told, bytes(house.logo), house.logo_format)
