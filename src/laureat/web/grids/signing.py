"""Who signed what stands on a grid: accounts, and holders of links; and who lacks before the mark reaches the log.

A signature holds for what was signed, and for nothing else: a cross that changes afterwards takes it away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laureat.grilles import Grid, Quality
from laureat.grilles.signatories import quality_of
from laureat.people.identity import name_key
from laureat.session.framework import Refused
from laureat.vocabulary import format_hundredths
from laureat.vocabulary.french import short_date
from laureat.web.accounts.models import Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.boards import Board, settled_board, veiled
from laureat.web.grids.models import Remark, Settlement, Signature, TutorLink


@dataclass(frozen=True)
class Signer:
    """One person who signed."""

    name: str
    at: datetime
    holds: bool
    """What they signed is what stands."""
    signature: Signature | None = None
    """Of an account; none: the holder of a link, who signed a situation."""
    link: TutorLink | None = None

    @property
    def quality(self) -> Quality:
        """What their account, or their link, shows them to be."""
        if self.link is not None:
            return Quality(self.link.role)
        own = self.signature is not None and self.signature.author.role == Role.ETABLISSEMENT
        return Quality.ENSEIGNANT if own else Quality.AUCUNE

    @property
    def told(self) -> str:
        """As the fact of the mark names them."""
        if self.link is not None:
            return f"lien:{self.link.pk}:{self.quality}"
        return f"compte:{self.signature.author.pseudonym if self.signature else ''}:{self.quality}"

    @property
    def what(self) -> str:
        """The mark, or the situation, that they signed."""
        if self.link is not None:
            return self.link.situation
        mark = self.signature.mark if self.signature else None
        return "" if mark is None else format_hundredths(mark)


@dataclass(frozen=True)
class Signing:
    """The signatures of one candidate on one grid, beside those that the grid asks for."""

    grid: Grid
    signers: tuple[Signer, ...]

    @property
    def asked(self) -> int:
        """How many people must have signed."""
        return self.grid.settling.signatories.minimum

    @property
    def holding(self) -> tuple[Signer, ...]:
        """Those who signed what stands, each once: whoever signs by an account and by a link is one person."""
        own = [one for one in self.signers if one.holds]
        accounts = [one for one in own if one.link is None]
        known, tutors = {name_key(one.name) for one in accounts}, list[Signer]()
        for one in own:
            if one.link is not None and name_key(one.link.name) not in known:
                known.add(name_key(one.link.name))
                tutors.append(one)
        return (*accounts, *tutors)

    @property
    def proposed(self) -> Signature | None:
        """The last mark that an account signed, and that stands."""
        own = [one.signature for one in self.signers if one.holds and one.signature is not None]
        return own[-1] if own else None

    def of(self, mark: int | None) -> "Signing":
        """The same, only those who signed that mark holding."""
        kept = (
            Signer(
                one.name,
                one.at,
                one.holds and (not one.signature or one.signature.mark == mark),
                one.signature,
                one.link,
            )
            for one in self.signers
        )
        return Signing(self.grid, tuple(kept))

    @property
    def lacking(self) -> int:
        """How many signatures lack: of people, or of a role that nobody who signed is shown to hold."""
        return self.grid.settling.signatories.lacking([one.quality for one in self.holding])

    @property
    def vacant(self) -> tuple[str, ...]:
        """The roles that nobody who signed what stands is shown to hold."""
        return self.grid.settling.signatories.vacant([one.quality for one in self.holding])

    @property
    def summary(self) -> str:
        """Who signed what stands, and who lacks, in French, for a file."""
        with translation.override("fr"):
            if self.brief:
                return self.brief
        return ", ".join(f"{one.name} ({short_date(one.at.date())})" for one in self.holding)

    @property
    def told(self) -> str:
        """Who lacks, in words, and what proves each role; empty where nobody does."""
        return self._said(" ; ".join(map(self._expected, self.vacant)))

    @property
    def brief(self) -> str:
        """The same in a narrow place, without what proves each role."""
        return self._said(", ".join(self.vacant))

    def _said(self, expected: str) -> str:
        if not self.lacking:
            return ""
        said = ngettext(
            "il manque %(n)s signature sur %(of)s", "il manque %(n)s signatures sur %(of)s", self.lacking
        ) % {"n": self.lacking, "of": self.asked}
        parts = [_("attendu : %(who)s") % {"who": expected}] if expected else []
        if self.holding:
            names = ", ".join(one.name for one in self.holding)
            parts.append(_("a signé : %(who)s") % {"who": names})
        return f"{said} ({' ; '.join(parts)})" if parts else said

    def _expected(self, role: str) -> str:
        """A role, and what proves it."""
        match quality_of(role):
            case Quality.ENSEIGNANT:
                proof = _("par un compte de l'établissement, ou un lien qui le dit")
            case Quality.PROFESSIONNEL if self.grid.settling.signatories.two_teachers:
                proof = _("par un lien de tuteur ; à défaut, un second enseignant")
            case Quality.PROFESSIONNEL:
                proof = _("par un lien de tuteur")
            case Quality.JURY:
                proof = _("par un lien qui le dit")
            case _:
                return role
        return f"{role}, {proof}"


def signings(session: ExamSession, unit: str, found: Mapping[str, Board]) -> dict[str, Signing]:
    """The signatures of some candidates, by candidate."""
    about = {"session": session, "unit": unit, "candidate__in": list(found)}
    given: dict[str, dict[int, Signature]] = {}
    for row in Signature.objects.filter(**about).select_related("author", "remark").order_by("id"):
        own = given.setdefault(row.candidate, {})
        own.pop(row.author_id, None)  # the last of each counts, in the order of the last
        own[row.author_id] = row
    links: dict[str, list[TutorLink]] = {}
    for link in TutorLink.objects.filter(**about, signed__isnull=False).select_related("remark").order_by("signed"):
        links.setdefault(link.candidate, []).append(link)
    return {
        candidate: Signing(
            board.grid,
            (*_accounts(board, given.get(candidate, {}).values()), *_tutors(board, links.get(candidate, ()))),
        )
        for candidate, board in found.items()
    }


def signing_of(session: ExamSession, unit: str, board: Board) -> Signing:
    """The signatures of one candidate."""
    return signings(session, unit, {board.candidate: board})[board.candidate]


def _accounts(board: Board, rows: Iterable[Signature]) -> Iterable[Signer]:
    return (Signer(row.author.name, row.at, row.digest == board.digest, row) for row in rows)


def _tutors(board: Board, links: Sequence[TutorLink]) -> Iterable[Signer]:
    for link in links:
        if link.signed is not None:
            yield Signer(f"{link.name} ({link.quality})", link.signed, _counts(board, link), None, link)


def links_of(session: ExamSession, candidate: str, unit: str = "") -> list[tuple[TutorLink, bool]]:
    """The links given to the tutors of a candidate, and whether what each wrote stays unseen for now."""
    rows = TutorLink.objects.filter(session=session, candidate=candidate).select_related("remark").order_by("pk")
    found = list(rows.filter(unit=unit) if unit else rows)
    hidden = {code: veiled(session, code, candidate) for code in {link.unit for link in found}}
    return [(link, link.situation in hidden[link.unit]) for link in found]


def signers_of(settlement: Settlement) -> list[User]:
    """The accounts that signed a mark which reached the log, the last of them having settled it."""
    rows = Signature.objects.filter(
        session=settlement.session_id,
        unit=settlement.unit,
        candidate=settlement.candidate,
        digest=settlement.digest,
        mark=settlement.mark,
        at__lte=settlement.at,
    )
    found = {one.author_id: one.author for one in rows.select_related("author").order_by("id")}
    return list(({settlement.author_id: settlement.author} | found).values())


def tutors_of(session: ExamSession, settlements: Sequence[Settlement]) -> list[TutorLink]:
    """The links whose holders signed what these marks of a unit came from."""
    asked = {row.candidate: row for row in settlements}
    units = {row.unit for row in settlements}
    about = {"session": session, "unit__in": units, "candidate__in": list(asked), "signed__isnull": False}
    links = list(TutorLink.objects.filter(**about).exclude(signed_digest="").select_related("by").order_by("pk"))
    found = {one: settled_board(session, asked[one]) for one in {link.candidate for link in links}}
    return [link for link in links if _counts(found[link.candidate], link)]


def _counts(board: Board, link: TutorLink) -> bool:
    """What the holder of a link signed is what stands, and the mark comes from it."""
    return board.holds(link) and link.situation in {one.situation.code for one in board.result.situations}


def sign(
    session: ExamSession, user: User, unit: str, board: Board, mark: int | None, key: str, texts: tuple[str, str]
) -> Signing:
    """The signature of an account under a mark (None: what a binary grid says), and who lacks after it. In the
    transaction under way, which holds the candidate. ``texts``: the reason, the comment.

    Raises Refused where they signed it already, and others lack.
    """
    author = str(user.pk)
    if not Signature.objects.filter(key=f"{author}-{key}").exists():
        before = signing_of(session, unit, board).of(mark)
        if before.lacking and any(one.signature and one.signature.author_id == user.pk for one in before.holding):
            told = _("Vous avez déjà signé. La note n'entre pas encore au journal : %(who)s.")
            raise Refused(told % {"who": before.told})
        made = Signature.objects.create(
            session=session,
            unit=unit,
            candidate=board.candidate,
            digest=board.digest,
            mark=mark,
            author=user,
            key=f"{author}-{key}",
        )
        reason, comment = (text.strip() for text in texts)
        identity = Identity.objects.filter(candidate=board.candidate).first()
        if identity is not None and (reason or comment):
            Remark.objects.create(identity=identity, signature=made, reason=reason, text=comment)
    return signing_of(session, unit, board).of(mark)
