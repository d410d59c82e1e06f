"""One process that makes papers: it reads the DOSSIER once, then takes candidates by the dozen."""

import hashlib
import multiprocessing
import os
import re
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from laureat.credentials import deuxdoc
from laureat.credentials.keys import read_deuxdoc_key
from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from laureat.documents import deposit, diplome, papers, seance, seance_lists, seance_rows
from laureat.documents.codes import code_of, printed_code, secret_of
from laureat.documents.context import Context
from laureat.documents.order import PRINT_FILE, SESSION_FOLDER, Order, paper_path, school
from laureat.documents.typeset import Attachment, Typesetter, as_json, logo_svg
from laureat.exchange.dossier import Dossier, read_dossier
from laureat.exchange.spec import FRAUD_COLUMN, says_yes
from laureat.jury.pv import pv_lines
from laureat.vocabulary import Citation, InvalidInput
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import enumeration

if TYPE_CHECKING:
    from laureat.documents.seal import Sealer

ISSUED, REFUSED, WITHHELD, RESERVED = "emis", "refuse", "retenu", "reserve"
ALL_PAPERS = "Tous les papiers"
NO_CODE = "sans code de vérification : aucun site n'en répond (--site)"
_FIRST_SENTENCE = re.compile(r"\.\s|\s+Première session")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index: a paper issued, refused, withheld for fraud, or reserved until an act settles it."""

    etablissement: str
    numero: str
    nom: str
    prenom: str
    papier: str
    fichier: str
    etat: str
    motif: str = ""
    sha256: str = ""


@dataclass(slots=True)
class Made:
    """What a worker gives back for a batch of candidates."""

    rows: list[seance_rows.Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    deposited: list[str] = field(default_factory=list)
    """The lines that the papers issued have in the deposit of codes."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper that was issued: its kind, its title, what it prints, its data."""

    kind: str
    title: str
    content: dict[str, Any]
    facts: dict[str, Any]

    def line(self) -> str:
        """Its line in the deposit of codes."""
        specimen = self.content["specimen"]
        return deposit.line(self.facts["code"], self.kind, self.title, self.facts, specimen=specimen)


def context_of(order: Order, dossier: Dossier) -> Context:
    """What the papers of the session share."""
    reglement = dossier.rules.reglement
    fiche = dossier.fiche or {"numero": reglement.id, "intitule": reglement.title}
    created = (fiche.get("base_legale") or {}).get("creation") or []
    text = _FIRST_SENTENCE.split(created[0]["titre"])[0].rstrip(" .") if created else ""
    jury = order.jury
    return Context(
        fiche=fiche,
        synthese=dossier.synthese,
        infos=order.infos,
        issued=order.issued,
        rules=dossier.rules,
        founding=str(Citation(text, Reading.FICHE) if text else reglement.founding),
        jury=tuple(pv_lines(jury)) if jury else (),
        absents=enumeration([member.nom_complet for member in jury.absentees]) if jury and jury.absentees else "",
        impossibilite=jury.impossibilite if jury else "",
        appointment=order.infos["deliberation.arrete"] or (jury.arrete if jury else ""),
        jury_notice=order.jury_notice,
        without_jury=order.without_jury,
        reissue=order.reissue,
    )


def _sealer(order: Order, authority: str) -> "Sealer | None":
    if order.seal is None:
        return None
    from laureat.documents.seal import Sealer  # what writes a seal is long to load

    return Sealer(order.seal, order.moment, authority, order.timestamping)


