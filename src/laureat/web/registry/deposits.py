"""Deposits: the site answers for the codes of papers that the command made elsewhere (``emettre --site``)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from laureat.credentials.paper_codes import spelled, typed
from laureat.documents import codes, deposit
from laureat.documents.deposit import Deposit
from laureat.records.facts import CodesDeposited
from laureat.records.merkle import MerkleTree, proves_inclusion
from laureat.session import house, keeping
from laureat.session.framework import Refused
from laureat.session.house.deposits import named
from laureat.session.house.state import Deposit as Known
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.overdue import overdue
from laureat.web.exam_sessions import covered, house_rows, household
from laureat.web.exam_sessions.access import form_key, say_done, say_refused
from laureat.web.reader import STAFF
from laureat.web.titles.models import DepositedPaper

TOLD = 20
HASH = 32


@dataclass(frozen=True)
class Row:
    """A deposit for the page."""

    name: str
    known: Known

    @property
    def revoked(self) -> int:
        """How many of its papers no longer stand."""
        return len(self.known.revoked)


@require_http_methods(["GET", "POST"])
def deposits(request: SignedIn) -> HttpResponse:
    """The deposits of the house: give one, take one back, revoke one paper."""
    status, typed = 200, {}
    if request.method == "POST":
        act = {"retirer": _withdraw, "revoquer": _revoke}.get(request.POST.get("acte", ""), _receive)
        try:
            act(request)
            return redirect("depots")
        except Refused as refused:
            say_refused(request, refused)
        except InvalidInput as invalid:
            for problem in invalid.problems[:TOLD]:
                messages.error(request, str(problem), "bad")
            if (more := len(invalid.problems) - TOLD) > 0:
                said = ngettext("… et %(n)s autre.", "… et %(n)s autres.", more) % {"n": more}
                messages.error(request, said, "bad")
        status, typed = 422, request.POST.dict()
    rows = [Row(name, known) for name, known in reversed(household.look().deposits.items())]
    context = {"rows": rows, "site": settings.SITE, "typed": typed}
    return render(request, "registre/depots.html", context, status=status)


def _receive(request: SignedIn) -> None:
    """Answer for the papers of a file. Raises InvalidInput, Refused."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choisissez le fichier codes.jsonl que la commande d'émission a écrit."))
    if not settings.SITE:
        raise Refused(_("Ce service n'a pas encore d'adresse publique : il ne peut répondre d'aucun code."))
    read: Deposit = STAFF.read(deposit.read_deposit, file.name or deposit.FILE, file.read())
    header = read.header
    if header["site"] != settings.SITE:
        raise Refused(
            _("Ce dépôt est pour %(theirs)s, et ce site est %(ours)s : l'y déposer, ou émettre à nouveau.")
            % {"theirs": header["site"], "ours": settings.SITE}
        )
    done = receive(str(request.user.pseudonym), form_key(request), read)
    count = len(read.lines)
    said = ngettext("%(n)s papier : le site en répond.", "%(n)s papiers : le site en répond.", count) % {"n": count}
    say_done(request, said, done)


def receive(author: str, key: str, read: Deposit) -> household.Desk:
    """Answer for the papers of a deposit: one fact, and a row each, or nothing. Raises Refused."""
    about = {name: str(read.header[name])[:300] for name in ("certification", "session")}

    def commands(desk: household.Desk) -> None:
        desk.take(
            house.deposit_codes(
                desk.state,
                desk.act(),
                root=read.root.hex(),
                papers=len(read.lines),
                issued=str(read.header["emis_le"]),
                **about,
            )
        )

    return household.perform(author, key, commands, after=lambda _desk, facts: _keep(read) if facts else None)


