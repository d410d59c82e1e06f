"""One paper of someone, of a session or of a VAE alike: its code, what it prints, what is attached to it, its file."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from laureat.deliberation.explain import Explanation
from laureat.documents import papers
from laureat.documents.codes import printed_code
from laureat.documents.context import Context
from laureat.documents.typeset import Attachment, Typesetter, as_json
from laureat.records import TreeHead
from laureat.web.exam_sessions import covered
from laureat.web.exam_sessions.service import transact
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.titles import issuing, shelf
from laureat.web.titles.models import Paper


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper due to someone."""

    kind: papers.Kind
    context: Context
    told: Explanation
    where: Mapping[str, Any]
    """Where what it tells is said: log, candidate, result, identity."""

    @property
    def facts(self) -> dict[str, Any]:
        """What it attests."""
        return self.kind.facts(self.context, self.told)

    def live(self) -> Paper | None:
        """Its row where it has its code already."""
        return issuing.live_paper(self.where, self.kind.name, self.facts)

    def paper(self) -> Paper:
        """Its row, with its code, drawn now where it has none."""

        def work() -> Paper:
            return issuing.paper(self.where, self.kind.name, self.facts)

        return transact(issuing.lock_of(self.where["log"], self.where["candidate"]), work, alone=True)

    def lacking(self, typesetter: Typesetter) -> list[str]:
        """What keeps it from being issued: what is missing, or a name that no font prints."""
        lacking = papers.missing(self.kind, self.context, self.told.candidate)
        refused = "" if lacking else typesetter.glyphs.refused(self.kind.content(self.context, self.told))
        return [*lacking, *filter(None, (refused,))]

    def file(
        self, typesetter: Typesetter, code: str, head: TreeHead, asked: protocol.Request, diploma: str = ""
    ) -> Path:
        """Its file: the data of the decision attached, and the title ``diploma`` where there is one.

        The sealer is ``asked`` for it where the house has a seal: no paper goes out without it.
        """
        with_seal = bool(public_keys().cachet)
        content, attached = self._laid_out(code, head, diploma)
        beside = [[one.name, one.content] for one in attached]
        said = issuing.digest_of([content, beside, self.context.infos.logo.hex(), with_seal])

        def make() -> bytes:
            if with_seal:
                return b64decode(client.ask(asked))
            return typesetter.pdf(content, self.context.issued, attached)

        return shelf.kept(self.where["log"], self.where["candidate"], self.kind.name, said, make)

    def pdf(self, typesetter: Typesetter, code: str, head: TreeHead, diploma: str = "") -> bytes:
        """The same without seal, made now."""
        content, attached = self._laid_out(code, head, diploma)
        return typesetter.pdf(content, self.context.issued, attached)

    def _laid_out(self, code: str, head: TreeHead, diploma: str) -> tuple[dict[str, Any], list[Attachment]]:
        """What it prints, and what is attached to it."""
        facts = self.facts | {"code": code, "journal": covered.as_values(head)}
        attached = [Attachment("decision.json", as_json(facts), "application/json", "Décision")]
        if diploma:
            attached.append(Attachment("titre.json", diploma, "application/vc+ld+json", "Titre numérique signé"))
        content = self.kind.content(self.context, self.told) | {"code": printed_code(code, settings.SITE)}
        return content | {"tete": covered.told(head)}, attached