class Worker:
    """Makes the papers of candidates and of the session, each written whole or not at all."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.dossier = read_dossier(order.dossier)
        self.context = context_of(order, self.dossier)
        self.typesetter = Typesetter(logo_svg(order.infos))
        self.deuxdoc_key = (
            read_deuxdoc_key(order.deuxdoc.path, order.deuxdoc.passphrase) if order.deuxdoc is not None else None
        )
        name = order.infos["autorite"] or self.context.certifier
        self.secret = secret_of(order.lot) if order.site else b""
        self.sealer = _sealer(order, name)

    def candidates(self, number: int, batch: Sequence[Candidate]) -> Made:
        """The papers of some candidates; ``number`` names the batch in the print file."""
        made = Made()
        to_print: list[dict[str, Any]] = []
        print_path = self.order.lot / "impression" / f"{number:06d}.pdf"
        printed = (self.order.target / PRINT_FILE).exists() or print_path.exists()
        wants_print = self.order.printing and not printed
        for candidate in batch:
            told, row, waits = self._told(candidate)
            made.rows.append(row)
            due = [(kind, told) for kind in papers.due(self.context, told)] if told else []
            if row.attente and not due:
                made.entries.append(self._entry(candidate, ALL_PAPERS, *(waits or (WITHHELD, row.attente))))
            for kind, told in due:
                entry, paper = self._paper(kind, told, row.attente)
                made.entries.append(entry)
                if paper is None:
                    continue
                if wants_print:
                    to_print.append(paper.content)
                if self.secret:
                    made.deposited.append(paper.line())
        if wants_print and to_print:
            write_whole(print_path, self.typesetter.print_file(to_print, self.order.issued))
        return made

    def _told(self, candidate: Candidate) -> tuple[Explanation | None, seance_rows.Row, tuple[str, str] | None]:
        """What was decided, the candidate's row, and state and reason where no paper at all can be issued."""
        try:
            withheld = says_yes(candidate.autres, FRAUD_COLUMN)
            told = explain(self.dossier.rules, candidate, with_changes=False)
        except (InvalidInput, ValueError) as error:
            return None, seance_rows.row(candidate, None, waits=str(error)), (REFUSED, str(error))
        row = seance_rows.row(candidate, told.outcome, withheld=withheld)
        if withheld:
            return told, row, None
        if told.outcome.reserves:
            return None, row, (RESERVED, row.attente)
        if told.outcome.is_open:
            why = f"aucune décision à écrire : {told.outcome.decision.label}"
            return None, seance_rows.row(candidate, told.outcome, waits=told.outcome.decision.label), (RESERVED, why)
        return told, row, None

    @staticmethod
    def _entry(candidate: Candidate, title: str, state: str, reason: str, path: str = "", digest: str = "") -> Entry:
        who = candidate.identite
        where = school(who.get("uai", ""), who.get("etablissement", ""))
        return Entry(
            where, candidate.numero, who.get("nom", ""), who.get("prenom", ""), title, path, state, reason, digest
        )

    def session(self, name: str, group: str, rows: Sequence[seance_rows.Row]) -> Entry:
        """A paper of the session; ``group`` is the folder of an establishment, or empty."""
        context, title = self.context, papers.SESSION_TITLES[name]
        where = rows[0].etablissement if rows and group else ""
        path = f"{SESSION_FOLDER}/{name.replace('_', '-')}{f'-{group}' if group else ''}.pdf"
        if lacking := papers.missing_for_session(name, context):
            return Entry(where, "", "", "", title, "", REFUSED, _lacking(lacking))
        if digest := self._already(path):
            return Entry(where, "", "", "", title, path, ISSUED, "", digest)
        if name == "proces_verbal":
            content, facts = seance.proces_verbal(context, rows), seance.proces_verbal_facts(context, rows)
        elif name == "emargement_jury":
            content, facts = seance_lists.emargement_jury(context), context.facts(name)
        elif name == "emargement":
            content, facts = seance_lists.emargement(context, rows), seance_lists.list_facts(context, name, rows)
        else:
            shown = seance_rows.on_public_list(rows)
            content, facts = seance_lists.resultats(context, rows), seance_lists.list_facts(context, name, shown)
        content = self.typesetter.glyphs.spelled(content, typed=True)
        try:
            digest = self._write(path, content, facts, [])
        except NOT_SET as error:
            return Entry(where, "", "", "", title, "", REFUSED, _not_set(error))
        return Entry(where, "", "", "", title, path, ISSUED, "", digest)

    def _paper(self, kind: papers.Kind, told: Explanation, waits: str) -> tuple[Entry, _Paper | None]:
        candidate, who, title = told.candidate, told.candidate.identite, kind.title(self.context)
        if waits:
            return self._entry(candidate, title, WITHHELD, f"{waits} : aucun papier avant la décision"), None
        if lacking := papers.missing(kind, self.context, candidate):
            return self._entry(candidate, title, REFUSED, _lacking(lacking)), None
        begins = self.context.papiers.papiers[kind.name].fichier or kind.name
        begins += f"-{self.order.reissue}" if self.order.reissue else ""
        path = paper_path(
            who.get("uai", ""), who.get("etablissement", ""), begins, candidate.numero, who.get("nom", "")
        )
        try:
            content, facts = kind.content(self.context, told), kind.facts(self.context, told)
            if refused := self.typesetter.glyphs.refused(content):
                return self._entry(candidate, title, REFUSED, refused), None
            content = self.typesetter.glyphs.spelled(content)
            content["deuxdoc"], note = self._deuxdoc(kind, told)
            if self.secret:
                code = code_of(self.secret, path)
                content["code"], facts = printed_code(code, self.order.site), facts | {"code": code}
            if not (digest := self._already(path)):
                digest = self._write(path, content, facts, self._titles(kind, told))
        except NOT_SET as error:
            return self._entry(candidate, title, REFUSED, _not_set(error)), None
        notes = "" if self.secret else NO_CODE
        entry = self._entry(candidate, title, ISSUED, " ; ".join(filter(None, (note, notes))), path, digest)
        return entry, _Paper(kind.name, title, content, facts)

    def _write(self, path: str, content: dict[str, Any], facts: dict[str, Any], titles: list[Attachment]) -> str:
        decision = Attachment("decision.json", as_json(facts), "application/json", "Données de la décision")
        pdf = self.typesetter.pdf(content, self.order.issued, [decision, *titles])
        if self.sealer is not None:
            pdf = self.sealer.seal(pdf)
        write_whole(self.order.target / path, pdf)
        return hashlib.sha256(pdf).hexdigest()

    def _already(self, path: str) -> str:
        """The digest of a paper that an interrupted run left whole; empty where there is none."""
        file = self.order.target / path
        if file.exists():
            return hashlib.sha256(file.read_bytes()).hexdigest()
        archive, _, name = path.partition("/")
        return self._archived(archive).get(name, "")

    def _archived(self, folder: str) -> dict[str, str]:
        if folder not in self._archives:
            path = self.order.target / f"{folder}.zip"
            found: dict[str, str] = {}
            if path.exists():
                with zipfile.ZipFile(path) as archive:
                    found = {n: hashlib.sha256(archive.read(n)).hexdigest() for n in archive.namelist()}
            self._archives[folder] = found
        return self._archives[folder]

    @cached_property
    def _archives(self) -> dict[str, dict[str, str]]:
        return {}

    def _titles(self, kind: papers.Kind, told: Explanation) -> list[Attachment]:
        """The signed credentials that go with a paper: ``titre.json`` on a diploma, one a block on an attestation."""
        if self.order.titles is None:
            return []
        from laureat.credentials.holder import file_name  # What signs credentials is needed only where there are some.

        name = file_name(told.candidate.numero)
        wanted: list[tuple[str, str]] = []
        if kind is papers.DIPLOME:
            wanted = [("titre.json", f"diplomes/{name}.json")]
        elif kind is papers.ATTESTATION:
            wanted = [
                (f"titre-{bloc.replace('/', '-')}.json", f"blocs/{name}-{bloc}.json") for bloc in told.outcome.blocs
            ]
        return [
            Attachment(attached, path.read_text(encoding="utf-8"), "application/vc+ld+json", "Titre numérique signé")
            for attached, stored in wanted
            if (path := self.order.titles / stored).exists()
        ]

    def _deuxdoc(self, kind: papers.Kind, told: Explanation) -> tuple[dict[str, Any] | None, str]:
        """The 2D-Doc of a paper, or why there is none."""
        if self.deuxdoc_key is None or kind in (papers.CERTIFICAT, papers.MOBILITE):
            return None, ""
        infos, fiche, candidate = self.order.infos, self.context.fiche, told.candidate
        session = int(self.context.synthese["session"])
        signing: dict[str, Any] = {
            "key": self.deuxdoc_key,
            "authority": infos["deuxdoc.autorite"],
            "certificate": infos["deuxdoc.certificat"],
            "issued": self.order.issued,
            "accepted": infos["deuxdoc.autorites_reconnues"].split(),
        }
        try:
            if kind is papers.DIPLOME:
                number, option = diplome.number(self.context, candidate), self.context.option(candidate.option)
                mention = told.outcome.mention
                code = deuxdoc.for_diploma(
                    candidate.identite, fiche, session, mention, number, option=option, **signing
                )
            elif kind is papers.RELEVE:
                code = deuxdoc.for_releve(candidate.identite, fiche, session, told.outcome.decision, **signing)
            else:
                code = deuxdoc.for_blocs(candidate.identite, fiche, session, told.outcome.blocs, **signing)
        except deuxdoc.DeuxDocError as error:
            return None, f"sans 2D-Doc : {error}"
        text = f"2D-Doc signé attestant ce document ({kind.title(self.context).casefold()})"
        return {"svg": code.svg(), "texte": text, "specimen": code.specimen}, ""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whatever happens to the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)


NOT_SET = (typst.TypstError, InvalidInput, ValueError, KeyError)
"""What one paper may fail of, and no other: the others are made, and the index says it."""


def _not_set(error: Exception) -> str:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"la mise en page a échoué ({said}) : signaler ce papier au service informatique ; les autres sont émis"


def _lacking(what: list[str]) -> str:
    return f"il manque : {', '.join(what)}"


# --- in a process of its own ----------------------------------------------------------------------------------------

_worker: Worker


def start(order: Order) -> None:
    """Make this process a worker, which ends with the process that started it, even killed."""
    global _worker
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()
    _worker = Worker(order)


def make_candidates(number: int, batch: Sequence[Candidate]) -> Made:
    """``Worker.candidates``, in this process."""
    return _worker.candidates(number, batch)


def make_session(name: str, group: str, rows: Sequence[seance_rows.Row]) -> Entry:
    """``Worker.session``, in this process."""
    return _worker.session(name, group, rows)
