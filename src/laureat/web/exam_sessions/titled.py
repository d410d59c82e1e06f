"""The titles of someone, of a session or of a VAE alike: those that the decision gives, signed when they are asked."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from laureat.credentials.claims import Claim
from laureat.credentials.issuer import Issuance
from laureat.deliberation.explain import Explanation
from laureat.documents import papers
from laureat.documents.context import Context
from laureat.records import TreeHead
from laureat.session.framework import Refused
from laureat.vocabulary import french
from laureat.web.exam_sessions.service import transact
from laureat.web.sealer import client, protocol
from laureat.web.titles import issuing, keys
from laureat.web.titles.models import Title


@dataclass(frozen=True, slots=True)
class Titled:
    """Someone whose decision gives titles, as it gives papers."""

    context: Context
    told: Explanation
    where: Mapping[str, Any]
    """Where what they tell is said: log, candidate, result, identity."""
    due: Sequence[papers.Kind]
    """The papers due: where there is none, there is no title; without a relevé there are no marks to attest."""
    over: Callable[[], TreeHead]
    """The signed head over the facts that they tell."""

    @property
    def is_blank(self) -> bool:
        """A rehearsal attests nothing."""
        return bool(self.context.synthese["a_blanc"])

    @property
    def has_transcript(self) -> bool:
        """A relevé goes with the titles: a VAE has no marks, hence none."""
        return papers.RELEVE in self.due

    def issuance(self) -> Issuance:
        """What every title of the session says alike."""
        law = self.context.rules
        return Issuance(
            keys.issuer(self.context.infos["autorite"] or self.context.certifier),
            self.context.fiche,
            int(self.context.synthese["session"]),
            self.context.issued,
            dict(law.reglement.options),
            self.is_blank,
            self.context.papiers,
            law.reglement.avis,
            law.block_years,
            f"{settings.SITE}realisations/" if settings.SITE else "",
        )

    def drafts(self, salts: bytes = b"") -> list[issuing.Draft]:
        """The titles that the decision gives, the diploma first, the relevé last; not signed yet.

        ``salts``: those of the key, which only the sealer has; without them, all is there but the documents.
        """
        if self.is_blank or not self.due:
            return []
        told, issuance = self.told, self.issuance()
        born = told.candidate.identite.get("date_naissance", "").strip()
        given = [*issuance.credentials(told.candidate, told.outcome, salts, consents_to_marks=False)]
        if self.has_transcript:
            given.append(issuance.transcript(told.candidate, told.outcome, salts))
        return [issuing.draft(issuance, each, born) for each in given]

    def wanted(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """Kind and digest of each title that the decision gives, then of each record that holds them all: one for each
        name of the house under which they were signed."""
        drafts, by_issuer = self.drafts(), issuing.live_by_issuer(self.where["log"], self.where["candidate"])
        wanted, records = {(draft.kind, draft.digest) for draft in drafts}, set[tuple[str, str]]()
        for known in (*by_issuer.values(), self.live()):
            if wanted and wanted <= known.keys():
                record = self.record_draft([known[draft.kind, draft.digest] for draft in drafts])
                records.add((record.kind, record.digest))
        return wanted, records

    def title(self, kind: str) -> Title | None:
        """The title of this kind, signed now where it is not yet; None where the decision gives none."""
        wanted = [draft for draft in self.drafts() if draft.kind == kind]
        return self._signed(wanted)[0] if wanted else None

    def titles(self) -> list[Title]:
        """Every title that the decision gives, signed now where it is not yet."""
        drafts = self.drafts()
        return self._signed(drafts) if drafts else []

    def signed_here(self) -> list[Title]:
        """The same, each signed again under the address of the house where it is under a key alone."""
        drafts = self.drafts()
        return self._signed(drafts, here=True) if drafts else []

    def diploma(self) -> Title:
        """The title of the diploma. Raises Refused where the decision gives none."""
        if (title := self.title("diplome")) is not None:
            return title
        raise Refused(_("Le titre numérique n'a pas pu être délivré : adressez-vous au service des examens."))

    def record(self) -> Title | None:
        """The record that holds them all (CLR 2.0); None where there is none."""
        made = self.titles()
        return self._signed([self.record_draft(made)])[0] if made else None

    def record_draft(self, made: Sequence[Title], salts: bytes = b"") -> issuing.Draft:
        """The record of these titles, not signed yet (``salts``: as for ``drafts``)."""
        issuance = self.issuance()
        transcript = issuance.transcript(self.told.candidate, self.told.outcome, salts)
        return issuing.Draft(
            issuing.RECORD,
            issuing.digest_of([title.identifier for title in made]),
            issuance.record_id(transcript),
            lambda name, entry: issuance.record(name, entry, transcript, [json.loads(one.document) for one in made]),
        )

    def live(self) -> dict[tuple[str, str], Title]:
        """Those that are signed already and not revoked, by kind and digest."""
        return issuing.live(self.where["log"], self.where["candidate"])

    def _signed(self, drafts: list[issuing.Draft], *, here: bool = False) -> list[Title]:
        log, candidate, issuer = self.where["log"], self.where["candidate"], self.issuance().issuer
        self.over()  # had first: whoever signs the titles finds it

        def work() -> list[Title]:
            return issuing.titles(
                self.where,
                drafts,
                issuer,
                lambda wanted: client.ask(protocol.Titles(log, candidate, wanted)),
                here=here,
            )

        return transact(issuing.lock_of(log, candidate), work, alone=True)

    def name_of(self, kind: str) -> str:
        """What a title attests, in words."""
        option = self.context.options.get(self.told.candidate.option, "")
        claim = Claim(kind, "", option) if kind in ("diplome", "releve") else Claim("bloc", kind, option)
        return self.issuance().title(claim)

    def marks(self, kind: str) -> dict[str, str]:
        """The marks behind a title, in words; of a block, those of its units."""
        transcript = self.issuance().transcript(self.told.candidate, self.told.outcome, b"")
        of = {result.unit.code: result.unit.bloc for result in self.told.outcome.units}
        return {
            name: french.with_comma(transcript.values[f"note_{code}"])
            for code, name in transcript.claim.marks
            if kind in ("diplome", "releve", of.get(code))
        }
