"""The papers and credentials of a session, made from its facts when they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from laureat import __version__
from laureat.credentials.delivery import Order, deliver, publish
from laureat.credentials.issuer import Issuance, Issuer, file_name
from laureat.credentials.keys import SigningKey, new_signing_key, read_signing_key, write_private
from laureat.credentials.status import Lists
from laureat.deliberation.explain import Explanation
from laureat.deliberation.reglement import SessionRules
from laureat.documents import papers, seance
from laureat.documents.context import Context
from laureat.documents.infos import Infos
from laureat.documents.typeset import Attachment, Typesetter, as_json, logo_svg
from laureat.documents.vouched import Vouched
from laureat.exchange.dossier import parameter_to_json
from laureat.jury import Jury, pv_lines
from laureat.session.conduct import pv_decisions
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import french
from laureat.web import data_folder
from laureat.web.accounts.house import the_house
from laureat.web.checkpoints import signing
from laureat.web.exam_sessions import composition, explaining, house
from laureat.web.exam_sessions.letterhead import PRINTED
from laureat.web.exam_sessions.models import CredentialNumber, ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import transact

STATUS_LIFE = timedelta(days=90)


@dataclass(frozen=True)
class Desk:
    """A session ready to give papers."""

    session: ExamSession
    state: SessionState
    rules: SessionRules
    context: Context
    _told: dict[str, Explanation] = field(default_factory=dict)

    @classmethod
    def of(cls, session: ExamSession, state: SessionState, *, minutes: DeliberationState | None = None) -> "Desk":
        """The desk of a session, on the day of its last deliberation."""
        then = explaining.as_sealed(session, minutes.number, ()) if minutes and minutes.sealed else state
        rules = frame(session, then).law
        deliberation = minutes or (state.deliberations[-1] if state.deliberations else None)
        decided = deliberation.opened.at[:10] if deliberation else date.today().isoformat()
        day = date.fromisoformat(decided)
        jury = composition.jury_of(session, state) if state.jury else Jury(())
        context = Context(
            fiche=session.certification.sheet,
            synthese=summary(rules, session.year, blank=state.blank),
            infos=_infos(session, state, day),
            issued=day,
            rules=rules,
            founding=str(rules.reglement.founding),
            jury=tuple(pv_lines(jury)),
            absents=french.enumeration([member.nom_complet for member in jury.absentees]),
            impossibilite=jury.impossibilite,
            appointment=jury.arrete,
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

    def pdf(self, kind: papers.Kind, candidate: str) -> bytes:
        """One paper, with the data of the decision attached, and the credential where there is one."""
        told = self.told(candidate)
        attached = [
            Attachment("decision.json", as_json(kind.facts(self.context, told)), "application/json", "Décision")
        ]
        if kind is papers.DIPLOME and not self.session.blank:
            text = self.credential(candidate).read_text(encoding="utf-8")
            attached.append(Attachment("titre.json", text, "application/vc+ld+json", "Titre numérique signé"))
        return self._typesetter().pdf(kind.content(self.context, told), self.context.issued, attached)

    def lacking(self, kind: papers.Kind, candidate: str) -> list[str]:
        """What keeps a paper from being issued: what is missing, or a name that no font prints."""
        told = self.told(candidate)
        lacking = papers.missing(kind, self.context, told.candidate)
        refused = "" if lacking else self._typesetter().glyphs.refused(kind.content(self.context, told))
        return [*lacking, *filter(None, (refused,))]

    def credential(self, candidate: str, suffix: str = ".json", *, folder: str = "diplomes") -> Path:
        """The file of the signed credential of a diploma (or its badge), issued when it is not yet."""
        told = self.told(candidate)
        target = self._credentials / folder / f"{file_name(told.candidate.numero)}{suffix}"
        if not target.exists():
            transact(f"titres {self.session.log}", lambda: self._deliver(told, target), alone=True)
        return target

    def _typesetter(self) -> Typesetter:
        return Typesetter(logo_svg(self.context.infos))

    @property
    def _credentials(self) -> Path:
        return settings.DONNEES / data_folder.CREDENTIALS / self.session.log

    def _deliver(self, told: Explanation, target: Path) -> None:
        if target.exists():  # someone asked for it at the same moment
            return
        key = issuing_key()
        issuer = Issuer.of(key, self.context.infos["autorite"] or self.context.certifier)
        options = dict(self.rules.reglement.options)
        issuance = Issuance(
            issuer,
            self.session.certification.sheet,
            self.session.year,
            self.context.issued,
            options,
            self.session.blank,
            self.context.papiers,
            self.rules.reglement.avis,
        )
        order = Order(issuance, key, Lists(issuer), self._credentials, rank=CredentialNumber.rank_of)
        deliver(order, [(told.candidate, told.outcome)], lambda _candidate: False)
        now = datetime.now(UTC)
        publish(order, now, now + STATUS_LIFE, {}, ())

    def minutes(self, deliberation: DeliberationState) -> bytes:
        """The procès-verbal of a deliberation."""
        then = explaining.as_sealed(self.session, deliberation.number, None)
        explanations = (
            explaining.explained(self.rules, then.candidates[candidate], result)
            for candidate, result in pv_decisions(self.state, deliberation)
        )
        rows = [seance.row(told.candidate, told.outcome, withheld=False) for told in explanations]
        typesetter = self._typesetter()
        vouched = self._vouched(deliberation)
        content = typesetter.glyphs.spelled(seance.proces_verbal(self.context, rows, vouched), typed=True)
        facts = as_json(seance.proces_verbal_facts(self.context, rows, vouched))
        attached = [Attachment("decision.json", facts, "application/json", "Décisions")]
        return typesetter.pdf(content, self.context.issued, attached)

    def _vouched(self, deliberation: DeliberationState) -> Vouched | None:
        """The head signed when this deliberation was sealed, with the checkpoint that covers it."""
        signed = house.sealed_head(self.session.log, deliberation.number)
        if signed is None:
            return None
        covering = house.covering(signed)
        if covering is None and house.extend():
            covering = house.covering(signed)
        return None if covering is None else Vouched(signed.head, str(signing.read(covering.checkpoint)[1]).encode())


def issuing_key() -> SigningKey:
    """The key that signs the credentials, made on first use in the data folder."""
    path = settings.DONNEES / data_folder.CREDENTIAL_KEY
    if not path.exists():
        write_private(path, new_signing_key())
    return read_signing_key(path)


def status_lists() -> Iterator[Path]:
    """The status lists of every session."""
    yield from (settings.DONNEES / data_folder.CREDENTIALS).glob("*/statuts/*.json")


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


def _infos(session: ExamSession, state: SessionState, day: date) -> Infos:
    president = session.jurors.filter(pk=state.jury.president).first() if state.jury else None
    values = letterhead(session) | {
        "deliberation.date": french.short_date(day),
        "deliberation.lieu": session.place,
        "president.nom": president.name if president else "",
        "specimen": french.oui_non(session.blank or settings.DEMONSTRATION),
    }
    house = the_house()
    if house.logo:
        values["logo_texte"] = house.logo_text
    told = {key: value for key, value in values.items() if value}
    return Infos(told, bytes(house.logo), house.logo_format)