def _keep(read: Deposit) -> None:
    """Write the rows of a deposit, in the place of those of the same one taken back before. Raises Refused."""
    name = named(read.root.hex())
    DepositedPaper.objects.filter(deposit=name).delete()
    taken_back = [known for known, about in household.look().deposits.items() if about.withdrawn]
    tree = MerkleTree(deposit.leaf(line) for line in read.lines)
    rows = [
        DepositedPaper(
            deposit=name,
            rank=rank,
            code=json.loads(line)["code"],
            line=line,
            path=b"".join(tree.inclusion_proof(rank)),
        )
        for rank, line in enumerate(read.lines)
    ]
    theirs = DepositedPaper.objects.filter(code__in=[row.code for row in rows])
    theirs.filter(deposit__in=taken_back).delete()
    taken = theirs.count()
    if taken:
        raise Refused(
            ngettext(
                "%(n)s code de ce fichier est déjà celui d'un papier d'un autre dépôt : le retirer d'abord.",
                "%(n)s codes de ce fichier sont déjà ceux de papiers d'un autre dépôt : le retirer d'abord.",
                taken,
            )
            % {"n": taken}
        )
    DepositedPaper.objects.bulk_create(rows, batch_size=2_000)


def _withdraw(request: SignedIn) -> None:
    """Take a deposit back: none of its papers stands here, and what it said of people is erased. Raises Refused."""
    name, reason = request.POST.get("depot", ""), request.POST.get("motif", "")

    def commands(desk: household.Desk) -> None:
        desk.take(house.withdraw_deposit(desk.state, desk.act(), deposit=name, reason=desk.promise(reason)))

    def after(_desk: household.Desk, _facts: object) -> None:
        DepositedPaper.objects.filter(deposit=name).update(line="", path=b"")

    done = household.perform(str(request.user.pseudonym), form_key(request), commands, after=after)
    say_done(request, _("Le dépôt est retiré : le site ne répond plus de ses papiers."), done)


def prune(today: date) -> None:
    """Erase the lines whose term is past: the site answers for their codes no more, and calls none revoked."""
    state = household.look()
    if not state.deposits:
        return
    due = overdue(keeping.of_deposits(state, covered.dated(household.LOG, CodesDeposited)), today)
    DepositedPaper.objects.filter(deposit__in=[text.commitment for text in due]).delete()


def _revoke(request: SignedIn) -> None:
    """Say that one paper no longer stands. Raises Refused."""
    code, reason = typed(request.POST.get("code", "")), request.POST.get("motif", "")
    row = DepositedPaper.objects.filter(code=code).first() if code else None
    if row is None:
        raise Refused(_("Aucun papier d'un dépôt ne porte ce code : il compte seize signes, sans 0, 1, I ni O."))

    def commands(desk: household.Desk) -> None:
        reasoned = desk.promise(reason)
        desk.take(
            house.revoke_deposited_paper(
                desk.state, desk.act(), deposit=row.deposit, paper=codes.digest(code), reason=reasoned
            )
        )

    done = household.perform(str(request.user.pseudonym), form_key(request), commands)
    say_done(request, _("Le papier %(code)s est révoqué.") % {"code": spelled(code)}, done)


@dataclass(frozen=True)
class Answer:
    """What this site says of a deposited paper today."""

    told: dict[str, Any] | None
    """Its line; None where it is not the one that was deposited, or no longer is here."""
    revoked: bool


def answer(code: str) -> Answer | None:
    """What is said of the paper of a deposit that carries this code; None where no fact deposited one."""
    row = DepositedPaper.objects.filter(code=code).first()
    every = household.look().deposits
    known = every.get(row.deposit) if row else None
    if row is None or known is None:
        return None
    revoked = known.withdrawn or any(codes.digest(code) in one.revoked for one in every.values())
    stands = house_rows.is_line_of(row.line, code) and _stands(row, known)
    return Answer(json.loads(row.line) if stands else None, revoked)


def _stands(row: DepositedPaper, known: Known) -> bool:
    """The line is the one of its place under the root that the log has."""
    path = bytes(row.path)
    steps = [path[at : at + HASH] for at in range(0, len(path), HASH)]
    return proves_inclusion(deposit.leaf(row.line), row.rank, known.papers, steps, bytes.fromhex(known.root))
